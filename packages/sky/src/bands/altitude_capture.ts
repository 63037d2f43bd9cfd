import { almostZeroAt } from '../numbers.ts';

/** Numbers of one way: three times, then what is needed to tell height and vertical speed on it. */
const WAY = 9;
const FIRST = 0;
const SECOND = 1;
const THIRD = 2;
const TARGET = 3;
const START = 4;
const START_RISE = 5;
const FIRST_ACCELERATION = 6;
const LAST_ACCELERATION = 7;
const CRUISED = 8;

/**
 * Changes of level at even accelerations (C. Munoz et al., "DAIDALUS: Detect and avoid alerting logic for unmanned
 * systems", DASC 2015), many of them in one array: accelerate until `first_s`, climb or sink evenly until `second_s`,
 * level off until `third_s`.
 */
export class AltitudeCaptures {
  /** Of the next way to plan: altitude (m) and vertical speed (m/s) now, and the altitude to reach. */
  start_m = Number.NaN;
  rise_mps = Number.NaN;
  target_m = Number.NaN;
  /** The time that `writeLine` is asked about, s. */
  time_s = Number.NaN;
  private readonly ways: Float64Array;
  /** Where and how fast a way goes on from when it is stopped, m and m/s, and when, s. */
  private readonly rest = new Float64Array(3);
  private readonly rate_mps: number;
  private readonly acceleration_mps2: number;

  /** Room for so many ways, flown at a vertical rate and acceleration, both positive. */
  constructor(count: number, rate_mps: number, acceleration_mps2: number) {
    this.ways = new Float64Array(WAY * count);
    this.rate_mps = rate_mps;
    this.acceleration_mps2 = acceleration_mps2;
  }

  /** Plans a way from start and vertical speed to the target. */
  plan(way: number): void {
    const { ways, start_m, rise_mps, target_m, acceleration_mps2 } = this;
    const at = way * WAY;
    ways[at + TARGET] = target_m;
    ways[at + START] = start_m;
    ways[at + START_RISE] = rise_mps;
    // A way that begins the wrong way, or too fast to stop in time, stops first: then it begins at rest.
    const upward = target_m - start_m >= 0;
    const sense = (upward ? 1 : -1) * acceleration_mps2;
    const stop_m = (rise_mps * rise_mps) / (2 * sense);
    const { rest } = this;
    rest[0] = start_m;
    rest[1] = rise_mps;
    rest[2] = 0;
    if (rise_mps >= 0 === upward || almostZeroAt(rest, 1)) {
      if (!(Math.abs(target_m - start_m) >= Math.abs(stop_m))) {
        rest[0] = start_m + stop_m;
        rest[1] = 0;
        rest[2] = rise_mps / sense;
      }
    } else {
      rest[0] = start_m - stop_m;
      rest[1] = 0;
      rest[2] = -rise_mps / sense;
    }
    const z_m = rest[0] as number;
    const u_mps = rest[1] as number;
    const after_s = rest[2] as number;
    const side = target_m >= z_m ? 1 : -1;
    const rate = side * Math.max(this.rate_mps, Math.abs(u_mps));
    const way_m = target_m - z_m;
    const first = (rate >= u_mps ? 1 : -1) * acceleration_mps2;
    const last = -side * acceleration_mps2;
    const rated_s = (rate - u_mps) / first;
    const firstWay_m = u_mps * rated_s + (first * rated_s * rated_s) / 2;
    const fast_mps = u_mps + first * rated_s;
    const lastWay_m = -(fast_mps * fast_mps) / (2 * last);
    // Times go to the way at once: kept until both branches meet, each could cost a place on the heap.
    if (Math.abs(way_m) >= Math.abs(firstWay_m + lastWay_m)) {
      const second_s = rated_s + (way_m - firstWay_m - lastWay_m) / rate;
      ways[at + FIRST] = rated_s + after_s;
      ways[at + SECOND] = second_s + after_s;
      ways[at + THIRD] = second_s - rate / last + after_s;
    } else {
      // The smaller of the two times that is not negative.
      const share = 1 - first / last;
      const a = (first * share) / 2;
      const b = u_mps * share;
      const c = -(u_mps * u_mps) / (2 * last) - way_m;
      const root = Math.sqrt(Math.max(b * b - 4 * a * c, 0));
      const one_s = (-b - root) / (2 * a);
      const other_s = (-b + root) / (2 * a);
      const short_s = one_s < 0 ? other_s : other_s < 0 ? one_s : Math.min(one_s, other_s);
      ways[at + FIRST] = short_s + after_s;
      ways[at + SECOND] = short_s + after_s;
      ways[at + THIRD] = short_s - (u_mps + first * short_s) / last + after_s;
    }
    const first_s = ways[at + FIRST] as number;
    const second_s = ways[at + SECOND] as number;
    ways[at + FIRST_ACCELERATION] = first;
    ways[at + LAST_ACCELERATION] = last;
    const climbed_m = start_m + rise_mps * first_s + (first * first_s * first_s) / 2;
    ways[at + CRUISED] = climbed_m + (rise_mps + first * first_s) * (second_s - first_s);
  }

  first_s(way: number): number {
    return this.ways[way * WAY + FIRST] as number;
  }

  second_s(way: number): number {
    return this.ways[way * WAY + SECOND] as number;
  }

  third_s(way: number): number {
    return this.ways[way * WAY + THIRD] as number;
  }

  /** Whether the way begins by accelerating upward. */
  beginsUpward(way: number): boolean {
    return (this.ways[way * WAY + FIRST_ACCELERATION] as number) > 0;
  }

  /**
   * Writes to out[2] and out[5] the line that leaves the way at `time_s`: altitude, drawn back to time 0, and vertical
   * speed.
   */
  writeLine(way: number, out: Float64Array): void {
    const { ways, time_s } = this;
    const at = way * WAY;
    if (time_s > (ways[at + THIRD] as number)) {
      out[2] = ways[at + TARGET] as number;
      out[5] = 0;
      return;
    }
    const rise_mps = ways[at + START_RISE] as number;
    const acceleration = ways[at + FIRST_ACCELERATION] as number;
    const first_s = Math.min(time_s, ways[at + FIRST] as number);
    const cruise_mps = rise_mps + acceleration * first_s;
    const left_s = time_s - (ways[at + SECOND] as number);
    if (left_s > 0) {
      const last = ways[at + LAST_ACCELERATION] as number;
      const now_mps = cruise_mps + last * left_s;
      const level_m = (last * left_s * left_s) / 2;
      out[2] = (ways[at + CRUISED] as number) + cruise_mps * left_s + level_m - time_s * now_mps;
      out[5] = now_mps;
      return;
    }
    const climbed_m = (ways[at + START] as number) + rise_mps * first_s + (acceleration * first_s * first_s) / 2;
    out[2] = climbed_m + cruise_mps * (time_s - first_s) - time_s * cruise_mps;
    out[5] = cruise_mps;
  }
}
