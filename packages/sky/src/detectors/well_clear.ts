import { almostZero, almostZeroAt, beginsEarlier, solveHalf } from '../numbers.ts';
import type { UncertainWellClearVolume, WellClearVolume } from './detector.ts';

/**
 * Well clear with modified tau (C. Munoz, A. Narkawicz, J. Chamberlain, M. Consiglio, J. Upchurch, "A family of
 * well-clear boundary models for the integration of UAS in the NAS", ATIO 2014; RTCA DO-365). The volume is closed:
 * equality violates it.
 */

const quadratic = new Float64Array(3);

/** A relative motion and what it is held against: set the fields, then ask. One is enough for all, call by call. */
export class RelativeMotion {
  /** Horizontal position (m) and velocity (m/s), east and north; height difference (m) and its rate (m/s). */
  hx = Number.NaN;
  hy = Number.NaN;
  wx = Number.NaN;
  wy = Number.NaN;
  sz = Number.NaN;
  vz = Number.NaN;
  /** Sizes of the volume. */
  distance_m = Number.NaN;
  height_m = Number.NaN;
  tau_s = Number.NaN;
  coaltitude_s = Number.NaN;
  /** The window; the horizontal part begins at 0. */
  from_s = Number.NaN;
  to_s = Number.NaN;

  /** The motion of one aircraft (detector.ts) seen from another. */
  between(own: Float64Array, ownAt: number, traffic: Float64Array, trafficAt: number): void {
    this.hx = (own[ownAt] as number) - (traffic[trafficAt] as number);
    this.hy = (own[ownAt + 1] as number) - (traffic[trafficAt + 1] as number);
    this.sz = (own[ownAt + 2] as number) - (traffic[trafficAt + 2] as number);
    this.wx = (own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number);
    this.wy = (own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number);
    this.vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
  }

  sizes({ distance_m, height_m, tau_s, coaltitude_s }: WellClearVolume | UncertainWellClearVolume): void {
    this.distance_m = distance_m;
    this.height_m = height_m;
    this.tau_s = tau_s;
    this.coaltitude_s = coaltitude_s;
  }

  /**
   * Interval of [from_s, to_s] in which the height difference violates: within height_m, or on entry within
   * coaltitude_s of equal height. False and nothing written where there is none.
   */
  vertical(out: Float64Array): boolean {
    const { sz, vz, height_m, from_s, to_s } = this;
    if (almostZero(vz)) {
      if (!(Math.abs(sz) <= height_m)) return false;
      out[0] = from_s;
      out[1] = to_s;
      return true;
    }
    const reach = Math.max(height_m, Math.abs(vz) * this.coaltitude_s);
    const side = vz >= 0 ? 1 : -1;
    const entry = (-side * reach - sz) / vz;
    const exit = (side * height_m - sz) / vz;
    if (to_s < entry || exit < from_s) return false;
    out[0] = Math.max(from_s, entry);
    out[1] = Math.min(to_s, exit);
    return true;
  }

  /** Interval of [0, to_s] in which the horizontal part violates; false where there is none. */
  horizontal(out: Float64Array): boolean {
    const { hx, hy, wx, wy, distance_m, to_s } = this;
    const a = wx * wx + wy * wy;
    const range2 = hx * hx + hy * hy;
    const p = hx * wx + hy * wy;
    const d2 = distance_m * distance_m;
    quadratic[0] = a;
    out[0] = 0;
    if (range2 <= d2) {
      if (almostZeroAt(quadratic, 0)) {
        out[1] = to_s;
        return true;
      }
    } else {
      if (p >= 0) return false;
      const { tau_s } = this;
      const b = 2 * p + tau_s * a;
      const c = range2 + tau_s * p - d2;
      const discriminant = b * b - 4 * a * c;
      const cross = hx * wy - hy * wx;
      if (!(discriminant >= 0) || !(d2 * a - cross * cross >= 0)) return false;
      const entry = (-b - Math.sqrt(discriminant)) / (2 * a);
      if (!(entry <= to_s)) return false;
      out[0] = Math.max(0, entry);
    }
    quadratic[1] = p;
    quadratic[2] = range2 - d2;
    solveHalf(quadratic);
    out[1] = Math.min(to_s, quadratic[1]);
    return true;
  }
}

const motion = new RelativeMotion();

/**
 * Interval of the window in which the relative motion is inside the volume. Writes entry and exit in s; true when
 * entry comes before exit.
 */
export function wellClearInterval(
  volume: WellClearVolume | UncertainWellClearVolume,
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
  motion.between(own, ownAt, traffic, trafficAt);
  motion.sizes(volume);
  motion.from_s = from_s;
  motion.to_s = to_s;
  if (!motion.vertical(out)) return false;
  if (!beginsEarlier(out)) return false;
  const begin = out[0] as number;
  const end = out[1] as number;
  motion.hx += begin * motion.wx;
  motion.hy += begin * motion.wy;
  motion.to_s = end - begin;
  if (!motion.horizontal(out)) return false;
  if (!beginsEarlier(out)) return false;
  out[0] = (out[0] as number) + begin;
  out[1] = (out[1] as number) + begin;
  return beginsEarlier(out);
}

/** Modified tau in s: (D^2 - |h|^2) / h.w while closing outside D, else -1. */
export function modifiedTau(range2: number, p: number, distance_m: number): number {
  return p < 0 ? (distance_m * distance_m - range2) / p : -1;
}
