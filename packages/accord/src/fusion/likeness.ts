import type { FusionEvidence } from '../outcome.ts';
import type { Comparison } from './compare.ts';
import { addHeight, emptyHistogram, type HeightHistogram } from './histogram.ts';
import { DRIFT_CAP_MPS, DRIFT_MPS, FUSE_COMPARISONS, FUSE_S, REFUSE_COMPARISONS, REFUSE_S } from './rules.ts';

/**
 * Comparisons kept of a pair: time_ms, east, north, delay, pressure and geometric height difference, distance², and
 * what each may be off by, m.
 */
const WINDOW = 24;
const WIDTH = 8;
/** Drift is judged over the last so long. */
const DRIFT_WINDOW_MS = 30_000;
/** Shares and spreads are means over at most so many comparisons. */
const SHARE_MEAN = 300;
/** A slope over less than this says nothing. */
const DRIFT_LEAST_S = 2;

/** How alike two tracks have been so far; JSON-safe. Slot b began after slot a. */
export type Likeness = {
  readonly a: number;
  readonly b: number;
  readonly device: boolean;
  since_ms: number;
  /** Up to which report of each the two were compared. */
  a_ms: number;
  b_ms: number;
  comparisons: number;
  first_ms: number;
  /** Comparisons outside the stated 95 %, decaying with the number of comparisons. */
  outside: number;
  /** Exponential mean of distance², m². */
  spread2_m2: number;
  /** Apart without a pause since, and in how many comparisons. */
  apart_since_ms: number | null;
  apart_count: number;
  far_count: number;
  fused_since_ms: number | null;
  /** Was held for one before and parted: it takes more to be so again. */
  parted: boolean;
  /** Comparisons while it was held for one before it parted last. */
  known: number;
  poor: boolean;
  /** Height of b above a, by pressure and by GNSS. */
  readonly pressure: HeightHistogram;
  readonly geometric: HeightHistogram;
  /** Furthest that they were from where they were first compared, m. */
  moved_m: number;
  from_m: readonly [x: number, y: number, z: number] | null;
  /**
   * Two tracks of ground stations, found apart after all, as if one echo had become two: since, and the largest range.
   */
  split_ms: number | null;
  split_range_m: number;
  window: number[];
};

export function startLikeness(a: number, b: number, device: boolean, now_ms: number): Likeness {
  return {
    a,
    b,
    device,
    since_ms: now_ms,
    a_ms: Number.NEGATIVE_INFINITY,
    b_ms: Number.NEGATIVE_INFINITY,
    comparisons: 0,
    first_ms: 0,
    outside: 0,
    spread2_m2: 0,
    apart_since_ms: null,
    apart_count: 0,
    far_count: 0,
    fused_since_ms: null,
    parted: false,
    known: 0,
    poor: false,
    pressure: emptyHistogram(),
    geometric: emptyHistogram(),
    moved_m: 0,
    from_m: null,
    split_ms: null,
    split_range_m: 0,
    window: [],
  };
}

/** Takes in one comparison. */
export function note(one: Likeness, c: Comparison): void {
  if (one.comparisons === 0) one.first_ms = c.time_ms;
  if (one.from_m === null) one.from_m = [c.x_m, c.y_m, c.z_m];
  const dx = c.x_m - one.from_m[0];
  const dy = c.y_m - one.from_m[1];
  const dz = c.z_m - one.from_m[2];
  one.moved_m = Math.max(one.moved_m, Math.sqrt(dx * dx + dy * dy + dz * dz));
  one.comparisons += 1;
  const share = 1 / Math.min(one.comparisons, SHARE_MEAN);
  addHeight(one.pressure, c.pressure_m);
  addHeight(one.geometric, c.geometric_m);
  one.outside += ((c.distance2_m2 > c.radius_m * c.radius_m ? 1 : 0) - one.outside) * share;
  one.spread2_m2 += (c.distance2_m2 - one.spread2_m2) * share;
  const apart = c.apart(one.device, radiusOf(one, c.radius_m));
  if (apart === 0) {
    one.apart_since_ms = null;
    one.apart_count = 0;
    one.far_count = 0;
  } else {
    one.apart_since_ms ??= c.time_ms;
    one.apart_count += 1;
    if (apart === 2) one.far_count += 1;
  }
  const { window } = one;
  if (window.length === WINDOW * WIDTH) window.splice(0, WIDTH);
  window.push(c.time_ms, c.east_m, c.north_m, c.delay_s, c.pressure_m, c.geometric_m, c.distance2_m2, c.noise_m);
}

/**
 * What two that were long held for one may be apart: what is stated, or what they have been apart so far, whichever is
 * more (95 % of a circular normal error is the root of three times its mean square).
 */
function radiusOf(one: Likeness, stated_m: number): number {
  if (one.comparisons < WINDOW || one.fused_since_ms === null) return stated_m;
  return Math.max(stated_m, Math.sqrt(3 * one.spread2_m2));
}

export type Drift = { readonly mps: number; readonly error_mps: number; readonly over_s: number };

const sums = { w: 0, t: 0, e: 0, n: 0, count: 0, first_ms: 0 };

/**
 * Speed at which b moves away from a by positions alone, with its standard error: a weighted straight line through the
 * comparisons of the last 30 s. Its error is what the scatter says, and no less than what turns between reports allow.
 */
function drift(one: Likeness): Drift | null {
  const { window } = one;
  if (window.length === 0) return null;
  const from_ms = lastTime(one) - DRIFT_WINDOW_MS;
  addUp(window, from_ms);
  const over_s = (lastTime(one) - sums.first_ms) / 1000;
  if (sums.count < 2 || !(over_s >= DRIFT_LEAST_S)) return null;
  return fitDrift(window, from_ms, over_s);
}

function addUp(window: readonly number[], from_ms: number): void {
  sums.w = sums.t = sums.e = sums.n = sums.count = 0;
  for (let i = 0; i < window.length; i += WIDTH) {
    if (window[i]! < from_ms) continue;
    if (sums.count === 0) sums.first_ms = window[i]!;
    const w = weight(window, i);
    sums.count += 1;
    sums.w += w;
    sums.t += (w * (window[i]! - from_ms)) / 1000;
    sums.e += w * window[i + 1]!;
    sums.n += w * window[i + 2]!;
  }
}

const weight = (window: readonly number[], i: number): number => 1 / (window[i + 7]! * window[i + 7]!);

function fitDrift(window: readonly number[], from_ms: number, over_s: number): Drift {
  let tt = 0;
  let te = 0;
  let tn = 0;
  let ee = 0;
  for (let i = 0; i < window.length; i += WIDTH) {
    if (window[i]! < from_ms) continue;
    const w = weight(window, i);
    const dt = (window[i]! - from_ms) / 1000 - sums.t / sums.w;
    const de = window[i + 1]! - sums.e / sums.w;
    const dn = window[i + 2]! - sums.n / sums.w;
    tt += w * dt * dt;
    te += w * dt * de;
    tn += w * dt * dn;
    ee += w * (de * de + dn * dn);
  }
  const east_mps = te / tt;
  const north_mps = tn / tt;
  // Of the residual, two coordinates share 2n - 4 degrees of freedom.
  const residual = Math.max(0, ee - east_mps * te - north_mps * tn) / Math.max(1, 2 * sums.count - 4);
  return {
    mps: Math.sqrt(east_mps * east_mps + north_mps * north_mps),
    error_mps: Math.sqrt(Math.max(1, residual) / tt),
    over_s,
  };
}

/** Do the two move as one, by positions? */
function movesAsOne(one: Likeness): boolean {
  const d = drift(one);
  return d !== null && d.mps <= Math.min(DRIFT_CAP_MPS, DRIFT_MPS + 2 * d.error_mps);
}

/**
 * Do the two move with respect to each other, beyond what the errors of their positions can explain? The errors of a
 * ground station's track hang together for seconds: one leap of it is not a motion, two the same way are.
 */
export function movesApart(one: Likeness, sure: number): boolean {
  const d = drift(one);
  return d !== null && d.mps > DRIFT_CAP_MPS && d.mps > sure * d.error_mps && isSteady(one);
}

/** From the first comparison to the middle, and from there to the last: the same way, neither much slower? */
function isSteady(one: Likeness): boolean {
  const { window } = one;
  const rows = window.length / WIDTH;
  if (rows < 3) return false;
  const last = (rows - 1) * WIDTH;
  let first = 0;
  while (window[first]! < lastTime(one) - DRIFT_WINDOW_MS) first += WIDTH;
  let middle = first;
  const half_ms = (window[first]! + window[last]!) / 2;
  while (window[middle]! < half_ms) middle += WIDTH;
  if (middle === first || middle === last) return false;
  const u_s = (window[middle]! - window[first]!) / 1000;
  const w_s = (window[last]! - window[middle]!) / 1000;
  const ue = (window[middle + 1]! - window[first + 1]!) / u_s;
  const un = (window[middle + 2]! - window[first + 2]!) / u_s;
  const we = (window[last + 1]! - window[middle + 1]!) / w_s;
  const wn = (window[last + 2]! - window[middle + 2]!) / w_s;
  const u2 = ue * ue + un * un;
  const w2 = we * we + wn * wn;
  const along = ue * we + un * wn;
  return along > 0 && along * along > 0.25 * u2 * w2 && Math.min(u2, w2) > 0.25 * Math.max(u2, w2);
}

/** Enough comparisons, over long enough, none of them apart? */
export function isAlike(one: Likeness): boolean {
  if (one.apart_since_ms !== null || one.window.length === 0) return false;
  const count = one.parted ? REFUSE_COMPARISONS : FUSE_COMPARISONS;
  const over_ms = (one.parted ? REFUSE_S : FUSE_S) * 1000;
  return one.comparisons >= count && lastTime(one) - one.first_ms >= over_ms && movesAsOne(one);
}

export const lastTime = (one: Likeness): number => one.window[one.window.length - WIDTH]!;

/** Root of the mean squared distance over the window, m. */
export function distance_m(one: Likeness): number {
  let sum = 0;
  for (let i = 6; i < one.window.length; i += WIDTH) sum += one.window[i]!;
  return Math.sqrt(sum / Math.max(1, one.window.length / WIDTH));
}

/** Median of a column of the window; NaN where it holds no number. */
function median(one: Likeness, column: number): number {
  const values: number[] = [];
  for (let i = column; i < one.window.length; i += WIDTH)
    if (!Number.isNaN(one.window[i]!)) values.push(one.window[i]!);
  return medianOf(values);
}

function medianOf(values: number[]): number {
  if (values.length === 0) return Number.NaN;
  values.sort((x, y) => x - y);
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}

/** The evidence in figures, with `b` (or `a`, when the sides are turned round) as the other one. */
export function evidenceOf(one: Likeness, b_is_other: boolean): FusionEvidence {
  const sign = b_is_other ? 1 : -1;
  const delay_s = median(one, 3);
  const pressure_m = median(one, 4);
  const height_m = Number.isNaN(pressure_m) ? median(one, 5) : pressure_m;
  return {
    comparisons: one.comparisons,
    over_s: one.window.length === 0 ? 0 : (lastTime(one) - one.first_ms) / 1000,
    distance_m: distance_m(one),
    delay_s: Number.isNaN(delay_s) ? 0 : sign * delay_s,
    height_m: Number.isNaN(height_m) ? null : sign * height_m,
    relative_speed_mps: drift(one)?.mps ?? 0,
  };
}
