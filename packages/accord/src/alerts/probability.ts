import { insideSpan } from '@skyaccord/sky';
import type { PairGeometry } from '../encounters/geometry.ts';
import type { SeparationClause } from '../memorandum/memorandum.ts';
import type { TrackTable } from '../tracks/table.ts';
import { FUTURES } from './deviates.ts';
import { Fan, MOST_AHEAD_S, rowOf, STEP_S } from './futures.ts';

const fanA = new Fan(0);
const fanB = new Fan(1);
const span = new Float64Array(2);

/** Begins the futures of both aircraft of a pair; {@link breachProbability} flies them as far as it needs, and counts. */
export function beginFutures(table: TrackTable, a: number, b: number, now_ms: number): void {
  fanA.begin(table, a, now_ms);
  fanB.begin(table, b, now_ms);
}

/**
 * How probable a clause is to be breached within its warning time if nobody acts: the share of the futures last
 * begun in which it is. An unknown height difference counts as none.
 *
 * @param spent_s so much of the grace time the present loss has used up; 0 where there is none
 */
export function breachProbability(g: PairGeometry, clause: SeparationClause, spent_s: number): number {
  let breaches = 0;
  for (let i = 0; i < FUTURES; i++) if (isBreached(g, i, clause, spent_s)) breaches += 1;
  return breaches / FUTURES;
}

function isBreached(g: PairGeometry, future: number, clause: SeparationClause, spent_s: number): boolean {
  const { lateral_m, vertical_m, grace_s } = clause;
  const known = !Number.isNaN(g.up_m);
  const steps = Math.ceil(Math.min(MOST_AHEAD_S, clause.warn_ahead_s) / STEP_S);
  const row = rowOf(future);
  let flown = flyBoth(future, 0);
  let inside_s = spent_s;
  let x0 = g.east_m + fanB.east_m[row]! - fanA.east_m[row]!;
  let y0 = g.north_m + fanB.north_m[row]! - fanA.north_m[row]!;
  let z0 = known ? g.up_m + fanB.up_m[row]! - fanA.up_m[row]! : 0;
  for (let k = 1; k <= steps; k++) {
    const t = k * STEP_S;
    const j = row + k;
    if (k >= flown) flown = flyBoth(future, k);
    const x = g.east_m + g.east_mps * t + fanB.east_m[j]! - fanA.east_m[j]!;
    const y = g.north_m + g.north_mps * t + fanB.north_m[j]! - fanA.north_m[j]!;
    const z = known ? g.up_m + g.up_mps * t + fanB.up_m[j]! - fanA.up_m[j]! : 0;
    if (isBeside(x0, x, lateral_m) || isBeside(y0, y, lateral_m) || isBeside(z0, z, vertical_m)) inside_s = 0;
    else if (insideSpan(x0, y0, 0, z0, x, y, 0, z, lateral_m, vertical_m, span)) {
      inside_s = (span[0]! === 0 ? inside_s : 0) + (span[1]! - span[0]!) * STEP_S;
      if (inside_s > grace_s) return true;
      if (span[1]! < 1) inside_s = 0;
    } else inside_s = 0;
    x0 = x;
    y0 = y;
    z0 = z;
  }
  return false;
}

const flyBoth = (future: number, step: number): number => Math.min(fanA.flyOn(future, step), fanB.flyOn(future, step));

/** Both ends of a piece beyond the same side of the box around the minima: no need to look closer. */
const isBeside = (from: number, to: number, side: number): boolean =>
  (from > side && to > side) || (from < -side && to < -side);
