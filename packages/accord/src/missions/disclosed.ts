import { PlanSet } from '@skyaccord/sky';
import type { Corner } from '../memorandum/terms.ts';
import { growthOf, placeAt, planPoints } from './flight.ts';
import { type Mission, type MissionVolume, type RoutePoint, spanOf } from './mission.ts';

/** A volume that is disclosed begins and ends at whole steps of these: degrees, m, ms. */
export const DISCLOSED = { degrees: 0.25, level_m: 609.6, time_ms: 900_000 } as const;
/** A route is looked at in steps no longer than this, ms. */
const STEP_MS = 10_000;
/** What a great circle may bulge out of the box of two points of a step, degrees. */
const BULGE_DEG = 0.01;

/**
 * A mission as parties that are not its own may know it: volumes on a coarse grid of place, level and time that hold
 * its route with its uncertainty, and neither its way through them, nor its unit, callsign, purpose or costs. Two
 * missions within the same cells are disclosed as the same.
 */
export function disclosedForm(mission: Mission): Mission {
  const { id, party, aircraft, priority, filed_ms } = mission;
  return {
    id,
    party,
    unit: null,
    callsign: null,
    aircraft: { category: null, crew: aircraft.crew },
    purpose: 'transport',
    priority,
    filed_ms,
    route: null,
    volumes: mission.route === null ? (mission.volumes ?? []) : coarse(mission, mission.route),
    uncertainty: { lateral_m: 0, vertical_m: 0, time_s: 0 },
    flexibility: { latest_delay_s: 0, lowest_m: null, highest_m: null, longest_detour_m: 0 },
    costs: { ...NO_COSTS },
    under: [],
  };
}
const NO_COSTS = {
  ground_minute: 0,
  air_minute: 0,
  track_mile: 0,
  level: 0,
  fuel_kg: 0,
  burn_kg_per_min: 0,
  cancel: 0,
};

/** What one party may know of all missions: its own as they are, those of others as volumes. */
export function viewOf(party: string, missions: readonly Mission[]): readonly Mission[] {
  return missions.map((mission) => (mission.party === party ? mission : disclosedForm(mission)));
}

/** One box for each quarter of an hour of the flight, on the grid. */
function coarse(mission: Mission, route: readonly RoutePoint[]): readonly MissionVolume[] {
  const [from_ms, until_ms] = spanOf(mission);
  const plans = new PlanSet('sphere', [planPoints(route, from_ms)]);
  const growth = growthOf(mission);
  const slack_ms = 1000 * mission.uncertainty.time_s;
  const volumes: MissionVolume[] = [];
  const first = Math.floor((from_ms - slack_ms) / DISCLOSED.time_ms);
  const last = Math.ceil((until_ms + slack_ms) / DISCLOSED.time_ms);
  for (let slot = first; slot < last; slot += 1) {
    const begin_ms = Math.max(from_ms, slot * DISCLOSED.time_ms - slack_ms);
    const end_ms = Math.min(until_ms, (slot + 1) * DISCLOSED.time_ms + slack_ms);
    if (begin_ms > end_ms) continue;
    const box = boxOf(route, plans, from_ms, begin_ms, end_ms, growth.lateral_m);
    const levels = levelsOf(route, begin_ms, end_ms);
    volumes.push({
      shape: { bounds_deg: null, polygon_deg: box, circle: null },
      floor_m: DISCLOSED.level_m * Math.floor((levels[0] - growth.vertical_m) / DISCLOSED.level_m),
      ceiling_m: DISCLOSED.level_m * (Math.floor((levels[1] + growth.vertical_m) / DISCLOSED.level_m) + 1),
      from_ms: slot * DISCLOSED.time_ms,
      until_ms: (slot + 1) * DISCLOSED.time_ms,
    });
  }
  return volumes;
}

function boxOf(
  route: readonly RoutePoint[],
  plans: PlanSet,
  origin_ms: number,
  begin_ms: number,
  end_ms: number,
  margin_m: number,
): readonly Corner[] {
  let [south, north, west, east] = [90, -90, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let along: number | null = null;
  for (let time_ms = begin_ms; ; time_ms = Math.min(end_ms, time_ms + STEP_MS)) {
    const after = route.findIndex((point) => point.time_ms > time_ms);
    const leg = after < 0 ? route.length - 2 : Math.max(0, after - 1);
    const [latitude_deg, longitude_deg] = placeAt(plans.legs, leg, (time_ms - origin_ms) / 1000);
    along = along === null ? longitude_deg : along + ((((longitude_deg - along) % 360) + 540) % 360) - 180;
    [south, north] = [Math.min(south, latitude_deg), Math.max(north, latitude_deg)];
    [west, east] = [Math.min(west, along), Math.max(east, along)];
    if (time_ms >= end_ms) break;
  }
  const up_deg = margin_m / 110_000 + BULGE_DEG;
  const highest = Math.min(89, Math.max(Math.abs(south), Math.abs(north)) + up_deg);
  const wide_deg = up_deg / (1 - highest / 90);
  const cell = DISCLOSED.degrees;
  const down = (degrees: number): number => cell * Math.floor(degrees / cell);
  const up = (degrees: number): number => cell * (Math.floor(degrees / cell) + 1);
  const [low, high] = [Math.max(-90, down(south - up_deg)), Math.min(90, up(north + up_deg))];
  const [left, right] = [down(west - wide_deg), up(east + wide_deg)];
  const turned = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;
  // Corners near enough for each side to go the short way round.
  const steps = Math.max(1, Math.ceil((right - left) / 90));
  const edge = Array.from({ length: steps + 1 }, (_, k) => turned(left + (k * (right - left)) / steps));
  return [...edge.map((one): Corner => [low, one]), ...edge.toReversed().map((one): Corner => [high, one])];
}

function levelsOf(route: readonly RoutePoint[], begin_ms: number, end_ms: number): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const add = (altitude_m: number): void => {
    [low, high] = [Math.min(low, altitude_m), Math.max(high, altitude_m)];
  };
  for (let k = 1; k < route.length; k += 1) {
    const [from, to] = [route[k - 1] as RoutePoint, route[k] as RoutePoint];
    const [start, end] = [Math.max(begin_ms, from.time_ms), Math.min(end_ms, to.time_ms)];
    if (start > end) continue;
    for (const time_ms of [start, end]) {
      const share = (time_ms - from.time_ms) / (to.time_ms - from.time_ms);
      add(from.altitude_m + share * (to.altitude_m - from.altitude_m));
    }
  }
  return [low, high];
}
