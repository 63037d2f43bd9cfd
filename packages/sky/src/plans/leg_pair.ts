import { asin, sin } from '../math.ts';
import { insideBoth } from '../span.ts';
import type { ConflictList } from './conflict_list.ts';
import { altitudeAt, LEG, LEG_SIZE, type PlanSet, SPHERE_RADIUS_M, speedOf, writePosition } from './plan_set.ts';

/** Great circles are taken as chords; each of two causes may put the range off by this, m. */
const CHORD_ERROR_M = 1e-4;
/** The longest chord, m. */
const LONGEST_M = 10_000;

const span = new Float64Array(2);
const here = new Float64Array(6);
const there = new Float64Array(6);

/**
 * Adds to `out` when leg `a` of `ours` and leg `b` of `theirs` are in conflict: horizontal range < lateral_m and
 * vertical distance < vertical_m at a time when both exist. Equality within 1e-6 m is no conflict. On the plane the
 * answer is exact: one interval, from the roots of a quadratic (the cylinder detector of the field, A. Narkawicz and
 * C. Munoz, "Formal verification of conflict detection algorithms for arbitrary trajectories", Reliable Computing 17,
 * 2012, applied leg by leg). On the sphere the circles are cut into chords short enough that the range is off by
 * 2e-4 m at most. Legs that share no more than an instant are never in conflict: an interval has a length.
 */
export function addLegConflict(
  ours: PlanSet,
  a: number,
  theirs: PlanSet,
  b: number,
  lateral_m: number,
  vertical_m: number,
  out: ConflictList,
): void {
  const i = a * LEG_SIZE;
  const j = b * LEG_SIZE;
  const from_s = Math.max(ours.legs[i + LEG.start_s] as number, theirs.legs[j + LEG.start_s] as number);
  const to_s = Math.min(ours.legs[i + LEG.end_s] as number, theirs.legs[j + LEG.end_s] as number);
  if (!(from_s < to_s)) return;
  if (ours.frame === 'flat') addFlat(ours, a, theirs, b, from_s, to_s, lateral_m, vertical_m, out);
  else addSphere(ours, a, theirs, b, from_s, to_s, lateral_m, vertical_m, out);
}

function addFlat(
  ours: PlanSet,
  a: number,
  theirs: PlanSet,
  b: number,
  from_s: number,
  to_s: number,
  lateral_m: number,
  vertical_m: number,
  out: ConflictList,
): void {
  const [p, q] = [ours.legs, theirs.legs];
  const [i, j] = [a * LEG_SIZE, b * LEG_SIZE];
  const t = from_s - (p[i + LEG.start_s] as number);
  const u = from_s - (q[j + LEG.start_s] as number);
  const avx = p[i + LEG.ahead] as number;
  const avy = p[i + LEG.ahead + 1] as number;
  const bvx = q[j + LEG.ahead] as number;
  const bvy = q[j + LEG.ahead + 1] as number;
  const sx = (q[j + LEG.point] as number) + bvx * u - ((p[i + LEG.point] as number) + avx * t);
  const sy = (q[j + LEG.point + 1] as number) + bvy * u - ((p[i + LEG.point + 1] as number) + avy * t);
  const vx = bvx - avx;
  const vy = bvy - avy;
  const cross = sx * vy - sy * vx;
  const ss = sx * sx + sy * sy;
  const sv = sx * vx + sy * vy;
  const vv = vx * vx + vy * vy;
  const aClimb = p[i + LEG.climb] as number;
  const bClimb = q[j + LEG.climb] as number;
  const sz = (q[j + LEG.altitude] as number) + bClimb * u - ((p[i + LEG.altitude] as number) + aClimb * t);
  const lasts_s = to_s - from_s;
  if (!insideBoth(ss, sv, vv, cross * cross, sz, bClimb - aClimb, lateral_m, vertical_m, lasts_s, span)) return;
  const [entry, exit] = [span[0] as number, span[1] as number];
  const closest = vv > 0 ? Math.min(exit, Math.max(entry, -sv / vv)) : entry;
  const least_m = Math.sqrt(Math.max(0, ss + closest * (2 * sv + closest * vv)));
  out.push(ours.planOfLeg[a] as number, theirs.planOfLeg[b] as number, from_s + entry, from_s + exit, least_m);
}

function addSphere(
  ours: PlanSet,
  a: number,
  theirs: PlanSet,
  b: number,
  from_s: number,
  to_s: number,
  lateral_m: number,
  vertical_m: number,
  out: ConflictList,
): void {
  const limit_m = 2 * SPHERE_RADIUS_M * sin(Math.min(lateral_m / (2 * SPHERE_RADIUS_M), Math.PI / 2));
  const [speedA, speedB] = [speedOf(ours.legs, a), speedOf(theirs.legs, b)];
  const faster_mps = Math.max(speedA, speedB);
  const step_s = faster_mps > 0 ? chordLength(lateral_m) / faster_mps : to_s - from_s;
  let now_s = from_s;
  let [near, far] = [here, there];
  writeRelative(ours, a, theirs, b, now_s, near);
  for (;;) {
    // Nothing can happen before the two have come together at full speed.
    const range_m = length(near);
    const idle_s = (range_m - limit_m - 1) / (speedA + speedB);
    if (idle_s > step_s) {
      now_s += Math.min(idle_s, to_s - now_s);
      if (now_s >= to_s) return;
      writeRelative(ours, a, theirs, b, now_s, near);
    }
    const next_s = now_s + step_s >= to_s ? to_s : now_s + step_s;
    writeRelative(ours, a, theirs, b, next_s, far);
    addPiece(ours, a, theirs, b, now_s, next_s, near, far, limit_m, vertical_m, out);
    if (next_s >= to_s) return;
    now_s = next_s;
    [near, far] = [far, near];
  }
}

/** One pair of chords: an even motion in space beside an even change of height. */
function addPiece(
  ours: PlanSet,
  a: number,
  theirs: PlanSet,
  b: number,
  from_s: number,
  to_s: number,
  from: Float64Array,
  to: Float64Array,
  limit_m: number,
  vertical_m: number,
  out: ConflictList,
): void {
  const lasts_s = to_s - from_s;
  const [x, y, z] = [from[0] as number, from[1] as number, from[2] as number];
  // Over an instant nothing moves.
  const per_s = lasts_s > 0 ? 1 / lasts_s : 0;
  const [vx, vy, vz] = [
    ((to[0] as number) - x) * per_s,
    ((to[1] as number) - y) * per_s,
    ((to[2] as number) - z) * per_s,
  ];
  const [cx, cy, cz] = [y * vz - z * vy, z * vx - x * vz, x * vy - y * vx];
  const ss = x * x + y * y + z * z;
  const sv = x * vx + y * vy + z * vz;
  const vv = vx * vx + vy * vy + vz * vz;
  const height_m = altitudeAt(theirs.legs, b, from_s) - altitudeAt(ours.legs, a, from_s);
  const climb = (theirs.legs[b * LEG_SIZE + LEG.climb] as number) - (ours.legs[a * LEG_SIZE + LEG.climb] as number);
  const cross2 = cx * cx + cy * cy + cz * cz;
  if (!insideBoth(ss, sv, vv, cross2, height_m, climb, limit_m, vertical_m, lasts_s, span)) return;
  const [entry, exit] = [span[0] as number, span[1] as number];
  const closest = vv > 0 ? Math.min(exit, Math.max(entry, -sv / vv)) : entry;
  const chord_m = Math.sqrt(Math.max(0, ss + closest * (2 * sv + closest * vv)));
  const least_m = 2 * SPHERE_RADIUS_M * asin(Math.min(1, chord_m / (2 * SPHERE_RADIUS_M)));
  out.push(ours.planOfLeg[a] as number, theirs.planOfLeg[b] as number, from_s + entry, from_s + exit, least_m);
}

/**
 * How long a chord may be. Its middle lies s = L^2 / 8R below the circle. Where one aircraft's does and the other's
 * does not, the range D is off by s^2 / 2D; where both do, by s D / R, since their verticals lean apart.
 */
function chordLength(lateral_m: number): number {
  const below_m = Math.min(Math.sqrt(2 * lateral_m * CHORD_ERROR_M), (CHORD_ERROR_M * SPHERE_RADIUS_M) / lateral_m);
  return Math.min(LONGEST_M, Math.sqrt(8 * SPHERE_RADIUS_M * below_m));
}

/** From one leg's place to the other's, m, in out[0..2]. */
function writeRelative(ours: PlanSet, a: number, theirs: PlanSet, b: number, time_s: number, out: Float64Array): void {
  writePosition(ours.legs, a, time_s, out, 3);
  writePosition(theirs.legs, b, time_s, out, 0);
  for (let k = 0; k < 3; k += 1) out[k] = (out[k] as number) - (out[k + 3] as number);
}

function length(v: Float64Array): number {
  const [x, y, z] = [v[0] as number, v[1] as number, v[2] as number];
  return Math.sqrt(x * x + y * y + z * z);
}
