import { cos, sin } from '../math.ts';
import type { Estimate } from './estimate.ts';
import { type AdviceParameters, TURN_ENDS } from './parameters.ts';
import { MOST_WAYS, SAMPLES } from './samples.ts';
import { Spread } from './spread.ts';

/** The most ways held possible in height. */
export const MOST_CLIMBS = 10;
/** What a way is flown by: place and velocity at the start, when it turns, half a second's turn, growth of speed. */
const [FROM_X, FROM_Y, FROM_VX, FROM_VY, ONSET, END, HALF_COS, HALF_SIN, GROWN] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const PLAN = 9;
/** A change of speed goes on for so long, s. */
const GROWS_S = 8;
/** Joint ways less probable than this are left out. */
const LEAST_WEIGHT = 0.003;

/** What an aircraft may do: from its present estimate, what it will ordinarily do and how hard. */
export type Agility = {
  /** Rate of an ordinary turn, rad/s, and the quickest. */
  readonly turn_radps: number;
  /** An ordinary vertical speed, m/s, and vertical acceleration, m/s2. */
  readonly climb_mps: number;
  readonly climb_mps2: number;
};

/** To which side the other has been told to go: turn 1 right, climb 1 up. */
export type Sense = { readonly turn: -1 | 0 | 1; readonly climb: -1 | 0 | 1 };

/** What was told is done this often, about so many seconds from now. */
const OBEYED = 0.7;
const OBEYED_AFTER_S = 5;
/** An ordinary turn that is asked for ends after this angle, rad. */
const ASKED_TURN_RAD = 0.5;

/**
 * The ways in which another aircraft may go on from here, each with its weight, as sampled paths: it goes on, its turn
 * goes on or ends, it begins to turn to either side now or later; in height it goes on, levels off, climbs or
 * descends. Changes come at the hazards of the parameters. Joint ways pair one along the ground with one in height.
 */
export class Fan {
  ways = 0;
  climbs = 0;
  /** Samples are so far apart, s. */
  sample_s = 2;
  readonly weights: Float64Array = new Float64Array(MOST_WAYS);
  readonly climbWeights: Float64Array = new Float64Array(MOST_CLIMBS);
  readonly x: Float64Array = new Float64Array(MOST_WAYS * SAMPLES);
  readonly y: Float64Array = new Float64Array(MOST_WAYS * SAMPLES);
  /** NaN where the height is not known. */
  readonly z: Float64Array = new Float64Array(MOST_CLIMBS * SAMPLES);
  /** How well place, and height, are known at each sample: those of one account, then of the other. */
  readonly spread: Spread = new Spread();
  readonly heightSpread: Spread = new Spread();
  /** Where in these the figures of a way, and of a vertical speed, begin. */
  readonly spreadOf: Int32Array = new Int32Array(MOST_WAYS);
  readonly heightSpreadOf: Int32Array = new Int32Array(MOST_CLIMBS);
  /** No piece of a way, and of the heights of a vertical speed, is longer than this, m. */
  readonly step_m: Float64Array = new Float64Array(MOST_WAYS);
  readonly heightStep_m: Float64Array = new Float64Array(MOST_CLIMBS);
  /** What each way is flown by: it is flown when it is asked for. */
  private readonly plans = new Float64Array(MOST_WAYS * PLAN);
  private readonly isFlown = new Uint8Array(MOST_WAYS);
  /** Joint ways: the one along the ground, the one in height, the weight of both; these add up to 1. */
  joint = 0;
  readonly jointWay: Int32Array = new Int32Array(MOST_WAYS * MOST_CLIMBS);
  readonly jointClimb: Int32Array = new Int32Array(MOST_WAYS * MOST_CLIMBS);
  readonly jointWeight: Float64Array = new Float64Array(MOST_WAYS * MOST_CLIMBS);

  /** @param answer to which side the other is known to be going to turn and climb; null: not known */
  set(estimate: Estimate, agility: Agility, answer: Sense | null, parameters: AdviceParameters): void {
    this.ways = 0;
    this.climbs = 0;
    this.isFlown.fill(0);
    this.spread.clear();
    this.heightSpread.clear();
    this.sample_s = parameters.sample_s;
    this.setWays(estimate, agility, answer?.turn ?? 0, parameters);
    this.setClimbs(estimate, agility, answer?.climb ?? 0, parameters);
    this.setJoint();
  }

  private setWays(estimate: Estimate, agility: Agility, turn: number, parameters: AdviceParameters): void {
    const { turning } = estimate;
    const { turn_begins_per_s, turn_ends_per_s } = parameters;
    const { turn_radps } = agility;
    const free = turn === 0 ? 1 : 1 - OBEYED;
    if (turn !== 0) {
      const end_s = OBEYED_AFTER_S + Math.round(ASKED_TURN_RAD / Math.max(0.01, turn_radps));
      this.addWay(OBEYED, estimate, 0, parameters, OBEYED_AFTER_S, end_s, turn * turn_radps, 0);
    }
    const straight = free * (1 - turning);
    // Turns that begin within 10 s, as if at 5 s; within the 20 s after those, as if at 20 s.
    const soon = straight * turn_begins_per_s * 5;
    const later = straight * turn_begins_per_s * 10;
    this.addWay(straight - 2 * soon - 2 * later, estimate, 0, parameters, 0, 0, 0, 0);
    this.addWay(soon, estimate, 0, parameters, 3, 40, turn_radps, 0);
    this.addWay(soon, estimate, 0, parameters, 3, 40, -turn_radps, 0);
    this.addWay(later, estimate, 0, parameters, 18, 58, turn_radps, 0);
    this.addWay(later, estimate, 0, parameters, 18, 58, -turn_radps, 0);
    if (turning < LEAST_WEIGHT) return;
    // A turn whose rate is known within sigma (three points of Gauss and Hermite), ending early, about when it may, or
    // late: a third each of the waiting time that a hazard makes.
    const mean_s = 1 / turn_ends_per_s;
    const most = 2.5 * turn_radps;
    for (let k = -1; k <= 1; k += 1) {
      const rate = estimate.turn_radps + k * 1.7320508 * estimate.turn_sigma_radps;
      const share = (k === 0 ? 2 / 3 : 1 / 6) * turning * free;
      const bounded = Math.max(-most, Math.min(most, rate));
      const accel = estimate.accel_mps2;
      if (k !== 0) {
        this.addWay(share, estimate, 1, parameters, 0, Math.round(mean_s * 0.7), bounded, accel);
        continue;
      }
      for (const part of TURN_ENDS) {
        this.addWay(share / 3, estimate, 1, parameters, 0, Math.round(mean_s * part), bounded, accel);
      }
    }
  }

  /** A way that turns from onset_s to end_s (whole seconds) at turn_radps, clockwise positive; by an account. */
  private addWay(
    weight: number,
    estimate: Estimate,
    account: 0 | 1,
    { wander_mps2, sample_s }: AdviceParameters,
    onset_s: number,
    end_s: number,
    turn_radps: number,
    accel_mps2: number,
  ): void {
    if (!(weight > LEAST_WEIGHT / 2) || this.ways === MOST_WAYS) return;
    const from = account === 0 ? estimate.steady : estimate.manoeuvring;
    const { plans, spread } = this;
    const way = this.ways;
    this.weights[way] = weight;
    this.ways += 1;
    const speed = Math.sqrt(from.vx_mps * from.vx_mps + from.vy_mps * from.vy_mps);
    const grows = speed > 1 ? accel_mps2 / speed : 0;
    const p = way * PLAN;
    plans[p + FROM_X] = from.x_m;
    plans[p + FROM_Y] = from.y_m;
    plans[p + FROM_VX] = from.vx_mps;
    plans[p + FROM_VY] = from.vy_mps;
    plans[p + ONSET] = onset_s;
    plans[p + END] = end_s;
    // Half a second's turn, and a second's: the way of a second leads along the heading of its middle.
    plans[p + HALF_COS] = cos(turn_radps / 2);
    plans[p + HALF_SIN] = sin(turn_radps / 2);
    plans[p + GROWN] = 1 + grows;
    let most_mps = speed;
    for (let t = 0; grows > 0 && t < GROWS_S; t += 1) most_mps *= 1 + grows;
    this.step_m[way] = most_mps * sample_s;
    const { position_m2, position_velocity_m2ps, velocity_m2ps2 } = from;
    const at = spread.set(account, position_m2, position_velocity_m2ps, velocity_m2ps2, wander_mps2, sample_s);
    this.spreadOf[way] = at;
  }

  /** Flies a way, if it was not yet since it was set. */
  fly(way: number): void {
    if (this.isFlown[way] === 1) return;
    this.isFlown[way] = 1;
    const { x, y, plans, sample_s } = this;
    const p = way * PLAN;
    const onset_s = plans[p + ONSET] as number;
    const end_s = plans[p + END] as number;
    const hc = plans[p + HALF_COS] as number;
    const hs = plans[p + HALF_SIN] as number;
    let px = plans[p + FROM_X] as number;
    let py = plans[p + FROM_Y] as number;
    let vx = plans[p + FROM_VX] as number;
    let vy = plans[p + FROM_VY] as number;
    const at = way * SAMPLES;
    // Straight until the onset, then second by second through the turn, then straight on.
    let k = 0;
    for (; k < SAMPLES && k * sample_s <= onset_s; k += 1) {
      x[at + k] = px + vx * (k * sample_s);
      y[at + k] = py + vy * (k * sample_s);
    }
    px += vx * onset_s;
    py += vy * onset_s;
    for (let t = onset_s; t < end_s && k < SAMPLES; t += 1) {
      const mx = hc * vx + hs * vy;
      const my = hc * vy - hs * vx;
      px += mx;
      py += my;
      const grown = t < GROWS_S ? (plans[p + GROWN] as number) : 1;
      vx = (hc * mx + hs * my) * grown;
      vy = (hc * my - hs * mx) * grown;
      if (t + 1 < k * sample_s) continue;
      x[at + k] = px;
      y[at + k] = py;
      k += 1;
    }
    for (; k < SAMPLES; k += 1) {
      const since_s = k * sample_s - Math.max(onset_s, end_s);
      x[at + k] = px + vx * since_s;
      y[at + k] = py + vy * since_s;
    }
  }

  private setClimbs(estimate: Estimate, agility: Agility, climb: number, parameters: AdviceParameters): void {
    const { steady, climbing } = estimate;
    const { climb_begins_per_s } = parameters;
    const { climb_mps, climb_mps2 } = agility;
    if (Number.isNaN(steady.z_m)) {
      this.addClimb(1, estimate, 0, parameters, 0, 0, climb_mps2);
      return;
    }
    const vz = steady.vz_mps;
    const free = climb === 0 ? 1 : 1 - OBEYED;
    if (climb !== 0) {
      const asked = climb * Math.max(climb_mps, climb * vz);
      this.addClimb(OBEYED, estimate, 0, parameters, OBEYED_AFTER_S, asked, climb_mps2);
    }
    const even = free * (1 - climbing);
    const soon = even * climb_begins_per_s * 4;
    const later = even * climb_begins_per_s * 6;
    const levels = Math.abs(vz) > 1;
    this.addClimb(even - 2 * soon - 2 * later - (levels ? 2 * soon : 0), estimate, 0, parameters, 0, vz, climb_mps2);
    if (levels) this.addClimb(2 * soon, estimate, 0, parameters, 6, 0, climb_mps2);
    this.addClimb(soon, estimate, 0, parameters, 2, climb_mps, climb_mps2);
    this.addClimb(soon, estimate, 0, parameters, 2, -climb_mps, climb_mps2);
    this.addClimb(later, estimate, 0, parameters, 14, climb_mps, climb_mps2);
    this.addClimb(later, estimate, 0, parameters, 14, -climb_mps, climb_mps2);
    if (climbing < LEAST_WEIGHT) return;
    const a = estimate.climb_mps2;
    const now = estimate.manoeuvring.vz_mps;
    const rate = Math.max(0.3, Math.abs(a));
    this.addClimb(free * climbing * 0.4, estimate, 1, parameters, 0, now + a * 0.5, rate);
    this.addClimb(free * climbing * 0.4, estimate, 1, parameters, 0, now + a * 1.5, rate);
    this.addClimb(free * climbing * 0.2, estimate, 1, parameters, 0, now + a * 3.5, rate);
  }

  /** A change to vz_mps from onset_s on, at accel_mps2; by an account. */
  private addClimb(
    weight: number,
    estimate: Estimate,
    account: 0 | 1,
    { vertical_wander_mps2, sample_s }: AdviceParameters,
    onset_s: number,
    vz_mps: number,
    accel_mps2: number,
  ): void {
    if (!(weight > LEAST_WEIGHT / 2) || this.climbs === MOST_CLIMBS) return;
    const from = account === 0 ? estimate.steady : estimate.manoeuvring;
    const climb = this.climbs;
    this.climbWeights[climb] = weight;
    this.climbs += 1;
    writeHeights(this.z, climb * SAMPLES, from.z_m, from.vz_mps, onset_s, vz_mps, accel_mps2, sample_s);
    this.heightStep_m[climb] = Math.max(Math.abs(from.vz_mps), Math.abs(vz_mps)) * sample_s;
    const { height_m2, height_climb_m2ps, climb_m2ps2 } = from;
    const { heightSpread } = this;
    const at = heightSpread.set(account, height_m2, height_climb_m2ps, climb_m2ps2, vertical_wander_mps2, sample_s);
    this.heightSpreadOf[climb] = at;
  }

  private setJoint(): void {
    let sum = 0;
    let joint = 0;
    for (let h = 0; h < this.ways; h += 1) {
      for (let v = 0; v < this.climbs; v += 1) {
        const weight = (this.weights[h] as number) * (this.climbWeights[v] as number);
        if (weight < LEAST_WEIGHT) continue;
        this.jointWay[joint] = h;
        this.jointClimb[joint] = v;
        this.jointWeight[joint] = weight;
        sum += weight;
        joint += 1;
      }
    }
    this.joint = joint;
    for (let k = 0; k < joint; k += 1) this.jointWeight[k] = (this.jointWeight[k] as number) / sum;
  }
}

/** Heights at the samples, exactly: even until onset_s, then vz_mps is taken up at accel_mps2 and kept. */
export function writeHeights(
  z: Float64Array,
  at: number,
  z_m: number,
  from_mps: number,
  onset_s: number,
  vz_mps: number,
  accel_mps2: number,
  sample_s: number,
): void {
  const change = vz_mps - from_mps;
  const takes_s = accel_mps2 > 0 ? Math.abs(change) / accel_mps2 : 0;
  const slope = change < 0 ? -accel_mps2 : accel_mps2;
  for (let i = 0; i < SAMPLES; i += 1) {
    const t = i * sample_s;
    const since = t > onset_s ? t - onset_s : 0;
    const changing = since < takes_s ? since : takes_s;
    z[at + i] = z_m + from_mps * t + (slope * changing * changing) / 2 + change * (since - changing);
  }
}
