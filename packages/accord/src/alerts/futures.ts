import { cos, RAD_PER_DEG, sin } from '@skyaccord/sky';
import { predictedRate_mps } from '../encounters/geometry.ts';
import { CLIMB_S, LEVEL_S, NEW_CLIMB_MPS } from '../tracks/climb.ts';
import { STRAIGHT_S, TURNING_S } from '../tracks/horizontal.ts';
import { RADIUS95 } from '../tracks/measurement.ts';
import { LATERAL_MPS2, SLOW_MPS } from '../tracks/motion.ts';
import type { TrackTable } from '../tracks/table.ts';
import { deviates, FUTURES } from './deviates.ts';
import { steadyFor } from './steady.ts';

/** Futures are sampled this often, s; between, aircraft move on straight lines. */
export const STEP_S = 5;
const STEPS = 61;
/** No future goes on further than this, s. */
export const MOST_AHEAD_S = STEP_S * (STEPS - 1);

/** A height of which no accuracy is known, standard deviation, m. */
const HEIGHT_M = 30;
/** The same of a vertical rate, and of one in level flight, m/s. */
const RATE_MPS = 1;
const LEVEL_RATE_MPS = 0.3;
/** An error of a rate leads away for so long: a climb ends at a level. */
const RATE_FOR_S = 60;
const LINE95 = 1.96;
/** Nothing turns harder than this for long: 12°/s. */
const HARDEST_RADPS = 0.21;

const [EAST, NORTH, V_EAST, V_NORTH, UP, RATE] = [0, 1, 2, 3, 4, 5] as const;
const [TURN_BY, AGAIN_BY, CLIMB_BY] = [6, 7, 8] as const;
const [TURNS, TURN_IN, TURN_FOR, AGAIN_IN, AGAIN_FOR, CLIMB_IN, CLIMB_FOR] = [9, 10, 11, 12, 13, 14, 15] as const;
const NORMAL = 9;
const UNIFORM = 1;
const DIMENSIONS = 16;

/**
 * Where an aircraft may be in each of its futures: metres off the straight line on which prediction carries it, future
 * by future, a row of samples each.
 */
export type Fan = { readonly east_m: Float64Array; readonly north_m: Float64Array; readonly up_m: Float64Array };

export const emptyFan = (): Fan => ({
  east_m: new Float64Array(FUTURES * STEPS),
  north_m: new Float64Array(FUTURES * STEPS),
  up_m: new Float64Array(FUTURES * STEPS),
});

/** Where in a fan the row of a future begins. */
export const rowOf = (future: number): number => future * STEPS;

/** One turn of a future: from then to then, at that rate, rad/s, to the right positive. */
type Turn = { from_s: number; to_s: number; rate_radps: number };
const turns: readonly [Turn, Turn] = [
  { from_s: 0, to_s: 0, rate_radps: 0 },
  { from_s: 0, to_s: 0, rate_radps: 0 },
];

const samples = [0, 1].map((side) => deviates(side, NORMAL, UNIFORM, DIMENSIONS));

/**
 * What an aircraft may do in the time to come if nobody advises it, by the very model by which it is tracked: straight
 * legs, turns of about 20 s at what a bank of 20° gives, level legs and climbs. An aircraft that has held its track or
 * its height for long is taken to hold it about as long again, where that is more than the model's mean (a hazard that
 * falls as evidence grows: Lomax, JASA 49, 1954). Beside it, the errors of place, velocity, height and rate.
 *
 * @param side two aircraft of a pair take different samples
 * @param ahead_s how far, at most {@link MOST_AHEAD_S}
 */
export function writeFan(
  fan: Fan,
  side: 0 | 1,
  table: TrackTable,
  slot: number,
  now_ms: number,
  ahead_s: number,
): void {
  const age_s = Math.max(0, (now_ms - table.seen_ms[slot]!) / 1000);
  const vx = table.east_mps[slot]!;
  const vy = table.north_mps[slot]!;
  const rate_mps = predictedRate_mps(table, slot);
  const east_sd = Math.sqrt(table.cov_ee_m2[slot]!);
  const north_sd = Math.sqrt(table.cov_nn_m2[slot]!);
  const velocity_sd = table.velocity_accuracy_mps[slot]! / RADIUS95;
  const up_sd = known(table.vertical_accuracy_m[slot]! / LINE95, HEIGHT_M);
  const level = rate_mps === 0;
  const rate_sd = level ? LEVEL_RATE_MPS : known(table.vertical_rate_accuracy_mps[slot]! / LINE95, RATE_MPS);
  const steady = steadyFor(table, slot);
  const level_s = Math.max(LEVEL_S, steady.level_s);
  const steps = Math.min(STEPS, Math.ceil(ahead_s / STEP_S) + 1);
  const from = samples[side]!;
  const { east_m, north_m, up_m } = fan;
  for (let i = 0; i < FUTURES; i++) {
    const at = i * DIMENSIONS;
    planTurns(table, slot, from, at, age_s, steady.straight_s);
    const row = rowOf(i);
    writeTurns(fan, row, steps, vx, vy, age_s);
    const change_s = (level ? level_s : CLIMB_S) * from[at + CLIMB_IN]! - age_s;
    const change_for_s = level ? CLIMB_S * from[at + CLIMB_FOR]! : Number.POSITIVE_INFINITY;
    const change_mps = level ? NEW_CLIMB_MPS * from[at + CLIMB_BY]! : -rate_mps;
    const [east0, north0, up0] = [east_sd * from[at + EAST]!, north_sd * from[at + NORTH]!, up_sd * from[at + UP]!];
    const [v_east, v_north] = [velocity_sd * from[at + V_EAST]!, velocity_sd * from[at + V_NORTH]!];
    const v_up = rate_sd * from[at + RATE]!;
    for (let k = 0; k < steps; k++) {
      const t = k * STEP_S;
      const since_s = t + age_s;
      const changed_s = Math.min(change_for_s, Math.max(0, t - change_s));
      east_m[row + k] = east_m[row + k]! + east0 + v_east * since_s;
      north_m[row + k] = north_m[row + k]! + north0 + v_north * since_s;
      up_m[row + k] = up0 + v_up * Math.min(since_s, RATE_FOR_S) + change_mps * changed_s;
    }
  }
}

function planTurns(
  table: TrackTable,
  slot: number,
  from: Float64Array,
  at: number,
  age_s: number,
  held_s: number,
): void {
  const vx = table.east_mps[slot]!;
  const vy = table.north_mps[slot]!;
  const speed_mps = Math.max(SLOW_MPS, Math.sqrt(vx * vx + vy * vy));
  const rate_radps = known(table.turn_rate_degps[slot]! * RAD_PER_DEG, 0);
  const turning = rate_radps !== 0 && from[at + TURNS]! < known(table.turning[slot]!, 0);
  const [first, again] = turns;
  first.from_s = turning ? -age_s : Math.max(STRAIGHT_S, held_s) * from[at + TURN_IN]! - age_s;
  first.to_s = first.from_s + TURNING_S * from[at + TURN_FOR]!;
  first.rate_radps = bounded(turning ? rate_radps : (LATERAL_MPS2 * from[at + TURN_BY]!) / speed_mps);
  again.from_s = first.to_s + STRAIGHT_S * from[at + AGAIN_IN]!;
  again.to_s = again.from_s + TURNING_S * from[at + AGAIN_FOR]!;
  again.rate_radps = bounded((LATERAL_MPS2 * from[at + AGAIN_BY]!) / speed_mps);
}

/** How far the planned turns lead off the straight line, into the row. */
function writeTurns(fan: Fan, row: number, steps: number, vx: number, vy: number, age_s: number): void {
  const { east_m, north_m } = fan;
  const from_s = turns[0].from_s;
  const first = Math.max(0, Math.min(steps, Math.floor(from_s / STEP_S) + 1));
  east_m.fill(0, row, row + first);
  north_m.fill(0, row, row + first);
  let east = 0;
  let north = 0;
  let c0 = 1;
  let s0 = 0;
  let angle = 0;
  let t = Math.max(from_s, -age_s);
  let step_rad = 0;
  let step_c = 1;
  let step_s = 0;
  for (let k = first; k < steps; k++) {
    const to = k * STEP_S;
    const turned = turnedBy(to);
    const by = turned - angle;
    let c1 = c0;
    let s1 = s0;
    if (by !== 0) {
      // Most steps of a turn turn by the same angle: its cosine and sine are kept.
      if (Math.abs(by - step_rad) > 1e-12) {
        step_rad = by;
        step_c = cos(by);
        step_s = sin(by);
      }
      c1 = c0 * step_c - s0 * step_s;
      s1 = s0 * step_c + c0 * step_s;
      angle = turned;
    }
    // The mean of the velocities at both ends of the step: over a chord of 30° 1 % too short, which is little here.
    const half_s = (to - t) / 2;
    east += (vx * (c0 + c1 - 2) + vy * (s0 + s1)) * half_s;
    north += (vy * (c0 + c1 - 2) - vx * (s0 + s1)) * half_s;
    c0 = c1;
    s0 = s1;
    t = to;
    east_m[row + k] = east;
    north_m[row + k] = north;
  }
}

function turnedBy(t: number): number {
  const [first, again] = turns;
  const angle = first.rate_radps * (Math.min(t, first.to_s) - first.from_s);
  return t > again.from_s ? angle + again.rate_radps * (Math.min(t, again.to_s) - again.from_s) : angle;
}

const bounded = (rate_radps: number): number => Math.max(-HARDEST_RADPS, Math.min(HARDEST_RADPS, rate_radps));
const known = (x: number, otherwise: number): number => (!Number.isNaN(x) ? x : otherwise);
