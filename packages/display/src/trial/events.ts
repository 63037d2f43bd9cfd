import type { FlightOutcome, ReportRow, Told } from '@skyaccord/accord';
import { direction, speed, type UnitSystem, verticalRate } from '../format/units.ts';
import type { Mark } from './flight.ts';

/** What was asked along each axis; null where nothing was. */
export function askedWords([, , track_rad, speed_mps, vertical_mps]: Told, units: UnitSystem): string | null {
  const parts: string[] = [];
  if (track_rad !== null) parts.push(`turn to ${direction((track_rad * 180) / Math.PI)}`);
  if (vertical_mps !== null) {
    const rate = verticalRate(Math.abs(vertical_mps), units).replace('+', '');
    if (Math.abs(vertical_mps) < 0.1) parts.push('level off');
    else parts.push(`${vertical_mps > 0 ? 'climb' : 'descend'} at ${rate}`);
  }
  if (speed_mps !== null) parts.push(`fly ${speed(speed_mps, units)}`);
  if (parts.length === 0) return null;
  const words = parts.join(', ');
  return `${words[0]?.toUpperCase()}${words.slice(1)}.`;
}

/** One thing that happened, as a sentence. */
export function eventWords({ aircraft, kind, told }: Mark, names: readonly string[], units: UnitSystem): string {
  const who = aircraft === 0 ? 'the own aircraft' : (names[aircraft] ?? `aircraft ${aircraft}`);
  switch (kind) {
    case 'alert':
      return `△ Alert to ${who}.`;
    case 'clear':
      return `Alert to ${who} ends.`;
    case 'command':
      return `◇ To ${who}: ${told === null ? '' : askedWords(told, units)}`;
    case 'back':
      return `○ To ${who}: back to the plan.`;
    case 'response':
      return `The crew of ${who} begins to act.`;
    case 'loss':
      return `▲ Well clear of ${who} lost.`;
    case 'nmac':
      return `◆ Near mid-air collision with ${who}.`;
  }
}

/** Recorded figures have few decimals: half of the last one, and some for their rounding. */
const NORM_TOLERANCE = 0.01;
const DISTANCE_TOLERANCE_M = 1;

/** Whether a flight came to what a row of the report says. */
export function agrees(outcome: FlightOutcome, row: ReportRow): boolean {
  const [nmac, lowc, min_norm_nmac, , t_first_alert_s, t_first_response_s, reversals, extra_m, off_m] = row;
  return (
    outcome.nmac === (nmac === 1) &&
    outcome.lowc === (lowc === 1) &&
    Math.abs(outcome.min_norm_nmac - min_norm_nmac) <= NORM_TOLERANCE &&
    outcome.t_first_alert_s === t_first_alert_s &&
    outcome.t_first_response_s === t_first_response_s &&
    outcome.reversals === reversals &&
    Math.abs(outcome.extra_distance_m - extra_m) <= DISTANCE_TOLERANCE_M &&
    Math.abs(outcome.altitude_deviation_m - off_m) <= DISTANCE_TOLERANCE_M
  );
}
