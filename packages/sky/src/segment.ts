import { insideBoth } from './span.ts';

/**
 * Exact measures over one piece of recorded motion, both aircraft taken to move evenly between their reports. The
 * piece runs from fraction 0 to 1; d is the straight line from a to b in ECEF (m) at its ends, v the vertical
 * distance (m). With v NaN at either end, height unknown, the horizontal part alone counts.
 */

/**
 * Fraction in [0, 1] at which |d|^2 / lateral_scale_m^2 + v^2 / vertical_scale_m^2 is least; the earliest if it never
 * changes.
 */
export function closestScaled(
  d0x: number,
  d0y: number,
  d0z: number,
  v0: number,
  d1x: number,
  d1y: number,
  d1z: number,
  v1: number,
  lateral_scale_m: number,
  vertical_scale_m: number,
): number {
  const dx = d1x - d0x;
  const dy = d1y - d0y;
  const dz = d1z - d0z;
  const lateral2 = lateral_scale_m * lateral_scale_m;
  let speed2 = (dx * dx + dy * dy + dz * dz) / lateral2;
  let closing = (d0x * dx + d0y * dy + d0z * dz) / lateral2;
  const dv = v1 - v0;
  if (!Number.isNaN(dv)) {
    const vertical2 = vertical_scale_m * vertical_scale_m;
    speed2 += (dv * dv) / vertical2;
    closing += (v0 * dv) / vertical2;
  }
  return closing < 0 && speed2 > 0 ? Math.min(1, -closing / speed2) : 0;
}

/**
 * Whether |d| < lateral_m and |v| < vertical_m at once anywhere in the piece; equality within 1e-6 m does not count.
 * When true, out[0] and out[1] are the fractions between which it is so: one interval, since both conditions are
 * convex. When false they are left as they were.
 */
export function insideSpan(
  d0x: number,
  d0y: number,
  d0z: number,
  v0: number,
  d1x: number,
  d1y: number,
  d1z: number,
  v1: number,
  lateral_m: number,
  vertical_m: number,
  out: Float64Array,
): boolean {
  const dx = d1x - d0x;
  const dy = d1y - d0y;
  const dz = d1z - d0z;
  const cx = d0y * dz - d0z * dy;
  const cy = d0z * dx - d0x * dz;
  const cz = d0x * dy - d0y * dx;
  return insideBoth(
    d0x * d0x + d0y * d0y + d0z * d0z,
    d0x * dx + d0y * dy + d0z * dz,
    dx * dx + dy * dy + dz * dz,
    cx * cx + cy * cy + cz * cz,
    v0,
    v1 - v0,
    lateral_m,
    vertical_m,
    1,
    out,
  );
}
