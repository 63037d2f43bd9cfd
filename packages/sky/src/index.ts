/** The maths of motion, the same to the last bit everywhere: SI units, no party, no rule, no clock, no dependency. */
export { DEG_PER_RAD, RAD_PER_DEG, wrap180, wrap360 } from './angle.ts';
export { cylinderInterval, horizontalCpa } from './cylinder.ts';
export { SweptGrid } from './grid.ts';
export type { Path } from './manoeuvre.ts';
export { createPath, pathAgainst, writeClimb, writeSpeed, writeTurn } from './manoeuvre.ts';
export { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from './math.ts';
export { mvpChange } from './mvp.ts';
export { pathMeets } from './path_meets.ts';
export { ConflictList } from './plans/conflict_list.ts';
export { PlanIndex } from './plans/plan_index.ts';
export { PlanSet } from './plans/plan_set.ts';
export { closestScaled, insideSpan } from './segment.ts';
export { chord2, destination, fromEcef, relative, rotateVelocity, SITE_SIZE, writeSite } from './site.ts';
