import { cos, destination, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { CrewState } from '../memorandum/terms.ts';
import type { MissionSky } from './check.ts';
import { type Mission, type RoutePoint, USUAL_COSTS } from './mission.ts';
import { Recheck } from './recheck.ts';
import { MissionTraffic } from './traffic.ts';
import { type WaysOut, waysOut } from './ways_out.ts';

/** An aircraft as it moves now. */
export type Moving = {
  readonly track: string;
  /** null: nobody knows whose it is. */
  readonly party: string | null;
  readonly crew: CrewState;
  readonly time_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly accuracy_m: number;
  /** null: not known, it may be at any level. */
  readonly altitude_m: number | null;
  readonly ground_speed_mps: number;
  readonly track_deg: number;
  readonly vertical_rate_mps: number;
};

/** How far ahead the way of an aircraft without a plan is drawn, s. */
const AHEAD_S = 900;
/** By how much its speed and course may be off from now on, as a share of the way that it has gone by then. */
const WANDER = 0.05;
const STEP_S = 60;
const LEVELS_M = [-500, 30_480] as const;

const place = new Float64Array(2);

/**
 * An aircraft without a plan as a mission, so that the plans of others can be held against it: straight on for a
 * quarter of an hour, the further the less certain. Without a height it takes every level.
 */
function movingAsMission(moving: Moving): Mission {
  const { track, party, crew, time_ms, ground_speed_mps, vertical_rate_mps } = moving;
  const course = moving.track_deg * RAD_PER_DEG;
  const points: RoutePoint[] = [];
  for (let ahead_s = 0; ahead_s <= AHEAD_S; ahead_s += STEP_S) {
    const way_m = ground_speed_mps * ahead_s;
    destination(moving.latitude_deg, moving.longitude_deg, way_m * sin(course), way_m * cos(course), place);
    // It climbs on for two minutes at most.
    const altitude_m = (moving.altitude_m ?? 0) + vertical_rate_mps * Math.min(ahead_s, 120);
    points.push({
      latitude_deg: place[0] ?? 0,
      longitude_deg: place[1] ?? 0,
      altitude_m: Math.max(LEVELS_M[0], Math.min(LEVELS_M[1], altitude_m)),
      time_ms: time_ms + 1000 * ahead_s,
    });
  }
  const middle_m = (ground_speed_mps * AHEAD_S) / 2;
  return {
    id: `track ${track}`,
    party: party ?? '',
    unit: null,
    callsign: null,
    aircraft: { category: null, crew },
    purpose: 'transport',
    priority: 100,
    filed_ms: time_ms,
    route: points,
    volumes: null,
    uncertainty: {
      lateral_m: moving.accuracy_m + WANDER * middle_m,
      vertical_m: moving.altitude_m === null ? LEVELS_M[1] - LEVELS_M[0] : 60,
      time_s: 0,
    },
    flexibility: { latest_delay_s: 0, lowest_m: null, highest_m: null, longest_detour_m: 0 },
    costs: USUAL_COSTS,
    under: [],
  };
}

/** What is left of a mission from where its aircraft is now, which is where it will be flown from. */
function restOf(mission: Mission, now: Moving): Mission | null {
  const left = (mission.route ?? []).filter(({ time_ms }) => time_ms > now.time_ms);
  if (left.length === 0) return null;
  const here: RoutePoint = {
    latitude_deg: now.latitude_deg,
    longitude_deg: now.longitude_deg,
    altitude_m: now.altitude_m ?? left[0]?.altitude_m ?? 0,
    time_ms: now.time_ms,
  };
  return { ...mission, route: [here, ...left] };
}

/**
 * Ways out for a mission under way, with aircraft that have no plan drawn ahead: slower for a phase, another level,
 * round it, or breaking off. It cannot wait on the ground any more.
 */
export function waysOutInFlight(
  mission: Mission,
  now: Moving,
  others: readonly Moving[],
  sky: MissionSky,
  wanted?: number,
): WaysOut | null {
  const rest = restOf(mission, now);
  if (rest === null) return null;
  const missions = [...sky.traffic.missions.filter(({ id }) => id !== mission.id), ...others.map(movingAsMission)];
  const here = { ...sky, traffic: new MissionTraffic(sky.memorandum, missions) };
  return waysOut(rest, here, new Recheck(sky.memorandum, missions), { airborne: true, ...(wanted ? { wanted } : {}) });
}
