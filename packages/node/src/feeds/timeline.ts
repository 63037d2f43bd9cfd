import { TICK_MS, tickOf } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import type { TickInput } from '../journal/committer.ts';
import { encodeChunk } from './chunk.ts';

/** At most this many observations are handed over at once; time waits for the rest. */
const STEP_OBSERVATIONS = 20_000;
const STEP_TICKS = 2_000;

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
  #next = 0;

  /** Observations must be in order of time. */
  constructor(observations: readonly Observation[]) {
    this.#observations = observations;
  }

  get from_ms(): number {
    return this.#observations[0]?.time_ms ?? 0;
  }

  get to_ms(): number {
    return this.#observations.at(-1)?.time_ms ?? 0;
  }

  get done(): boolean {
    return this.#next >= this.#observations.length;
  }

  get taken(): number {
    return this.#next;
  }

  get last_ms(): number | null {
    return this.#observations[this.#next - 1]?.time_ms ?? null;
  }

  get next_tick(): number | null {
    const next = this.#observations[this.#next];
    return next === undefined ? null : tickOf(next.time_ms);
  }

  take(until_tick: number): TickInput[] {
    const inputs: TickInput[] = [];
    const first = this.#next;
    while (!this.done && inputs.length < STEP_TICKS && this.#next - first < STEP_OBSERVATIONS) {
      const tick = tickOf(this.#observations[this.#next]!.time_ms);
      if (tick > until_tick) break;
      const begin = this.#next;
      const end_ms = tick * TICK_MS;
      while (!this.done && this.#observations[this.#next]!.time_ms <= end_ms) this.#next++;
      const { lines, count } = encodeChunk(this.#observations.slice(begin, this.#next));
      inputs.push({ tick, observations: count, payload: lines });
    }
    return inputs;
  }
}
