import type { Alerter, Region } from '../config/configuration.ts';
import { violatesWithin } from '../detectors/detect.ts';
import { type Minima, PAIR_ERRORS, type Volume } from '../detectors/detector.ts';
import { OwnMinima } from './own_minima.ts';

/** Numbers of one state: position (m) east, north, up, then velocity through the air (m/s). */
export const STATE = 6;

/** The ownship and its traffic in one flat frame, as the detectors read them. */
export class Situation {
  time_s = 0;
  count = 0;
  readonly own = new Float64Array(STATE);
  ownHeightKnown = true;
  traffic = new Float64Array(STATE * 8);
  errors = new Float64Array(PAIR_ERRORS * 8);
  readonly alerters: Alerter[] = [];
  /** Per aircraft: 1 where its height and the ownship's can be compared. */
  heightKnown = new Uint8Array(8);
  /** Per aircraft: the volume of minima given with it, in place of its alerter's. */
  private readonly given: (Volume | undefined)[] = [];
  private readonly minima: OwnMinima[] = [];

  resize(count: number): void {
    this.count = count;
    if (this.heightKnown.length < count) {
      this.traffic = new Float64Array(2 * STATE * count);
      this.errors = new Float64Array(2 * PAIR_ERRORS * count);
      this.heightKnown = new Uint8Array(2 * count);
    }
    while (this.minima.length < count) {
      this.minima.push(new OwnMinima());
      this.given.push(undefined);
    }
    if (this.alerters.length > count) this.alerters.length = count;
  }

  /** Sets what an aircraft is judged by. */
  judge(aircraft: number, alerter: Alerter, heightKnown: boolean, minima: readonly Minima[] | undefined): void {
    this.alerters[aircraft] = alerter;
    this.heightKnown[aircraft] = heightKnown ? 1 : 0;
    this.given[aircraft] = minima === undefined ? undefined : this.minima[aircraft]?.volume(minima, heightKnown);
  }

  /** The volume that a level (from 0) of an aircraft's alerter keeps clear; undefined where it has no such level. */
  volumeOf(aircraft: number, level: number): Volume | undefined {
    const row = this.alerters[aircraft]?.levels[level];
    return row === undefined ? undefined : (this.given[aircraft] ?? row.volume);
  }

  /** Whether a state of the ownship, given as of time 0, violates an aircraft's volume within a window, s. */
  violates(volume: Volume, states: Float64Array, at: number, aircraft: number, window: Float64Array): boolean {
    const { traffic, errors } = this;
    return violatesWithin(volume, states, at, traffic, aircraft * STATE, errors, aircraft * PAIR_ERRORS, window);
  }
}

/** Index of the first level of an alerter with a region; -1 where it has none. */
export function levelOf(alerter: Alerter, region: Region): number {
  for (let level = 0; level < alerter.levels.length; level++) {
    if (alerter.levels[level]?.region === region) return level;
  }
  return -1;
}
