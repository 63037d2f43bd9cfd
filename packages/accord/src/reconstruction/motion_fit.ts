import { log } from '@skyaccord/sky';
import { RADIUS95 } from '../tracks/measurement.ts';
import {
  COVARIANCE,
  innovation,
  observe,
  predictStraight,
  predictTurn,
  STATE,
  turnStep,
  turnVariance,
} from '../tracks/motion.ts';
import { stepBack } from '../tracks/symmetric.ts';

/** A report in a flat frame: place and velocity (m, m/s; NaN where not said) with variances per axis. */
export type FlatReport = {
  readonly time_ms: number;
  readonly east_m: number;
  readonly north_m: number;
  readonly variance_m2: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly variance_m2ps2: number;
};

/** A way to fly: straight or turning, and how restlessly (white acceleration noise, m²/s³). */
export type FlightModel = { readonly turning: boolean; readonly noise: number };

/** Flight of which hardly anything is assumed: it may change its velocity by 4.5 m/s within a second. */
export const FREE: FlightModel = { turning: false, noise: 80 };

/**
 * From calm to hard manoeuvring, a factor of four apart: which of them holds is left to the reports. Straight flight
 * under strong noise is flight of which nothing is assumed.
 */
export const FLIGHT_MODELS: readonly FlightModel[] = [
  ...[0.02, 0.08, 0.3, 1.2, 5, 20].map((noise) => ({ turning: false, noise })),
  FREE,
  ...[0.08, 0.3, 1.2, 5].map((noise) => ({ turning: true, noise })),
];

/** One model through a stretch of reports: estimates after each, forward and smoothed, and -2 log likelihood. */
export type MotionFit = {
  readonly model: FlightModel;
  readonly misfit: number;
  readonly times_ms: readonly number[];
  readonly forward: Float64Array;
  readonly forward_p: Float64Array;
  readonly smoothed: Float64Array;
  readonly smoothed_p: Float64Array;
};

/** Variance of a velocity of which nothing is known (250 kt, 95 %), m²/s². */
const ANY_VELOCITY2 = (128 / RADIUS95) * (128 / RADIUS95);
/** The noise that the predictions of `tracks/motion.ts` have of their own; ours is put in its place. */
const theirs = { straight: ownNoise(predictStraight), turn: ownNoise(predictTurn) };

function ownNoise(predict: (x: Float64Array, p: Float64Array, dt_s: number) => void): number {
  const p = new Float64Array(COVARIANCE);
  predict(new Float64Array(STATE), p, 1);
  return p[12]!;
}

function addNoise(p: Float64Array, noise: number, dt_s: number): void {
  const velocity = noise * dt_s;
  const cross = 0.5 * velocity * dt_s;
  for (const [place, speed] of [
    [0, 2],
    [1, 3],
  ] as const) {
    p[place * 6] = p[place * 6]! + (2 * cross * dt_s) / 3;
    p[place * STATE + speed] = p[place * STATE + speed]! + cross;
    p[speed * STATE + place] = p[speed * STATE + place]! + cross;
    p[speed * 6] = p[speed * 6]! + velocity;
  }
}

function predict(x: Float64Array, p: Float64Array, dt_s: number, { turning, noise }: FlightModel): void {
  if (turning) predictTurn(x, p, dt_s);
  else predictStraight(x, p, dt_s);
  addNoise(p, noise - (turning ? theirs.turn : theirs.straight), dt_s);
}

const part = (all: Float64Array, k: number, size: number): Float64Array => all.subarray(k * size, (k + 1) * size);

/**
 * The fixed-interval smoother of Rauch, Tung & Striebel (AIAA Journal 3, 1965) by one model. A turn is linearised
 * twice: about its first guess, and about what came out.
 */
export function fitMotion(reports: readonly FlatReport[], model: FlightModel): MotionFit {
  const first = pass(reports, model, null);
  return model.turning ? pass(reports, model, first.smoothed) : first;
}

function pass(reports: readonly FlatReport[], model: FlightModel, start: Float64Array | null): MotionFit {
  const n = reports.length;
  const forward = new Float64Array(n * STATE);
  const forward_p = new Float64Array(n * COVARIANCE);
  const misfit = runForward(reports, model, start, forward, forward_p);
  const smoothed = forward.slice();
  const smoothed_p = forward_p.slice();
  for (let k = n - 2; k >= 0; k--) {
    const [x, p] = [part(smoothed, k, STATE), part(smoothed_p, k, COVARIANCE)];
    const [next, nextP] = [part(smoothed, k + 1, STATE), part(smoothed_p, k + 1, COVARIANCE)];
    goBack(x, p, (reports[k + 1]!.time_ms - reports[k]!.time_ms) / 1000, model, next, nextP);
  }
  return { model, misfit, times_ms: reports.map((one) => one.time_ms), forward, forward_p, smoothed, smoothed_p };
}

function runForward(
  reports: readonly FlatReport[],
  model: FlightModel,
  start: Float64Array | null,
  forward: Float64Array,
  forward_p: Float64Array,
): number {
  const x = new Float64Array(STATE);
  const p = new Float64Array(COVARIANCE);
  let misfit = 0;
  const take = (i: number, axis: number, value: number, variance: number): void => {
    observe(x, p, i, 1 - axis, axis, value, variance);
    misfit += (innovation.value * innovation.value) / innovation.variance + log(innovation.variance);
  };
  reports.forEach((one, k) => {
    if (k === 0) open(x, p, one, model, start);
    else {
      predict(x, p, (one.time_ms - reports[k - 1]!.time_ms) / 1000, model);
      take(0, 0, one.east_m, one.variance_m2);
      take(0, 1, one.north_m, one.variance_m2);
    }
    if (!Number.isNaN(one.east_mps)) {
      take(2, 0, one.east_mps, one.variance_m2ps2);
      take(2, 1, one.north_mps, one.variance_m2ps2);
    }
    forward.set(x, k * STATE);
    forward_p.set(p, k * COVARIANCE);
  });
  return misfit;
}

/** The first place is taken as reported; of the velocity nothing is assumed, whatever the model. */
function open(x: Float64Array, p: Float64Array, one: FlatReport, { turning }: FlightModel, start: Float64Array | null) {
  x.set([one.east_m, one.north_m, start?.[2] ?? 0, start?.[3] ?? 0, start?.[4] ?? 0]);
  p[0] = one.variance_m2;
  p[6] = one.variance_m2;
  p[12] = ANY_VELOCITY2;
  p[18] = ANY_VELOCITY2;
  const said = !Number.isNaN(one.east_mps);
  p[24] = turning ? turnVariance(said ? one.east_mps : x[2]!, said ? one.north_mps : x[3]!) : 0;
}

const ahead = new Float64Array(STATE);
const aheadP = new Float64Array(COVARIANCE);
const cross = new Float64Array(COVARIANCE);

function goBack(
  x: Float64Array,
  p: Float64Array,
  dt_s: number,
  model: FlightModel,
  next: Float64Array,
  nextP: Float64Array,
): void {
  ahead.set(x);
  aheadP.set(p);
  predict(ahead, aheadP, dt_s, model);
  const { turning } = model;
  // The turn rate is no part of straight flight: any number that is not 0 leaves it alone.
  if (!turning) aheadP[24] = 1;
  const [along, across] = turning ? [turnStep.along, turnStep.across] : [dt_s, 0];
  const [c, s] = turning ? [turnStep.cos, turnStep.sin] : [1, 0];
  const { gain } = turnStep;
  for (let k = 0; k < COVARIANCE; k += STATE) {
    const [vx, vy] = [p[k + 2]!, p[k + 3]!];
    const w = turning ? p[k + 4]! : 0;
    cross[k] = p[k]! + along * vx - across * vy + gain[0]! * w;
    cross[k + 1] = p[k + 1]! + across * vx + along * vy + gain[1]! * w;
    cross[k + 2] = c * vx - s * vy + gain[2]! * w;
    cross[k + 3] = s * vx + c * vy + gain[3]! * w;
    cross[k + 4] = w;
  }
  stepBack(x, p, ahead, aheadP, cross, next, nextP, STATE);
}

/** Writes the smoothed state of a fit at an instant; false outside its reports. */
export function stateAt(fit: MotionFit, time_ms: number, x: Float64Array, p: Float64Array): boolean {
  const { times_ms } = fit;
  if (!(time_ms >= times_ms[0]! && time_ms <= times_ms.at(-1)!)) return false;
  const k = times_ms.findLastIndex((one) => one <= time_ms);
  const since_s = (time_ms - times_ms[k]!) / 1000;
  if (since_s === 0) {
    x.set(part(fit.smoothed, k, STATE));
    p.set(part(fit.smoothed_p, k, COVARIANCE));
    return true;
  }
  x.set(part(fit.forward, k, STATE));
  p.set(part(fit.forward_p, k, COVARIANCE));
  predict(x, p, since_s, fit.model);
  const [next, nextP] = [part(fit.smoothed, k + 1, STATE), part(fit.smoothed_p, k + 1, COVARIANCE)];
  goBack(x, p, (times_ms[k + 1]! - time_ms) / 1000, fit.model, next, nextP);
  return true;
}
