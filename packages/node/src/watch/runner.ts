import {
  type Outcome,
  TICK_MS,
  type TrackDetail,
  type TrackState,
  Watch,
  type WatchOptions,
  type WatchState,
} from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import type { TickOutput } from '../journal/committer.ts';
import type { SavedWatch } from '../journal/snapshot_file.ts';
import { decodeInputs } from './inputs.ts';
import { tickMessage } from './message.ts';
import { NumberPacker, unpackFrom } from './packing.ts';
import type { PictureTrack, WatchPicture, WatchResult } from './protocol.ts';
import { PACKED_WIDTH, packRow } from './rows.ts';

/** A tick's observations as the log holds them, or null when nothing came. */
export type TickPayload = { readonly tick: number; readonly payload: Uint8Array | null };

/** What a track has once its rings are full, so that even the first save need not move what it packed. */
const NUMBERS_A_TRACK = 384;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Drives one watch and turns what it says into what the node needs: outcomes in canonical form for the journal, the
 * stream's message, and packed rows for the picture. No thread, no I/O of its own.
 */
export class WatchRunner {
  readonly #watch: Watch;
  readonly #indices = new Map<string, number>();
  #nextIndex = 0;
  #order = '';
  #saved_numbers = 0;

  /** @throws when the saved watch is of another memorandum or version */
  constructor(options: WatchOptions, saved: SavedWatch | null = null) {
    if (saved === null) this.#watch = new Watch(options);
    else {
      const state = JSON.parse(decoder.decode(saved.json)) as WatchState;
      this.#watch = Watch.restore(options, state, unpackFrom(saved.numbers));
    }
  }

  get tick(): number {
    return this.#watch.tick;
  }

  save(): { json: Uint8Array<ArrayBuffer>; numbers: Float64Array<ArrayBuffer> } {
    const expected = Math.max(this.#saved_numbers * 1.1, this.#watch.counts().tracks * NUMBERS_A_TRACK);
    const packer = new NumberPacker(Math.ceil(expected));
    const json = encoder.encode(JSON.stringify(this.#watch.save(packer.pack)));
    const numbers = packer.take();
    this.#saved_numbers = numbers.length;
    return { json, numbers };
  }

  /** Runs a tick and returns what the watch said, without making anything of it: for the way back after a crash. */
  replay(tick: number, payload: Uint8Array | null): readonly Outcome[] {
    const { observations, logged, heard } = decodeInputs(payload);
    const outcomes = this.#watch.advance(tick, observations, heard, logged);
    this.#watch.takeChanged();
    return outcomes;
  }

  run(entry: number, ticks: readonly TickPayload[], finish: boolean): WatchResult {
    const started_ms = performance.now();
    const outputs: TickOutput[] = [];
    const started: { index: number; track: string }[] = [];
    const rows = new RowBuffer();
    const latest = new Map<string, TrackState>();
    for (const { tick, payload } of ticks) {
      const { observations, logged, heard } = decodeInputs(payload);
      const outcomes = finish ? this.#watch.finish() : this.#watch.advance(tick, observations, heard, logged);
      // A track that is over frees its number first: one of the same name may begin within the same outcomes.
      for (const outcome of outcomes) {
        // One that lies beneath another from now on has no row any more, whatever it did earlier in the entry.
        if (outcome.kind === 'tracks_fused') latest.delete(outcome.other);
        if (outcome.kind !== 'track_dropped') continue;
        latest.delete(outcome.track);
        this.#indices.delete(outcome.track);
      }
      for (const state of this.#watch.trackStates(this.#watch.takeChanged())) {
        rows.push(this.#indexOf(state.track, started), tick * TICK_MS, state);
        latest.set(state.track, state);
      }
      outputs.push({ tick: this.#watch.tick, outcomes: canonicalJson(outcomes), outcome_count: outcomes.length });
    }
    const { tick } = this.#watch;
    return {
      entry,
      tick,
      outputs,
      rows: rows.take(),
      started,
      message: encoder.encode(tickMessage(tick, [...latest.values()], outputs)),
      order: this.#changedOrder(),
      counts: this.#watch.counts(),
      took_ms: performance.now() - started_ms,
      failed: null,
    };
  }

  /** All that is known of how well a track is tracked; null when there is none of that id. */
  detail(track: string): TrackDetail | null {
    return this.#watch.detail(track);
  }

  picture(): WatchPicture {
    const started: { index: number; track: string }[] = [];
    const tracks: PictureTrack[] = [];
    for (const state of this.#watch.trackStates()) {
      const { track } = state;
      const detail = this.detail(track);
      const identity = this.#watch.identity(track);
      if (identity === null) continue;
      const index = this.#indexOf(track, started);
      const flags = detail?.flags ?? [];
      tracks.push({ index, track, state, identity, flags, fused_into: null, fused_since_ms: null });
      for (const { track: other, fused_since_ms } of detail?.components ?? []) {
        const identity = fused_since_ms === null ? null : this.#watch.identity(other);
        if (identity === null) continue;
        tracks.push({ index: -1, track: other, state: null, identity, flags: [], fused_into: track, fused_since_ms });
      }
    }
    this.#changedOrder();
    return { tick: this.#watch.tick, tracks, alerts: this.#watch.alerts(), counts: this.#watch.counts() };
  }

  /** Numbers are never used twice, so that an old row in the history cannot be taken for another track's. */
  #indexOf(track: string, started: { index: number; track: string }[]): number {
    let index = this.#indices.get(track);
    if (index === undefined) {
      index = this.#nextIndex++;
      this.#indices.set(track, index);
      started.push({ index, track });
    }
    return index;
  }

  #changedOrder(): string[] | null {
    const ids = this.#watch.alerts().map((alert) => alert.id);
    const order = ids.join('\n');
    if (order === this.#order) return null;
    this.#order = order;
    return ids;
  }
}

/** What stands for an entry that the watch failed at: its observations are journalled, and nothing is said of them. */
export function failedResult(entry: number, ticks: readonly { tick: number }[], reason: string): WatchResult {
  const outputs = ticks.map(({ tick }) => ({ tick, outcomes: '[]', outcome_count: 0 }));
  const tick = ticks.at(-1)?.tick ?? 0;
  return {
    entry,
    tick,
    outputs,
    rows: new Float64Array(0),
    started: [],
    message: encoder.encode(tickMessage(tick, [], outputs)),
    order: null,
    counts: { tracks: 0, alerts: 0, encounters: 0, observations: 0 },
    took_ms: 0,
    failed: reason,
  };
}

/** Packed rows, grown by doubling. */
class RowBuffer {
  #numbers = new Float64Array(PACKED_WIDTH * 64);
  #count = 0;

  push(index: number, time_ms: number, state: TrackState): void {
    const offset = this.#count * PACKED_WIDTH;
    if (offset === this.#numbers.length) {
      const grown = new Float64Array(this.#numbers.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    packRow(this.#numbers, offset, index, time_ms, state);
    this.#count++;
  }

  take(): Float64Array<ArrayBuffer> {
    return this.#numbers.slice(0, this.#count * PACKED_WIDTH);
  }
}
