import { almostEqualAt, almostZeroAt, beginsEarlier, signOf, solveHalf } from '../numbers.ts';
import type { TcasLevel, TcasVolume } from './detector.ts';
import { cylinderNorm } from './detector.ts';

/**
 * TCAS II advisories by sensitivity level (C. Munoz, A. Narkawicz, J. Chamberlain, "A TCAS-II resolution advisory
 * detection algorithm", GNC 2013; RTCA DO-185B, version 7.1).
 */

/** The pair under test, one call at a time. */
class Pair {
  sx = Number.NaN;
  sy = Number.NaN;
  sz = Number.NaN;
  wx = Number.NaN;
  wy = Number.NaN;
  vz = Number.NaN;
  /** |w|^2, h.w and |h|^2. */
  a = Number.NaN;
  p = Number.NaN;
  range2 = Number.NaN;
  same = false;
  level = false;

  load(own: Float64Array, ownAt: number, traffic: Float64Array, trafficAt: number): void {
    const sx = (own[ownAt] as number) - (traffic[trafficAt] as number);
    const sy = (own[ownAt + 1] as number) - (traffic[trafficAt + 1] as number);
    const wx = (own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number);
    const wy = (own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number);
    this.sx = sx;
    this.sy = sy;
    this.sz = (own[ownAt + 2] as number) - (traffic[trafficAt + 2] as number);
    this.wx = wx;
    this.wy = wy;
    this.vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
    this.same =
      almostEqualAt(own, ownAt + 3, traffic, trafficAt + 3) && almostEqualAt(own, ownAt + 4, traffic, trafficAt + 4);
    this.level = almostEqualAt(own, ownAt + 5, traffic, trafficAt + 5);
    this.a = wx * wx + wy * wy;
    this.p = sx * wx + sy * wy;
    this.range2 = sx * sx + sy * sy;
  }
}

const pair = new Pair();

/** One piece of the window: where it begins and ends; then entry, exit, time of least tau. */
const bounds = new Float64Array(2);
const piece = new Float64Array(3);
const quadratic = new Float64Array(3);
/** When an advisory stands. */
const alert = new Float64Array(2);

/** Own altitude at one end of a window, m. */
const altitude = new Float64Array(1);

/** 0 to 7: the row of the table for an own altitude (m), which stands first in an array: an argument costs garbage. */
export function tcasLevelAt({ ceilings_m }: TcasVolume, own: Float64Array): number {
  const altitude_m = own[0] as number;
  let row = 0;
  while (row < ceilings_m.length && !(altitude_m <= (ceilings_m[row] as number))) row += 1;
  return row;
}

/**
 * Interval of the window in which the tables give an advisory; own and traffic as in detector.ts. Writes entry,
 * exit and, alert or not, the time of least modified tau; true when entry comes before exit.
 */
export function tcasInterval(
  volume: TcasVolume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  const from_s = window[0] as number;
  const to_s = window[1] as number;
  if (!(from_s >= 0 && from_s < to_s)) return false;
  const altitude_m = own[ownAt + 2] as number;
  const climb = own[ownAt + 5] as number;
  pair.load(own, ownAt, traffic, trafficAt);
  altitude[0] = altitude_m + climb * to_s;
  const last = tcasLevelAt(volume, altitude);
  altitude[0] = altitude_m + climb * from_s;
  let row = tcasLevelAt(volume, altitude);
  if (row === last || almostZeroAt(own, ownAt + 5)) {
    onePiece(volume, volume.levels[row] as TcasLevel, window);
    for (let i = 0; i < 3; i++) out[i] = piece[i] as number;
    return beginsEarlier(out);
  }
  const step = last > row ? 1 : -1;
  let entry = Number.POSITIVE_INFINITY;
  let exit = Number.NEGATIVE_INFINITY;
  let critical = Number.POSITIVE_INFINITY;
  let begin = from_s;
  for (; ; row += step) {
    const bound =
      step > 0 ? (volume.ceilings_m[row] ?? Number.POSITIVE_INFINITY) : row > 0 ? volume.ceilings_m[row - 1] : 0;
    const end = row === last ? to_s : Math.min(to_s, ((bound as number) - altitude_m) / climb);
    bounds[0] = begin;
    bounds[1] = end;
    onePiece(volume, volume.levels[row] as TcasLevel, bounds);
    if (beginsEarlier(piece)) {
      entry = Math.min(entry, piece[0] as number);
      exit = Math.max(exit, piece[1] as number);
    }
    critical = Math.min(critical, piece[2] as number);
    begin = end;
    if (row === last) break;
  }
  out[0] = entry;
  out[1] = exit;
  out[2] = critical;
  return beginsEarlier(out);
}

/** Writes the time of a window at which modified tau to the row's distance is least, as that of the piece. */
function writeLeastTau({ distance_m }: TcasLevel, window: Float64Array): void {
  const { sx, sy, wx, wy, a, p } = pair;
  const from_s = window[0] as number;
  const to_s = window[1] as number;
  piece[2] = from_s;
  if (a === 0 || p + from_s * a >= 0) return;
  piece[2] = to_s;
  if (p + to_s * a < 0) return;
  const cross = sx * wy - sy * wx;
  const miss = distance_m * distance_m * a - cross * cross;
  const halfWidth = miss < 0 ? Math.sqrt(-miss) / a : 0;
  piece[2] = Math.max(from_s, Math.min(to_s, -p / a - halfWidth));
}

/** Writes the interval of one sensitivity level on a window; entry at its end and exit at its beginning: no alert. */
function onePiece(volume: TcasVolume, row: TcasLevel, window: Float64Array): void {
  const { sx, sy, sz, wx, wy, vz, a, p, range2, same, level } = pair;
  const from_s = window[0] as number;
  const to_s = window[1] as number;
  piece[0] = to_s;
  piece[1] = from_s;
  writeLeastTau(row, window);
  if (volume.missFilter && !mayComeNear(row, window)) return;
  let begin = from_s;
  let end = to_s;
  let vertical_s = from_s;
  if (level) {
    if (Math.abs(sz) > row.height_m) return;
  } else {
    const sign = signOf(vz);
    vertical_s = (-sign * Math.max(row.height_m, Math.abs(vz) * row.coaltitude_s) - sz) / vz;
    const exit = (sign * row.height_m - sz) / vz;
    if (exit < from_s || to_s < vertical_s) return;
    begin = Math.max(from_s, vertical_s);
    end = Math.min(to_s, exit);
  }
  let entry_s: number;
  let exit_s: number;
  const d2 = row.distance_m * row.distance_m;
  if (Math.sqrt(range2) <= row.distance_m) {
    entry_s = begin;
    solveRange(row, false);
    exit_s = same ? end : (quadratic[1] as number);
  } else {
    const b = 2 * p + row.tau_s * a;
    const discriminant = b * b - 4 * a * (range2 + row.tau_s * p - d2);
    if (p >= 0 || discriminant < 0) return;
    entry_s = (-b - Math.sqrt(discriminant)) / (2 * a);
    const cross = sx * wy - sy * wx;
    if (d2 * a - cross * cross >= 0) {
      solveRange(row, false);
      exit_s = quadratic[1] as number;
    } else exit_s = (-b + Math.sqrt(discriminant)) / (2 * a);
  }
  if (entry_s > exit_s || exit_s < begin || entry_s > end) return;
  const narrow = volume.missFilter && row.miss_m < row.distance_m;
  if (narrow && divergesOutside(vertical_s, row.miss_m)) return;
  entry_s = Math.min(Math.max(entry_s, begin), end);
  exit_s = Math.max(Math.min(exit_s, end), begin);
  if (narrow && a > 0) {
    solveRange(row, true);
    exit_s = Math.min(exit_s, Math.max(from_s, Math.min(quadratic[1] as number, to_s)));
  }
  piece[0] = entry_s;
  piece[1] = exit_s;
  if (!(entry_s <= exit_s)) return;
  alert[0] = entry_s;
  alert[1] = exit_s;
  writeLeastTau(row, alert);
}

/** Solves for the times at which the horizontal distance is that of the row, or its miss distance. */
function solveRange({ distance_m, miss_m }: TcasLevel, miss: boolean): void {
  quadratic[0] = pair.a;
  quadratic[1] = pair.p;
  quadratic[2] = pair.range2 - (miss ? miss_m * miss_m : distance_m * distance_m);
  solveHalf(quadratic);
}

/** Whether the horizontal miss distance from the window's beginning on can be within the row's. */
function mayComeNear(row: TcasLevel, window: Float64Array): boolean {
  const { sx, sy, wx, wy, a, range2, same } = pair;
  const { miss_m } = row;
  if (same && Math.sqrt(range2) <= miss_m) return true;
  const cross = sx * wy - sy * wx;
  if (a === 0 || !(miss_m * miss_m * a - cross * cross >= 0)) return false;
  solveRange(row, true);
  return (quadratic[1] as number) >= (window[0] as number);
}

function divergesOutside(time_s: number, miss_m: number): boolean {
  const { sx, sy, wx, wy } = pair;
  const x = sx + time_s * wx;
  const y = sy + time_s * wy;
  return x * wx + y * wy >= 0 && x * x + y * y > miss_m * miss_m;
}

/** Norm of the cylinder of the highest level at a time. */
export function tcasNorm(
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  volume: TcasVolume,
  time_s: number,
): number {
  pair.load(own, ownAt, traffic, trafficAt);
  const { sx, sy, sz, wx, wy, vz } = pair;
  const top = volume.levels[volume.levels.length - 1] as TcasLevel;
  return cylinderNorm(sx + time_s * wx, sy + time_s * wy, sz + time_s * vz, top.distance_m, top.height_m);
}
