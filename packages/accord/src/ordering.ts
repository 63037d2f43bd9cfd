import type { Observation } from '@skyaccord/wire';

/** Length of a tick of the watch, ms. */
export const TICK_MS = 100;

/**
 * The tick to which an instant belongs: tick k holds ((k - 1) · 100 ms, k · 100 ms], so its time is never before its
 * inputs.
 */
export function tickOf(time_ms: number): number {
  return Math.ceil(time_ms / TICK_MS);
}

/** What two reports of one source, time and sequence may still differ in, most telling first. */
const CONTENT = [
  'address',
  'latitude_deg',
  'longitude_deg',
  'pressure_altitude_m',
  'geometric_altitude_m',
  'track_deg',
  'ground_speed_mps',
  'vertical_rate_mps',
  'resolution_advisory',
  'callsign',
  'registration',
  'category',
  'party',
  'address_kind',
  'technology',
  'geometric_datum',
  'on_ground',
  'position_accuracy_m',
  'altitude_accuracy_m',
  'velocity_accuracy_mps',
] as const satisfies readonly (keyof Observation)[];

type Value = string | number | boolean | null;

/** Unknown first; the two are of one kind otherwise. */
function compareValues(x: Value, y: Value): number {
  if (x === y) return 0;
  return x === null || (y !== null && x < y) ? -1 : 1;
}

/**
 * The order in which inputs of one tick are applied, whatever order they arrived in: event time, source, sequence, then
 * the whole content, so that two nodes given the same inputs do the same; 0 only for equal reports. Code-unit order,
 * never the locale's.
 */
export function compareObservations(x: Observation, y: Observation): number {
  const order = x.time_ms - y.time_ms || compareValues(x.source, y.source) || x.sequence - y.sequence;
  if (order !== 0) return order;
  for (const field of CONTENT) {
    const by = compareValues(x[field], y[field]);
    if (by !== 0) return by;
  }
  return 0;
}
