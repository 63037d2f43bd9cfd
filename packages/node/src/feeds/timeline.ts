import { type LogEntry, TICK_MS, tickOf } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import type { TickInput } from '../journal/committer.ts';
import { encodeEntry } from '../watch/inputs.ts';
import { encodeChunk } from './chunk.ts';

/** At most this many observations are handed over at once; time waits for the rest. */
const STEP_OBSERVATIONS = 20_000;
const STEP_TICKS = 2_000;

const NONE = new Uint8Array(0);

/** What is played, along its ticks. */
export type Playable = {
  readonly from_ms: number;
  readonly to_ms: number;
  /** Whether all was handed over. */
  readonly done: boolean;
  /** Observations handed over so far. */
  readonly taken: number;
  /** Time of the last of them, or null. */
  readonly last_ms: number | null;
  /** The tick of the next one, or null after the last. */
  readonly next_tick: number | null;
  /** The ticks with observations up to a tick that have not been handed over, in order. */
  take(until_tick: number): TickInput[];
};

/**
 * Recorded or simulated observations laid out along ticks. The tick of an observation is `tickOf` of its own time, so
 * that the watch sees the same inputs at the same ticks however fast, or by what program, they are played.
 */
export class Timeline implements Playable {
  readonly #observations: readonly Observation[];
  readonly #logged: readonly LogEntry[];
  #next = 0;
  #heard = 0;

  /**
   * Observations must be in order of time. What is logged is heard at the tick by which it was certainly said, and what
   * was said before the first observation with that.
   */
  constructor(observations: readonly Observation[], logged: readonly LogEntry[] = []) {
    this.#observations = observations;
    this.#logged = [...logged].sort((x, y) => x.at.latest_ms - y.at.latest_ms);
  }

  get from_ms(): number {
    return this.#observations[0]?.time_ms ?? 0;
  }

  get to_ms(): number {
    const last_ms = this.#observations.at(-1)?.time_ms ?? 0;
    return Math.max(last_ms, this.#logged.at(-1)?.at.latest_ms ?? last_ms);
  }

  get done(): boolean {
    return this.#next >= this.#observations.length && this.#heard >= this.#logged.length;
  }

  get taken(): number {
    return this.#next;
  }

  get last_ms(): number | null {
    return this.#observations[this.#next - 1]?.time_ms ?? null;
  }

  get next_tick(): number | null {
    const next = Math.min(this.#seenTick(), this.#heardTick());
    return next === Infinity ? null : next;
  }

  take(until_tick: number): TickInput[] {
    const inputs: TickInput[] = [];
    const first = this.#next;
    while (!this.done && inputs.length < STEP_TICKS && this.#next - first < STEP_OBSERVATIONS) {
      const tick = Math.min(this.#seenTick(), this.#heardTick());
      if (tick > until_tick) break;
      const begin = this.#next;
      const end_ms = tick * TICK_MS;
      while (this.#next < this.#observations.length && this.#observations[this.#next]!.time_ms <= end_ms) this.#next++;
      const { lines, count } = encodeChunk(this.#observations.slice(begin, this.#next));
      const said: Uint8Array[] = [];
      while (this.#heardTick() === tick) said.push(encodeEntry(this.#logged[this.#heard++]!));
      const payload = said.length === 0 ? lines : Uint8Array.from(Buffer.concat([count === 0 ? NONE : lines, ...said]));
      inputs.push({ tick, observations: count, payload });
    }
    return inputs;
  }

  #seenTick(): number {
    const next = this.#observations[this.#next];
    return next === undefined ? Infinity : tickOf(next.time_ms);
  }

  #heardTick(): number {
    const next = this.#logged[this.#heard];
    return next === undefined ? Infinity : tickOf(Math.max(next.at.latest_ms, this.from_ms));
  }
}
