import { TICK_MS, tickOf } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import type { TickInput } from '../journal/committer.ts';
import { encodeChunk } from './chunk.ts';

/** At most this many observations are handed over at once; time waits for the rest. */
const STEP_OBSERVATIONS = 20_000;
const STEP_TICKS = 2_000;

/**
 * Recorded or simulated observations laid out along ticks. The tick of an observation is `tickOf` of its own time, so
 * that the watch sees the same inputs at the same ticks however fast, or by what program, they are played.
 */
export class Timeline {
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

  /** Observations handed over so far. */
  get taken(): number {
    return this.#next;
  }

  /** Time of the last observation handed over, or null. */
  get last_ms(): number | null {
    return this.#observations[this.#next - 1]?.time_ms ?? null;
  }

  /** The tick of the next observation, or null after the last. */
  get next_tick(): number | null {
    const next = this.#observations[this.#next];
    return next === undefined ? null : tickOf(next.time_ms);
  }

  /** The ticks with observations up to a tick that have not been handed over, in order. */
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
