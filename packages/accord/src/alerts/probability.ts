import { insideSpan } from '@skyaccord/sky';
import type { PairGeometry } from '../encounters/geometry.ts';
import type { SeparationClause } from '../memorandum/memorandum.ts';
import type { TrackTable } from '../tracks/table.ts';
import { FUTURES } from './deviates.ts';
import { Fan, FROM, MOST_AHEAD_S, rowOf, STEP_S, writeFrom } from './futures.ts';

/** So many aircraft's futures are kept at once, for either side of a pair: one flies in several pairs at a look. */
const MOST_KEPT = 16;
const kept: readonly [Fan[], Fan[]] = [[], []];
/** Which are to be given up next. */
const oldest: [number, number] = [0, 0];
const from = new Float64Array(FROM);

let fanA = new Fan(0);
let fanB = new Fan(1);
const span = new Float64Array(2);
/** A sum of stretches may be off by rounding; far less than this, s. */
const ROUNDING_S = 1e-6;
/** Both ends of a piece within this part of the minima, squared and plain: so is all of it. */
const WELL_INSIDE = 0.99;
/** Sums of ways are off by rounding, far less than this share. */
const BARELY = 1 + 1e-9;

/** Begins the futures of both aircraft of a pair: {@link breachProbability} flies them as far as it must. */
export function beginFutures(table: TrackTable, a: number, b: number, now_ms: number): void {
  fanA = fanFor(0, table, a, now_ms);
  fanB = fanFor(1, table, b, now_ms);
}

/** The futures of an aircraft, as far as they are flown already: what it does hangs on nobody else. */
function fanFor(side: 0 | 1, table: TrackTable, slot: number, now_ms: number): Fan {
  writeFrom(table, slot, now_ms, from);
  const fans = kept[side];
  for (const fan of fans) if (fan.isOf(from)) return fan;
  if (fans.length < MOST_KEPT) fans.push(new Fan(side));
  const at = fans.length < MOST_KEPT ? fans.length - 1 : oldest[side];
  oldest[side] = (at + 1) % MOST_KEPT;
  const fan = fans[at]!;
  fan.begin(from);
  return fan;
}

/**
 * How probable a clause is to be breached within its warning time if nobody acts: the share of the futures last
 * begun in which it is. An unknown height difference counts as none.
 *
 * @param spent_s so much of the grace time the present loss has used up; 0 where there is none
 */
export function breachProbability(g: PairGeometry, clause: SeparationClause, spent_s: number): number {
  let breaches = 0;
  const fastest_mps = (fanA.fastest_mps + fanB.fastest_mps) * BARELY;
  for (let i = 0; i < FUTURES; i++) if (isBreached(g, i, clause, spent_s, fastest_mps)) breaches += 1;
  return breaches / FUTURES;
}

function isBreached(
  g: PairGeometry,
  future: number,
  clause: SeparationClause,
  spent_s: number,
  fastest_mps: number,
): boolean {
  const { lateral_m, vertical_m, grace_s } = clause;
  const steps = Math.ceil(Math.min(MOST_AHEAD_S, clause.warn_ahead_s) / STEP_S);
  // The grace time is long enough for all that is left: no need to look at it.
  const enough_s = grace_s - ROUNDING_S;
  if (spent_s + steps * STEP_S < enough_s) return false;
  const known = !Number.isNaN(g.up_m);
  const near2_m2 = WELL_INSIDE * lateral_m * lateral_m;
  const near_up_m = WELL_INSIDE * vertical_m;
  const row = rowOf(future);
  let flown = flyBoth(future, 0, steps);
  let inside_s = spent_s;
  let x0 = g.east_m + fanB.east_m[row]! - fanA.east_m[row]!;
  let y0 = g.north_m + fanB.north_m[row]! - fanA.north_m[row]!;
  let z0 = known ? g.up_m + fanB.up_m[row]! - fanA.up_m[row]! : 0;
  let within0 = x0 * x0 + y0 * y0 < near2_m2 && Math.abs(z0) < near_up_m;
  for (let k = 1; k <= steps; k++) {
    const t = k * STEP_S;
    const j = row + k;
    if (k >= flown) {
      // Too far apart to come within the minimum in the time that is left.
      const reach_m = lateral_m + fastest_mps * (steps - k + 1) * STEP_S;
      if (x0 * x0 + y0 * y0 > reach_m * reach_m) return false;
      flown = flyBoth(future, k, steps);
    }
    const x = g.east_m + g.east_mps * t + fanB.east_m[j]! - fanA.east_m[j]!;
    const y = g.north_m + g.north_mps * t + fanB.north_m[j]! - fanA.north_m[j]!;
    const z = known ? g.up_m + g.up_mps * t + fanB.up_m[j]! - fanA.up_m[j]! : 0;
    const within = x * x + y * y < near2_m2 && Math.abs(z) < near_up_m;
    if (within && within0) {
      inside_s += STEP_S;
      if (inside_s > grace_s) return true;
    } else if (isBeside(x0, x, lateral_m) || isBeside(y0, y, lateral_m) || isBeside(z0, z, vertical_m)) inside_s = 0;
    else if (insideSpan(x0, y0, 0, z0, x, y, 0, z, lateral_m, vertical_m, span)) {
      inside_s = (span[0]! === 0 ? inside_s : 0) + (span[1]! - span[0]!) * STEP_S;
      if (inside_s > grace_s) return true;
      if (span[1]! < 1) inside_s = 0;
    } else inside_s = 0;
    if (inside_s + (steps - k) * STEP_S < enough_s) return false;
    x0 = x;
    y0 = y;
    z0 = z;
    within0 = within;
  }
  return false;
}

const flyBoth = (future: number, step: number, last: number): number =>
  Math.min(fanA.flyOn(future, step, last), fanB.flyOn(future, step, last));

/** Both ends of a piece beyond the same side of the box around the minima: no need to look closer. */
const isBeside = (from: number, to: number, side: number): boolean =>
  (from > side && to > side) || (from < -side && to < -side);
