import { insideCylinder, REST } from './span.ts';

/**
 * Whether b will be inside the protected cylinder around a, both in straight, even flight: horizontal range <
 * lateral_m and vertical distance < vertical_m at one time t in [0, lookahead_s]. Closed form; the field knows this
 * detector as CD3D (C. Munoz, R. Butler, A. Narkawicz, J. Maddalon, G. Hagen, "A criteria standard for conflict
 * resolution", NASA/TM-2010-216862; A. Narkawicz, C. Munoz, "Formal verification of conflict detection algorithms for
 * arbitrary trajectories", Reliable Computing 17, 2012).
 *
 * sx, sy, sz (m) and vx, vy, vz (m/s) are b's position and velocity relative to a: east, north, up. A range equal to
 * its minimum within 1e-6 m is no conflict. With sz or vz NaN, height unknown, the horizontal condition alone counts;
 * any other number that is none makes no conflict, so whoever takes numbers from outside looks at them first. When
 * true, out[0] and out[1] are entry and exit in s, cut to [0, lookahead_s]; when false they are left as they were.
 */
export function cylinderInterval(
  sx: number,
  sy: number,
  sz: number,
  vx: number,
  vy: number,
  vz: number,
  lateral_m: number,
  vertical_m: number,
  lookahead_s: number,
  out: Float64Array,
): boolean {
  pair[0] = sx;
  pair[1] = sy;
  pair[2] = sz;
  pair[3] = vx;
  pair[4] = vy;
  pair[5] = vz;
  pair[6] = lateral_m;
  pair[7] = vertical_m;
  pair[8] = lookahead_s;
  return insideCylinder(pair, out);
}

/** What is asked, side by side: handed on singly, each number would cost a place on the heap. */
const pair = new Float64Array(9);

/**
 * Time in s, at least 0, at which the horizontal range of b from a is least: 0 when it opens already or never
 * changes.
 */
export function horizontalCpa(sx: number, sy: number, vx: number, vy: number): number {
  const vv = vx * vx + vy * vy;
  const sv = sx * vx + sy * vy;
  return sv < 0 && vv >= REST ? -sv / vv : 0;
}
