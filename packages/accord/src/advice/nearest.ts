import type { Path } from '@skyaccord/sky';
import { type Sense, senseOf } from './sense.ts';
import type { Constraint, Other } from './traffic.ts';

/** In so many steps the nearest instant of a piece is found to a 10,000th of it. */
const STEPS = 23;

/**
 * How near two come on a straight piece of relative motion, in units of the minima: below 1 both are lost at once. An
 * unknown height counts as none. The measure is convex along the piece, so that thirds lead to its least value; where
 * that cannot be below `enough`, the nearer end is told.
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
  const { lateral_m, vertical_m } = one;
  const from = scaled(x0, y0, z0, lateral_m, vertical_m);
  const to = scaled(x1, y1, z1, lateral_m, vertical_m);
  const least = Math.min(from, to);
  const dx = x1 - x0;
  const dy = y1 - y0;
  const dz = z1 - z0;
  const h_change = Math.sqrt(dx * dx + dy * dy) / lateral_m;
  const v_change = Math.abs(dz) / vertical_m;
  if (Math.max(from, to) - (v_change > h_change ? v_change : h_change) >= enough) return least;
  let low = 0;
  let high = 1;
  for (let k = 0; k < STEPS; k++) {
    const f = low + (high - low) / 3;
    const g = high - (high - low) / 3;
    const at_f = scaled(x0 + dx * f, y0 + dy * f, z0 + dz * f, lateral_m, vertical_m);
    if (at_f <= scaled(x0 + dx * g, y0 + dy * g, z0 + dz * g, lateral_m, vertical_m)) high = g;
    else low = f;
  }
  const f = (low + high) / 2;
  return Math.min(least, scaled(x0 + dx * f, y0 + dy * f, z0 + dz * f, lateral_m, vertical_m));
}

function scaled(x: number, y: number, z: number, lateral_m: number, vertical_m: number): number {
  const h = Math.sqrt(x * x + y * y) / lateral_m;
  const v = Math.abs(z) / vertical_m;
  return v > h ? v : h;
}

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
