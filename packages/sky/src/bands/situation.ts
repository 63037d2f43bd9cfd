import type { Alerter, Region } from '../config/configuration.ts';
import { violatesWithin } from '../detectors/detect.ts';
import { PAIR_ERRORS, type Volume } from '../detectors/detector.ts';

/** Numbers of one state: position (m) east, north, up, then velocity through the air (m/s). */
export const STATE = 6;

/** The ownship and its traffic in one flat frame, as the detectors read them. */
export class Situation {
  time_s = 0;
  count = 0;
  readonly own = new Float64Array(STATE);
  traffic = new Float64Array(STATE * 8);
  errors = new Float64Array(PAIR_ERRORS * 8);
  alerters: Alerter[] = [];

  resize(count: number): void {
    this.count = count;
    if (this.traffic.length < STATE * count) {
      this.traffic = new Float64Array(2 * STATE * count);
      this.errors = new Float64Array(2 * PAIR_ERRORS * count);
    }
    this.alerters.length = count;
  }

  /** Whether a state of the ownship, given as of time 0, violates an aircraft's volume within [from_s, to_s]. */
  violates(volume: Volume, states: Float64Array, at: number, aircraft: number, from_s: number, to_s: number): boolean {
    const { traffic, errors } = this;
    return violatesWithin(volume, states, at, traffic, aircraft * STATE, errors, aircraft * PAIR_ERRORS, from_s, to_s);
  }
}

/** Index of the first level of an alerter with a region; -1 where it has none. */
export function levelOf(alerter: Alerter, region: Region): number {
  for (let level = 0; level < alerter.levels.length; level++) {
    if (alerter.levels[level]?.region === region) return level;
  }
  return -1;
}
