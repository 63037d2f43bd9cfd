import {
  DEG_PER_RAD,
  destination,
  fromEcef,
  log,
  relative,
  rotateVelocity,
  SITE_SIZE,
  writeSite,
} from '@skyaccord/sky';
import { type KeptReport, keptReport } from './kept.ts';
import { emptyMeasurement, RADIUS95, splitPosition, splitVelocity } from './measurement.ts';
import {
  COVARIANCE,
  innovation,
  observe,
  predictStraight,
  predictTurn,
  STATE,
  turnStep,
  turnVariance,
} from './motion.ts';
import { heightAt, type SmoothedHeight, smoothHeights } from './smooth_height.ts';
import { stepBack } from './symmetric.ts';
import type { TrackTable } from './table.ts';

/**
 * What an aircraft flew, estimated after the fact from all reports of a span of time at once: for each report the
 * forward filter's state and the one that the later reports bring back into it (fixed-interval smoother of Rauch, Tung
 * & Striebel, AIAA Journal 3, 1965; Bar-Shalom, Li & Kirubarajan, 2001, 8.6). The whole span is taken as straight
 * flight or as turning, whichever foretold its reports better.
 */
export type SmoothedTrack = {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly turning: boolean;
  readonly times_ms: readonly number[];
  /** Origin of the frame the states are in: latitude and longitude, degrees. */
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  /** Per report five numbers and 25: position, velocity and turn rate, filtered forward, and smoothed. */
  readonly forward: Float64Array;
  readonly forward_p: Float64Array;
  readonly smoothed: Float64Array;
  readonly smoothed_p: Float64Array;
  /** What the reports have in common, standard deviation per axis: the largest of them. */
  readonly common_m: number;
  readonly pressure: SmoothedHeight;
  readonly geometric: SmoothedHeight;
};

/** Best estimate at one instant; {@link atTime} fills it in. */
export type SmoothedState = {
  latitude_deg: number;
  longitude_deg: number;
  east_mps: number;
  north_mps: number;
  turn_rate_degps: number;
  /** Covariance of the position. */
  cov_ee_m2: number;
  cov_en_m2: number;
  cov_nn_m2: number;
  /** 95 % radius: of the ellipse's longest half-axis. */
  accuracy_m: number;
  /** NaN where not known; 95 % half-widths beside. */
  pressure_altitude_m: number;
  pressure_accuracy_m: number;
  geometric_altitude_m: number;
  geometric_accuracy_m: number;
};

export function smoothedState(): SmoothedState {
  return {
    latitude_deg: 0,
    longitude_deg: 0,
    east_mps: 0,
    north_mps: 0,
    turn_rate_degps: 0,
    cov_ee_m2: 0,
    cov_en_m2: 0,
    cov_nn_m2: 0,
    accuracy_m: 0,
    pressure_altitude_m: Number.NaN,
    pressure_accuracy_m: Number.NaN,
    geometric_altitude_m: Number.NaN,
    geometric_accuracy_m: Number.NaN,
  };
}

/** Variance of a velocity of which nothing is known (250 kt, 95 %), m²/s². */
const ANY_VELOCITY2 = (128 / RADIUS95) * (128 / RADIUS95);
/** Half-width of 95 % over standard deviation, in one dimension. */
const WIDTH95 = 1.96;

/**
 * Smooths the reports kept of a track from the last one not after `from_ms` to the first one not before `to_ms`, as far
 * as they go; null where fewer than two are left.
 */
export function smoothTrack(table: TrackTable, slot: number, from_ms: number, to_ms: number): SmoothedTrack | null {
  const reports: KeptReport[] = [];
  const first = Math.max(0, table.reports.before(slot, from_ms));
  for (let k = first; k < table.reports.count(slot); k++) {
    const one = keptReport();
    table.reports.read(slot, k, one);
    reports.push(one);
    if (one.time_ms >= to_ms) break;
  }
  return smoothReports(reports);
}

/** Smooths reports of one aircraft, in the order of their times; null where there are fewer than two. */
export function smoothReports(reports: readonly KeptReport[]): SmoothedTrack | null {
  if (reports.length < 2) return null;
  const measured = new Measured(reports);
  const straight = smoothAs(measured, false, null);
  const once = smoothAs(measured, true, null);
  // A turn is linearised about its first guess, and better about what came out.
  const turning = smoothAs(measured, true, once.smoothed);
  const turns = turning.misfit < straight.misfit;
  const { forward, forward_p, smoothed, smoothed_p } = turns ? turning : straight;
  const { times_ms } = measured;
  return {
    from_ms: times_ms[0]!,
    to_ms: times_ms.at(-1)!,
    turning: turns,
    times_ms,
    latitude_deg: measured.latitude_deg,
    longitude_deg: measured.longitude_deg,
    forward,
    forward_p,
    smoothed,
    smoothed_p,
    common_m: measured.common_m,
    pressure: smoothHeights(
      times_ms,
      reports.map((one) => one.pressure_altitude_m),
    ),
    geometric: smoothHeights(
      times_ms,
      reports.map((one) => one.geometric_altitude_m),
    ),
  };
}

const part = (all: Float64Array, k: number, size: number): Float64Array => all.subarray(k * size, (k + 1) * size);

/** Reports as measurements in one frame, whose origin is the place of the middle one. */
class Measured {
  readonly times_ms: readonly number[];
  /** East, north (m), their variance (m²), velocity east, north (m/s; NaN not said) and its variance, a report. */
  readonly rows: Float64Array;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly common_m: number;

  constructor(reports: readonly KeptReport[]) {
    const sites = new Float64Array(2 * SITE_SIZE);
    const out = new Float64Array(2);
    const m = emptyMeasurement();
    const middle = reports[reports.length >> 1]!;
    fromEcef(middle.x_m, middle.y_m, middle.z_m, out);
    this.latitude_deg = out[0]!;
    this.longitude_deg = out[1]!;
    writeSite(this.latitude_deg, this.longitude_deg, sites, 0);
    this.times_ms = reports.map((one) => one.time_ms);
    this.rows = new Float64Array(reports.length * 6);
    let common_m = 0;
    reports.forEach((one, k) => {
      fromEcef(one.x_m, one.y_m, one.z_m, out);
      writeSite(out[0]!, out[1]!, sites, SITE_SIZE);
      relative(sites, 0, SITE_SIZE, out);
      this.rows[k * 6] = out[0]!;
      this.rows[k * 6 + 1] = out[1]!;
      const speed_mps = Math.sqrt(one.east_mps * one.east_mps + one.north_mps * one.north_mps);
      const said = !Number.isNaN(speed_mps);
      splitPosition(m, one.accuracy_m, one.own_position, said ? speed_mps : 0, Number.NaN);
      this.rows[k * 6 + 2] = m.variance_m2;
      common_m = Math.max(common_m, m.common_m);
      rotateVelocity(sites, SITE_SIZE, 0, one.east_mps, one.north_mps, out);
      this.rows[k * 6 + 3] = said ? out[0]! : Number.NaN;
      this.rows[k * 6 + 4] = said ? out[1]! : Number.NaN;
      if (said) splitVelocity(m, one.velocity_accuracy_mps, true, 0);
      this.rows[k * 6 + 5] = said ? m.variance_m2ps2 : Number.NaN;
    });
    this.common_m = common_m;
  }
}

type Pass = Pick<SmoothedTrack, 'forward' | 'forward_p' | 'smoothed' | 'smoothed_p'> & { readonly misfit: number };

/** Forward and back by one model; `start` gives the velocity and turn rate to begin with where none was reported. */
function smoothAs(measured: Measured, turning: boolean, start: Float64Array | null): Pass {
  const { x: forward, p: forward_p, misfit } = forwardPass(measured, turning, start);
  const { times_ms } = measured;
  const smoothed = forward.slice();
  const smoothed_p = forward_p.slice();
  for (let k = times_ms.length - 2; k >= 0; k--) {
    const [now, nowP] = [part(smoothed, k, STATE), part(smoothed_p, k, COVARIANCE)];
    const [next, nextP] = [part(smoothed, k + 1, STATE), part(smoothed_p, k + 1, COVARIANCE)];
    back(now, nowP, (times_ms[k + 1]! - times_ms[k]!) / 1000, turning, next, nextP);
  }
  return { forward, forward_p, smoothed, smoothed_p, misfit };
}

/**
 * The filter of one model over all reports: its state after each, and how badly it foretold them (-2 log likelihood).
 */
function forwardPass(
  measured: Measured,
  turning: boolean,
  start: Float64Array | null,
): { x: Float64Array; p: Float64Array; misfit: number } {
  const { times_ms, rows } = measured;
  const states = new Float64Array(times_ms.length * STATE);
  const covariances = new Float64Array(times_ms.length * COVARIANCE);
  const x = new Float64Array(STATE);
  const p = new Float64Array(COVARIANCE);
  let misfit = 0;
  const take = (i: number, value: number, variance: number, axis: number): void => {
    observe(x, p, i, 1 - axis, axis, value, variance);
    misfit += (innovation.value * innovation.value) / innovation.variance + log(innovation.variance);
  };
  for (let k = 0; k < times_ms.length; k++) {
    const [east_m, north_m, variance, east_mps, north_mps, velocity2] = rows.subarray(
      k * 6,
      k * 6 + 6,
    ) as unknown as Row;
    const said = !Number.isNaN(east_mps);
    if (k === 0) {
      x.set([
        east_m,
        north_m,
        said ? east_mps : (start?.[2] ?? 0),
        said ? north_mps : (start?.[3] ?? 0),
        start?.[4] ?? 0,
      ]);
      p[0] = variance;
      p[6] = variance;
      p[12] = said ? velocity2 : ANY_VELOCITY2;
      p[18] = p[12]!;
      p[24] = turning ? turnVariance(x[2]!, x[3]!) : 0;
    } else {
      const dt_s = (times_ms[k]! - times_ms[k - 1]!) / 1000;
      if (turning) predictTurn(x, p, dt_s);
      else predictStraight(x, p, dt_s);
      take(0, east_m, variance, 0);
      take(0, north_m, variance, 1);
      if (said) {
        take(2, east_mps, velocity2, 0);
        take(2, north_mps, velocity2, 1);
      }
    }
    states.set(x, k * STATE);
    covariances.set(p, k * COVARIANCE);
  }
  return { x: states, p: covariances, misfit };
}

type Row = [number, number, number, number, number, number];

const ahead = new Float64Array(STATE);
const aheadP = new Float64Array(COVARIANCE);
const cross = new Float64Array(COVARIANCE);

/** Brings the smoothed next state, `dt_s` later, back into the filtered state `x`, `p`. */
function back(
  x: Float64Array,
  p: Float64Array,
  dt_s: number,
  turning: boolean,
  next: Float64Array,
  nextP: Float64Array,
): void {
  ahead.set(x);
  aheadP.set(p);
  if (turning) predictTurn(ahead, aheadP, dt_s);
  else {
    predictStraight(ahead, aheadP, dt_s);
    // The turn rate is no part of straight flight: any number that is not 0 leaves it alone.
    aheadP[24] = 1;
  }
  const { cos, sin, gain } = turnStep;
  const along = turning ? turnStep.along : dt_s;
  const across = turning ? turnStep.across : 0;
  const c = turning ? cos : 1;
  const s = turning ? sin : 0;
  for (let k = 0; k < COVARIANCE; k += STATE) {
    const vx = p[k + 2]!;
    const vy = p[k + 3]!;
    const w = turning ? p[k + 4]! : 0;
    cross[k] = p[k]! + along * vx - across * vy + gain[0]! * w;
    cross[k + 1] = p[k + 1]! + across * vx + along * vy + gain[1]! * w;
    cross[k + 2] = c * vx - s * vy + gain[2]! * w;
    cross[k + 3] = s * vx + c * vy + gain[3]! * w;
    cross[k + 4] = w;
  }
  stepBack(x, p, ahead, aheadP, cross, next, nextP, STATE);
}

const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);
const two = new Float64Array(2);

/** Writes the best estimate at an instant to `out`; false, and nothing written, outside the span of the reports. */
export function atTime(track: SmoothedTrack, time_ms: number, out: SmoothedState): boolean {
  if (!(time_ms >= track.from_ms && time_ms <= track.to_ms)) return false;
  const k = track.times_ms.findLastIndex((one) => one <= time_ms);
  const since_s = (time_ms - track.times_ms[k]!) / 1000;
  if (since_s === 0) {
    x.set(part(track.smoothed, k, STATE));
    p.set(part(track.smoothed_p, k, COVARIANCE));
  } else {
    x.set(part(track.forward, k, STATE));
    p.set(part(track.forward_p, k, COVARIANCE));
    if (track.turning) predictTurn(x, p, since_s);
    else predictStraight(x, p, since_s);
    const [next, nextP] = [part(track.smoothed, k + 1, STATE), part(track.smoothed_p, k + 1, COVARIANCE)];
    back(x, p, (track.times_ms[k + 1]! - time_ms) / 1000, track.turning, next, nextP);
  }
  destination(track.latitude_deg, track.longitude_deg, x[0]!, x[1]!, two);
  out.latitude_deg = two[0]!;
  out.longitude_deg = two[1]!;
  writeSite(track.latitude_deg, track.longitude_deg, places, 0);
  writeSite(two[0]!, two[1]!, places, SITE_SIZE);
  rotateVelocity(places, 0, SITE_SIZE, x[2]!, x[3]!, two);
  out.east_mps = two[0]!;
  out.north_mps = two[1]!;
  out.turn_rate_degps = -x[4]! * DEG_PER_RAD;
  const common2 = track.common_m * track.common_m;
  out.cov_ee_m2 = p[0]! + common2;
  out.cov_en_m2 = p[1]!;
  out.cov_nn_m2 = p[6]! + common2;
  const half = 0.5 * (out.cov_ee_m2 - out.cov_nn_m2);
  const largest2 = 0.5 * (out.cov_ee_m2 + out.cov_nn_m2) + Math.sqrt(half * half + p[1]! * p[1]!);
  out.accuracy_m = RADIUS95 * Math.sqrt(largest2);
  heightAt(track.pressure, time_ms, two);
  out.pressure_altitude_m = two[0]!;
  out.pressure_accuracy_m = WIDTH95 * Math.sqrt(two[1]!);
  heightAt(track.geometric, time_ms, two);
  out.geometric_altitude_m = two[0]!;
  out.geometric_accuracy_m = WIDTH95 * Math.sqrt(two[1]!);
  return true;
}

const places = new Float64Array(2 * SITE_SIZE);
