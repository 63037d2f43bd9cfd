import type { Observation } from '@skyaccord/wire';

/** What a feed may bring at once, as seconds of its rate. */
const BURST_S = 2;
/** Below this share of it, an aircraft that was passed on within the last second must wait. */
const RESERVE = 0.5;
const SOON_MS = 1_000;
/** An aircraft not heard for this long no longer counts as heard by the feed. */
const HEARD_MS = 60_000;
const MAX_AIRCRAFT = 100_000;

/**
 * Holds a feed to its rate. What is beyond is shed in this order: first further reports of aircraft that were passed on
 * within the last second, so that a flood of repetitions takes no other aircraft of the feed out of the picture; then,
 * when that is not enough, whatever comes.
 */
export class RateLimit {
  readonly #per_s: number;
  /** When each aircraft was last passed on, those not heard for longest first. */
  readonly #passed = new Map<string, number>();
  #tokens: number;
  #filled_ms: number | null = null;

  constructor(per_s: number) {
    this.#per_s = per_s;
    this.#tokens = per_s * BURST_S;
  }

  /** Those that may pass, in order. `now_ms` rises steadily. */
  take(observations: readonly Observation[], now_ms: number): Observation[] {
    const burst = this.#per_s * BURST_S;
    const elapsed_ms = now_ms - (this.#filled_ms ?? now_ms);
    this.#filled_ms = now_ms;
    this.#tokens = Math.min(burst, this.#tokens + (elapsed_ms / 1000) * this.#per_s);
    const taken: Observation[] = [];
    for (const observation of observations) {
      const before_ms = this.#passed.get(observation.address);
      const again = before_ms !== undefined && now_ms - before_ms < SOON_MS;
      if (this.#tokens < (again ? burst * RESERVE : 1)) continue;
      this.#tokens--;
      this.#passed.delete(observation.address);
      this.#passed.set(observation.address, now_ms);
      if (this.#passed.size > MAX_AIRCRAFT) this.#passed.delete(this.#passed.keys().next().value as string);
      taken.push(observation);
    }
    return taken;
  }

  /** Aircraft passed on within the last minute, at most 100,000. */
  aircraft(now_ms: number): number {
    for (const [address, passed_ms] of this.#passed) {
      if (now_ms - passed_ms <= HEARD_MS) break;
      this.#passed.delete(address);
    }
    return this.#passed.size;
  }
}
