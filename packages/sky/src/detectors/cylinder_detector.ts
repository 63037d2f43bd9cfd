import { almostEqualAt, beginsEarlier, solveHalf } from '../numbers.ts';
import { type CylinderVolume, cylinderNorm } from './detector.ts';

const quadratic = new Float64Array(3);
/** A size and its limit. */
const sizes = new Float64Array(2);

/**
 * Loss of separation from a cylinder (C. Munoz, R. Butler, A. Narkawicz, J. Maddalon, G. Hagen, "A criteria standard
 * for conflict resolution", NASA/TM-2010-216862; the CD3D algorithm). Separation equal to a minimum is no loss, nor
 * is a tangent. Writes entry and exit in s, cut to the window, and tells whether entry comes before exit.
 */
export function cylinderViolation(
  { distance_m, height_m }: CylinderVolume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  const from_s = window[0] as number;
  const to_s = window[1] as number;
  if (!(from_s >= 0 && from_s < to_s)) return false;
  const sx = (own[ownAt] as number) - (traffic[trafficAt] as number);
  const sy = (own[ownAt + 1] as number) - (traffic[trafficAt + 1] as number);
  const sz = (own[ownAt + 2] as number) - (traffic[trafficAt + 2] as number);
  const level = almostEqualAt(own, ownAt + 5, traffic, trafficAt + 5);
  sizes[0] = Math.abs(sz);
  sizes[1] = height_m;
  if (level && !beginsEarlier(sizes)) return false;
  const range2 = sx * sx + sy * sy;
  let entry = from_s;
  let exit = to_s;
  sizes[0] = range2;
  sizes[1] = distance_m * distance_m;
  if (!(beginsEarlier(sizes) && sameCourse(own, ownAt, traffic, trafficAt))) {
    const wx = (own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number);
    const wy = (own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number);
    const cross = sx * wy - sy * wx;
    const a = wx * wx + wy * wy;
    if (!(distance_m * distance_m * a - cross * cross > 0)) return false;
    quadratic[0] = a;
    quadratic[1] = sx * wx + sy * wy;
    quadratic[2] = range2 - distance_m * distance_m;
    solveHalf(quadratic);
    entry = quadratic[0];
    exit = quadratic[1];
    if (!level) {
      const vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
      const side = (vz >= 0 ? 1 : -1) * height_m;
      entry = Math.max(entry, (-side - sz) / vz);
      exit = Math.min(exit, (side - sz) / vz);
    }
  } else if (!level) {
    const vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
    const side = (vz >= 0 ? 1 : -1) * height_m;
    entry = (-side - sz) / vz;
    exit = (side - sz) / vz;
  }
  out[0] = Math.min(Math.max(entry, from_s), to_s);
  out[1] = Math.max(Math.min(exit, to_s), from_s);
  return beginsEarlier(out);
}

/** Whether the horizontal velocities of two states are equal within the fine tolerance. */
function sameCourse(own: Float64Array, ownAt: number, traffic: Float64Array, trafficAt: number): boolean {
  return almostEqualAt(own, ownAt + 3, traffic, trafficAt + 3) && almostEqualAt(own, ownAt + 4, traffic, trafficAt + 4);
}

/** Writes to out[2] and out[3] the time in s of the least norm from now on, cut to the window, and the norm then. */
export function cylinderCritical(
  { distance_m, height_m }: CylinderVolume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  window: Float64Array,
  out: Float64Array,
): void {
  const sx = (own[ownAt] as number) - (traffic[trafficAt] as number);
  const sy = (own[ownAt + 1] as number) - (traffic[trafficAt + 1] as number);
  const sz = (own[ownAt + 2] as number) - (traffic[trafficAt + 2] as number);
  const wx = (own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number);
  const wy = (own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number);
  const vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
  const same = sameCourse(own, ownAt, traffic, trafficAt);
  const level = almostEqualAt(own, ownAt + 5, traffic, trafficAt + 5);
  const a = wx * wx + wy * wy;
  const p = sx * wx + sy * wy;
  const d2 = distance_m * distance_m;
  let best_s = 0;
  let least = cylinderNorm(sx, sy, sz, distance_m, height_m);
  const ratio = vz / height_m;
  quadratic[0] = a / d2 - ratio * ratio;
  quadratic[1] = p / d2 - (sz * vz) / (height_m * height_m);
  quadratic[2] = (sx * sx + sy * sy) / d2 - (sz / height_m) * (sz / height_m);
  solveHalf(quadratic);
  for (let candidate = 0; candidate < 4; candidate++) {
    let time_s: number;
    if (candidate === 0) time_s = same ? 0 : -p / a;
    else if (candidate === 1) time_s = level ? 0 : -sz / vz;
    else time_s = quadratic[candidate - 2] as number;
    if (!(time_s > 0)) continue;
    const norm = cylinderNorm(sx + time_s * wx, sy + time_s * wy, sz + time_s * vz, distance_m, height_m);
    if (norm < least) {
      least = norm;
      best_s = time_s;
    }
  }
  const at_s = Math.min(Math.max(best_s, window[0] as number), window[1] as number);
  out[2] = at_s;
  out[3] = cylinderNorm(sx + at_s * wx, sy + at_s * wy, sz + at_s * vz, distance_m, height_m);
}
