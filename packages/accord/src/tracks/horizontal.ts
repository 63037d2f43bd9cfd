import { exp } from '@skyaccord/sky';
import { COVARIANCE, innovation, observe, predictStraight, predictTurn, STATE, turnVariance } from './motion.ts';

/**
 * The horizontal filter of a track: two models, straight flight and turn, that run side by side and are mixed by how
 * well each foretold the last report (interacting multiple model: Blom & Bar-Shalom 1988; Bar-Shalom, Li &
 * Kirubarajan, "Estimation with Applications to Tracking and Navigation", 2001, 11.6.6).
 *
 * A track's filter is a block of numbers in one array: both states, in the east/north frame of the track's place, with
 * the upper triangles of their covariances, then the probability of the turn. What reports of one source have in
 * common (the slow part of a GNSS error, a radar's alignment) no filter can take out: it is carried beside, as a
 * standard deviation for position and one for velocity, and counts in every uncertainty that is told.
 */
export const BLOCK = 37;
const PROBABILITY = 34;
const COMMON = 35;
const COMMON_VELOCITY = 36;

/** A leg of straight flight lasts about this long, and a turn. */
export const STRAIGHT_S = 40;
export const TURNING_S = 20;
/** Neither model is ever given up: it would take too long to come back. */
const LEAST_PROBABILITY = 0.001;
/** A report this many times beyond its variance was foretold by neither model: the place is believed afresh. */
const SURPRISE = 25;

/** A report as the filter takes it: place as seen from the place of the track before, and variances per axis. */
export type Measurement = {
  /** Since the last report, s. */
  dt_s: number;
  /** The frame is that of the reported place: by this angle the one of the track's place is turned into it. */
  frame_cos: number;
  frame_sin: number;
  east_m: number;
  north_m: number;
  /** Of what scatters from report to report, m². */
  variance_m2: number;
  /** Standard deviation of what successive reports have in common, m. */
  common_m: number;
  /** NaN where no velocity was given. */
  east_mps: number;
  north_mps: number;
  variance_m2ps2: number;
  common_mps: number;
};

/** What both models come to together: the estimate after {@link updateBlock}, as seen from the reported place. */
export const estimate = {
  east_m: 0,
  north_m: 0,
  east_mps: 0,
  north_mps: 0,
  /** rad/s, positive to the left. */
  turn_rate: 0,
  turning: 0,
  /** Covariance of position (m²), of velocity (m²/s²), with what is common to the reports. */
  ee_m2: 0,
  en_m2: 0,
  nn_m2: 0,
  velocity_ee: 0,
  velocity_en: 0,
  velocity_nn: 0,
  /** Innovation squared over its variance, per degree of freedom, against what the source states. */
  nis: 1,
  /** Squared innovation of the position, and the trace of its covariance before the report, m². */
  miss2_m2: 0,
  foretold_m2: 0,
};

const x0 = new Float64Array(STATE);
const p0 = new Float64Array(COVARIANCE);
const x1 = new Float64Array(STATE);
const p1 = new Float64Array(COVARIANCE);
const MODELS = [
  [x0, p0],
  [x1, p1],
] as const;
const mixed = new Float64Array(STATE);
const mixedP = new Float64Array(COVARIANCE);

/** Begins with one report; `unknown_m2ps2` is the variance of a velocity that was not given. */
export function openBlock(blocks: Float32Array, at: number, m: Measurement, unknown_m2ps2: number): void {
  const said = !Number.isNaN(m.east_mps);
  for (const [x, p] of MODELS) {
    x.fill(0);
    p.fill(0);
    x[0] = m.east_m;
    x[1] = m.north_m;
    x[2] = said ? m.east_mps : 0;
    x[3] = said ? m.north_mps : 0;
    p[0] = m.variance_m2;
    p[6] = m.variance_m2;
    p[12] = said ? m.variance_m2ps2 : unknown_m2ps2;
    p[18] = p[12]!;
  }
  p1[24] = turnVariance(x1[2]!, x1[3]!);
  blocks[at + PROBABILITY] = TURNING_S / (STRAIGHT_S + TURNING_S);
  blocks[at + COMMON] = m.common_m;
  blocks[at + COMMON_VELOCITY] = said ? m.common_mps : 0;
  estimate.nis = 1;
  conclude(blocks, at, m);
}

/**
 * Carries the block to the report and takes the report in; afterwards the block is in the frame of the new estimate.
 */
export function updateBlock(blocks: Float32Array, at: number, m: Measurement): void {
  load(blocks, at, m.frame_cos, m.frame_sin);
  const turn = mix(blocks[at + PROBABILITY]!, m.dt_s);
  predictStraight(x0, p0, m.dt_s);
  predictTurn(x1, p1, m.dt_s);
  estimate.nis = judge(turn, m);
  measureSpread(turn);
  const { position, velocity } = spread;
  take(x0, p0, m);
  const { miss2, volume } = fit;
  take(x1, p1, m);
  const better = Math.min(600, Math.max(-600, 0.5 * (miss2 - fit.miss2)));
  const odds = (turn / (1 - turn)) * Math.sqrt(volume / fit.volume) * exp(better);
  const probability = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, odds / (1 + odds)));
  blocks[at + PROBABILITY] = probability;
  measureSpread(probability);
  shareCommon(blocks, at + COMMON, m.common_m, spread.position / position);
  const said = !Number.isNaN(m.east_mps);
  shareCommon(blocks, at + COMMON_VELOCITY, said ? m.common_mps : 0, spread.velocity / velocity);
  conclude(blocks, at, m);
}

/** What is common to the reports enters as far as the report itself did: the spread shrank from 1 to `left`. */
function shareCommon(blocks: Float32Array, at: number, common: number, left: number): void {
  const stays = Math.min(1, Math.max(0, left));
  blocks[at] = blocks[at]! * stays + common * (1 - stays);
}

/** How probable is a turn `dt_s` on, by the mean lengths of legs and turns (a two-state chain). */
function mix(turn: number, dt_s: number): number {
  const change = 1 + dt_s / STRAIGHT_S + dt_s / TURNING_S;
  const begins = dt_s / STRAIGHT_S / change;
  const ends = dt_s / TURNING_S / change;
  const next = (1 - turn) * begins + turn * (1 - ends);
  const fromTurn = (turn * ends) / (1 - next);
  const fromStraight = ((1 - turn) * begins) / next;
  // A straight flight that is about to turn may do so at any rate an aircraft turns at.
  p0[24] = turnVariance(x0[2]!, x0[3]!);
  blend(x1, p1, x0, p0, fromStraight, mixed, mixedP);
  blend(x0, p0, x1, p1, fromTurn, x0, p0);
  x0[4] = 0;
  for (let k = 0; k < STATE; k++) {
    p0[20 + k] = 0;
    p0[k * STATE + 4] = 0;
  }
  x1.set(mixed);
  p1.set(mixedP);
  return next;
}

const apart = new Float64Array(STATE);

/** Mean and covariance of `share` of b and the rest of a, to x and p, which may be those of a. */
function blend(
  xa: Float64Array,
  pa: Float64Array,
  xb: Float64Array,
  pb: Float64Array,
  share: number,
  x: Float64Array,
  p: Float64Array,
): void {
  const rest = 1 - share;
  for (let k = 0; k < STATE; k++) apart[k] = xb[k]! - xa[k]!;
  for (let k = 0; k < STATE; k++) x[k] = xa[k]! + share * apart[k]!;
  const between = share * rest;
  for (let k = 0; k < COVARIANCE; k += STATE) {
    const gap = between * apart[k / STATE]!;
    for (let j = 0; j < STATE; j++) p[k + j] = rest * pa[k + j]! + share * pb[k + j]! + gap * apart[j]!;
  }
}

/**
 * The innovation of the position against both models together. Where neither foretold it by far, both are widened until
 * they allow it: the report is then believed, and the next ones tell whether it was a manoeuvre or an error.
 */
function judge(turn: number, m: Measurement): number {
  const gapE = x1[0]! - x0[0]!;
  const gapN = x1[1]! - x0[1]!;
  const missE = m.east_m - (x0[0]! + turn * gapE);
  const missN = m.north_m - (x0[1]! + turn * gapN);
  const between = turn * (1 - turn);
  const ee = p0[0]! + turn * (p1[0]! - p0[0]!) + between * gapE * gapE;
  const en = p0[1]! + turn * (p1[1]! - p0[1]!) + between * gapE * gapN;
  const nn = p0[6]! + turn * (p1[6]! - p0[6]!) + between * gapN * gapN;
  estimate.miss2_m2 = missE * missE + missN * missN;
  estimate.foretold_m2 = ee + nn;
  if (squared(missE, missN, ee + m.variance_m2, en, nn + m.variance_m2) > 2 * SURPRISE) {
    const along = (ee * missE * missE + 2 * en * missE * missN + nn * missN * missN) / estimate.miss2_m2;
    widen(Math.max(1, estimate.miss2_m2 / (4 * along)));
  }
  const stated = m.variance_m2 + m.common_m * m.common_m;
  return squared(missE, missN, ee + stated, en, nn + stated) / 2;
}

/** Both models knew so many times less than they said, but no more of the turn than is known of any aircraft. */
function widen(times: number): void {
  for (const [x, p] of MODELS) {
    const turn = p[24]!;
    for (let k = 0; k < COVARIANCE; k++) p[k] = p[k]! * times;
    if (turn === 0) continue;
    const kept = Math.min(1, Math.sqrt(Math.max(turn, turnVariance(x[2]!, x[3]!)) / (turn * times)));
    for (let k = 0; k < STATE; k++) {
      p[20 + k] = p[20 + k]! * kept;
      p[k * STATE + 4] = p[k * STATE + 4]! * kept;
    }
  }
}

const squared = (e: number, n: number, ee: number, en: number, nn: number): number =>
  (nn * e * e - 2 * en * e * n + ee * n * n) / (ee * nn - en * en);

/** How well a model foretold a report: squared misses over their variances, and the product of the variances. */
const fit = { miss2: 0, volume: 1 };

function take(x: Float64Array, p: Float64Array, m: Measurement): void {
  fit.miss2 = 0;
  fit.volume = 1;
  component(x, p, 0, 1, 0, m.east_m, m.variance_m2);
  component(x, p, 0, 0, 1, m.north_m, m.variance_m2);
  if (Number.isNaN(m.east_mps)) return;
  component(x, p, 2, 1, 0, m.east_mps, m.variance_m2ps2);
  component(x, p, 2, 0, 1, m.north_mps, m.variance_m2ps2);
}

function component(
  x: Float64Array,
  p: Float64Array,
  i: number,
  hx: number,
  hy: number,
  measured: number,
  variance: number,
): void {
  observe(x, p, i, hx, hy, measured, variance);
  fit.miss2 += (innovation.value * innovation.value) / innovation.variance;
  fit.volume *= innovation.variance;
}

/** Traces of the position's and the velocity's covariance. */
const spread = { position: 0, velocity: 0 };

function measureSpread(turn: number): void {
  const between = turn * (1 - turn);
  const east = x1[0]! - x0[0]!;
  const north = x1[1]! - x0[1]!;
  const vEast = x1[2]! - x0[2]!;
  const vNorth = x1[3]! - x0[3]!;
  const gap2 = between * (east * east + north * north);
  const vGap2 = between * (vEast * vEast + vNorth * vNorth);
  spread.position = (1 - turn) * (p0[0]! + p0[6]!) + turn * (p1[0]! + p1[6]!) + gap2;
  spread.velocity = (1 - turn) * (p0[12]! + p0[18]!) + turn * (p1[12]! + p1[18]!) + vGap2;
}

/** Puts the frame of the block at the estimate and tells what both models come to. */
function conclude(blocks: Float32Array, at: number, m: Measurement): void {
  const turn = blocks[at + PROBABILITY]!;
  const common2 = blocks[at + COMMON]! * blocks[at + COMMON]!;
  const velocity2 = blocks[at + COMMON_VELOCITY]! * blocks[at + COMMON_VELOCITY]!;
  const east = x0[0]! + turn * (x1[0]! - x0[0]!);
  const north = x0[1]! + turn * (x1[1]! - x0[1]!);
  estimate.east_m = east - m.east_m;
  estimate.north_m = north - m.north_m;
  estimate.east_mps = x0[2]! + turn * (x1[2]! - x0[2]!);
  estimate.north_mps = x0[3]! + turn * (x1[3]! - x0[3]!);
  estimate.turn_rate = turn * x1[4]!;
  estimate.turning = turn;
  estimate.ee_m2 = mixture(turn, 0, 0) + common2;
  estimate.en_m2 = mixture(turn, 0, 1);
  estimate.nn_m2 = mixture(turn, 1, 1) + common2;
  estimate.velocity_ee = mixture(turn, 2, 2) + velocity2;
  estimate.velocity_en = mixture(turn, 2, 3);
  estimate.velocity_nn = mixture(turn, 3, 3) + velocity2;
  for (const x of [x0, x1]) {
    x[0] = x[0]! - east;
    x[1] = x[1]! - north;
  }
  store(blocks, at);
}

const mixture = (turn: number, i: number, j: number): number =>
  (1 - turn) * p0[i * STATE + j]! +
  turn * p1[i * STATE + j]! +
  turn * (1 - turn) * (x1[i]! - x0[i]!) * (x1[j]! - x0[j]!);

function store(blocks: Float32Array, at: number): void {
  let to = at;
  for (let k = 0; k < 4; k++) blocks[to++] = x0[k]!;
  for (let i = 0; i < 4; i++) for (let j = i; j < 4; j++) blocks[to++] = p0[i * STATE + j]!;
  for (let k = 0; k < STATE; k++) blocks[to++] = x1[k]!;
  for (let i = 0; i < STATE; i++) for (let j = i; j < STATE; j++) blocks[to++] = p1[i * STATE + j]!;
}

/** Where an aircraft may be `dt_s` on: second moments about the straight line on from its place, m². */
export const ahead = { ee_m2: 0, en_m2: 0, nn_m2: 0 };

/**
 * Carries both models on and writes to {@link ahead} how far the aircraft may then be from the place to which its
 * present velocity leads straight on: the spread of both, what a turn leads away from the line, and what is common to
 * the reports.
 */
export function spreadAhead(blocks: Float32Array, at: number, dt_s: number): void {
  load(blocks, at, 1, 0);
  const now = blocks[at + PROBABILITY]!;
  const east_m = (x0[2]! + now * (x1[2]! - x0[2]!)) * dt_s;
  const north_m = (x0[3]! + now * (x1[3]! - x0[3]!)) * dt_s;
  const turn = mix(now, dt_s);
  predictStraight(x0, p0, dt_s);
  predictTurn(x1, p1, dt_s);
  const common = blocks[at + COMMON]!;
  const drift = blocks[at + COMMON_VELOCITY]! * dt_s;
  ahead.ee_m2 = common * common + drift * drift;
  ahead.en_m2 = 0;
  ahead.nn_m2 = ahead.ee_m2;
  for (const [x, p] of MODELS) {
    const weight = x === x1 ? turn : 1 - turn;
    const east = x[0]! - east_m;
    const north = x[1]! - north_m;
    ahead.ee_m2 += weight * (p[0]! + east * east);
    ahead.en_m2 += weight * (p[1]! + east * north);
    ahead.nn_m2 += weight * (p[6]! + north * north);
  }
}

/** Reads both models, turned from the frame of the track's place into that of the report's. */
function load(blocks: Float32Array, at: number, frame_cos: number, frame_sin: number): void {
  let from = at;
  for (let k = 0; k < 4; k++) x0[k] = blocks[from++]!;
  x0[4] = 0;
  for (let i = 0; i < 4; i++) for (let j = i; j < 4; j++) fill(p0, i, j, blocks[from++]!);
  for (let i = 0; i < STATE; i++) fill(p0, i, 4, 0);
  for (let k = 0; k < STATE; k++) x1[k] = blocks[from++]!;
  for (let i = 0; i < STATE; i++) for (let j = i; j < STATE; j++) fill(p1, i, j, blocks[from++]!);
  turnFrame(x0, p0, frame_cos, frame_sin);
  turnFrame(x1, p1, frame_cos, frame_sin);
}

function fill(p: Float64Array, i: number, j: number, value: number): void {
  p[i * STATE + j] = value;
  p[j * STATE + i] = value;
}

function turnFrame(x: Float64Array, p: Float64Array, c: number, s: number): void {
  for (let i = 0; i < 4; i += 2) {
    const e = x[i]!;
    const n = x[i + 1]!;
    x[i] = c * e + s * n;
    x[i + 1] = c * n - s * e;
  }
  // A covariance turned by so little differs by less than its own accuracy.
  if (Math.abs(s) < 1e-4) return;
  for (let k = 0; k < STATE; k++) {
    for (let i = 0; i < 4; i += 2) {
      const e = p[i * STATE + k]!;
      const n = p[(i + 1) * STATE + k]!;
      p[i * STATE + k] = c * e + s * n;
      p[(i + 1) * STATE + k] = c * n - s * e;
    }
  }
  for (let k = 0; k < COVARIANCE; k += STATE) {
    for (let i = 0; i < 4; i += 2) {
      const e = p[k + i]!;
      const n = p[k + i + 1]!;
      p[k + i] = c * e + s * n;
      p[k + i + 1] = c * n - s * e;
    }
  }
}
