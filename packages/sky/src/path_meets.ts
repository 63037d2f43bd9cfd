import type { Path } from './manoeuvre.ts';
import { insideSpan } from './segment.ts';

const span = new Float64Array(2);

/**
 * Whether an own path comes inside the cylinder around an intruder on a straight line, at any instant between samples
 * too: the first answer of `pathAgainst`, without the closest distance and much sooner. Since neither aircraft
 * outruns its bounds, samples that cannot be inside are leapt over (sphere tracing: J. C. Hart, The Visual Computer
 * 12, 1996), and only the pieces that may be are tested exactly.
 *
 * @param speed_mps bound on the own horizontal speed anywhere on the path, m/s
 * @param climb_mps bound on the own vertical speed, m/s, positive
 * @param sz height of the intruder above the start of the path, m; NaN unknown: the horizontal condition alone counts
 */
export function pathMeets(
  path: Path,
  speed_mps: number,
  climb_mps: number,
  sx: number,
  sy: number,
  sz: number,
  vx: number,
  vy: number,
  vz: number,
  lateral_m: number,
  vertical_m: number,
): boolean {
  const { x, y, z, count, step_s } = path;
  const known = !Number.isNaN(sz);
  // A step longer than the fastest closing by a hair, so that rounding never leaps too far.
  const closing_m = (speed_mps + Math.sqrt(vx * vx + vy * vy)) * step_s * 1.000001 + 1e-6;
  const climbing_m = (climb_mps + Math.abs(vz)) * step_s * 1.000001 + 1e-6;
  let i = 0;
  while (i < count - 1) {
    const t = i * step_s;
    const dx = sx + vx * t - (x[i] as number);
    const dy = sy + vy * t - (y[i] as number);
    const dz = sz + vz * t - (z[i] as number);
    const apart_m = Math.sqrt(dx * dx + dy * dy) - lateral_m;
    const above_m = known ? Math.abs(dz) - vertical_m : 0;
    const leap = Math.max(Math.floor(apart_m / closing_m), known ? Math.floor(above_m / climbing_m) : 0);
    if (leap >= 1) {
      i += leap;
      continue;
    }
    const u = t + step_s;
    const ex = sx + vx * u - (x[i + 1] as number);
    const ey = sy + vy * u - (y[i + 1] as number);
    const ez = sz + vz * u - (z[i + 1] as number);
    if (insideSpan(dx, dy, 0, dz, ex, ey, 0, ez, lateral_m, vertical_m, span)) return true;
    i += 1;
  }
  return false;
}
