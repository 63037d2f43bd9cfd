import type { Observation } from '@skyaccord/wire';
import type { TrackTable } from './table.ts';

/** Baseline over which a vertical rate is taken from heights when the source gives none, s. */
const RATE_BASELINE_S = 6;
/** A vertical rate that the source gave stays good for this long. */
const RATE_GOOD_S = 15;
/** Level flight: over at least this long, the height trend and the rate itself stay within these. */
const LEVEL_BASELINE_S = 15;
const LEVEL_TREND_MPS = 0.6;
const LEVEL_RATE_MPS = 1.5;
/** A rate up to this (200 ft/min) is small; a trend between level and this (300 ft/min) may be a slow climb kept up. */
const SMALL_RATE_MPS = 1.016;
const SLOW_CLIMB_MPS = 1.524;
/** A report without height leaves the height as it was for this long. */
const HEIGHT_GOOD_S = 20;

/** A height missing from one report does not make the aircraft one of unknown height. */
export function setHeights(table: TrackTable, slot: number, o: Observation): void {
  if (o.pressure_altitude_m === null && o.geometric_altitude_m === null) {
    if (o.time_ms - table.height_said_ms[slot]! <= HEIGHT_GOOD_S * 1000) return;
  } else table.height_said_ms[slot] = o.time_ms;
  table.pressure_altitude_m[slot] = o.pressure_altitude_m ?? Number.NaN;
  table.geometric_altitude_m[slot] = o.geometric_altitude_m ?? Number.NaN;
}

/** Pressure altitude where known, else geometric; NaN when neither is. */
export function altitudeOf(table: TrackTable, slot: number): number {
  const pressure_m = table.pressure_altitude_m[slot]!;
  return !Number.isNaN(pressure_m) ? pressure_m : table.geometric_altitude_m[slot]!;
}

/** The newest report kept at least `baseline_s` before the last one, or the oldest; -1 when there is none before. */
function reportBack(table: TrackTable, slot: number, baseline_s: number): number {
  const { reports } = table;
  if (reports.count(slot) === 0) return -1;
  return Math.max(0, reports.before(slot, table.seen_ms[slot]! - baseline_s * 1000));
}

/** Height gained since the k-th report kept over the time between, m/s; NaN where no height is common to both. */
function climbSince(table: TrackTable, slot: number, k: number): number {
  if (k < 0) return Number.NaN;
  const { reports } = table;
  const dt_s = (table.seen_ms[slot]! - reports.time_ms(slot, k)) / 1000;
  const pressure = (table.pressure_altitude_m[slot]! - reports.pressureAltitude_m(slot, k)) / dt_s;
  if (!Number.isNaN(pressure)) return pressure;
  return (table.geometric_altitude_m[slot]! - reports.geometricAltitude_m(slot, k)) / dt_s;
}

export function setVerticalRate(table: TrackTable, slot: number, o: Observation): void {
  if (o.vertical_rate_mps !== null) {
    table.vertical_rate_mps[slot] = o.vertical_rate_mps;
    table.rate_said_ms[slot] = o.time_ms;
  } else if (!(o.time_ms - table.rate_said_ms[slot]! <= RATE_GOOD_S * 1000)) {
    const climb_mps = climbSince(table, slot, reportBack(table, slot, RATE_BASELINE_S));
    table.vertical_rate_mps[slot] = !Number.isNaN(climb_mps) ? climb_mps : 0;
  }
  table.level[slot] = isLevel(table, slot) ? 1 : 0;
}

/**
 * Height reports step by 25 or 100 ft and wander a little in level flight; prediction must not stretch that to a climb.
 * A small rate counts as level unless the trend shows a slow climb that is kept up; a steep trend is a climb that has
 * ended.
 */
function isLevel(table: TrackTable, slot: number): boolean {
  const rate_mps = Math.abs(table.vertical_rate_mps[slot]!);
  const from = reportBack(table, slot, LEVEL_BASELINE_S);
  const long = from >= 0 && table.seen_ms[slot]! - table.reports.time_ms(slot, from) >= LEVEL_BASELINE_S * 1000;
  const trend_mps = long ? Math.abs(climbSince(table, slot, from)) : Number.NaN;
  if (trend_mps <= LEVEL_TREND_MPS) return rate_mps <= LEVEL_RATE_MPS;
  const keptUp = trend_mps <= SLOW_CLIMB_MPS && rate_mps >= trend_mps / 2;
  return rate_mps <= SMALL_RATE_MPS && !keptUp;
}
