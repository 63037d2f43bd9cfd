import { hypot } from '../math.ts';
import { almostEqual } from '../numbers.ts';
import { modifiedTau } from './well_clear.ts';

/** How a pair in straight flight comes together; own and traffic in one flat frame. */
export interface ClosestApproach {
  /** Horizontal distance and height difference now, m. */
  readonly horizontal_m: number;
  readonly vertical_m: number;
  /** Sizes of the relative horizontal and vertical velocity, m/s. */
  readonly horizontalSpeed_mps: number;
  readonly verticalSpeed_mps: number;
  /** Horizontal and vertical miss: least distances within the lookahead, m. */
  readonly horizontalMiss_m: number;
  readonly verticalMiss_m: number;
  /** Time (at least 0) and distance of the horizontal closest approach; null without relative motion. */
  readonly time_s: number | null;
  readonly distance_m: number | null;
  /** Time to equal height, negative when it is past; -Infinity when heights do not change. */
  readonly coaltitude_s: number;
  /** Modified tau to `tauDistance_m`, s; -1 when not closing on it from outside. */
  readonly modifiedTau_s: number;
}

/** Closest approach of two states of six numbers each (detector.ts). */
export function closestApproach(
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  lookahead_s: number,
  tauDistance_m: number,
): ClosestApproach {
  const sx = (own[ownAt] as number) - (traffic[trafficAt] as number);
  const sy = (own[ownAt + 1] as number) - (traffic[trafficAt + 1] as number);
  const sz = (own[ownAt + 2] as number) - (traffic[trafficAt + 2] as number);
  const wx = (own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number);
  const wy = (own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number);
  const vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
  const a = wx * wx + wy * wy;
  const p = sx * wx + sy * wy;
  const range2 = sx * sx + sy * sy;
  const horizontal_m = hypot(sx, sy);
  const moves = a > 0;
  const cpa_s = moves ? Math.max(0, -p / a) : 0;
  const distanceAt = (time_s: number) => hypot(sx + time_s * wx, sy + time_s * wy);
  let verticalMiss_m = Math.abs(sz);
  if (sz * vz < 0) verticalMiss_m = -sz / vz <= lookahead_s ? 0 : Math.abs(sz + vz * lookahead_s);
  const outside = range2 > tauDistance_m * tauDistance_m;
  return {
    horizontal_m,
    vertical_m: Math.abs(sz),
    horizontalSpeed_mps: hypot(wx, wy),
    verticalSpeed_mps: Math.abs(vz),
    horizontalMiss_m: p >= 0 ? horizontal_m : distanceAt(Math.min(cpa_s, lookahead_s)),
    verticalMiss_m,
    time_s: moves ? cpa_s : null,
    distance_m: moves ? (cpa_s <= 0 ? horizontal_m : distanceAt(cpa_s)) : null,
    coaltitude_s: almostEqual(vz, 0) ? Number.NEGATIVE_INFINITY : sz === 0 ? 0 : -sz / vz,
    modifiedTau_s: outside ? modifiedTau(range2, p, tauDistance_m) : -1,
  };
}
