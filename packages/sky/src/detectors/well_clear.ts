import { almostEqual, almostLess, halfRoot, signOf } from '../numbers.ts';
import { crossing } from './detector.ts';

/**
 * Well clear with modified tau (C. Munoz, A. Narkawicz, J. Chamberlain, M. Consiglio, J. Upchurch, "A family of
 * well-clear boundary models for the integration of UAS in the NAS", ATIO 2014; RTCA DO-365). The volume is closed:
 * equality violates it.
 */

/**
 * Interval of [from_s, to_s] in which the height difference sz + vz t violates: within height_m, or on entry within
 * coaltitude_s of equal height. False and nothing written where there is none.
 */
export function verticalInterval(
  sz: number,
  vz: number,
  height_m: number,
  coaltitude_s: number,
  from_s: number,
  to_s: number,
  out: Float64Array,
): boolean {
  if (almostEqual(vz, 0)) {
    if (!(Math.abs(sz) <= height_m)) return false;
    out[0] = from_s;
    out[1] = to_s;
    return true;
  }
  const sign = signOf(vz);
  const reach = Math.max(height_m, Math.abs(vz) * coaltitude_s);
  const entry = (-sign * reach - sz) / vz;
  const exit = (sign * height_m - sz) / vz;
  if (to_s < entry || exit < from_s) return false;
  out[0] = Math.max(from_s, entry);
  out[1] = Math.min(to_s, exit);
  return true;
}

/** Interval of [0, to_s] in which the horizontal part violates; false where there is none. */
export function horizontalInterval(
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  distance_m: number,
  tau_s: number,
  to_s: number,
  out: Float64Array,
): boolean {
  const a = wx * wx + wy * wy;
  const range2 = hx * hx + hy * hy;
  const p = hx * wx + hy * wy;
  const d2 = distance_m * distance_m;
  if (range2 <= d2) {
    out[0] = 0;
    out[1] = almostEqual(a, 0) ? to_s : Math.min(to_s, halfRoot(a, p, range2 - d2, 1));
    return true;
  }
  if (p >= 0) return false;
  const b = 2 * p + tau_s * a;
  const c = range2 + tau_s * p - d2;
  const discriminant = b * b - 4 * a * c;
  if (!(discriminant >= 0) || !(crossing(hx, hy, wx, wy, distance_m) >= 0)) return false;
  const entry = (-b - Math.sqrt(discriminant)) / (2 * a);
  if (!(entry <= to_s)) return false;
  out[0] = Math.max(0, entry);
  out[1] = Math.min(to_s, halfRoot(a, p, range2 - d2, 1));
  return true;
}

/**
 * Interval of [from_s, to_s] in which the relative state is inside the volume. Writes entry and exit in s; true when
 * entry comes before exit.
 */
export function wellClearInterval(
  sx: number,
  sy: number,
  sz: number,
  vx: number,
  vy: number,
  vz: number,
  distance_m: number,
  height_m: number,
  tau_s: number,
  coaltitude_s: number,
  from_s: number,
  to_s: number,
  out: Float64Array,
): boolean {
  if (!(from_s >= 0 && from_s < to_s)) return false;
  if (!verticalInterval(sz, vz, height_m, coaltitude_s, from_s, to_s, out)) return false;
  const begin = out[0] as number;
  const end = out[1] as number;
  if (almostEqual(begin, end)) return false;
  if (!horizontalInterval(sx + begin * vx, sy + begin * vy, vx, vy, distance_m, tau_s, end - begin, out)) return false;
  if (!almostLess(out[0] as number, out[1] as number)) return false;
  out[0] = (out[0] as number) + begin;
  out[1] = (out[1] as number) + begin;
  return almostLess(out[0] as number, out[1] as number);
}

/** Modified tau in s: (D^2 - |h|^2) / h.w while closing outside D, else -1. */
export function modifiedTau(range2: number, p: number, distance_m: number): number {
  return p < 0 ? (distance_m * distance_m - range2) / p : -1;
}
