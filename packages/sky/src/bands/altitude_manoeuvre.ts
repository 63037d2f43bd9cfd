import type { Configuration } from '../config/configuration.ts';
import type { CylinderVolume, Volume } from '../detectors/detector.ts';
import { coarselyLess } from '../numbers.ts';
import { AltitudeCapture } from './altitude_capture.ts';
import type { IntervalSet } from './interval_set.ts';
import type { Manoeuvre, Threat } from './manoeuvre.ts';
import { type Situation, STATE } from './situation.ts';

/**
 * Changes of level (altitude_capture.ts), to each altitude of a grid that counts from the lowest. On the way the volume
 * is looked at each whole second, and along the straight lines of the climb and of the level flight after it.
 */
export class AltitudeManoeuvre implements Manoeuvre {
  readonly kind = 'altitude';
  value = 0;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly modulus = 0;
  readonly instantaneous: boolean;
  private readonly lookahead_s: number;
  private readonly rate_mps: number;
  private readonly acceleration_mps2: number;
  private readonly steps: number;
  private readonly free: Uint8Array;
  private readonly capture = new AltitudeCapture();
  private readonly sample = new Float64Array(STATE);
  private situation: Situation | undefined;

  constructor(configuration: Configuration) {
    this.min = configuration.min_altitude_m;
    this.max = configuration.max_altitude_m;
    this.step = configuration.altitude_step_m;
    this.lookahead_s = configuration.lookahead_s;
    this.rate_mps = configuration.vertical_rate_mps;
    this.acceleration_mps2 = configuration.vertical_acceleration_mps2;
    this.instantaneous = this.rate_mps === 0 || this.acceleration_mps2 === 0;
    this.steps = Math.floor((this.max - this.min) / this.step) + 1;
    this.free = new Uint8Array(this.steps + 1);
  }

  prepare(situation: Situation): boolean {
    this.situation = situation;
    this.value = situation.own[2] as number;
    return this.value >= this.min && this.value <= this.max;
  }

  open(): void {
    this.free.fill(1);
  }

  strike(threat: Threat, from_s: number, before: CylinderVolume | undefined): boolean {
    const situation = this.situation as Situation;
    let room = false;
    for (let k = 0; k <= this.steps; k++) {
      if (this.free[k] === 0) continue;
      if (!this.clears(situation.own, situation, k, threat, from_s, before)) this.free[k] = 0;
      else if (k > 0 && this.free[k - 1] === 1) room = true;
    }
    return room;
  }

  write(out: IntervalSet): void {
    out.clear();
    for (let first = 0; first <= this.steps; first++) {
      if (this.free[first] === 0) continue;
      let last = first;
      while (last < this.steps && this.free[last + 1] === 1) last += 1;
      if (last > first) {
        const low = Math.max(this.min + first * this.step, this.min);
        const high = Math.min(this.min + last * this.step, this.max);
        if (coarselyLess(low, high)) out.add(low, high);
      }
      first = last;
    }
    out.cut(this.min, this.max);
  }

  meets(threat: Threat): boolean {
    const situation = this.situation as Situation;
    const down = Math.floor((this.value - this.min) / this.step);
    const up = Math.trunc(Math.ceil(this.value - this.min) / this.step);
    for (let k = 0; k <= this.steps; k++) {
      if (k > down && k < up) continue;
      if (!this.clears(situation.own, situation, k, threat, 0, undefined)) return true;
    }
    return false;
  }

  escapes(own: Float64Array, situation: Situation, aircraft: number, volume: Volume): boolean {
    const altitude_m = own[2] as number;
    if (!(altitude_m >= this.min && altitude_m <= this.max)) return false;
    const threat = { aircraft, volume, horizon_s: this.lookahead_s };
    const down = Math.floor((altitude_m - this.min) / this.step);
    const up = Math.trunc(Math.ceil(altitude_m - this.min) / this.step);
    for (let k = 0; k <= this.steps; k++) {
      if (k > down && k < up) continue;
      if (this.clears(own, situation, k, threat, 0, undefined)) return true;
    }
    return false;
  }

  /** Whether the way to grid altitude k keeps clear of the threat from `from_s` on and of `before` until then. */
  private clears(
    own: Float64Array,
    situation: Situation,
    k: number,
    threat: Threat,
    from_s: number,
    before: CylinderVolume | undefined,
  ): boolean {
    const { capture, sample } = this;
    const target_m = this.min + k * this.step;
    sample.set(own);
    if (this.instantaneous) {
      sample[2] = target_m;
      sample[5] = 0;
      return (
        this.lineClears(situation, threat.aircraft, threat.volume, 0, from_s, threat.horizon_s) &&
        (before === undefined || this.lineClears(situation, threat.aircraft, before, 0, 0, from_s))
      );
    }
    capture.plan(own[2] as number, own[5] as number, target_m, this.rate_mps, this.acceleration_mps2);
    const first_s = Math.max(capture.first_s, 0);
    const settled_s = capture.third_s + 1;
    const { aircraft, volume, horizon_s } = threat;
    if (!this.secondsClear(situation, threat, 0, Math.floor(capture.first_s), from_s, before)) return false;
    this.place(first_s);
    const cruise_s = Math.min(horizon_s + first_s, capture.second_s);
    if (capture.second_s >= from_s && !this.lineClears(situation, aircraft, volume, first_s, from_s, cruise_s))
      return false;
    if (before !== undefined && capture.second_s >= 0) {
      const until_s = Math.min(from_s, capture.second_s);
      if (!this.lineClears(situation, aircraft, before, first_s, 0, until_s)) return false;
    }
    const second = Math.ceil(capture.second_s);
    if (!this.secondsClear(situation, threat, second, Math.floor(settled_s), from_s, before)) return false;
    this.place(settled_s);
    if (!this.lineClears(situation, aircraft, volume, settled_s, from_s, horizon_s + settled_s)) return false;
    return before === undefined || this.lineClears(situation, aircraft, before, settled_s, 0, from_s);
  }

  /** Takes for the sample the straight line that leaves the way at a time, as of time 0. */
  private place(time_s: number): void {
    const rise_mps = this.capture.riseAt(time_s);
    this.sample[2] = this.capture.altitudeAt(time_s) - time_s * rise_mps;
    this.sample[5] = rise_mps;
  }

  private lineClears(
    situation: Situation,
    aircraft: number,
    volume: Volume,
    time_s: number,
    from_s: number,
    to_s: number,
  ): boolean {
    const until_s = Math.min(to_s, this.lookahead_s);
    if (time_s > until_s || from_s > until_s) return true;
    return !situation.violates(volume, this.sample, 0, aircraft, Math.max(from_s, time_s), until_s);
  }

  private secondsClear(
    situation: Situation,
    threat: Threat,
    first: number,
    last: number,
    from_s: number,
    before: CylinderVolume | undefined,
  ): boolean {
    for (let second = first; second <= last && second < this.lookahead_s; second++) {
      this.place(second);
      if (second >= from_s && situation.violates(threat.volume, this.sample, 0, threat.aircraft, second, second)) {
        return false;
      }
      if (
        before !== undefined &&
        second <= from_s &&
        situation.violates(before, this.sample, 0, threat.aircraft, second, second)
      ) {
        return false;
      }
    }
    return true;
  }
}
