import { cos, relative, SITE_SIZE, sin } from '@skyaccord/sky';
import type { TrackTable } from '../tracks/table.ts';
import type { PairGeometry } from './geometry.ts';
import { type Circle, circleOf } from './motion.ts';

/** Converging at speed: a relative speed of at least this, coming nearer, to pass within a near miss. */
const RELATIVE_MPS = 15;
const CLOSURE_MPS = 4;
/** In height alone: one climbs or sinks at the other, who is that near, at 1,000 ft/min or more. */
const UP_MPS = 5;
/** 500 ft, widened by the uncertainty of the relative position (at most doubled), and 100 ft. */
const NEAR_M = 152.4;
const NEAR_UP_M = 30.48;
/** Heights are less steady than tracks: a climb or a descent may begin or end this much sooner or later. */
const LEVELS_S = 3;
/** Carried on for so long, in height or around its circle, where it comes nearer when so much of the range is left. */
const AROUND_S = 15;
const STEP_S = 0.5;
const NEARER = 0.7;

/**
 * Do the two converge at speed? Then no label lowers or holds back what a clause says of them: gliders in one thermal
 * that cut across each other's circle are warned of like any others.
 *
 * @param circling they share a thermal: both are also carried on around their circles
 */
export function converges(g: PairGeometry, table: TrackTable, a: number, b: number, circling: boolean): boolean {
  const near_m = NEAR_M + Math.min(g.uncertainty_m, NEAR_M);
  const up_mps = Math.abs(g.up_mps);
  const fast = g.relative_speed_mps >= RELATIVE_MPS && g.closure_mps >= CLOSURE_MPS;
  if (fast && g.h_cpa_m <= near_m && !(g.v_cpa_m > NEAR_UP_M + LEVELS_S * up_mps)) return true;
  const atHeight = g.up_m * g.up_mps < 0 && Math.abs(g.up_m) <= NEAR_UP_M + up_mps * AROUND_S;
  if (up_mps >= UP_MPS && atHeight && g.range_m <= near_m) return true;
  return circling && meetAround(g, table, a, b);
}

const between = new Float64Array(2);
const placeA = new Float64Array(2);
const placeB = new Float64Array(2);

/** Both carried on around their circles from their last reports: do they pass within a near miss, at speed? */
function meetAround(g: PairGeometry, table: TrackTable, a: number, b: number): boolean {
  if (Math.abs(g.up_m) > NEAR_UP_M + Math.abs(g.up_mps) * AROUND_S) return false;
  const circleA = circleOf(table, a);
  const circleB = circleOf(table, b);
  if (circleA === null || circleB === null) return false;
  relative(table.sites, a * SITE_SIZE, b * SITE_SIZE, between);
  const now_ms = Math.max(table.seen_ms[a]!, table.seen_ms[b]!);
  const age_a_s = (now_ms - table.seen_ms[a]!) / 1000;
  const age_b_s = (now_ms - table.seen_ms[b]!) / 1000;
  let first_m = 0;
  let before_east_m = 0;
  let before_north_m = 0;
  for (let t = 0; t <= AROUND_S; t += STEP_S) {
    carryAround(circleA, age_a_s + t, placeA);
    carryAround(circleB, age_b_s + t, placeB);
    const east_m = between[0]! + placeB[0]! - placeA[0]!;
    const north_m = between[1]! + placeB[1]! - placeA[1]!;
    const range_m = Math.sqrt(east_m * east_m + north_m * north_m);
    if (t === 0) first_m = range_m;
    else if (range_m <= NEAR_M && range_m <= NEARER * first_m) {
      const dx = east_m - before_east_m;
      const dy = north_m - before_north_m;
      const fast = Math.sqrt(dx * dx + dy * dy) >= RELATIVE_MPS * STEP_S;
      if (fast && !(Math.abs(g.up_m + g.up_mps * t) > NEAR_UP_M)) return true;
    }
    before_east_m = east_m;
    before_north_m = north_m;
  }
  return false;
}

/** Where it is after this time, relative to its last position, going on around its circle. */
function carryAround(circle: Circle, time_s: number, out: Float64Array): void {
  const c = cos(circle.rate_radps * time_s);
  const s = sin(circle.rate_radps * time_s);
  out[0] = circle.east_m - (c * circle.east_m - s * circle.north_m);
  out[1] = circle.north_m - (s * circle.east_m + c * circle.north_m);
}
