import { almostEqual, signOf } from '../numbers.ts';

/**
 * Change of level at even accelerations (C. Munoz et al., "DAIDALUS: Detect and avoid alerting logic for unmanned systems",
 * DASC 2015): accelerate until `first_s`, climb or sink evenly until `second_s`, level off until `third_s`.
 */
export class AltitudeCapture {
  first_s = 0;
  second_s = 0;
  third_s = 0;
  private target_m = 0;
  private z_m = 0;
  private rise_mps = 0;
  private firstAcceleration = 0;
  private lastAcceleration = 0;

  /** Plans the way from z_m and rise_mps to target_m at a vertical rate and acceleration, both positive. */
  plan(z_m: number, rise_mps: number, target_m: number, rate_mps: number, acceleration_mps2: number): void {
    this.target_m = target_m;
    this.z_m = z_m;
    this.rise_mps = rise_mps;
    const side = signOf(target_m - z_m);
    const sense = side * acceleration_mps2;
    if (signOf(rise_mps) === side || almostEqual(rise_mps, 0)) {
      const stop_m = stopping(rise_mps, -sense);
      if (Math.abs(target_m - z_m) >= Math.abs(stop_m)) this.base(z_m, rise_mps, rate_mps, acceleration_mps2, 0);
      else this.base(z_m + stop_m, 0, rate_mps, acceleration_mps2, rise_mps / sense);
    } else {
      this.base(z_m + stopping(rise_mps, sense), 0, rate_mps, acceleration_mps2, -rise_mps / sense);
    }
  }

  private base(z_m: number, rise_mps: number, rate_mps: number, acceleration_mps2: number, after_s: number): void {
    const side = this.target_m >= z_m ? 1 : -1;
    const rate = side * Math.max(rate_mps, Math.abs(rise_mps));
    const way_m = this.target_m - z_m;
    const first = rate >= rise_mps ? acceleration_mps2 : -acceleration_mps2;
    const last = -side * acceleration_mps2;
    let first_s = (rate - rise_mps) / first;
    const firstWay_m = rise_mps * first_s + (first * first_s * first_s) / 2;
    const lastWay_m = stopping(rise_mps + first * first_s, last);
    let second_s: number;
    let third_s: number;
    if (Math.abs(way_m) >= Math.abs(firstWay_m + lastWay_m)) {
      second_s = first_s + (way_m - firstWay_m - lastWay_m) / rate;
      third_s = second_s - rate / last;
    } else {
      const share = 1 - first / last;
      first_s = leastTime((first * share) / 2, rise_mps * share, -(rise_mps * rise_mps) / (2 * last) - way_m);
      second_s = first_s;
      third_s = first_s - (rise_mps + first * first_s) / last;
    }
    this.first_s = first_s + after_s;
    this.second_s = second_s + after_s;
    this.third_s = third_s + after_s;
    this.firstAcceleration = first;
    this.lastAcceleration = last;
  }

  /** Vertical speed in m/s at a time. */
  riseAt(time_s: number): number {
    if (time_s > this.third_s) return 0;
    const cruise_mps = this.rise_mps + this.firstAcceleration * Math.min(time_s, this.first_s);
    return time_s > this.second_s ? cruise_mps + this.lastAcceleration * (time_s - this.second_s) : cruise_mps;
  }

  /** Altitude in m at a time. */
  altitudeAt(time_s: number): number {
    if (time_s > this.third_s) return this.target_m;
    const first_s = Math.min(time_s, this.first_s);
    const climbed_m = this.z_m + this.rise_mps * first_s + (this.firstAcceleration * first_s * first_s) / 2;
    if (time_s <= this.first_s) return climbed_m;
    const cruise_mps = this.rise_mps + this.firstAcceleration * this.first_s;
    const second_s = Math.min(time_s, this.second_s);
    const cruised_m = climbed_m + cruise_mps * (second_s - this.first_s);
    if (time_s <= this.second_s) return cruised_m;
    const left_s = time_s - this.second_s;
    return cruised_m + cruise_mps * left_s + (this.lastAcceleration * left_s * left_s) / 2;
  }
}

/** Height covered from a vertical speed to level at an acceleration against it. */
function stopping(rise_mps: number, acceleration_mps2: number): number {
  return -(rise_mps * rise_mps) / (2 * acceleration_mps2);
}

/** The smaller root of a t^2 + b t + c = 0 that is not negative. */
function leastTime(a: number, b: number, c: number): number {
  const root = Math.sqrt(Math.max(b * b - 4 * a * c, 0));
  const one = (-b - root) / (2 * a);
  const other = (-b + root) / (2 * a);
  if (one < 0) return other;
  if (other < 0) return one;
  return Math.min(one, other);
}
