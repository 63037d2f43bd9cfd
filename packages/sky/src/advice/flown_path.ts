import { atan2 } from '../math.ts';
import { writeHeights } from './fan.ts';
import { type OwnAircraft, writeOwnWay } from './own_paths.ts';
import { SAMPLES } from './samples.ts';
import type { Command } from './situation.ts';
import { PLAN_TURN_S } from './weighing.ts';

/** Straight on for so long after the last sample, s: who has not passed by then has gained nothing by it. */
const BEYOND_S = 60;
const POINTS = SAMPLES + 1;

/** The way of one aircraft from where it is: points with the time of each, straight in between. Metres, s. */
export type FlownPath = {
  readonly t: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
};

export const createFlownPath = (): FlownPath => ({
  t: new Float64Array(POINTS),
  x: new Float64Array(POINTS),
  y: new Float64Array(POINTS),
  z: new Float64Array(POINTS),
});

/** Writes the path of an aircraft that flies a command, delay_s from now, and on from there for a minute. */
export function writeFlown(
  own: OwnAircraft,
  { track_rad, speed_mps, vertical_mps }: Command,
  delay_s: number,
  sample_s: number,
  { t, x, y, z }: FlownPath,
): void {
  const { plan } = own;
  const now_rad = own.vx_mps === 0 && own.vy_mps === 0 ? plan.track_rad : atan2(own.vx_mps, own.vy_mps);
  writeOwnWay(x, y, 0, own, track_rad, now_rad, speed_mps, delay_s, sample_s, PLAN_TURN_S);
  const vz = Number.isNaN(vertical_mps) ? plan.vertical_mps : vertical_mps;
  writeHeights(z, 0, 0, own.vz_mps, delay_s, vz, own.performance.vertical_mps2, sample_s);
  for (let i = 0; i < SAMPLES; i += 1) t[i] = i * sample_s;
  const last = SAMPLES - 1;
  t[SAMPLES] = (t[last] as number) + BEYOND_S;
  for (const axis of [x, y, z]) {
    const per_s = ((axis[last] as number) - (axis[last - 1] as number)) / sample_s;
    axis[SAMPLES] = (axis[last] as number) + per_s * BEYOND_S;
  }
  for (let i = 0; i < POINTS; i += 1) z[i] = Math.max(-own.down_room_m, Math.min(own.up_room_m, z[i] as number));
}

/** Where another aircraft is and how it drifts away from its path, m and m/s; up_m NaN: its height is not known. */
export type Apart = {
  readonly east_m: number;
  readonly north_m: number;
  readonly up_m: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly up_mps: number;
};

/** Further apart than so many minima is as far as can be. */
const MOST = 2;

/**
 * How near two come that each fly a path, the other one from `apart` on: the least of the greater of both distances in
 * minima, at most 2, exact for such paths.
 *
 * @param enough as soon as they come nearer than this, that is answered
 */
export function leastApart(
  own: FlownPath,
  other: FlownPath,
  apart: Apart,
  lateral_m: number,
  vertical_m: number,
  enough = 0,
): number {
  const { t } = own;
  const known = !Number.isNaN(apart.up_m);
  // Nobody asks how far beyond the minima they stay, but whether they do.
  let least = MOST;
  let x0 = apart.east_m;
  let y0 = apart.north_m;
  let z0 = known ? apart.up_m : 0;
  for (let i = 1; i < POINTS; i += 1) {
    const at = t[i] as number;
    const x1 = apart.east_m + apart.east_mps * at + (other.x[i] as number) - (own.x[i] as number);
    const y1 = apart.north_m + apart.north_mps * at + (other.y[i] as number) - (own.y[i] as number);
    const z1 = known ? apart.up_m + apart.up_mps * at + (other.z[i] as number) - (own.z[i] as number) : 0;
    // Most pieces lie beyond what was found already, all on one side.
    const far_m = vertical_m * least;
    if (!((z0 > far_m && z1 > far_m) || (z0 < -far_m && z1 < -far_m))) {
      least = nearestOnPiece(x0, y0, z0, x1 - x0, y1 - y0, z1 - z0, lateral_m, vertical_m, least);
      if (least < enough) return least;
    }
    x0 = x1;
    y0 = y1;
    z0 = z1;
  }
  return least;
}

/**
 * The least over one straight piece, if it is less than `enough`; else `enough`. The greater of two convex functions is
 * least where either is, or where both are equal.
 */
function nearestOnPiece(
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
  lateral_m: number,
  vertical_m: number,
  enough: number,
): number {
  const d2 = dx * dx + dy * dy;
  const sv = x * dx + y * dy;
  const f = d2 > 0 ? within(-sv / d2) : 0;
  const xf = x + dx * f;
  const yf = y + dy * f;
  const far_m = lateral_m * enough;
  if (xf * xf + yf * yf >= far_m * far_m) return enough;
  const g = dz !== 0 ? within(-z / dz) : 0;
  const scaledAt = (at: number): number =>
    Math.max(distance(x + dx * at, y + dy * at) / lateral_m, Math.abs(z + dz * at) / vertical_m);
  let least = Math.min(enough, scaledAt(f), scaledAt(g));
  const k2 = (lateral_m * lateral_m) / (vertical_m * vertical_m);
  const a = d2 - k2 * dz * dz;
  const b = sv - k2 * z * dz;
  const c = x * x + y * y - k2 * z * z;
  const root2 = b * b - a * c;
  if (root2 < 0 || a === 0) return least;
  const root = Math.sqrt(root2);
  for (const at of [(-b - root) / a, (-b + root) / a]) {
    if (at > 0 && at < 1) least = Math.min(least, scaledAt(at));
  }
  return least;
}

const within = (f: number): number => Math.max(0, Math.min(1, f));
const distance = (x: number, y: number): number => Math.sqrt(x * x + y * y);
