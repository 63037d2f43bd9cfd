import { stepBack } from './symmetric.ts';

/** Two numbers (height m, rate m/s) and their four of covariance for every report that gave a height. */
export type SmoothedHeight = {
  readonly times_ms: readonly number[];
  readonly forward: readonly Float64Array[];
  readonly forward_p: readonly Float64Array[];
  readonly smoothed: readonly Float64Array[];
  readonly smoothed_p: readonly Float64Array[];
};

/** White acceleration noise upwards, m²/s³: within a second a climb may begin or end by 1 m/s. */
const NOISE = 1;
/** Standard deviation of a height in steps of 25 ft, and in steps of 100 ft: the step over √12, and a little. */
const FINE_M = 3;
const COARSE_M = 9;
const COARSE_STEP_M = 30.48;
/** Climb rate of an aircraft of which nothing is known, standard deviation, m/s. */
const ANY_CLIMB_MPS = 15;

/** The same smoother as for the place, in one direction, over the heights that are known (not NaN). */
export function smoothHeights(times_ms: readonly number[], heights_m: readonly number[]): SmoothedHeight {
  const known = heights_m.map((_, k) => k).filter((k) => !Number.isNaN(heights_m[k]!));
  const coarse = known.every((k) => Math.abs(heights_m[k]! - nearestStep(heights_m[k]!)) < 0.02);
  const variance = coarse ? COARSE_M * COARSE_M : FINE_M * FINE_M;
  const forward: Float64Array[] = [];
  const forward_p: Float64Array[] = [];
  const x = new Float64Array(2);
  const p = new Float64Array(4);
  known.forEach((k, i) => {
    if (i === 0) {
      x[0] = heights_m[k]!;
      p[0] = variance;
      p[3] = ANY_CLIMB_MPS * ANY_CLIMB_MPS;
    } else {
      predict(x, p, (times_ms[k]! - times_ms[known[i - 1]!]!) / 1000);
      update(x, p, heights_m[k]!, variance);
    }
    forward.push(x.slice());
    forward_p.push(p.slice());
  });
  const smoothed = forward.map((one) => one.slice());
  const smoothed_p = forward_p.map((one) => one.slice());
  const times = known.map((k) => times_ms[k]!);
  for (let i = known.length - 2; i >= 0; i--) {
    back(smoothed[i]!, smoothed_p[i]!, (times[i + 1]! - times[i]!) / 1000, smoothed[i + 1]!, smoothed_p[i + 1]!);
  }
  return { times_ms: times, forward, forward_p, smoothed, smoothed_p };
}

const nearestStep = (height_m: number): number => Math.round(height_m / COARSE_STEP_M) * COARSE_STEP_M;

function predict(x: Float64Array, p: Float64Array, dt_s: number): void {
  x[0] = x[0]! + x[1]! * dt_s;
  p[0] = p[0]! + dt_s * (2 * p[1]! + dt_s * p[3]!) + (NOISE * dt_s * dt_s * dt_s) / 3;
  p[1] = p[1]! + dt_s * p[3]! + (NOISE * dt_s * dt_s) / 2;
  p[2] = p[1]!;
  p[3] = p[3]! + NOISE * dt_s;
}

function update(x: Float64Array, p: Float64Array, height_m: number, variance: number): void {
  const total = p[0]! + variance;
  const miss = height_m - x[0]!;
  const g0 = p[0]! / total;
  const g1 = p[1]! / total;
  x[0] = x[0]! + g0 * miss;
  x[1] = x[1]! + g1 * miss;
  p[3] = p[3]! - g1 * p[1]!;
  p[1] = p[1]! - g1 * p[0]!;
  p[2] = p[1]!;
  p[0] = p[0]! - g0 * p[0]!;
}

const ahead = new Float64Array(2);
const aheadP = new Float64Array(4);
const cross = new Float64Array(4);

function back(x: Float64Array, p: Float64Array, dt_s: number, next: Float64Array, nextP: Float64Array): void {
  ahead.set(x);
  aheadP.set(p);
  cross[0] = p[0]! + dt_s * p[1]!;
  cross[1] = p[1]!;
  cross[2] = p[2]! + dt_s * p[3]!;
  cross[3] = p[3]!;
  predict(ahead, aheadP, dt_s);
  stepBack(x, p, ahead, aheadP, cross, next, nextP, 2);
}

const state = new Float64Array(2);
const stateP = new Float64Array(4);

/** Height at an instant to out[0] and its variance to out[1]; NaN outside the span in which heights are known. */
export function heightAt(smoothed: SmoothedHeight, time_ms: number, out: Float64Array): void {
  const { times_ms } = smoothed;
  const k = times_ms.findLastIndex((one) => one <= time_ms);
  if (k < 0 || (k === times_ms.length - 1 && times_ms[k] !== time_ms)) {
    out[0] = Number.NaN;
    out[1] = Number.NaN;
    return;
  }
  if (times_ms[k] === time_ms) {
    out[0] = smoothed.smoothed[k]![0]!;
    out[1] = smoothed.smoothed_p[k]![0]!;
    return;
  }
  state.set(smoothed.forward[k]!);
  stateP.set(smoothed.forward_p[k]!);
  predict(state, stateP, (time_ms - times_ms[k]!) / 1000);
  const left_s = (times_ms[k + 1]! - time_ms) / 1000;
  back(state, stateP, left_s, smoothed.smoothed[k + 1]!, smoothed.smoothed_p[k + 1]!);
  out[0] = state[0]!;
  out[1] = stateP[0]!;
}
