import type { Observation } from '@skyaccord/wire';
import { Fusion, type SavedFusion } from '../fusion/fusion.ts';
import { Integrity, type SavedIntegrity } from '../integrity/integrity.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { compareObservations, TICK_MS } from '../ordering.ts';
import type { Identity } from '../outcome.ts';
import type { Pack, Unpack } from '../saved.ts';
import { DROP_S } from '../tracks/rules.ts';
import { type SavedTable, TrackTable } from '../tracks/table.ts';
import { sayFound } from './found.ts';
import { type HeardAdvisory, takeIn } from './intake.ts';
import { Namings } from './namings.ts';

/** What a tick did to the tracks, under whatever memorandum. */
export type TrackNews = {
  readonly tick: number;
  readonly now_ms: number;
  /** Slots that moved. */
  readonly changed: ReadonlySet<number>;
  /** Slots that lie beneath another one from now on. */
  readonly fused: readonly number[];
  readonly advisories: readonly HeardAdvisory[];
};

export type TrackingState = {
  readonly observations: number;
  readonly next_drop_ms: number | null;
  readonly table: SavedTable;
  readonly fusion: SavedFusion;
  readonly integrity: SavedIntegrity;
  readonly identities: readonly (readonly [slot: number, identity: Identity])[];
};

/**
 * Where everybody is, and which tracks are one aircraft: what observations come to whatever the parties have agreed
 * upon. Of a memorandum it knows only who declared which aircraft. What it has to say goes to its namings.
 */
export class Tracking {
  readonly table: TrackTable;
  readonly fusion: Fusion;
  readonly integrity: Integrity;
  readonly namings: Namings;
  readonly #changed = new Set<string>();
  #observations = 0;
  #next_drop_ms = Infinity;

  constructor(
    memoranda: readonly Memorandum[],
    table = new TrackTable(),
    fusion = new Fusion(),
    integrity = new Integrity(),
  ) {
    this.namings = new Namings(memoranda);
    this.table = table;
    this.fusion = fusion;
    this.integrity = integrity;
  }

  /** Observations taken in so far, used or not. */
  get observations(): number {
    return this.#observations;
  }

  /** The first tick at which something is due without input; Infinity when nothing will ever be. */
  get due_tick(): number {
    return Math.ceil(Math.min(this.#next_drop_ms, this.integrity.due_ms) / TICK_MS);
  }

  /** Takes in a tick's observations, in any order. */
  step(tick: number, observations: readonly Observation[]): TrackNews {
    const now_ms = tick * TICK_MS;
    const changed = new Set<number>();
    const advisories: HeardAdvisory[] = [];
    this.#observations += observations.length;
    const inputs = observations.length > 1 ? [...observations].sort(compareObservations) : observations;
    takeIn(this, inputs, tick, now_ms, changed, advisories);
    this.integrity.expire(now_ms);
    const fused = sayFound(this, tick, now_ms, changed);
    for (const slot of changed) {
      this.#changed.add(this.table.words[slot]!.id);
      this.#next_drop_ms = Math.min(this.#next_drop_ms, this.table.seen_ms[slot]! + DROP_S * 1000);
    }
    for (const { renamed } of this.namings.all) {
      for (const slot of renamed) this.#changed.add(this.table.words[slot]!.id);
    }
    return { tick, now_ms, changed, fused, advisories };
  }

  /** Slots silent for so long that their tracks are to be dropped now, in the order of their ids. */
  silent(now_ms: number): number[] {
    if (now_ms < this.#next_drop_ms) return [];
    const silent: number[] = [];
    let next_ms = Infinity;
    for (const slot of this.table.slotsInOrder()) {
      const silent_ms = this.table.seen_ms[slot]! + DROP_S * 1000;
      if (silent_ms <= now_ms) silent.push(slot);
      else if (silent_ms < next_ms) next_ms = silent_ms;
    }
    this.#next_drop_ms = next_ms;
    return silent;
  }

  /** Takes a track out of everything but the table, and says what follows from that: the slots that it changes. */
  leave(slot: number, tick: number, now_ms: number): Set<number> {
    this.namings.each(this.table, ({ identities }) => identities.closed(this.table, this.fusion, slot));
    this.fusion.closed(this.table, slot);
    this.integrity.closed(slot);
    const left = new Set<number>();
    sayFound(this, tick, now_ms, left);
    return left;
  }

  /** The track is gone, and its slot free. */
  close(slot: number, tick: number, reason: 'silent' | 'run_over', left: ReadonlySet<number>): void {
    const { id } = this.table.words[slot]!;
    const last_seen_ms = this.table.seen_ms[slot]!;
    this.table.close(slot);
    this.#changed.add(id);
    for (const other of left) if (other !== slot) this.#changed.add(this.table.words[other]!.id);
    this.namings.say({ tick, time_ms: tick * TICK_MS, kind: 'track_dropped', track: id, last_seen_ms, reason });
  }

  /** The run is over: nothing is due any more. */
  finish(): void {
    this.#next_drop_ms = Infinity;
  }

  /** Tracks that changed or were dropped since last asked, in id order. */
  takeChanged(): string[] {
    const changed = [...this.#changed].sort();
    this.#changed.clear();
    return changed;
  }

  /** As it stands under the first memorandum, sharing its own objects. */
  save(pack: Pack): TrackingState {
    return {
      observations: this.#observations,
      next_drop_ms: this.#next_drop_ms === Infinity ? null : this.#next_drop_ms,
      table: this.table.save(pack),
      fusion: this.fusion.save(pack),
      integrity: this.integrity.save(
        [...this.table.slotOf.values()].sort((x, y) => x - y),
        pack,
      ),
      identities: this.namings.all[0]!.identities.save(),
    };
  }

  static restore(memorandum: Memorandum, state: TrackingState, unpack: Unpack): Tracking {
    const table = TrackTable.restore(state.table, unpack);
    const fusion = Fusion.restore(table, state.fusion, unpack);
    const tracking = new Tracking([memorandum], table, fusion, Integrity.restore(state.integrity, unpack));
    tracking.namings.all[0]!.identities.restore(state.identities);
    tracking.#observations = state.observations;
    tracking.#next_drop_ms = state.next_drop_ms ?? Infinity;
    return tracking;
  }
}
