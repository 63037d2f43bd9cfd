import { atan2, DEG_PER_RAD, RAD_PER_DEG, SITE_SIZE, wrap180 } from '@skyaccord/sky';
import { keptReport, trailRow } from '../tracks/kept.ts';
import type { TrackTable } from '../tracks/table.ts';

/** A full circle within this time is circling: 6°/s, twice a rate-one turn. */
const CIRCLE_S = 60;
/** Reports further apart than this say nothing of a turn between them, nor does a turn of more than this. */
const TURN_GAP_S = 8;
const TURN_STEP_DEG = 150;
/** Positions nearer to one another than this give no direction: their errors would turn it about. */
const DIRECTION_M = 15;
/** Of what a circling aircraft turned, at most this share went the other way. */
const OTHER_WAY = 0.15;
/** It circles still when it turned this far within the last 10 s. */
const STILL_TURNING_S = 10;
const STILL_TURNING_DEG = 20;

/** A circuit of an aerodrome shows within this time: half of it is flown in two to three minutes. */
const PATTERN_S = 300;
const PATTERN_MIN_S = 90;
/** All of it lies within 4 NM; it turns from leg to opposite leg, at most two and a half times round, legs straight. */
const PATTERN_M = 7408;
const PATTERN_TURN_DEG = 150;
const PATTERN_TURN_MAX_DEG = 900;
const PATTERN_STRAIGHT_SHARE = 0.3;
const STRAIGHT_DEGPS = 1.5;
/** From the ground it climbs to at most about 1,500 ft, and climbs or descends by 500 at least. */
const PATTERN_HIGH_M = 460;
const PATTERN_CLIMB_M = 150;

/** Where an aircraft circles: the centre as seen from its last position, m, and how fast, anticlockwise positive. */
export type Circle = { readonly east_m: number; readonly north_m: number; readonly rate_radps: number };

/** What the last reports of an aircraft show. Every pair asks for it, and it changes only with a report. */
type Motion = {
  readonly first_ms: number;
  readonly seen_ms: number;
  readonly reports: number;
  circle?: Circle | null;
  circuit_base_m?: number;
};
const known = new WeakMap<TrackTable, Motion[]>();

function motionOf(table: TrackTable, slot: number): Motion {
  let motions = known.get(table);
  if (motions === undefined) {
    motions = [];
    known.set(table, motions);
  }
  const [first_ms, seen_ms, reports] = [table.first_ms[slot]!, table.seen_ms[slot]!, table.reports_seen[slot]!];
  const motion = motions[slot];
  if (motion?.first_ms === first_ms && motion.seen_ms === seen_ms && motion.reports === reports) return motion;
  const fresh: Motion = { first_ms, seen_ms, reports };
  motions[slot] = fresh;
  return fresh;
}

/** Where it has been, newest first, from its last position: east, north (m), age (s), height (m; NaN unknown). */
const east = new Float64Array(256);
const north = new Float64Array(256);
const age = new Float64Array(256);
const height = new Float64Array(256);
let count = 0;

const report = keptReport();
const point = trailRow();

/**
 * The circle on which the aircraft is, or null: one full circle within the last minute, all one way, and still turning.
 * The centre is the mean of the positions on its last full circle.
 */
export function circleOf(table: TrackTable, slot: number): Circle | null {
  const motion = motionOf(table, slot);
  if (motion.circle === undefined) motion.circle = findCircle(table, slot);
  return motion.circle;
}

/**
 * The lowest height of the last five minutes, m, when the aircraft flew them like a circuit of an aerodrome: within a
 * few miles, half way round at least, with straight legs between the turns, climbing or descending, and never far above
 * where it was lowest. NaN when it did not. Where aerodromes are is not known, so this is an inference from the motion.
 */
export function circuitBase_m(table: TrackTable, slot: number): number {
  const motion = motionOf(table, slot);
  motion.circuit_base_m ??= findCircuitBase_m(table, slot);
  return motion.circuit_base_m;
}

function findCircle(table: TrackTable, slot: number): Circle | null {
  gatherReports(table, slot);
  let turned_deg = 0;
  let back_deg = 0;
  let recent_deg = 0;
  let sum_east_m = 0;
  let sum_north_m = 0;
  for (let i = 0; i + 2 < count; i++) {
    if (age[i + 2]! > CIRCLE_S || age[i + 1]! - age[i]! > TURN_GAP_S) return null;
    const turn_deg = turnAt(i);
    if (Math.abs(turn_deg) > TURN_STEP_DEG) return null;
    turned_deg += turn_deg;
    if (turn_deg * turned_deg < 0) back_deg += Math.abs(turn_deg);
    if (age[i]! <= STILL_TURNING_S) recent_deg = turned_deg;
    sum_east_m += east[i + 1]!;
    sum_north_m += north[i + 1]!;
    if (Math.abs(turned_deg) < 360) continue;
    if (back_deg > OTHER_WAY * 360 || recent_deg * Math.sign(turned_deg) < STILL_TURNING_DEG) return null;
    const over_s = (age[i + 1]! + age[i + 2]! - age[0]! - age[1]!) / 2;
    return {
      east_m: sum_east_m / (i + 1),
      north_m: sum_north_m / (i + 1),
      rate_radps: (turned_deg * RAD_PER_DEG) / over_s,
    };
  }
  return null;
}

function findCircuitBase_m(table: TrackTable, slot: number): number {
  gatherTrail(table, slot);
  const last = count - 1;
  if (last < 6 || age[last]! < PATTERN_MIN_S) return Number.NaN;
  let turned_deg = 0;
  let most_deg = 0;
  let straight_s = 0;
  let low_m = Infinity;
  let high_m = -Infinity;
  for (let i = 0; i <= last; i++) {
    if (east[i]! * east[i]! + north[i]! * north[i]! > PATTERN_M * PATTERN_M) return Number.NaN;
    if (height[i]! < low_m) low_m = height[i]!;
    if (height[i]! > high_m) high_m = height[i]!;
    if (i + 2 > last) continue;
    const turn_deg = turnAt(i);
    const over_s = (age[i + 2]! - age[i]!) / 2;
    turned_deg += turn_deg;
    most_deg = Math.max(most_deg, Math.abs(turned_deg));
    if (Math.abs(turn_deg) <= STRAIGHT_DEGPS * over_s) straight_s += over_s;
  }
  const climbed_m = high_m - low_m;
  if (!(climbed_m >= PATTERN_CLIMB_M && climbed_m <= PATTERN_HIGH_M)) return Number.NaN;
  if (most_deg < PATTERN_TURN_DEG || most_deg > PATTERN_TURN_MAX_DEG) return Number.NaN;
  return straight_s >= PATTERN_STRAIGHT_SHARE * age[last]! ? low_m : Number.NaN;
}

/** Turn at the point after the i-th, from the leg before it (in time) to the leg after it: degrees, anticlockwise. */
function turnAt(i: number): number {
  const x0 = east[i]! - east[i + 1]!;
  const y0 = north[i]! - north[i + 1]!;
  const x1 = east[i + 1]! - east[i + 2]!;
  const y1 = north[i + 1]! - north[i + 2]!;
  return atan2(x1 * y0 - y1 * x0, x0 * x1 + y0 * y1) * DEG_PER_RAD;
}

function gatherReports(table: TrackTable, slot: number): void {
  const { reports, sites } = table;
  const site = slot * SITE_SIZE;
  const now_ms = table.seen_ms[slot]!;
  count = 0;
  for (let k = reports.count(slot) - 1; k >= 0; k--) {
    reports.read(slot, k, report);
    const dx = report.x_m - sites[site]!;
    const dy = report.y_m - sites[site + 1]!;
    const dz = report.z_m - sites[site + 2]!;
    const x_m = sites[site + 3]! * dx + sites[site + 4]! * dy;
    const y_m = sites[site + 5]! * dx + sites[site + 6]! * dy + sites[site + 7]! * dz;
    // One more than the circle needs tells that it took too long.
    if (!keep(x_m, y_m, (now_ms - report.time_ms) / 1000, Number.NaN) || age[count - 1]! > CIRCLE_S) break;
  }
}

const M_PER_DEG = 111_195;

function gatherTrail(table: TrackTable, slot: number): void {
  const { trail } = table;
  const cos_latitude = table.sites[slot * SITE_SIZE + 7]!;
  const now_ms = table.seen_ms[slot]!;
  count = 0;
  for (let k = trail.count(slot) - 1; k >= 0; k--) {
    trail.read(slot, k, point);
    const age_s = (now_ms - point.time_ms) / 1000;
    if (age_s > PATTERN_S) break;
    const x_m = wrap180(point.longitude_deg - table.longitude_deg[slot]!) * M_PER_DEG * cos_latitude;
    const y_m = (point.latitude_deg - table.latitude_deg[slot]!) * M_PER_DEG;
    if (!keep(x_m, y_m, age_s, point.altitude_m)) break;
  }
}

/** Adds a point that is far enough from the one before; false when there is no more room. */
function keep(east_m: number, north_m: number, age_s: number, height_m: number): boolean {
  if (count > 0) {
    const dx = east_m - east[count - 1]!;
    const dy = north_m - north[count - 1]!;
    if (dx * dx + dy * dy < DIRECTION_M * DIRECTION_M) return true;
  }
  if (count === east.length) return false;
  east[count] = east_m;
  north[count] = north_m;
  age[count] = age_s;
  height[count] = height_m;
  count += 1;
  return true;
}
