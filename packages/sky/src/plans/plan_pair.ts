import type { ConflictList } from './conflict_list.ts';
import { addLegConflict } from './leg_pair.ts';
import { LEG, LEG_SIZE, type PlanSet } from './plan_set.ts';

/** Refuses minima that are none. */
export function requireMinima(lateral_m: number, vertical_m: number): void {
  if (!(lateral_m > 0 && lateral_m < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`lateral_m ${lateral_m}: must be a finite number above 0`);
  }
  if (!(vertical_m > 0 && vertical_m < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`vertical_m ${vertical_m}: must be a finite number above 0`);
  }
}

/** Refuses two sets of plans that do not lie in the same frame. */
export function requireSameFrame(ours: PlanSet, theirs: PlanSet): void {
  if (ours.frame !== theirs.frame) {
    throw new RangeError(`frame ${theirs.frame}: must be ${ours.frame}, that of the other plans`);
  }
}

/**
 * Adds every conflict interval of plan `i` of `ours` against plan `j` of `theirs` to `out`, leg by leg in one walk
 * along both; settle() joins those that continue over a point. Work grows with the number of legs of both, no more.
 * Throws a RangeError when the minima are not above 0, the frames differ or there is no such plan; nothing is added
 * then.
 */
export function addPlanConflicts(
  ours: PlanSet,
  i: number,
  theirs: PlanSet,
  j: number,
  lateral_m: number,
  vertical_m: number,
  out: ConflictList,
): void {
  requireMinima(lateral_m, vertical_m);
  requireSameFrame(ours, theirs);
  requirePlan(ours, i);
  requirePlan(theirs, j);
  let a = ours.firstLeg[i] as number;
  let b = theirs.firstLeg[j] as number;
  const lastA = ours.firstLeg[i + 1] as number;
  const lastB = theirs.firstLeg[j + 1] as number;
  while (a < lastA && b < lastB) {
    addLegConflict(ours, a, theirs, b, lateral_m, vertical_m, out);
    const endA_s = ours.legs[a * LEG_SIZE + LEG.end_s] as number;
    const endB_s = theirs.legs[b * LEG_SIZE + LEG.end_s] as number;
    if (endA_s <= endB_s) a += 1;
    if (endB_s <= endA_s) b += 1;
  }
}

function requirePlan(plans: PlanSet, index: number): void {
  if (!(Number.isInteger(index) && index >= 0 && index < plans.count)) {
    throw new RangeError(`plan ${index}: must be a whole number from 0 to ${plans.count - 1}`);
  }
}
