import { SITE_SIZE } from '@skyaccord/sky';
import type { TrackTable } from '../tracks/table.ts';
import type { Kept } from './kept.ts';
import {
  COMPARE_ACCEL_MPS2,
  COMPARE_GAP_S,
  CROSS_HEIGHT_APART_M,
  DEVICE_APART_M,
  DEVICE_DELAY_S,
  DEVICE_RADIUS_M,
  DOUBLE_DELAY_S,
  DOUBLE_RADIUS_M,
  HEIGHT_APART_M,
} from './rules.ts';

/** Below this speed a distance along the track says nothing of a delay. */
const DELAY_SPEED_MPS = 15;
/** A cubic through both ends' velocities leaves this share of what a turn puts a straight line off by. */
const CUBIC_SHARE = 0.2;
/** Of a circular normal error, the 95 % radius is so many standard deviations of a coordinate. */
const RADII_PER_SIGMA = 2.448;
/** Scatter from report to report, by what is stated: never less, and seldom more, whatever a ground station states. */
const LEAST_NOISE_M = 15;
const MOST_NOISE_M = 60;

/**
 * One report of a track beside the path of another one, between two of its reports: both as reported, so that neither
 * a filter nor a prediction can hide or make up a difference. Sides: `b` as seen from `a`.
 */
export class Comparison {
  time_ms = 0;
  /** Where the report puts it: surface ECEF. */
  x_m = 0;
  y_m = 0;
  z_m = 0;
  /** Position of b minus that of a. */
  east_m = 0;
  north_m = 0;
  /** How much later b is where a was; NaN when too slow to tell. */
  delay_s = Number.NaN;
  /** Height of b above a, by pressure and by GNSS; NaN where not both say. */
  pressure_m = Number.NaN;
  geometric_m = Number.NaN;
  /** Squared distance beyond what a delay explains, m². */
  distance2_m2 = 0;
  /** 95 % of that distance for one aircraft, m. */
  radius_m = 0;
  /** How far a turn between the leg's reports may put the aircraft off it, m. */
  sag_m = 0;
  /** What this one comparison may be off by from the next, m: scatter of both sources, and the turn. */
  noise_m = 0;
  /** Heights so different that no error explains it. */
  height_apart = false;

  /**
   * Compares the report at `row` of `kept` with the last leg of slot `moved`. False when the leg does not span its time
   * or is too long to say where the aircraft was.
   *
   * @param moved_is_a whether `moved` is side a
   * @param turns whether the velocities of `moved` can be trusted: its path is then a cubic, not a straight line
   * @param device whether both are devices of an aircraft, neither a ground station's double
   */
  set(
    table: TrackTable,
    kept: Kept,
    moved: number,
    row: number,
    moved_is_a: boolean,
    device: boolean,
    turns: boolean,
  ): boolean {
    const { data } = kept;
    const from = kept.before(moved);
    const to = kept.last(moved);
    const time_ms = data[row]!;
    const leg_s = (data[to]! - data[from]!) / 1000;
    if (!(time_ms > data[from]! && time_ms <= data[to]!) || !(leg_s <= COMPARE_GAP_S)) return false;
    const f = (time_ms - data[from]!) / (leg_s * 1000);
    this.time_ms = time_ms;
    this.x_m = data[row + 1]!;
    this.y_m = data[row + 2]!;
    this.z_m = data[row + 3]!;
    const sign = moved_is_a ? 1 : -1;
    this.#setPlane(table, kept, moved, row, f, leg_s, sign, turns);
    this.#setHeights(data, from, to, row, f, sign);
    this.sag_m = COMPARE_ACCEL_MPS2 * leg_s * leg_s * 0.5 * f * (1 - f) * (turns ? CUBIC_SHARE : 1);
    const moved_m = data[to + 6]!;
    const row_m = data[row + 6]!;
    const stated2_m2 = moved_m * moved_m + row_m * row_m;
    const noise_m = Math.min(MOST_NOISE_M, Math.max(LEAST_NOISE_M, Math.sqrt(stated2_m2) / RADII_PER_SIGMA));
    this.noise_m = Math.sqrt(noise_m * noise_m + this.sag_m * this.sag_m);
    this.#setDistance(device, Math.sqrt(stated2_m2 + this.sag_m * this.sag_m));
    return true;
  }

  /** 0 not apart, 1 apart, 2 far apart, as against the 95 % radius of a distance between devices of one aircraft. */
  apart(device: boolean, radius_m: number): 0 | 1 | 2 {
    if (device && this.distance2_m2 <= DEVICE_APART_M * DEVICE_APART_M) return this.height_apart ? 1 : 0;
    const ratio2 = this.distance2_m2 / (radius_m * radius_m);
    if (ratio2 > 25) return 2;
    return ratio2 > 4 || this.height_apart ? 1 : 0;
  }

  #speed_mps = 0;
  #along_m = 0;
  #cross_m = 0;

  #setPlane(
    table: TrackTable,
    kept: Kept,
    moved: number,
    row: number,
    f: number,
    leg_s: number,
    sign: number,
    turns: boolean,
  ): void {
    const { data } = kept;
    const { sites } = table;
    const from = kept.before(moved);
    const to = kept.last(moved);
    const site = moved * SITE_SIZE;
    const lx = data[to + 1]! - data[from + 1]!;
    const ly = data[to + 2]! - data[from + 2]!;
    const lz = data[to + 3]! - data[from + 3]!;
    const dx = data[row + 1]! - data[from + 1]! - lx * f;
    const dy = data[row + 2]! - data[from + 2]! - ly * f;
    const dz = data[row + 3]! - data[from + 3]! - lz * f;
    const ex = sites[site + 3]!;
    const ey = sites[site + 4]!;
    const nx = sites[site + 5]!;
    const ny = sites[site + 6]!;
    const nz = sites[site + 7]!;
    const east_mps = (lx * ex + ly * ey) / leg_s;
    const north_mps = (lx * nx + ly * ny + lz * nz) / leg_s;
    let bow_east_m = 0;
    let bow_north_m = 0;
    if (turns) {
      // Cubic Hermite, as its difference from the straight line.
      const out_s = leg_s * f * (1 - f) * (1 - f);
      const in_s = -leg_s * f * f * (1 - f);
      bow_east_m = out_s * (data[from + 7]! - east_mps) + in_s * (data[to + 7]! - east_mps);
      bow_north_m = out_s * (data[from + 8]! - north_mps) + in_s * (data[to + 8]! - north_mps);
    }
    this.east_m = sign * (dx * ex + dy * ey - bow_east_m);
    this.north_m = sign * (dx * nx + dy * ny + dz * nz - bow_north_m);
    this.#speed_mps = Math.sqrt(east_mps * east_mps + north_mps * north_mps);
    this.delay_s = Number.NaN;
    if (this.#speed_mps < DELAY_SPEED_MPS) return;
    this.#along_m = (this.east_m * east_mps + this.north_m * north_mps) / this.#speed_mps;
    this.#cross_m = (this.north_m * east_mps - this.east_m * north_mps) / this.#speed_mps;
    this.delay_s = -this.#along_m / this.#speed_mps;
  }

  #setHeights(data: Float64Array, from: number, to: number, row: number, f: number, sign: number): void {
    const pressure_m = data[from + 4]! + (data[to + 4]! - data[from + 4]!) * f;
    const geometric_m = data[from + 5]! + (data[to + 5]! - data[from + 5]!) * f;
    this.pressure_m = sign * (data[row + 4]! - pressure_m);
    this.geometric_m = sign * (data[row + 5]! - geometric_m);
    const same_m = !Number.isNaN(this.pressure_m) ? this.pressure_m : this.geometric_m;
    if (!Number.isNaN(same_m)) {
      this.height_apart = Math.abs(same_m) > HEIGHT_APART_M;
      return;
    }
    const mine_m = !Number.isNaN(pressure_m) ? pressure_m : geometric_m;
    const its_m = !Number.isNaN(data[row + 4]!) ? data[row + 4]! : data[row + 5]!;
    this.height_apart = Math.abs(its_m - mine_m) > CROSS_HEIGHT_APART_M;
  }

  /** The part of the distance along the track that a delay explains does not count. */
  #setDistance(device: boolean, stated_m: number): void {
    const { east_m, north_m } = this;
    this.distance2_m2 = east_m * east_m + north_m * north_m;
    if (this.#speed_mps >= DELAY_SPEED_MPS) {
      const over_m = Math.max(
        0,
        Math.abs(this.#along_m) - (device ? DEVICE_DELAY_S : DOUBLE_DELAY_S) * this.#speed_mps,
      );
      this.distance2_m2 = this.#cross_m * this.#cross_m + over_m * over_m;
    }
    this.radius_m = device ? Math.max(DEVICE_RADIUS_M, stated_m) : DOUBLE_RADIUS_M;
  }
}
