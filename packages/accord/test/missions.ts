import type { Memorandum } from '../src/memorandum/memorandum.ts';
import { parseMemorandum } from '../src/memorandum/parse.ts';
import type { MissionSky } from '../src/missions/check.ts';
import type { HazardArea } from '../src/missions/hazards.ts';
import { type Mission, type RoutePoint, USUAL_COSTS } from '../src/missions/mission.ts';
import { MissionTraffic } from '../src/missions/traffic.ts';
import { Register } from '../src/statements/register.ts';

export const T0 = Date.parse('2030-10-15T06:00:00Z');

/**
 * A memorandum of two parties and a host, with what a test needs of clauses beside 3 NM and 1,000 ft between any two.
 */
export function accordWith(...clauses: readonly string[]): Memorandum {
  const text = `
skyaccord: memorandum/1
id: missions
version: 1
languages: [en]
title: {en: For tests of missions}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
  - {id: os, name: Host, role: host}
  - {id: third, name: Third power, role: third_party}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed, crewed/uncrewed, uncrewed/uncrewed], between: any}
    lateral: 3 NM
    vertical: 1000 ft
    grace: 0 s
    warn_ahead: 2 min
${clauses.join('\n')}`;
  return parseMemorandum(text).memorandum;
}

/** A mission of `nc` with a route of latitude, longitude, altitude in m and seconds after T0. */
export function missionOf(
  points: readonly (readonly [number, number, number, number])[],
  more: Partial<Mission> = {},
): Mission {
  const route = points.map(
    ([latitude_deg, longitude_deg, altitude_m, time_s]): RoutePoint => ({
      latitude_deg,
      longitude_deg,
      altitude_m,
      time_ms: T0 + 1000 * time_s,
    }),
  );
  return {
    id: 'own',
    party: 'nc',
    unit: null,
    callsign: null,
    aircraft: { category: 'fixed_wing', crew: 'crewed' },
    purpose: 'transport',
    priority: 0,
    filed_ms: T0 - 86_400_000,
    route,
    volumes: null,
    uncertainty: { lateral_m: 0, vertical_m: 0, time_s: 0 },
    flexibility: { latest_delay_s: 3600, lowest_m: 1000, highest_m: 12_000, longest_detour_m: 100_000 },
    costs: USUAL_COSTS,
    under: [],
    ...more,
  };
}

export function skyOf(
  memorandum: Memorandum,
  missions: readonly Mission[],
  hazards: readonly HazardArea[] = [],
  register = new Register(),
): MissionSky {
  const traffic = new MissionTraffic(memorandum, missions);
  return { memorandum, traffic, hazards, register, now_ms: T0 - 3_600_000, revision: 'r1' };
}

type Vector = readonly [number, number, number];
const RADIUS_M = 6_366_707.0194937;

function unit({ latitude_deg, longitude_deg }: RoutePoint): Vector {
  const [phi, lambda] = [(latitude_deg * Math.PI) / 180, (longitude_deg * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

/**
 * Where a mission is and how high; null before it begins and after its end. The engine's own functions, and no more.
 */
export function flownAt({ route }: Mission, time_ms: number): { at: Vector; altitude_m: number } | null {
  if (route === null) return null;
  const k = route.findIndex((point) => point.time_ms >= time_ms);
  if (k < 0 || (k === 0 && route[0]?.time_ms !== time_ms)) return null;
  const [from, to] = [route[Math.max(0, k - 1)] as RoutePoint, route[Math.max(1, k)] as RoutePoint];
  const share = (time_ms - from.time_ms) / (to.time_ms - from.time_ms);
  const [p, q] = [unit(from), unit(to)];
  const dot = Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2]);
  const total = Math.acos(dot);
  const [a, b] =
    total < 1e-9
      ? [1 - share, share]
      : [Math.sin((1 - share) * total) / Math.sin(total), Math.sin(share * total) / Math.sin(total)];
  const at: Vector = [a * p[0] + b * q[0], a * p[1] + b * q[1], a * p[2] + b * q[2]];
  return { at, altitude_m: from.altitude_m + share * (to.altitude_m - from.altitude_m) };
}

/** Whether two missions come inside both minima: sampled, never in a step in which they could have come in unseen. */
export function sampledConflict(a: Mission, b: Mission, lateral_m: number, vertical_m: number): boolean {
  const from_ms = Math.max(a.route?.[0]?.time_ms ?? 0, b.route?.[0]?.time_ms ?? 0);
  const until_ms = Math.min(a.route?.at(-1)?.time_ms ?? 0, b.route?.at(-1)?.time_ms ?? 0);
  // Who lands at the instant at which the other takes off shares no time with it.
  for (let time_ms = from_ms; from_ms < until_ms && time_ms <= until_ms; ) {
    const [p, q] = [flownAt(a, time_ms), flownAt(b, time_ms)];
    if (p === null || q === null) return false;
    const chord = Math.hypot(p.at[0] - q.at[0], p.at[1] - q.at[1], p.at[2] - q.at[2]);
    const range_m = 2 * RADIUS_M * Math.asin(Math.min(1, chord / 2));
    const height_m = Math.abs(p.altitude_m - q.altitude_m);
    if (range_m < lateral_m - 1e-3 && height_m < vertical_m - 1e-6) return true;
    // Nothing here flies faster than 350 m/s or climbs faster than 40.
    const idle_s = Math.max((range_m - lateral_m) / 700, (height_m - vertical_m) / 80, 0.1);
    time_ms += 1000 * idle_s;
  }
  return false;
}
