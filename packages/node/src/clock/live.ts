import { tickOf } from '@skyaccord/accord';

/** A step of the wall clock against the monotonic one beyond this is a jump, not drift. */
const JUMP_MS = 500;
/** Back by more than this, waiting for the old time to return would leave the sky unwatched. */
const BACK_MS = 2_000;

export type LiveStep = {
  /** The tick to run; null while time stands still or is caught up with. */
  readonly tick: number | null;
  /** By how much the wall clock was set, since the last step. */
  readonly jumped_ms: number | null;
  /** The wall clock went back so far that the run cannot go on in it. */
  readonly restart: boolean;
};

/**
 * The time of day in ticks that only rise. A clock that is set forward is followed; one set back a little is waited
 * for; one set back further ends the run, since a watch never judges an instant twice.
 */
export class LiveClock {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  #last_tick: number;
  #last_wall_ms: number;
  #last_monotonic_ms: number;

  /** `after`: the last tick already run, or -1. */
  constructor(after: number, wall: () => number = Date.now, monotonic: () => number = () => performance.now()) {
    this.#wall = wall;
    this.#monotonic = monotonic;
    this.#last_tick = after;
    this.#last_wall_ms = wall();
    this.#last_monotonic_ms = monotonic();
  }

  now_ms(): number {
    return this.#wall();
  }

  step(): LiveStep {
    const wall_ms = this.#wall();
    const monotonic_ms = this.#monotonic();
    const off_ms = wall_ms - this.#last_wall_ms - (monotonic_ms - this.#last_monotonic_ms);
    this.#last_wall_ms = wall_ms;
    this.#last_monotonic_ms = monotonic_ms;
    const jumped_ms = Math.abs(off_ms) > JUMP_MS ? Math.round(off_ms) : null;
    const tick = tickOf(wall_ms);
    if (tick > this.#last_tick) {
      this.#last_tick = tick;
      return { tick, jumped_ms, restart: false };
    }
    return { tick: null, jumped_ms, restart: this.#last_tick * 100 - wall_ms > BACK_MS };
  }
}
