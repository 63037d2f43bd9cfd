import { DEG_PER_RAD, destination, relative, SITE_SIZE, writeSite } from '@skyaccord/sky';
import { type Observation, TECHNOLOGIES } from '@skyaccord/wire';
import { BLOCK, estimate, openBlock, updateBlock } from './horizontal.ts';
import { isOwnGnss, learnScatter, measurement, RADIUS95, readMeasurement } from './measurement.ts';
import type { TrackTable } from './table.ts';

/** 95 % radius of a velocity of which nothing is known: most of what flies below 10,000 ft (250 kt). */
const UNKNOWN_VELOCITY_MPS = 128;
const UNKNOWN_M2PS2 = (UNKNOWN_VELOCITY_MPS / RADIUS95) * (UNKNOWN_VELOCITY_MPS / RADIUS95);
/** Nothing more is to be learnt from a longer silence, s. */
const LONGEST_S = 300;
/** The normalised innovation that is kept is a mean over about so many reports. */
const NIS_REPORTS = 10;
/** An estimate this near the report is the report's own place, to the last digit, m. */
const SAME_PLACE_M = 1e-6;

/** The site of the reported place, as the last report taken in gave it; then that of the track's place before. */
export const reportedSite = new Float64Array(2 * SITE_SIZE);
const offset = new Float64Array(2);
const place = new Float64Array(2);

/** Begins a track's horizontal filter with a report, and puts the track where the report says. */
export function openHorizontal(table: TrackTable, slot: number, o: Observation): void {
  readMeasurement(o, 0, 0, Number.NaN);
  measurement.dt_s = 0;
  measurement.east_m = 0;
  measurement.north_m = 0;
  writeSite(o.latitude_deg, o.longitude_deg, reportedSite, 0);
  openBlock(table.filter, slot * BLOCK, measurement, UNKNOWN_M2PS2);
  table.nis[slot] = 1;
  tell(table, slot, o);
}

/** Takes a report into a track's horizontal filter: place, velocity and their uncertainty become the new estimate. */
export function updateHorizontal(table: TrackTable, slot: number, o: Observation): void {
  const { east_mps, north_mps } = table;
  const speed_mps = Math.sqrt(east_mps[slot]! * east_mps[slot]! + north_mps[slot]! * north_mps[slot]!);
  readMeasurement(o, speed_mps, table.turn_rate_degps[slot]! / DEG_PER_RAD, learntOf(table, slot, o));
  measurement.dt_s = Math.min(LONGEST_S, Math.max(0, (o.time_ms - table.seen_ms[slot]!) / 1000));
  setFrame(table, slot, o);
  updateBlock(table.filter, slot * BLOCK, measurement);
  if (!isOwnGnss(o.technology)) learn(table, slot, o);
  table.nis[slot] = table.nis[slot]! + (estimate.nis - table.nis[slot]!) / NIS_REPORTS;
  tell(table, slot, o);
}

/** Who measures: what was learnt of one source and technology says nothing of another. */
const measuredBy = (table: TrackTable, slot: number, o: Observation): number =>
  table.words[slot]!.sources.indexOf(o.source) * TECHNOLOGIES.length + TECHNOLOGIES.indexOf(o.technology);

const learntOf = (table: TrackTable, slot: number, o: Observation): number =>
  table.scatter_by[slot] === measuredBy(table, slot, o) ? table.scatter_m2[slot]! : Number.NaN;

function learn(table: TrackTable, slot: number, o: Observation): void {
  const learnt_m2 = learntOf(table, slot, o);
  const from_m2 = Number.isNaN(learnt_m2) ? measurement.variance_m2 : learnt_m2;
  table.scatter_by[slot] = measuredBy(table, slot, o);
  table.scatter_m2[slot] = learnScatter(from_m2, estimate.miss2_m2, estimate.foretold_m2);
}

/** Where the report lies as seen from the track, and how the track's east is turned against the report's. */
function setFrame(table: TrackTable, slot: number, o: Observation): void {
  writeSite(o.latitude_deg, o.longitude_deg, reportedSite, 0);
  const at = slot * SITE_SIZE;
  for (let k = 0; k < SITE_SIZE; k++) reportedSite[SITE_SIZE + k] = table.sites[at + k]!;
  relative(reportedSite, 0, SITE_SIZE, offset);
  measurement.east_m = -offset[0]!;
  measurement.north_m = -offset[1]!;
  const c = axes(3, 11) + axes(5, 13) + reportedSite[7]! * reportedSite[15]!;
  const s = axes(3, 13) - axes(5, 11);
  const length = Math.sqrt(c * c + s * s);
  measurement.frame_cos = length > 0 ? c / length : 1;
  measurement.frame_sin = length > 0 ? s / length : 0;
}

const axes = (a: number, b: number): number =>
  reportedSite[a]! * reportedSite[b]! + reportedSite[a + 1]! * reportedSite[b + 1]!;

function tell(table: TrackTable, slot: number, o: Observation): void {
  const { east_m, north_m } = estimate;
  if (Math.abs(east_m) + Math.abs(north_m) < SAME_PLACE_M) table.place(slot, o.latitude_deg, o.longitude_deg);
  else {
    destination(o.latitude_deg, o.longitude_deg, east_m, north_m, place);
    table.place(slot, place[0]!, place[1]!);
  }
  table.east_mps[slot] = estimate.east_mps;
  table.north_mps[slot] = estimate.north_mps;
  table.turn_rate_degps[slot] = -estimate.turn_rate * DEG_PER_RAD;
  table.turning[slot] = estimate.turning;
  table.cov_ee_m2[slot] = estimate.ee_m2;
  table.cov_en_m2[slot] = estimate.en_m2;
  table.cov_nn_m2[slot] = estimate.nn_m2;
  table.accuracy_m[slot] = RADIUS95 * largest(estimate.ee_m2, estimate.en_m2, estimate.nn_m2);
  table.velocity_accuracy_mps[slot] =
    RADIUS95 * largest(estimate.velocity_ee, estimate.velocity_en, estimate.velocity_nn);
}

/** Largest standard deviation in any direction of a 2 x 2 covariance. */
function largest(ee: number, en: number, nn: number): number {
  const half = 0.5 * (ee - nn);
  return Math.sqrt(0.5 * (ee + nn) + Math.sqrt(half * half + en * en));
}
