import type { Observation } from '@skyaccord/wire';
import {
  CLIMB_BLOCK,
  climbProbability,
  climbRate_mps,
  climbRateDeviation_mps,
  heightDeviation_m,
  openClimb,
  rebaseClimb,
  updateClimb,
} from './climb.ts';
import type { TrackTable } from './table.ts';

/** A report without height leaves the height as it was for this long. */
const HEIGHT_GOOD_S = 20;
/**
 * Standard deviation of a reported height, m: steps of 25 or 100 ft, turbulence, and what a static port makes of it. A
 * report that says that it is less accurate is taken at its word.
 */
const HEIGHT_SCATTER_M = 6;
/** After this long without a height nothing is known of a climb any more. */
const AFRESH_S = 60;
/** Without any height, a rate up to this (200 ft/min) is level flight. */
const SMALL_RATE_MPS = 1.016;
/** Flight is level while a climb is less probable than this. */
const LEVEL_BELOW = 0.5;
/** What is beyond these is no height and no rate of an aircraft. */
const HIGHEST_M = 100_000;
const FASTEST_MPS = 400;
/** Half-width of 95 % over standard deviation. */
const WIDTH95 = 1.96;

/** Variance of the height of a report, m². */
function variance_m2({ altitude_accuracy_m }: Observation): number {
  const deviation_m = Math.max(HEIGHT_SCATTER_M, (altitude_accuracy_m ?? 0) / WIDTH95);
  return deviation_m * deviation_m;
}

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

const within = (value: number | null, most: number): number =>
  value !== null && Math.abs(value) <= most ? value : Number.NaN;

/**
 * Takes a report's height and rate into the vertical filter: the rate, whether flight is level, and how uncertain the
 * height is. Heights themselves stay as they are reported, steps and all: that is what crews read as well.
 */
export function setVerticalRate(table: TrackTable, slot: number, o: Observation): void {
  const pressure = o.pressure_altitude_m !== null;
  const byPressure = table.climb_pressure[slot] === 1;
  const rate_mps = within(o.vertical_rate_mps, FASTEST_MPS);
  const at = slot * CLIMB_BLOCK;
  const dt_s = (o.time_ms - table.climb_ms[slot]!) / 1000;
  // Of two kinds of height that come by turns, pressure altitude is followed.
  const used = pressure || !byPressure || !(o.time_ms - table.climb_height_ms[slot]! <= HEIGHT_GOOD_S * 1000);
  const height_m = used ? within(o.pressure_altitude_m ?? o.geometric_altitude_m, HIGHEST_M) : Number.NaN;
  const said = !Number.isNaN(height_m);
  const going = dt_s <= AFRESH_S;
  if (!going && !said) {
    tellRateAlone(table, slot, rate_mps);
    return;
  }
  if (!said && Number.isNaN(rate_mps)) return;
  const scatter_m2 = variance_m2(o);
  if (!going) openClimb(table.climb, at, height_m, scatter_m2, rate_mps);
  else {
    if (said && byPressure !== pressure) rebaseClimb(table.climb, at, height_m, scatter_m2);
    updateClimb(table.climb, at, Math.max(0, dt_s), height_m, scatter_m2, rate_mps);
  }
  if (said) {
    table.climb_height_ms[slot] = o.time_ms;
    table.climb_pressure[slot] = pressure ? 1 : 0;
  }
  table.climb_ms[slot] = o.time_ms;
  table.vertical_rate_mps[slot] = climbRate_mps(table.climb, at);
  table.climbing[slot] = climbProbability(table.climb, at);
  table.level[slot] = table.climbing[slot]! < LEVEL_BELOW ? 1 : 0;
  table.vertical_accuracy_m[slot] = WIDTH95 * heightDeviation_m(table.climb, at);
  table.vertical_rate_accuracy_mps[slot] = WIDTH95 * climbRateDeviation_mps(table.climb, at);
}

/** No height for long: only what is said of the rate is known. */
function tellRateAlone(table: TrackTable, slot: number, rate_mps: number): void {
  const known = !Number.isNaN(rate_mps);
  table.vertical_rate_mps[slot] = known ? rate_mps : 0;
  table.level[slot] = !known || Math.abs(rate_mps) <= SMALL_RATE_MPS ? 1 : 0;
  table.climbing[slot] = Number.NaN;
  table.vertical_accuracy_m[slot] = Number.NaN;
  table.vertical_rate_accuracy_mps[slot] = Number.NaN;
}
