import { hypot } from '../math.ts';
import { almostLess, halfRoot } from '../numbers.ts';
import type { UncertainWellClearVolume } from './detector.ts';
import { horizontalInterval, modifiedTau, verticalInterval, wellClearInterval } from './well_clear.ts';
import { worstPair, worstPosition } from './worst_pair.ts';

/**
 * Well clear widened by the errors of position and velocity (A. Narkawicz, C. Munoz, A. Dutle, "Sensor uncertainty
 * mitigation and dynamic well clear volumes in DAIDALUS", DASC 2018).
 */

/** An error is never taken for less, in m and m/s. */
const LEAST_ERROR = 0.001;

/**
 * The larger principal deviation of a horizontal error from its deviations east and north and its covariance's root.
 */
export function principalDeviation(east: number, north: number, covariance: number): number {
  const mean = (east * east + north * north) / 2;
  const product = east * east * north * north - covariance * covariance * covariance * covariance;
  return Math.sqrt(mean + Math.sqrt(Math.max(mean * mean - product, 0)));
}

const span = new Float64Array(2);
const first = new Float64Array(2);
const second = new Float64Array(2);

/**
 * Interval of [from_s, to_s] in which a state within the errors can be inside the volume. errors holds, at errorsAt,
 * the sums of the pair's deviations: horizontal position, horizontal velocity, height, vertical speed.
 */
export function uncertainWellClearInterval(
  sx: number,
  sy: number,
  sz: number,
  vx: number,
  vy: number,
  vz: number,
  volume: UncertainWellClearVolume,
  errors: Float64Array,
  errorsAt: number,
  from_s: number,
  to_s: number,
  out: Float64Array,
): boolean {
  const { distance_m, height_m, tau_s, coaltitude_s } = volume;
  const range_m = hypot(sx, sy);
  let position_m = volume.positionScore * (errors[errorsAt] as number);
  let height_error_m = volume.heightScore * (errors[errorsAt + 2] as number);
  let rise_mps = volume.verticalSpeedScore * (errors[errorsAt + 3] as number);
  let velocity_mps = velocityScore(volume, Math.max(range_m - position_m, 0)) * (errors[errorsAt + 1] as number);
  if (position_m === 0 && height_error_m === 0 && rise_mps === 0 && velocity_mps === 0) {
    return wellClearInterval(sx, sy, sz, vx, vy, vz, distance_m, height_m, tau_s, coaltitude_s, from_s, to_s, out);
  }
  if (!(from_s >= 0 && from_s < to_s)) return false;
  position_m = Math.max(position_m, LEAST_ERROR);
  height_error_m = Math.max(height_error_m, LEAST_ERROR);
  rise_mps = Math.max(rise_mps, LEAST_ERROR);
  velocity_mps = Math.max(velocity_mps, LEAST_ERROR);

  boxInterval(
    sz - height_error_m,
    sz + height_error_m,
    vz - rise_mps,
    vz + rise_mps,
    height_m,
    coaltitude_s,
    to_s,
    span,
  );
  if (!((span[0] as number) <= (span[1] as number)) || (span[1] as number) < from_s) return false;
  const low_s = Math.max(span[0] as number, from_s);
  const high_s = Math.min(span[1] as number, to_s);

  const entry_s = horizontalEntry(sx, sy, vx, vy, range_m, distance_m, tau_s, position_m, velocity_mps, to_s);
  const exit_s = horizontalExit(sx, sy, vx, vy, range_m, distance_m, tau_s, position_m, velocity_mps, to_s);
  if (entry_s > to_s || exit_s < 0 || entry_s > exit_s) return false;
  const out_s = Math.min(to_s, exit_s);
  if (out_s < from_s) return false;
  out[0] = Math.max(low_s, Math.max(0, entry_s));
  out[1] = Math.min(high_s, out_s);
  return almostLess(out[0] as number, out[1] as number);
}

function velocityScore(volume: UncertainWellClearVolume, range_m: number): number {
  const share = range_m / volume.velocityDistance_m;
  if (share >= 1) return volume.velocityScoreFar;
  return (1 - share) * volume.velocityScoreNear + share * volume.velocityScoreFar;
}

function setEmpty(out: Float64Array): void {
  out[0] = Number.POSITIVE_INFINITY;
  out[1] = Number.NEGATIVE_INFINITY;
}

function isEmpty(interval: Float64Array): boolean {
  return !((interval[0] as number) <= (interval[1] as number));
}

/** The vertical interval on [0, to_s] of one height difference and rate, empty where entry is not before exit. */
function pointInterval(
  z: number,
  u: number,
  height_m: number,
  coaltitude_s: number,
  to_s: number,
  out: Float64Array,
): void {
  const met = verticalInterval(z, u, height_m, coaltitude_s, 0, to_s, out);
  if (!met || !almostLess(out[0] as number, out[1] as number)) setEmpty(out);
}

/** Hull of the vertical intervals of all height differences in [z1, z2] with all rates in [u1, u2]. */
function boxInterval(
  z1: number,
  z2: number,
  u1: number,
  u2: number,
  height_m: number,
  coaltitude_s: number,
  to_s: number,
  out: Float64Array,
): void {
  if (z1 >= 0) {
    aboveInterval(z1, z2, u1, u2, height_m, coaltitude_s, to_s, out);
    return;
  }
  if (z2 <= 0) {
    aboveInterval(-z2, -z1, -u2, -u1, height_m, coaltitude_s, to_s, out);
    return;
  }
  aboveInterval(0, z2, u1, u2, height_m, coaltitude_s, to_s, out);
  const low = out[0] as number;
  const high = out[1] as number;
  const empty = isEmpty(out);
  aboveInterval(0, -z1, -u2, -u1, height_m, coaltitude_s, to_s, out);
  if (empty) return;
  if (isEmpty(out)) {
    out[0] = low;
    out[1] = high;
    return;
  }
  out[0] = Math.min(low, out[0] as number);
  out[1] = Math.max(high, out[1] as number);
}

/** The same for a box with z1 at least 0. */
function aboveInterval(
  z1: number,
  z2: number,
  u1: number,
  u2: number,
  height_m: number,
  coaltitude_s: number,
  to_s: number,
  out: Float64Array,
): void {
  if (u1 >= 0) {
    pointInterval(z1, Math.max(u1, 0), height_m, coaltitude_s, to_s, out);
    return;
  }
  pointInterval(z1, u1, height_m, coaltitude_s, to_s, first);
  if (isEmpty(first)) setEmpty(out);
  else {
    pointInterval(z2, Math.min(u2, 0), height_m, coaltitude_s, to_s, second);
    out[0] = first[0] as number;
    out[1] = isEmpty(second) ? to_s : (second[1] as number);
  }
  if (u2 <= 0) return;
  pointInterval(z1, u2, height_m, coaltitude_s, to_s, first);
  if (isEmpty(first)) return;
  if (isEmpty(out)) out.set(first);
  else {
    out[0] = Math.min(out[0] as number, first[0] as number);
    out[1] = Math.max(out[1] as number, first[1] as number);
  }
}

/** Entry of the nominal horizontal interval, to_s + 1 where it is empty. */
function plainEntry(
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  distance_m: number,
  tau_s: number,
  to_s: number,
): number {
  const met = horizontalInterval(hx, hy, wx, wy, distance_m, tau_s, to_s, first);
  return met && almostLess(first[0] as number, first[1] as number) ? (first[0] as number) : to_s + 1;
}

/** Entry when the pair may fly straight at each other: errors of velocity exceed the closing speed. */
function headOnEntry(
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  range_m: number,
  distance_m: number,
  tau_s: number,
  position_m: number,
  velocity_mps: number,
  to_s: number,
): number {
  const ux = range_m > 0 ? hx / range_m : 0;
  const uy = range_m > 0 ? hy / range_m : 0;
  const near_m = range_m - position_m;
  const speed = -(hypot(wx, wy) + velocity_mps);
  return plainEntry(ux * near_m, uy * near_m, ux * speed, uy * speed, distance_m, tau_s, to_s);
}

function horizontalEntry(
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  range_m: number,
  distance_m: number,
  tau_s: number,
  position_m: number,
  velocity_mps: number,
  to_s: number,
): number {
  const a = wx * wx + wy * wy;
  const p = hx * wx + hy * wy;
  const range2 = hx * hx + hy * hy;
  const wide_m = distance_m + position_m;
  if (range2 <= wide_m * wide_m || insideNow(hx, hy, wx, wy, a, p, range2, distance_m, tau_s)) return 0;
  if (a <= velocity_mps * velocity_mps) {
    return headOnEntry(hx, hy, wx, wy, range_m, distance_m, tau_s, position_m, velocity_mps, to_s);
  }
  worstPair(hx, hy, wx, wy, position_m, velocity_mps, worstPosition);
  const worstHx = worstPosition[0] as number;
  const worstHy = worstPosition[1] as number;
  const worstWx = worstPosition[2] as number;
  const worstWy = worstPosition[3] as number;
  if (!(worstHx * worstWx + worstHy * worstWy < 0)) return to_s + 1;
  return Math.min(
    plainEntry(hx, hy, wx, wy, distance_m, tau_s, to_s),
    plainEntry(worstHx, worstHy, worstWx, worstWy, distance_m, tau_s, to_s),
  );
}

/** Whether the nominal state violates the horizontal part at this moment. */
function insideNow(
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  a: number,
  p: number,
  range2: number,
  distance_m: number,
  tau_s: number,
): boolean {
  if (Math.sqrt(range2) <= distance_m) return true;
  const cpa_s = a > 0 ? -p / a : 0;
  if (!(hypot(hx + cpa_s * wx, hy + cpa_s * wy) <= distance_m)) return false;
  const tau = modifiedTau(range2, p, distance_m);
  return tau >= 0 && tau <= tau_s;
}

function horizontalExit(
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  range_m: number,
  distance_m: number,
  tau_s: number,
  position_m: number,
  velocity_mps: number,
  to_s: number,
): number {
  const a = wx * wx + wy * wy;
  const range2 = hx * hx + hy * hy;
  const wide_m = distance_m + position_m;
  if (a <= velocity_mps * velocity_mps) {
    if (range2 <= wide_m * wide_m) return to_s;
    const entry = headOnEntry(hx, hy, wx, wy, range_m, distance_m, tau_s, position_m, velocity_mps, to_s);
    return entry <= to_s ? to_s : -1;
  }
  const p = hx * wx + hy * wy;
  const exit = halfRoot(a - velocity_mps * velocity_mps, p - velocity_mps * wide_m, range2 - wide_m * wide_m, 1);
  return Number.isFinite(exit) ? exit : -1;
}
