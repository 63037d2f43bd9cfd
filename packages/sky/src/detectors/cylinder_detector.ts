import { almostEqual, beginsEarlier, halfRoot, signOf } from '../numbers.ts';
import { type CylinderVolume, crossing, cylinderNorm } from './detector.ts';

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
  const ownVx = own[ownAt + 3] as number;
  const ownVy = own[ownAt + 4] as number;
  const ownVz = own[ownAt + 5] as number;
  const trafficVx = traffic[trafficAt + 3] as number;
  const trafficVy = traffic[trafficAt + 4] as number;
  const trafficVz = traffic[trafficAt + 5] as number;
  const vz = ownVz - trafficVz;
  const level = almostEqual(ownVz, trafficVz);
  if (level && !(Math.abs(sz) < height_m && !almostEqual(Math.abs(sz), height_m))) return false;
  const range2 = sx * sx + sy * sy;
  let entry = from_s;
  let exit = to_s;
  const inside = range2 < distance_m * distance_m && !almostEqual(range2, distance_m * distance_m);
  if (!(inside && almostEqual(ownVx, trafficVx) && almostEqual(ownVy, trafficVy))) {
    const wx = ownVx - trafficVx;
    const wy = ownVy - trafficVy;
    if (!(crossing(sx, sy, wx, wy, distance_m) > 0)) return false;
    const a = wx * wx + wy * wy;
    const p = sx * wx + sy * wy;
    const c = range2 - distance_m * distance_m;
    entry = halfRoot(a, p, c, -1);
    exit = halfRoot(a, p, c, 1);
    if (!level) {
      const side = signOf(vz) * height_m;
      entry = Math.max(entry, (-side - sz) / vz);
      exit = Math.min(exit, (side - sz) / vz);
    }
  } else if (!level) {
    const side = signOf(vz) * height_m;
    entry = (-side - sz) / vz;
    exit = (side - sz) / vz;
  }
  out[0] = Math.min(Math.max(entry, from_s), to_s);
  out[1] = Math.max(Math.min(exit, to_s), from_s);
  return beginsEarlier(out);
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
  const same =
    almostEqual(own[ownAt + 3] as number, traffic[trafficAt + 3] as number) &&
    almostEqual(own[ownAt + 4] as number, traffic[trafficAt + 4] as number);
  const level = almostEqual(own[ownAt + 5] as number, traffic[trafficAt + 5] as number);
  const a = wx * wx + wy * wy;
  const p = sx * wx + sy * wy;
  const d2 = distance_m * distance_m;
  let best_s = 0;
  let least = cylinderNorm(sx, sy, sz, distance_m, height_m);
  const ratio = vz / height_m;
  const quadratic = a / d2 - ratio * ratio;
  const linear = p / d2 - (sz * vz) / (height_m * height_m);
  const rest = (sx * sx + sy * sy) / d2 - (sz / height_m) * (sz / height_m);
  for (let candidate = 0; candidate < 4; candidate++) {
    let time_s: number;
    if (candidate === 0) time_s = same ? 0 : -p / a;
    else if (candidate === 1) time_s = level ? 0 : -sz / vz;
    else time_s = halfRoot(quadratic, linear, rest, candidate === 2 ? -1 : 1);
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
