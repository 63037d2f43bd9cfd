import type { Observation } from '@skyaccord/wire';

/** Length of a tick of the watch, ms. */
export const TICK_MS = 100;

/** The tick to which an instant belongs: tick k holds ((k - 1) · 100 ms, k · 100 ms], so its time is never before its inputs. */
export function tickOf(time_ms: number): number {
  return Math.ceil(time_ms / TICK_MS);
}

const text = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
const value = (x: number | null, y: number | null): number => (x ?? -Infinity) - (y ?? -Infinity) || 0;

/**
 * The order in which inputs of one tick are applied, whatever order they arrived in: event time, source, sequence, then
 * content, so that two nodes given the same inputs do the same. Code-unit order, never the locale's.
 */
export function compareObservations(x: Observation, y: Observation): number {
  return (
    x.time_ms - y.time_ms ||
    text(x.source, y.source) ||
    x.sequence - y.sequence ||
    text(x.address, y.address) ||
    x.latitude_deg - y.latitude_deg ||
    x.longitude_deg - y.longitude_deg ||
    value(x.pressure_altitude_m, y.pressure_altitude_m) ||
    value(x.geometric_altitude_m, y.geometric_altitude_m) ||
    value(x.track_deg, y.track_deg) ||
    value(x.ground_speed_mps, y.ground_speed_mps) ||
    value(x.vertical_rate_mps, y.vertical_rate_mps) ||
    text(x.callsign ?? '', y.callsign ?? '')
  );
}
