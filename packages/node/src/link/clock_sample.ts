import type { Pong } from './frames.ts';

/** By how much the other side's clock is ahead of this one, and how long a way there and back took. */
export type ClockSample = { readonly offset_ms: number; readonly delay_ms: number };

/** So many of the last samples are looked at. */
const KEPT = 8;

/** From one ping and its answer (RFC 5905, section 8): the offset is wrong by at most half of the delay. */
export function sampleOf({ asked_ms, received_ms, time_ms }: Pong, now_ms: number): ClockSample {
  return {
    offset_ms: (received_ms - asked_ms + (time_ms - now_ms)) / 2,
    delay_ms: Math.max(0, now_ms - asked_ms - (time_ms - received_ms)),
  };
}

/** What the last samples say together: the one that was under way the shortest is the surest (RFC 5905, section 10). */
export class ClockComparison {
  #samples: readonly ClockSample[] = [];

  add(sample: ClockSample): void {
    this.#samples = [...this.#samples, sample].slice(-KEPT);
  }

  /** Null before the first sample of a connection. */
  get best(): ClockSample | null {
    return this.#samples.reduce<ClockSample | null>(
      (best, one) => (best === null || one.delay_ms <= best.delay_ms ? one : best),
      null,
    );
  }

  clear(): void {
    this.#samples = [];
  }
}
