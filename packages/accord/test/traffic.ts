import { cos, destination, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import type { Memorandum } from '../src/memorandum/memorandum.ts';
import { parseMemorandum } from '../src/memorandum/parse.ts';
import { tickOf } from '../src/ordering.ts';
import type { Outcome } from '../src/outcome.ts';
import type { Watch } from '../src/watch.ts';

/** Traffic made for tests: straight flights over an invented sea, and a memorandum of two parties over it. */

export const START_MS = 1_735_732_800_000;
export const ORIGIN = { latitude_deg: 45.3, longitude_deg: -5 };
export const NM = 1852;
export const FT = 0.3048;

/** One report, complete and good; a test names what it is about. */
export function observation(over: Partial<Observation> = {}): Observation {
  return {
    source: 'trial',
    sequence: 0,
    time_ms: START_MS,
    address: 'd1a001',
    address_kind: 'icao',
    technology: 'adsb',
    callsign: null,
    registration: null,
    category: 'A3',
    ...ORIGIN,
    pressure_altitude_m: 6000,
    geometric_altitude_m: null,
    geometric_datum: 'unknown',
    on_ground: false,
    ground_speed_mps: 200,
    track_deg: 90,
    vertical_rate_mps: 0,
    resolution_advisory: null,
    position_accuracy_m: 30,
    altitude_accuracy_m: 15,
    velocity_accuracy_mps: 3,
    party: null,
    ...over,
  };
}

export type Flight = {
  readonly address: string;
  /** From the origin, at the start. */
  readonly east_m: number;
  readonly north_m: number;
  readonly altitude_m: number;
  readonly track_deg: number;
  readonly speed_mps: number;
  readonly climb_mps?: number;
  readonly origin?: { readonly latitude_deg: number; readonly longitude_deg: number };
  readonly over?: Partial<Observation>;
};

const place = new Float64Array(2);

/** What a flight reports at these times (s after the start), going straight on. */
export function reportsOf(flight: Flight, times_s: readonly number[]): Observation[] {
  const east_mps = flight.speed_mps * sin(flight.track_deg * RAD_PER_DEG);
  const north_mps = flight.speed_mps * cos(flight.track_deg * RAD_PER_DEG);
  const climb_mps = flight.climb_mps ?? 0;
  const { latitude_deg, longitude_deg } = flight.origin ?? ORIGIN;
  return times_s.map((t, sequence) => {
    const north_m = flight.north_m + north_mps * t;
    destination(latitude_deg, longitude_deg, flight.east_m + east_mps * t, north_m, place);
    return observation({
      source: `trial-${flight.address}`,
      sequence,
      time_ms: START_MS + Math.round(t * 1000),
      address: flight.address,
      latitude_deg: place[0]!,
      longitude_deg: place[1]!,
      pressure_altitude_m: flight.altitude_m + climb_mps * t,
      track_deg: flight.track_deg,
      ground_speed_mps: flight.speed_mps,
      vertical_rate_mps: climb_mps,
      ...flight.over,
    });
  });
}

/** from, from + step, ... up to and with `to`, s. */
export function every(from_s: number, to_s: number, step_s = 1): number[] {
  const times: number[] = [];
  for (let i = 0; from_s + i * step_s <= to_s + 1e-9; i++) times.push(from_s + i * step_s);
  return times;
}

/** Runs observations, sorted here by time, through a watch; it is not finished. */
export function play(watch: Watch, observations: readonly Observation[]): Outcome[] {
  const sorted = [...observations].sort((x, y) => x.time_ms - y.time_ms);
  const outcomes: Outcome[] = [];
  for (let i = 0; i < sorted.length; ) {
    const tick = tickOf(sorted[i]!.time_ms);
    const batch: Observation[] = [];
    while (i < sorted.length && tickOf(sorted[i]!.time_ms) === tick) batch.push(sorted[i++]!);
    outcomes.push(...watch.advance(tick, batch));
  }
  return outcomes;
}

/** The outcomes of one kind, as their own type. */
export function ofKind<K extends Outcome['kind']>(
  outcomes: readonly Outcome[],
  kind: K,
): Extract<Outcome, { kind: K }>[] {
  return outcomes.filter((one): one is Extract<Outcome, { kind: K }> => one.kind === kind);
}

const PARTIES = `
  - id: nc
    name: Northern Compact
    role: signatory
    aircraft: [{callsign_prefix: NORD}, {callsign_prefix: NORDX, crew: uncrewed}, {address: d1a001}, {address: d1a002}]
  - id: mu
    name: Meridian Union
    role: signatory
    aircraft:
      - {callsign_prefix: MERI}
      - {address: d2b001}
      - {address: d2b002, crew: uncrewed}
      - {address: d2b003, crew: crewed}`;

const clause = (id: string, classes: string, lateral: string, vertical: string, grace: string): string => `
  - id: ${id}
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [${classes}], between: different_parties}
    lateral: ${lateral}
    vertical: ${vertical}
    grace: ${grace}
    warn_ahead: 2 min`;

/** WIDE: 3 NM and 3,000 ft for 3 minutes, crewed; NEAR: 1 NM and 1,000 ft, no grace, for all. */
export const WIDE = clause('WIDE', 'crewed/crewed, crewed/uncrewed', '3 NM', '3000 ft', '3 min');
export const NEAR = clause('NEAR', 'crewed/crewed, crewed/uncrewed, uncrewed/uncrewed', '1 NM', '1000 ft', '0 s');
const CALL = `
  - {id: CALL, kind: required_calls, words: {en: Call.}, at: advisory, steps: [{en: Look out.}]}`;

/** d1a001 and d1a002 are nc's; d2b001, d2b002 (uncrewed) and d2b003 are mu's. */
export function memorandumWith(...clauses: string[]): Memorandum {
  return parseMemorandum(`
skyaccord: memorandum/1
id: trial
version: 7
languages: [en]
title: {en: Trial}
parties:${PARTIES}
clauses:${clauses.join('')}${CALL}
`).memorandum;
}
