import type { Path } from '@skyaccord/sky';
import { type Sense, senseOf } from './sense.ts';
import type { Constraint, Other } from './traffic.ts';

/**
 * How near two come on a straight piece of relative motion, in units of the minima: below 1 both are lost at once. An
 * unknown height counts as none. Squared, the measure is the greater of two convex parabolas along the piece, so that
 * its least value is at an end, at the lowest point of one of them, or where they cross; where it cannot be below
 * `enough`, the nearer end is told.
 */
export function nearestOnPiece(
  x0: number,
  y0: number,
  z0: number,
  x1: number,
  y1: number,
  z1: number,
  one: Constraint,
  enough: number,
): number {
  const per_h = 1 / one.lateral_m;
  const per_v = 1 / one.vertical_m;
  const x = x0 * per_h;
  const y = y0 * per_h;
  const z = z0 * per_v;
  const dx = (x1 - x0) * per_h;
  const dy = (y1 - y0) * per_h;
  const dz = (z1 - z0) * per_v;
  // Across: h_c + 2 h_b f + h_a f²; in height the same with v.
  const h_a = dx * dx + dy * dy;
  const h_b = x * dx + y * dy;
  const h_c = x * x + y * y;
  const v_a = dz * dz;
  const v_b = z * dz;
  const v_c = z * z;
  const from = greater(h_c, v_c);
  const to = greater(h_c + 2 * h_b + h_a, v_c + 2 * v_b + v_a);
  let least = to < from ? to : from;
  const reach = Math.sqrt(to > from ? to : from) - Math.sqrt(v_a > h_a ? v_a : h_a);
  if (reach >= enough) return Math.sqrt(least);
  // The stable form of both crossings (Press et al., Numerical Recipes, 5.6): one of them is c / q.
  const a = h_a - v_a;
  const b = h_b - v_b;
  const c = h_c - v_c;
  const root = b * b - a * c;
  const q = root >= 0 ? (b < 0 ? -b + Math.sqrt(root) : -b - Math.sqrt(root)) : 0;
  for (let k = 0; k < 4; k++) {
    const f = k === 0 ? -h_b / h_a : k === 1 ? -v_b / v_a : k === 2 ? q / a : c / q;
    if (!(f > 0 && f < 1)) continue;
    const there = greater(h_c + (2 * h_b + h_a * f) * f, v_c + (2 * v_b + v_a * f) * f);
    if (there < least) least = there;
  }
  return Math.sqrt(least > 0 ? least : 0);
}

/** An unknown height is no number: then the distance across counts alone. */
const greater = (h: number, v: number): number => (v > h ? v : h);

/** The same along an own path, against one that goes straight on; no further than to `enough`. */
export function nearestStraight(path: Path, other: Other, one: Constraint, enough: number): number {
  let least = Infinity;
  let x0 = other.east_m - path.x[0]!;
  let y0 = other.north_m - path.y[0]!;
  let z0 = other.up_m - path.z[0]!;
  for (let i = 1; i < path.count && least > enough; i++) {
    const t = i * path.step_s;
    const x = other.east_m + other.east_mps * t - path.x[i]!;
    const y = other.north_m + other.north_mps * t - path.y[i]!;
    const z = other.up_m + other.up_mps * t - path.z[i]!;
    least = Math.min(least, nearestOnPiece(x0, y0, z0, x, y, z, one, least));
    x0 = x;
    y0 = y;
    z0 = z;
  }
  return least;
}

/**
 * What one node sees may be off by so much of the margins within which two nodes may differ: four and a half deviations
 * sideways, and four in height.
 */
const OFF = 0.6;
const OFF_UP = 1.2;

/** Where the other may be instead: beside the relative motion, above and below, as far as errors may lead. */
export function cornersOf(vx: number, vy: number, vz: number, other: Other): Other[] {
  const east_mps = other.east_mps - vx;
  const north_mps = other.north_mps - vy;
  const speed_mps = Math.sqrt(east_mps * east_mps + north_mps * north_mps);
  const { t_cpa_s }: Sense = senseOf(vx, vy, vz, other, null);
  const aside_m = OFF * (other.miss_margin_m + other.miss_margin_mps * t_cpa_s);
  const above_m = OFF_UP * (other.up_margin_m + other.up_margin_mps * t_cpa_s);
  const [east, north] = speed_mps > 0 ? [-north_mps / speed_mps, east_mps / speed_mps] : [1, 0];
  const corners: Other[] = [other];
  for (const side of [-1, 1]) {
    for (const up of [-1, 1]) {
      corners.push({
        ...other,
        east_m: other.east_m + side * aside_m * east!,
        north_m: other.north_m + side * aside_m * north!,
        up_m: other.up_m + up * above_m,
      });
    }
  }
  return corners;
}
