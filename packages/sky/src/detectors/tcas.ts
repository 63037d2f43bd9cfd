import { almostEqual, almostLess, halfRoot, signOf } from '../numbers.ts';
import type { TcasLevel, TcasVolume } from './detector.ts';
import { crossing, cylinderNorm } from './detector.ts';

/**
 * TCAS II advisories by sensitivity level (C. Munoz, A. Narkawicz, J. Chamberlain, "A TCAS-II resolution advisory
 * detection algorithm", GNC 2013; RTCA DO-185B, version 7.1).
 */

/** The pair under test, one call at a time. */
let sx = 0;
let sy = 0;
let sz = 0;
let wx = 0;
let wy = 0;
let vz = 0;
let a = 0;
let p = 0;
let range2 = 0;
let same = false;
let level = false;

/** One piece of the window: entry, exit, time of least tau. */
const piece = new Float64Array(3);

/** 0 to 7: the row of the table for an own altitude. */
export function tcasLevelAt(volume: TcasVolume, altitude_m: number): number {
  let row = 0;
  while (row < volume.ceilings_m.length && !(altitude_m <= (volume.ceilings_m[row] as number))) row += 1;
  return row;
}

/**
 * Interval of [from_s, to_s] in which the tables give an advisory; own and traffic as in detector.ts. Writes entry,
 * exit and, alert or not, the time of least modified tau; true when entry comes before exit.
 */
export function tcasInterval(
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  volume: TcasVolume,
  from_s: number,
  to_s: number,
  out: Float64Array,
): boolean {
  const altitude_m = own[ownAt + 2] as number;
  const climb = own[ownAt + 5] as number;
  load(own, ownAt, traffic, trafficAt);
  const last = tcasLevelAt(volume, altitude_m + climb * to_s);
  let row = tcasLevelAt(volume, altitude_m + climb * from_s);
  if (row === last || almostEqual(climb, 0)) {
    onePiece(volume, volume.levels[row] as TcasLevel, from_s, to_s);
    out.set(piece);
    return almostLess(out[0] as number, out[1] as number);
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
    onePiece(volume, volume.levels[row] as TcasLevel, begin, end);
    if (almostLess(piece[0] as number, piece[1] as number)) {
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
  return almostLess(entry, exit);
}

function load(own: Float64Array, ownAt: number, traffic: Float64Array, trafficAt: number): void {
  sx = (own[ownAt] as number) - (traffic[trafficAt] as number);
  sy = (own[ownAt + 1] as number) - (traffic[trafficAt + 1] as number);
  sz = (own[ownAt + 2] as number) - (traffic[trafficAt + 2] as number);
  wx = (own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number);
  wy = (own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number);
  vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
  same =
    almostEqual(own[ownAt + 3] as number, traffic[trafficAt + 3] as number) &&
    almostEqual(own[ownAt + 4] as number, traffic[trafficAt + 4] as number);
  level = almostEqual(own[ownAt + 5] as number, traffic[trafficAt + 5] as number);
  a = wx * wx + wy * wy;
  p = sx * wx + sy * wy;
  range2 = sx * sx + sy * sy;
}

/** Time in [from_s, to_s] at which modified tau to `distance_m` is least. */
function leastTau(distance_m: number, from_s: number, to_s: number): number {
  if (a === 0 || p + from_s * a >= 0) return from_s;
  if (p + to_s * a < 0) return to_s;
  const miss = crossing(sx, sy, wx, wy, distance_m);
  const halfWidth = miss < 0 ? Math.sqrt(-miss) / a : 0;
  return Math.max(from_s, Math.min(to_s, -p / a - halfWidth));
}

/** Writes the interval of one sensitivity level on [from_s, to_s]; entry to_s and exit from_s without alert. */
function onePiece(volume: TcasVolume, row: TcasLevel, from_s: number, to_s: number): void {
  piece[0] = to_s;
  piece[1] = from_s;
  piece[2] = leastTau(row.distance_m, from_s, to_s);
  if (volume.missFilter && !mayComeNear(row.miss_m, from_s)) return;
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
    exit_s = same ? end : halfRoot(a, p, range2 - d2, 1);
  } else {
    const b = 2 * p + row.tau_s * a;
    const discriminant = b * b - 4 * a * (range2 + row.tau_s * p - d2);
    if (p >= 0 || discriminant < 0) return;
    entry_s = (-b - Math.sqrt(discriminant)) / (2 * a);
    exit_s =
      crossing(sx, sy, wx, wy, row.distance_m) >= 0
        ? halfRoot(a, p, range2 - d2, 1)
        : (-b + Math.sqrt(discriminant)) / (2 * a);
  }
  if (entry_s > exit_s || exit_s < begin || entry_s > end) return;
  const narrow = volume.missFilter && row.miss_m < row.distance_m;
  if (narrow && divergesOutside(vertical_s, row.miss_m)) return;
  entry_s = Math.min(Math.max(entry_s, begin), end);
  exit_s = Math.max(Math.min(exit_s, end), begin);
  if (narrow && a > 0) {
    const leave_s = halfRoot(a, p, range2 - row.miss_m * row.miss_m, 1);
    exit_s = Math.min(exit_s, Math.max(from_s, Math.min(leave_s, to_s)));
  }
  piece[0] = entry_s;
  piece[1] = exit_s;
  piece[2] = entry_s <= exit_s ? leastTau(row.distance_m, entry_s, exit_s) : leastTau(row.distance_m, from_s, to_s);
}

/** Whether the horizontal miss distance after from_s can be within `miss_m`. */
function mayComeNear(miss_m: number, from_s: number): boolean {
  if (same && Math.sqrt(range2) <= miss_m) return true;
  if (a === 0 || !(crossing(sx, sy, wx, wy, miss_m) >= 0)) return false;
  return halfRoot(a, p, range2 - miss_m * miss_m, 1) >= from_s;
}

function divergesOutside(time_s: number, miss_m: number): boolean {
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
  load(own, ownAt, traffic, trafficAt);
  const top = volume.levels[volume.levels.length - 1] as TcasLevel;
  return cylinderNorm(sx + time_s * wx, sy + time_s * wy, sz + time_s * vz, top.distance_m, top.height_m);
}
