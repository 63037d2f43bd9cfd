import { horizontalCpa, relative, rotateVelocity, SITE_SIZE } from '@skyaccord/sky';
import type { TrackTable } from '../tracks/table.ts';
import { grownAccuracy_m } from '../tracks/uncertainty.ts';

/** A pressure and a geometric height of one place differ by up to about this much (500 ft): day, geoid, calibration. */
const CROSS_DATUM_M = 152.4;

/**
 * Where b is with respect to a at one instant, both carried there on straight lines from their last reports: local
 * east-north-up frame at a, SI units.
 */
export class PairGeometry {
  east_m = 0;
  north_m = 0;
  /** Height of b above a; NaN when the two have no comparable height. */
  up_m = Number.NaN;
  east_mps = 0;
  north_mps = 0;
  up_mps = 0;
  range_m = 0;
  /** Rate at which the range shrinks; negative when opening. */
  closure_mps = 0;
  /** Horizontal relative speed. */
  relative_speed_mps = 0;
  t_cpa_s = 0;
  h_cpa_m = 0;
  v_cpa_m = Number.NaN;
  /** 95 % radius of the relative position now. */
  uncertainty_m = 0;
  /** The own velocity of b in the frame of a, for advice. */
  b_east_mps = 0;
  b_north_mps = 0;

  /** Fills in the geometry of slots a and b at `now_ms`. Allocates nothing. */
  set(table: TrackTable, a: number, b: number, now_ms: number): void {
    // A report may be ahead of the watch by a little: it is then carried back.
    const age_a_s = (now_ms - table.seen_ms[a]!) / 1000;
    const age_b_s = (now_ms - table.seen_ms[b]!) / 1000;
    const a_east_mps = table.east_mps[a]!;
    const a_north_mps = table.north_mps[a]!;
    rotateVelocity(table.sites, b * SITE_SIZE, a * SITE_SIZE, table.east_mps[b]!, table.north_mps[b]!, scratch);
    this.b_east_mps = scratch[0]!;
    this.b_north_mps = scratch[1]!;
    relative(table.sites, a * SITE_SIZE, b * SITE_SIZE, scratch);
    this.east_m = scratch[0]! + this.b_east_mps * age_b_s - a_east_mps * age_a_s;
    this.north_m = scratch[1]! + this.b_north_mps * age_b_s - a_north_mps * age_a_s;
    this.east_mps = this.b_east_mps - a_east_mps;
    this.north_mps = this.b_north_mps - a_north_mps;
    this.#setVertical(table, a, b, age_a_s, age_b_s);
    this.#setMeasures();
    const accuracy_a_m = grownAccuracy_m(table.accuracy_m[a]!, table.velocity_accuracy_mps[a]!, age_a_s);
    const accuracy_b_m = grownAccuracy_m(table.accuracy_m[b]!, table.velocity_accuracy_mps[b]!, age_b_s);
    this.uncertainty_m = Math.sqrt(accuracy_a_m * accuracy_a_m + accuracy_b_m * accuracy_b_m);
  }

  #setVertical(table: TrackTable, a: number, b: number, age_a_s: number, age_b_s: number): void {
    const rate_a_mps = predictedRate_mps(table, a);
    const rate_b_mps = predictedRate_mps(table, b);
    this.up_mps = rate_b_mps - rate_a_mps;
    const carried_m = rate_b_mps * age_b_s - rate_a_mps * age_a_s;
    const pressure_m = table.pressure_altitude_m[b]! - table.pressure_altitude_m[a]!;
    const geometric_m = table.geometric_altitude_m[b]! - table.geometric_altitude_m[a]!;
    if (!Number.isNaN(pressure_m) && !prefersGnss(table, a, b)) this.up_m = pressure_m + carried_m;
    else if (!Number.isNaN(geometric_m)) this.up_m = geometric_m + carried_m;
    else if (!Number.isNaN(pressure_m)) this.up_m = pressure_m + carried_m;
    else this.up_m = crossDatum(table, a, b) + carried_m;
  }

  #setMeasures(): void {
    const { east_m, north_m, east_mps, north_mps } = this;
    this.range_m = Math.sqrt(east_m * east_m + north_m * north_m);
    this.relative_speed_mps = Math.sqrt(east_mps * east_mps + north_mps * north_mps);
    this.closure_mps = this.range_m > 0 ? -(east_m * east_mps + north_m * north_mps) / this.range_m : 0;
    const t = horizontalCpa(east_m, north_m, east_mps, north_mps);
    const cpa_east_m = east_m + east_mps * t;
    const cpa_north_m = north_m + north_mps * t;
    this.t_cpa_s = t;
    this.h_cpa_m = Math.sqrt(cpa_east_m * cpa_east_m + cpa_north_m * cpa_north_m);
    this.v_cpa_m = Math.abs(this.up_m + this.up_mps * t);
  }
}

/**
 * Two flight recorders compare better by GNSS: their pressure sensors drift by tens of metres between calibrations,
 * while both GNSS heights come from the same satellites. Transponders compare by pressure.
 */
export function prefersGnss(table: TrackTable, a: number, b: number): boolean {
  return table.gnss_height[a] === 1 && table.gnss_height[b] === 1;
}

/** The vertical rate that prediction uses: none in established level flight, else the present one. */
export function predictedRate_mps(table: TrackTable, slot: number): number {
  return table.level[slot] === 1 ? 0 : table.vertical_rate_mps[slot]!;
}

/** Difference of two heights against different datums, brought towards zero by what the datums may differ. */
function crossDatum(table: TrackTable, a: number, b: number): number {
  const a_m = knownAltitude(table, a);
  const b_m = knownAltitude(table, b);
  const difference_m = b_m - a_m;
  if (difference_m > CROSS_DATUM_M) return difference_m - CROSS_DATUM_M;
  if (difference_m < -CROSS_DATUM_M) return difference_m + CROSS_DATUM_M;
  return !Number.isNaN(difference_m) ? 0 : Number.NaN;
}

function knownAltitude(table: TrackTable, slot: number): number {
  const pressure_m = table.pressure_altitude_m[slot]!;
  return !Number.isNaN(pressure_m) ? pressure_m : table.geometric_altitude_m[slot]!;
}

const scratch = new Float64Array(2);
