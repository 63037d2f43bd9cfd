/**
 * The maths of motion: elementary functions that are the same everywhere, places on the earth, closest approach,
 * conflict detection, manoeuvres and the broad phase. SI units and plain numbers; it knows no party, no rule and no
 * clock.
 */
export { DEG_PER_RAD, RAD_PER_DEG, wrap180, wrap360 } from './angle.ts';
export { cylinderInterval, horizontalCpa } from './cylinder.ts';
export { SweptGrid } from './grid.ts';
export type { Path } from './manoeuvre.ts';
export { createPath, pathAgainst, writeClimb, writeSpeed, writeTurn } from './manoeuvre.ts';
export { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from './math.ts';
export { pathMeets } from './path_meets.ts';
export { closestScaled, insideSpan } from './segment.ts';
export { chord2, destination, fromEcef, relative, rotateVelocity, SITE_SIZE, writeSite } from './site.ts';
