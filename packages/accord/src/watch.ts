import type { Observation } from '@skyaccord/wire';
import type { LinkedAdvice } from './advice/linked.ts';
import type { LinkedAlert } from './alerts/heard.ts';
import type { LogEntry } from './judged.ts';
import { TICK_MS } from './ordering.ts';
import type { Alert, Identity, Outcome, TrackState } from './outcome.ts';
import { fromBase64, type Pack, toBase64, type Unpack } from './saved.ts';
import { describeTrack, type TrackDetail, type TrailPoint, trackState, trailOf } from './watch/detail.ts';
import { JointWatch } from './watch/joint.ts';
import { type MemorandumState, MemorandumWatch, type WatchOptions } from './watch/memorandum_watch.ts';
import { Tracking, type TrackingState } from './watch/tracking.ts';

export type { WatchOptions } from './watch/memorandum_watch.ts';

const STATE_VERSION = 'watch/8';

/** A watch at rest, as JSON; `Watch.restore` goes on from it to the last bit. */
export type WatchState = TrackingState &
  MemorandumState & {
    readonly skyaccord: string;
    readonly memorandum: { readonly id: string; readonly version: number };
    readonly tick: number;
  };

/**
 * The watch: a deterministic state machine from observations to outcomes. It advances in ticks of 100 ms; the same
 * memorandum and the same inputs in the same ticks give the same outcomes, bit for bit, in any JavaScript engine. It
 * reads no clock and does no I/O.
 *
 * It is made of two halves: {@link Tracking}, which knows of a memorandum only who declared which aircraft, and
 * {@link MemorandumWatch}, which makes of the tracks what the memorandum's clauses say.
 */
export class Watch {
  readonly #tracking: Tracking;
  readonly #rules: MemorandumWatch;
  readonly #joint: JointWatch;

  constructor(options: WatchOptions, state: WatchState | null = null, unpack: Unpack = fromBase64) {
    const { memorandum } = options;
    this.#tracking = state === null ? new Tracking([memorandum]) : Tracking.restore(memorandum, state, unpack);
    this.#rules = new MemorandumWatch(options, this.#tracking);
    if (state !== null) this.#rules.restore(state, unpack);
    this.#joint = new JointWatch(this.#tracking, [this.#rules], undefined, state?.tick);
  }

  /** The last tick stepped; -1 before the first. */
  get tick(): number {
    return this.#joint.tick;
  }

  /**
   * Runs the quiet ticks that are due before `tick`, then `tick` itself with its observations, in any order. Returns
   * what is said, in order.
   *
   * @param heard what other nodes advise and alert on, over live links, as it came in this tick
   * @param logged entries of the log of calls, as they came in this tick
   * @throws RangeError when `tick` does not rise: time that has been judged is not judged again
   */
  advance(
    tick: number,
    observations: readonly Observation[],
    heard: readonly (LinkedAdvice | LinkedAlert)[] = [],
    logged: readonly LogEntry[] = [],
  ): Outcome[] {
    return this.#joint.advance(tick, observations, heard, logged)[0]!;
  }

  /** The first tick after the last one at which something is due without input; null when nothing will ever be. */
  nextDue(): number | null {
    return this.#joint.nextDue();
  }

  /** The recording or run is over: every pass ends and every track is dropped. The watch is then empty. */
  finish(): Outcome[] {
    return this.#joint.finish()[0]!;
  }

  /** Tracks that changed or were dropped since last asked, in id order. */
  takeChanged(): string[] {
    return this.#tracking.takeChanged();
  }

  /** The named aircraft (tracks that live and lie beneath no other), or all, in id order. */
  trackStates(ids?: readonly string[]): TrackState[] {
    const { table, fusion } = this.#tracking;
    const slots = ids ? ids.map((id) => table.slotOf.get(id) ?? -1).filter((slot) => slot >= 0) : table.slotsInOrder();
    return slots.filter((slot) => !fusion.isHidden(slot)).map((slot) => trackState(table, slot));
  }

  /** How well a track is known, and what was fused into it; null for one that does not live. */
  detail(track: string): TrackDetail | null {
    const slot = this.#tracking.table.slotOf.get(track);
    return slot === undefined ? null : describeTrack(this.#tracking, slot, this.tick * TICK_MS);
  }

  identity(track: string): Identity | null {
    const slot = this.#tracking.table.slotOf.get(track);
    return slot === undefined ? null : this.#tracking.table.words[slot]!.identity;
  }

  /** Where a track has been, at least 6.4 s apart, oldest first, at most 48 points. */
  trail(track: string): TrailPoint[] {
    const slot = this.#tracking.table.slotOf.get(track);
    return slot === undefined ? [] : trailOf(this.#tracking.table, slot);
  }

  /** Standing alerts as last told, most urgent first. */
  alerts(): Alert[] {
    return this.#rules.alerts();
  }

  counts(): { tracks: number; alerts: number; encounters: number; observations: number } {
    const { table, fusion, observations } = this.#tracking;
    const { alerting, encounters } = this.#rules;
    return { tracks: table.size - fusion.hidden, alerts: alerting, encounters, observations };
  }

  /**
   * The state as it stands, sharing the watch's own objects: serialise it before the watch goes on. JSON that holds all
   * numbers; where those are many, `pack` puts them elsewhere and gives the text by which `unpack` finds them.
   */
  save(pack: Pack = toBase64): WatchState {
    const { id, version } = this.#rules.memorandum;
    return {
      skyaccord: STATE_VERSION,
      memorandum: { id, version },
      tick: this.tick,
      ...this.#tracking.save(pack),
      ...this.#rules.save(pack),
    };
  }

  /** @throws RangeError when the state is of another memorandum or another version of the watch */
  static restore(options: WatchOptions, state: WatchState, unpack: Unpack = fromBase64): Watch {
    const { id, version } = options.memorandum;
    if (state.skyaccord !== STATE_VERSION) {
      throw new RangeError(`saved state is ${state.skyaccord}, this watch reads ${STATE_VERSION}; start without it`);
    }
    if (state.memorandum.id !== id || state.memorandum.version !== version) {
      const was = `${state.memorandum.id} version ${state.memorandum.version}`;
      throw new RangeError(`saved state was made under ${was}, not ${id} version ${version}; start without it`);
    }
    return new Watch(options, state, unpack);
  }
}
