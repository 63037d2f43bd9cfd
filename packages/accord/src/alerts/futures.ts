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

/** An error of velocity is at most so many deviations: in no sample is either axis off by more than three. */
const MOST_DEVIATES = 5;

const samples = [0, 1].map((side) => deviates(side, NORMAL, UNIFORM, DIMENSIONS));

/** What is kept of a future under way: its two turns, each from then to then, s, at that rate, rad/s, to the right; */
const [FIRST_FROM, FIRST_TO, FIRST_RATE, AGAIN_FROM, AGAIN_TO, AGAIN_RATE] = [0, 1, 2, 3, 4, 5] as const;
/** how far the turns have led off so far, m, through which angle, rad, until when, s, */
const [OFF_EAST, OFF_NORTH, COS, SIN, ANGLE, UNTIL] = [6, 7, 8, 9, 10, 11] as const;
/** and the last angle turned in a step. */
const [STEP_RAD, STEP_COS, STEP_SIN] = [12, 13, 14] as const;
const KEPT = 15;
/** What futures are flown from: how old the last report is, s, velocity, m/s, rate of turn, how probable it is, */
const [AGE, VX, VY, TURN_RATE, TURNING] = [0, 1, 2, 3, 4] as const;
/** how long it has flown straight and level, s, its vertical rate, m/s, and the deviations of all that. */
const [STRAIGHT, LEVEL, VERTICAL_RATE, EAST_SD, NORTH_SD, VELOCITY_SD, UP_SD, RATE_SD] = [
  5, 6, 7, 8, 9, 10, 11, 12,
] as const;
/** So many figures. */
export const FROM = 13;
/** A future is flown on by so many samples at a time: most futures that breach do so early, and need no more. */
const SAMPLES = 4;

/** The angle last turned in each step, by whichever future: who turns now does so in nearly all of its futures. */
const turned_rad = new Float64Array(STEPS);
const turned_cos = new Float64Array(STEPS).fill(1);
const turned_sin = new Float64Array(STEPS);

/** Where in a fan the row of a future begins. */
export const rowOf = (future: number): number => future * STEPS;

/** Writes what the futures of the aircraft in `slot` are flown from. */
export function writeFrom(table: TrackTable, slot: number, now_ms: number, out: Float64Array): void {
  const rate_mps = predictedRate_mps(table, slot);
  const steady = steadyFor(table, slot);
  out[AGE] = Math.max(0, (now_ms - table.seen_ms[slot]!) / 1000);
  out[VX] = table.east_mps[slot]!;
  out[VY] = table.north_mps[slot]!;
  out[TURN_RATE] = known(table.turn_rate_degps[slot]! * RAD_PER_DEG, 0);
  out[TURNING] = known(table.turning[slot]!, 0);
  out[STRAIGHT] = Math.max(STRAIGHT_S, steady.straight_s);
  out[LEVEL] = Math.max(LEVEL_S, steady.level_s);
  out[VERTICAL_RATE] = rate_mps;
  out[EAST_SD] = Math.sqrt(table.cov_ee_m2[slot]!);
  out[NORTH_SD] = Math.sqrt(table.cov_nn_m2[slot]!);
  out[VELOCITY_SD] = table.velocity_accuracy_mps[slot]! / RADIUS95;
  out[UP_SD] = known(table.vertical_accuracy_m[slot]! / LINE95, HEIGHT_M);
  out[RATE_SD] = rate_mps === 0 ? LEVEL_RATE_MPS : known(table.vertical_rate_accuracy_mps[slot]! / LINE95, RATE_MPS);
}

/**
 * What an aircraft may do in the time to come if nobody advises it, by the very model by which it is tracked: straight
 * legs, turns of about 20 s at what a bank of 20° gives, level legs and climbs. An aircraft that has held its track or
 * its height for long is taken to hold it about as long again, where that is more than the model's mean (a hazard that
 * falls as evidence grows: Lomax, JASA 49, 1954). Beside it, the errors of place, velocity, height and rate.
 *
 * Held as metres off the straight line on which prediction carries it, future by future, a row of samples each, flown
 * as far as somebody has asked.
 */
export class Fan {
  readonly east_m = new Float64Array(FUTURES * STEPS);
  readonly north_m = new Float64Array(FUTURES * STEPS);
  readonly up_m = new Float64Array(FUTURES * STEPS);
  readonly #deviates: Float64Array;
  /** Samples flown of each future. */
  readonly #flown = new Int32Array(FUTURES);
  readonly #kept = new Float64Array(FUTURES * KEPT);
  /** What they are flown from; NaN before anything was begun. */
  readonly #from = new Float64Array(FROM).fill(Number.NaN);

  /** @param side two aircraft of a pair take different samples */
  constructor(side: 0 | 1) {
    this.#deviates = samples[side]!;
  }

  /** Are these the futures of what is written in `from`? */
  isOf(from: Float64Array): boolean {
    for (let k = 0; k < FROM; k++) if (this.#from[k] !== from[k]) return false;
    return true;
  }

  /** Begins anew. @param from as {@link writeFrom} writes it */
  begin(from: Float64Array): void {
    this.#from.set(from);
    this.#flown.fill(0);
  }

  /** No future moves faster over ground than this, errors of velocity included, m/s. */
  get fastest_mps(): number {
    const from = this.#from;
    return Math.sqrt(from[VX]! * from[VX]! + from[VY]! * from[VY]!) + from[VELOCITY_SD]! * MOST_DEVIATES;
  }

  /**
   * Flies a future to the sample `step` at least, and none beyond the sample `last`. Returns up to which sample (not
   * included) it is flown now.
   */
  flyOn(future: number, step: number, last: number): number {
    const from = this.#flown[future]!;
    if (step < from) return from;
    const to = Math.max(step, Math.min(last, from + SAMPLES - 1)) + 1;
    if (from === 0) this.#plan(future);
    this.#writeTurns(future, from, to);
    this.#writeHeights(future, from, to);
    this.#flown[future] = to;
    return to;
  }

  #plan(future: number): void {
    const from = this.#deviates;
    const at = future * DIMENSIONS;
    const vx = this.#from[VX]!;
    const vy = this.#from[VY]!;
    const age_s = this.#from[AGE]!;
    const rate_radps = this.#from[TURN_RATE]!;
    const speed_mps = Math.max(SLOW_MPS, Math.sqrt(vx * vx + vy * vy));
    const turning = rate_radps !== 0 && from[at + TURNS]! < this.#from[TURNING]!;
    const first_s = turning ? -age_s : this.#from[STRAIGHT]! * from[at + TURN_IN]! - age_s;
    const straight_s = first_s + TURNING_S * from[at + TURN_FOR]!;
    const again_s = straight_s + STRAIGHT_S * from[at + AGAIN_IN]!;
    const kept = this.#kept;
    const p = future * KEPT;
    kept[p + FIRST_FROM] = first_s;
    kept[p + FIRST_TO] = straight_s;
    kept[p + FIRST_RATE] = bounded(turning ? rate_radps : (LATERAL_MPS2 * from[at + TURN_BY]!) / speed_mps);
    kept[p + AGAIN_FROM] = again_s;
    kept[p + AGAIN_TO] = again_s + TURNING_S * from[at + AGAIN_FOR]!;
    kept[p + AGAIN_RATE] = bounded((LATERAL_MPS2 * from[at + AGAIN_BY]!) / speed_mps);
    kept[p + OFF_EAST] = 0;
    kept[p + OFF_NORTH] = 0;
    kept[p + COS] = 1;
    kept[p + SIN] = 0;
    kept[p + ANGLE] = 0;
    kept[p + UNTIL] = Math.max(first_s, -age_s);
    kept[p + STEP_RAD] = 0;
    kept[p + STEP_COS] = 1;
    kept[p + STEP_SIN] = 0;
  }

  /** How far the planned turns lead off the straight line, and the errors of place and velocity. */
  #writeTurns(future: number, from: number, to: number): void {
    const { east_m, north_m } = this;
    const kept = this.#kept;
    const row = rowOf(future);
    const at = future * DIMENSIONS;
    const p = future * KEPT;
    const vx = this.#from[VX]!;
    const vy = this.#from[VY]!;
    const age_s = this.#from[AGE]!;
    const east0_m = this.#from[EAST_SD]! * this.#deviates[at + EAST]!;
    const north0_m = this.#from[NORTH_SD]! * this.#deviates[at + NORTH]!;
    const v_east_mps = this.#from[VELOCITY_SD]! * this.#deviates[at + V_EAST]!;
    const v_north_mps = this.#from[VELOCITY_SD]! * this.#deviates[at + V_NORTH]!;
    const from_s = kept[p + FIRST_FROM]!;
    const to_s = kept[p + FIRST_TO]!;
    const rate_radps = kept[p + FIRST_RATE]!;
    const again_from_s = kept[p + AGAIN_FROM]!;
    const again_to_s = kept[p + AGAIN_TO]!;
    const again_radps = kept[p + AGAIN_RATE]!;
    const straight = Math.max(from, Math.min(to, Math.floor(from_s / STEP_S) + 1));
    for (let k = from; k < straight; k++) {
      const since_s = k * STEP_S + age_s;
      east_m[row + k] = east0_m + v_east_mps * since_s;
      north_m[row + k] = north0_m + v_north_mps * since_s;
    }
    if (straight === to) return;
    let east = kept[p + OFF_EAST]!;
    let north = kept[p + OFF_NORTH]!;
    let c0 = kept[p + COS]!;
    let s0 = kept[p + SIN]!;
    let angle = kept[p + ANGLE]!;
    let t = kept[p + UNTIL]!;
    let step_rad = kept[p + STEP_RAD]!;
    let step_c = kept[p + STEP_COS]!;
    let step_s = kept[p + STEP_SIN]!;
    for (let k = straight; k < to; k++) {
      const then = k * STEP_S;
      let turned = rate_radps * (Math.min(then, to_s) - from_s);
      if (then > again_from_s) turned += again_radps * (Math.min(then, again_to_s) - again_from_s);
      const by = turned - angle;
      let c1 = c0;
      let s1 = s0;
      if (by !== 0) {
        // Most steps of a turn turn by the same angle: its cosine and sine are kept.
        if (Math.abs(by - step_rad) > 1e-12) {
          if (turned_rad[k] !== by) {
            turned_rad[k] = by;
            turned_cos[k] = cos(by);
            turned_sin[k] = sin(by);
          }
          step_rad = by;
          step_c = turned_cos[k]!;
          step_s = turned_sin[k]!;
        }
        c1 = c0 * step_c - s0 * step_s;
        s1 = s0 * step_c + c0 * step_s;
        angle = turned;
      }
      // The mean of the velocities at both ends of the step: over a chord of 30° 1 % too short, which is little here.
      const half_s = (then - t) * 0.5;
      east += (vx * (c0 + c1 - 2) + vy * (s0 + s1)) * half_s;
      north += (vy * (c0 + c1 - 2) - vx * (s0 + s1)) * half_s;
      c0 = c1;
      s0 = s1;
      t = then;
      const since_s = then + age_s;
      east_m[row + k] = east + east0_m + v_east_mps * since_s;
      north_m[row + k] = north + north0_m + v_north_mps * since_s;
    }
    kept[p + OFF_EAST] = east;
    kept[p + OFF_NORTH] = north;
    kept[p + COS] = c0;
    kept[p + SIN] = s0;
    kept[p + ANGLE] = angle;
    kept[p + UNTIL] = t;
    kept[p + STEP_RAD] = step_rad;
    kept[p + STEP_COS] = step_c;
    kept[p + STEP_SIN] = step_s;
  }

  #writeHeights(future: number, from: number, to: number): void {
    const { up_m } = this;
    const row = rowOf(future);
    const at = future * DIMENSIONS;
    const age_s = this.#from[AGE]!;
    const deviate = this.#deviates;
    const up0_m = this.#from[UP_SD]! * deviate[at + UP]!;
    const v_up_mps = this.#from[RATE_SD]! * deviate[at + RATE]!;
    const level = this.#from[VERTICAL_RATE]! === 0;
    const change_s = (level ? this.#from[LEVEL]! : CLIMB_S) * deviate[at + CLIMB_IN]! - age_s;
    const change_for_s = level ? CLIMB_S * deviate[at + CLIMB_FOR]! : Number.POSITIVE_INFINITY;
    const change_mps = level ? NEW_CLIMB_MPS * deviate[at + CLIMB_BY]! : -this.#from[VERTICAL_RATE]!;
    for (let k = from; k < to; k++) {
      const t = k * STEP_S;
      const changed_s = Math.min(change_for_s, Math.max(0, t - change_s));
      up_m[row + k] = up0_m + v_up_mps * Math.min(t + age_s, RATE_FOR_S) + change_mps * changed_s;
    }
  }
}

const bounded = (rate_radps: number): number => Math.max(-HARDEST_RADPS, Math.min(HARDEST_RADPS, rate_radps));
const known = (x: number, otherwise: number): number => (!Number.isNaN(x) ? x : otherwise);
