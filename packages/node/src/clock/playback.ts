export const MIN_SPEED = 0.1;
export const MAX_SPEED = 1_000;

export type Playback = {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly time_ms: number;
  readonly speed: number;
  readonly paused: boolean;
  readonly finished: boolean;
};

/** The time of a recording or a scenario, as it is played: `speed` seconds of it in a second of ours. */
export class PlaybackClock {
  readonly #monotonic: () => number;
  #last_monotonic_ms: number;
  #time_ms: number;
  #speed: number;
  #paused = false;

  constructor(from_ms: number, speed: number, monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
    this.#last_monotonic_ms = monotonic();
    this.#time_ms = from_ms;
    this.#speed = speed;
  }

  get speed(): number {
    return this.#speed;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** What time it is in the recording; time has moved on by what passed since last asked. */
  advance(): number {
    const monotonic_ms = this.#monotonic();
    if (!this.#paused) this.#time_ms += (monotonic_ms - this.#last_monotonic_ms) * this.#speed;
    this.#last_monotonic_ms = monotonic_ms;
    return this.#time_ms;
  }

  /** Time stands at `time_ms`: what was due by then took longer than time did. */
  hold(time_ms: number): void {
    this.#last_monotonic_ms = this.#monotonic();
    this.#time_ms = Math.min(this.#time_ms, time_ms);
  }

  set(change: { paused?: boolean; speed?: number }): void {
    this.advance();
    if (change.paused !== undefined) this.#paused = change.paused;
    if (change.speed !== undefined) this.#speed = change.speed;
  }
}
