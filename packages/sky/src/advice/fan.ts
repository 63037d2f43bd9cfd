import { cos, sin } from '../math.ts';
import type { Account, Estimate } from './estimate.ts';
import { type AdviceParameters, TURN_ENDS } from './parameters.ts';
import { PIECES, SAMPLES } from './samples.ts';

/** The most ways held possible, along the ground and in height. */
const MOST_WAYS = 16;
const MOST_CLIMBS = 10;
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
  /** One over the deviation of place, and of height, at each sample, 1/m. */
  readonly perSigma: Float64Array = new Float64Array(MOST_WAYS * SAMPLES);
  /** The least of these of each way. */
  readonly leastPerSigma: Float64Array = new Float64Array(MOST_WAYS);
  readonly perHeightSigma: Float64Array = new Float64Array(MOST_CLIMBS * SAMPLES);
  /** From which account the last way, and the last vertical speed, of this fan were taken. */
  private lastAccount: Account | null = null;
  private lastClimbAccount: Account | null = null;
  /** Joint ways: the one along the ground, the one in height, the weight of both; these add up to 1. */
  joint = 0;
  readonly jointWay: Int32Array = new Int32Array(MOST_WAYS * MOST_CLIMBS);
  readonly jointClimb: Int32Array = new Int32Array(MOST_WAYS * MOST_CLIMBS);
  readonly jointWeight: Float64Array = new Float64Array(MOST_WAYS * MOST_CLIMBS);

  /** @param answer to which side the other is known to be going to turn and climb; null: not known */
  set(estimate: Estimate, agility: Agility, answer: Sense | null, parameters: AdviceParameters): void {
    this.ways = 0;
    this.climbs = 0;
    this.lastAccount = null;
    this.lastClimbAccount = null;
    this.sample_s = parameters.sample_s;
    this.setWays(estimate, agility, answer?.turn ?? 0, parameters);
    this.setClimbs(estimate, agility, answer?.climb ?? 0, parameters);
    this.setJoint();
  }

  private setWays(estimate: Estimate, agility: Agility, turn: number, parameters: AdviceParameters): void {
    const { steady, manoeuvring, turning } = estimate;
    const { turn_begins_per_s, turn_ends_per_s, wander_mps2 } = parameters;
    const { turn_radps } = agility;
    const free = turn === 0 ? 1 : 1 - OBEYED;
    if (turn !== 0) {
      const end_s = OBEYED_AFTER_S + Math.round(ASKED_TURN_RAD / Math.max(0.01, turn_radps));
      this.addWay(OBEYED, steady, wander_mps2, OBEYED_AFTER_S, end_s, turn * turn_radps, 0);
    }
    const straight = free * (1 - turning);
    // Turns that begin within 10 s, as if at 5 s; within the 20 s after those, as if at 20 s.
    const soon = straight * turn_begins_per_s * 5;
    const later = straight * turn_begins_per_s * 10;
    this.addWay(straight - 2 * soon - 2 * later, steady, wander_mps2, 0, 0, 0, 0);
    this.addWay(soon, steady, wander_mps2, 3, 40, turn_radps, 0);
    this.addWay(soon, steady, wander_mps2, 3, 40, -turn_radps, 0);
    this.addWay(later, steady, wander_mps2, 18, 58, turn_radps, 0);
    this.addWay(later, steady, wander_mps2, 18, 58, -turn_radps, 0);
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
        this.addWay(share, manoeuvring, wander_mps2, 0, Math.round(mean_s * 0.7), bounded, accel);
        continue;
      }
      for (const part of TURN_ENDS) {
        this.addWay(share / 3, manoeuvring, wander_mps2, 0, Math.round(mean_s * part), bounded, accel);
      }
    }
  }

  /** A way that turns from onset_s to end_s (whole seconds) at turn_radps, clockwise positive. */
  private addWay(
    weight: number,
    from: Account,
    wander_mps2: number,
    onset_s: number,
    end_s: number,
    turn_radps: number,
    accel_mps2: number,
  ): void {
    if (!(weight > LEAST_WEIGHT / 2) || this.ways === MOST_WAYS) return;
    const { x, y, perSigma, sample_s } = this;
    const at = this.ways * SAMPLES;
    this.weights[this.ways] = weight;
    this.ways += 1;
    // Half a second's turn, and a second's: the way of a second leads along the heading of its middle.
    const hc = cos(turn_radps / 2);
    const hs = sin(turn_radps / 2);
    let px = from.x_m;
    let py = from.y_m;
    let vx = from.vx_mps;
    let vy = from.vy_mps;
    const speed = Math.sqrt(vx * vx + vy * vy);
    const grows = speed > 1 ? accel_mps2 / speed : 0;
    let k = at;
    let due = sample_s;
    x[at] = px;
    y[at] = py;
    for (let t = 0; t < PIECES * sample_s; t += 1) {
      if (t >= onset_s && t < end_s) {
        const mx = hc * vx + hs * vy;
        const my = hc * vy - hs * vx;
        px += mx;
        py += my;
        const grown = 1 + (t < 8 ? grows : 0);
        vx = (hc * mx + hs * my) * grown;
        vy = (hc * my - hs * mx) * grown;
      } else {
        px += vx;
        py += vy;
      }
      due -= 1;
      if (due === 0) {
        due = sample_s;
        k += 1;
        x[k] = px;
        y[k] = py;
      }
    }
    const way = this.ways - 1;
    const { leastPerSigma } = this;
    // Ways from one account are known equally well.
    if (from === this.lastAccount) {
      perSigma.copyWithin(at, at - SAMPLES, at);
      leastPerSigma[way] = leastPerSigma[way - 1] as number;
      return;
    }
    this.lastAccount = from;
    const { position_m2, position_velocity_m2ps, velocity_m2ps2 } = from;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < SAMPLES; i += 1) {
      const t = i * sample_s;
      const w = (wander_mps2 * t * t) / 2;
      const variance = position_m2 + 2 * t * position_velocity_m2ps + t * t * velocity_m2ps2 + w * w;
      const per = 1 / Math.sqrt(Math.max(0.01, variance));
      perSigma[at + i] = per;
      least = Math.min(least, per);
    }
    leastPerSigma[way] = least;
  }

  private setClimbs(estimate: Estimate, agility: Agility, climb: number, parameters: AdviceParameters): void {
    const { steady, manoeuvring, climbing } = estimate;
    const { climb_begins_per_s } = parameters;
    const { climb_mps, climb_mps2 } = agility;
    if (Number.isNaN(steady.z_m)) {
      this.addClimb(1, steady, parameters, 0, 0, climb_mps2);
      return;
    }
    const vz = steady.vz_mps;
    const free = climb === 0 ? 1 : 1 - OBEYED;
    if (climb !== 0) {
      const asked = climb * Math.max(climb_mps, climb * vz);
      this.addClimb(OBEYED, steady, parameters, OBEYED_AFTER_S, asked, climb_mps2);
    }
    const even = free * (1 - climbing);
    const soon = even * climb_begins_per_s * 4;
    const later = even * climb_begins_per_s * 6;
    const levels = Math.abs(vz) > 1;
    this.addClimb(even - 2 * soon - 2 * later - (levels ? 2 * soon : 0), steady, parameters, 0, vz, climb_mps2);
    if (levels) this.addClimb(2 * soon, steady, parameters, 6, 0, climb_mps2);
    this.addClimb(soon, steady, parameters, 2, climb_mps, climb_mps2);
    this.addClimb(soon, steady, parameters, 2, -climb_mps, climb_mps2);
    this.addClimb(later, steady, parameters, 14, climb_mps, climb_mps2);
    this.addClimb(later, steady, parameters, 14, -climb_mps, climb_mps2);
    if (climbing < LEAST_WEIGHT) return;
    const a = estimate.climb_mps2;
    const now = manoeuvring.vz_mps;
    const rate = Math.max(0.3, Math.abs(a));
    this.addClimb(free * climbing * 0.4, manoeuvring, parameters, 0, now + a * 0.5, rate);
    this.addClimb(free * climbing * 0.4, manoeuvring, parameters, 0, now + a * 1.5, rate);
    this.addClimb(free * climbing * 0.2, manoeuvring, parameters, 0, now + a * 3.5, rate);
  }

  /** A change to vz_mps from onset_s on, at accel_mps2. */
  private addClimb(
    weight: number,
    from: Account,
    parameters: AdviceParameters,
    onset_s: number,
    vz_mps: number,
    accel_mps2: number,
  ): void {
    if (!(weight > LEAST_WEIGHT / 2) || this.climbs === MOST_CLIMBS) return;
    const at = this.climbs * SAMPLES;
    this.climbWeights[this.climbs] = weight;
    this.climbs += 1;
    writeHeights(this.z, at, from.z_m, from.vz_mps, onset_s, vz_mps, accel_mps2, parameters.sample_s);
    const { perHeightSigma } = this;
    if (from === this.lastClimbAccount) {
      perHeightSigma.copyWithin(at, at - SAMPLES, at);
      return;
    }
    this.lastClimbAccount = from;
    const { height_m2, height_climb_m2ps, climb_m2ps2 } = from;
    for (let i = 0; i < SAMPLES; i += 1) {
      const t = i * parameters.sample_s;
      const w = (parameters.vertical_wander_mps2 * t * t) / 2;
      perHeightSigma[at + i] =
        1 / Math.sqrt(Math.max(0.01, height_m2 + 2 * t * height_climb_m2ps + t * t * climb_m2ps2 + w * w));
    }
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
