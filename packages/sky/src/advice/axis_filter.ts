import { exp, log } from '../math.ts';

/**
 * Two models of motion followed side by side and mixed by how well each explains what is heard: the interacting
 * multiple model estimator (H. A. P. Blom, Y. Bar-Shalom, "The interacting multiple model algorithm for systems with
 * Markovian switching coefficients", IEEE Transactions on Automatic Control 33, 1988). The steady model keeps its
 * velocity; the manoeuvring one has an acceleration as well, which turns with the velocity.
 *
 * Axes are alike: errors are the same along each and independent of one another, so one covariance of position,
 * velocity and acceleration serves all. One axis follows a height, two a place.
 */
export type FilterModel = {
  /** White noise of acceleration in the steady model: variance of velocity gained a second, m2/s3. */
  readonly steady_noise: number;
  /** White noise of jerk in the manoeuvring model: variance of acceleration gained a second, m2/s5. */
  readonly jerk_noise: number;
  /** Deviation of the acceleration along each axis with which a manoeuvre begins, m/s2. */
  readonly onset_mps2: number;
  /** Hazards, 1/s: that a steady aircraft begins a manoeuvre, and that a manoeuvring one ends it. */
  readonly begin_per_s: number;
  readonly end_per_s: number;
};

/** Positions in a state: position, velocity and acceleration, two axes each; then the covariance of one axis. */
const P = 0;
const V = 2;
const A = 4;
const PP = 6;
const PV = 7;
const VV = 8;
const PA = 9;
const VA = 10;
const AA = 11;
const SIZE = 12;

/** A model is never held to be quite impossible. */
const LEAST_PROBABILITY = 1e-4;

export class AxisFilter {
  /** Both models one after the other, then the probability of the manoeuvring one. */
  private readonly state = new Float64Array(2 * SIZE + 1);
  private readonly axes: 1 | 2;
  private readonly model: FilterModel;
  private readonly mixed = new Float64Array(2 * SIZE);
  /** Logarithm of the likelihood of what was heard, by model. */
  private readonly fits = new Float64Array(2);

  constructor(axes: 1 | 2, model: FilterModel) {
    this.axes = axes;
    this.model = model;
  }

  /** Begins from one report. Deviations in m and m/s; a velocity that is NaN is unknown, within `spread_mps`. */
  begin(p0: number, p1: number, v0: number, v1: number, sigma_m: number, sigma_mps: number, spread_mps: number): void {
    const { state, model } = this;
    const known = !(Number.isNaN(v0) || Number.isNaN(v1));
    state.fill(0);
    for (let m = 0; m < 2; m += 1) {
      const b = m * SIZE;
      state[b + P] = p0;
      state[b + P + 1] = p1;
      state[b + V] = known ? v0 : 0;
      state[b + V + 1] = known ? v1 : 0;
      state[b + PP] = sigma_m * sigma_m;
      state[b + VV] = known ? sigma_mps * sigma_mps : spread_mps * spread_mps;
    }
    state[SIZE + AA] = model.onset_mps2 * model.onset_mps2;
    state[2 * SIZE] = model.begin_per_s / (model.begin_per_s + model.end_per_s);
  }

  /** Moves both models on by dt_s, 0 < dt_s. */
  advance(dt_s: number): void {
    this.mix(dt_s);
    this.move(0, dt_s);
    this.move(SIZE, dt_s);
  }

  /** Takes in a position and, where it is not NaN, a velocity. */
  hear(p0: number, p1: number, v0: number, v1: number, sigma_m: number, sigma_mps: number): void {
    const { state, fits, axes } = this;
    const known = !(Number.isNaN(v0) || (axes === 2 && Number.isNaN(v1)));
    for (let m = 0; m < 2; m += 1) {
      const b = m * SIZE;
      let fit = correct(state, b, axes, P, PP, PV, PA, p0, p1, sigma_m * sigma_m);
      if (known) fit += correct(state, b, axes, V, PV, VV, VA, v0, v1, sigma_mps * sigma_mps);
      fits[m] = fit;
    }
    const now = state[2 * SIZE] as number;
    const better = Math.max(-60, Math.min(60, (fits[1] as number) - (fits[0] as number)));
    const odds = (now / (1 - now)) * exp(better);
    state[2 * SIZE] = Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, odds / (1 + odds)));
  }

  /** Probability that a manoeuvre is going on. */
  get manoeuvring(): number {
    return this.state[2 * SIZE] as number;
  }

  /** Position (m), velocity (m/s), acceleration (m/s2) of a model along an axis. */
  position(manoeuvring: 0 | 1, axis: 0 | 1): number {
    return this.state[manoeuvring * SIZE + P + axis] as number;
  }
  velocity(manoeuvring: 0 | 1, axis: 0 | 1): number {
    return this.state[manoeuvring * SIZE + V + axis] as number;
  }
  acceleration(axis: 0 | 1): number {
    return this.state[SIZE + A + axis] as number;
  }
  /** Variance of position (m2), covariance (m2/s) and variance of velocity (m2/s2) of a model. */
  variance(manoeuvring: 0 | 1, of: 'position' | 'both' | 'velocity'): number {
    const k = of === 'position' ? PP : of === 'both' ? PV : VV;
    return this.state[manoeuvring * SIZE + k] as number;
  }
  /** Variance of the acceleration in the manoeuvring model, m2/s4. */
  get accelerationVariance(): number {
    return this.state[SIZE + AA] as number;
  }

  /** Each model takes over from the other what may have switched to it within dt_s. */
  private mix(dt_s: number): void {
    const { state, mixed, model } = this;
    const now = state[2 * SIZE] as number;
    const begins = 1 - exp(-model.begin_per_s * dt_s);
    const ends = 1 - exp(-model.end_per_s * dt_s);
    const next = now * (1 - ends) + (1 - now) * begins;
    this.blend(0, (now * ends) / (1 - next));
    this.blend(SIZE, (now * (1 - ends)) / next);
    for (let i = 0; i < 2 * SIZE; i += 1) state[i] = mixed[i] as number;
    state[2 * SIZE] = Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, next));
  }

  /** Writes model `to` as a mixture with share w of the manoeuvring one. */
  private blend(to: number, w: number): void {
    const { state, mixed, axes, model } = this;
    const u = 1 - w;
    const steady = to === 0;
    const onset = steady ? 0 : model.onset_mps2 * model.onset_mps2;
    // The steady model has no acceleration, and the manoeuvring one begins with none but a wide spread.
    const share = steady ? 0 : 1;
    mixed[to + PP] = u * (state[PP] as number) + w * (state[SIZE + PP] as number);
    mixed[to + PV] = u * (state[PV] as number) + w * (state[SIZE + PV] as number);
    mixed[to + VV] = u * (state[VV] as number) + w * (state[SIZE + VV] as number);
    mixed[to + PA] = share * w * (state[SIZE + PA] as number);
    mixed[to + VA] = share * w * (state[SIZE + VA] as number);
    mixed[to + AA] = share * (u * onset + w * (state[SIZE + AA] as number));
    // The spread of the means, evenly over the axes.
    const spread = (u * w) / axes;
    for (let k = 0; k < axes; k += 1) {
      const p = (state[SIZE + P + k] as number) - (state[P + k] as number);
      const v = (state[SIZE + V + k] as number) - (state[V + k] as number);
      const a = state[SIZE + A + k] as number;
      mixed[to + P + k] = (state[P + k] as number) + w * p;
      mixed[to + V + k] = (state[V + k] as number) + w * v;
      mixed[to + A + k] = share * w * a;
      mixed[to + PP] = (mixed[to + PP] as number) + spread * p * p;
      mixed[to + PV] = (mixed[to + PV] as number) + spread * p * v;
      mixed[to + VV] = (mixed[to + VV] as number) + spread * v * v;
      mixed[to + PA] = (mixed[to + PA] as number) + share * spread * p * a;
      mixed[to + VA] = (mixed[to + VA] as number) + share * spread * v * a;
      mixed[to + AA] = (mixed[to + AA] as number) + share * spread * a * a;
    }
  }

  private move(b: number, dt: number): void {
    const { state, axes, model } = this;
    const turns = axes === 2 && b === SIZE;
    // The acceleration of half way is that of the whole step to second order: in a turn the speed stays.
    if (turns) this.turnAcceleration(dt / 2);
    for (let k = 0; k < axes; k += 1) {
      const v = state[b + V + k] as number;
      const a = state[b + A + k] as number;
      state[b + P + k] = (state[b + P + k] as number) + v * dt + (a * dt * dt) / 2;
      state[b + V + k] = v + a * dt;
    }
    if (turns) this.turnAcceleration(dt / 2);
    const pp = state[b + PP] as number;
    const pv = state[b + PV] as number;
    const vv = state[b + VV] as number;
    const pa = state[b + PA] as number;
    const va = state[b + VA] as number;
    const aa = state[b + AA] as number;
    const h = (dt * dt) / 2;
    const q = b === 0 ? model.steady_noise : 0;
    const j = b === 0 ? 0 : model.jerk_noise;
    state[b + PP] =
      pp + 2 * dt * pv + dt * dt * vv + 2 * h * pa + 2 * h * dt * va + h * h * aa + (q * dt * dt * dt) / 3;
    state[b + PV] = pv + dt * vv + dt * pa + (h + dt * dt) * va + h * dt * aa + (q * dt * dt) / 2;
    state[b + VV] = vv + 2 * dt * va + dt * dt * aa + q * dt + (j * dt * dt * dt) / 3;
    state[b + PA] = pa + dt * va + h * aa;
    state[b + VA] = va + dt * aa + (j * dt * dt) / 2;
    state[b + AA] = aa + j * dt;
  }

  /** In a turn the acceleration stays square to the velocity: it turns as fast. Evenness of axes is not disturbed. */
  private turnAcceleration(dt: number): void {
    const { state } = this;
    const vx = state[SIZE + V] as number;
    const vy = state[SIZE + V + 1] as number;
    const ax = state[SIZE + A] as number;
    const ay = state[SIZE + A + 1] as number;
    const speed2 = vx * vx + vy * vy;
    if (!(speed2 > 1)) return;
    // tan of half the angle, bounded: a rotation to second order, of length exactly one.
    const half = Math.max(-0.5, Math.min(0.5, ((vx * ay - vy * ax) / speed2) * dt * 0.5));
    const d = 1 + half * half;
    const c = (1 - half * half) / d;
    const s = (2 * half) / d;
    state[SIZE + A] = c * ax - s * ay;
    state[SIZE + A + 1] = s * ax + c * ay;
  }
}

/**
 * A Kalman correction of every axis by a measured position (or velocity), whose row of the covariance begins at `row`.
 * Returns the logarithm of its likelihood, but for a constant that both models share.
 */
function correct(
  state: Float64Array,
  b: number,
  axes: number,
  mean: number,
  c0: number,
  c1: number,
  c2: number,
  m0: number,
  m1: number,
  noise: number,
): number {
  const k0 = state[b + c0] as number;
  const k1 = state[b + c1] as number;
  const k2 = state[b + c2] as number;
  const s = (mean === P ? k0 : k1) + noise;
  let miss2 = 0;
  for (let k = 0; k < axes; k += 1) {
    const miss = (k === 0 ? m0 : m1) - (state[b + mean + k] as number);
    miss2 += miss * miss;
    const g = miss / s;
    state[b + P + k] = (state[b + P + k] as number) + k0 * g;
    state[b + V + k] = (state[b + V + k] as number) + k1 * g;
    state[b + A + k] = (state[b + A + k] as number) + k2 * g;
  }
  state[b + PP] = Math.max(0, (state[b + PP] as number) - (k0 * k0) / s);
  state[b + PV] = (state[b + PV] as number) - (k0 * k1) / s;
  state[b + VV] = Math.max(0, (state[b + VV] as number) - (k1 * k1) / s);
  state[b + PA] = (state[b + PA] as number) - (k0 * k2) / s;
  state[b + VA] = (state[b + VA] as number) - (k1 * k2) / s;
  state[b + AA] = Math.max(0, (state[b + AA] as number) - (k2 * k2) / s);
  return -0.5 * (miss2 / s + axes * log(s));
}
