import { insideSpan, type Path } from '@skyaccord/sky';
import { nearestOnPiece } from './nearest.ts';
import type { Constraint, Other } from './traffic.ts';

/** A path that the other side may fly, in its own frame, and what one metre of its east is in ours. */
export type Answer = { readonly path: Path; readonly east_e: number; readonly east_n: number };

const at = new Float64Array(3);
const inside = new Float64Array(2);

/** Where the other is at sample `i` of both paths, seen from us. */
function place(path: Path, answer: Answer, subject: Other, i: number): void {
  const east = answer.path.x[i]!;
  const north = answer.path.y[i]!;
  at[0] = subject.east_m + east * answer.east_e - north * answer.east_n - path.x[i]!;
  at[1] = subject.north_m + east * answer.east_n + north * answer.east_e - path.y[i]!;
  at[2] = subject.up_m + answer.path.z[i]! - path.z[i]!;
}

/** Do both sides, each flying its own advice, keep these minima? Exact between samples. */
export function survives(path: Path, answer: Answer, subject: Other, one: Constraint): boolean {
  if (one.leave_by_s !== null) return true;
  let x0 = 0;
  let y0 = 0;
  let z0 = 0;
  for (let i = 0; i < path.count; i++) {
    place(path, answer, subject, i);
    const [x, y, z] = [at[0]!, at[1]!, at[2]!];
    if (i > 0 && insideSpan(x0, y0, 0, z0, x, y, 0, z, one.lateral_m, one.vertical_m, inside)) return false;
    x0 = x;
    y0 = y;
    z0 = z;
  }
  return true;
}

/** How near both come in units of the minima, each flying its own; an unknown height difference counts as none. */
export function jointMiss(path: Path, answer: Answer, subject: Other, one: Constraint): number {
  let least = Number.POSITIVE_INFINITY;
  let x0 = 0;
  let y0 = 0;
  let z0 = 0;
  for (let i = 0; i < path.count; i++) {
    place(path, answer, subject, i);
    const [x, y, z] = [at[0]!, at[1]!, at[2]!];
    if (i > 0) least = Math.min(least, nearestOnPiece(x0, y0, z0, x, y, z, one, least));
    x0 = x;
    y0 = y;
    z0 = z;
  }
  return least;
}
