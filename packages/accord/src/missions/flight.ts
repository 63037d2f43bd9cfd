import { LEG, LEG_SIZE, type PlanSet, SPHERE_RADIUS_M, writePosition } from '@skyaccord/sky';
import { angle, direction, placeOf } from './direction.ts';
import type { Mission, RoutePoint } from './mission.ts';
import { boxesMeet, type Region } from './region.ts';

/** Pieces longer than this are cut before a region is asked: it reckons on a plane about their middle, m. */
const LONGEST_M = 50_000;
/** Entry into a region and exit from it are found to within this of way, m; what is uncertain counts as inside. */
const RESOLUTION_M = 10;
/** What the plane about a point may be off by, as a share of the distance. */
const PLANE_ERROR = 1.05;
/** Distances on the sphere are within this of those on the ellipsoid. */
export const SPHERE_ERROR = 1.006;
const M_PER_DEG = 111_000;

const here = new Float64Array(3);

/** The points of a route as `PlanSet` takes them, times in seconds after `origin_ms`. */
export function planPoints(route: readonly RoutePoint[], origin_ms: number): number[] {
  return route.flatMap(({ latitude_deg, longitude_deg, altitude_m, time_ms }) => [
    latitude_deg,
    longitude_deg,
    altitude_m,
    (time_ms - origin_ms) / 1000,
  ]);
}

/** Where a leg is at a time, degrees. */
export function placeAt(legs: Float64Array, leg: number, time_s: number): readonly [number, number] {
  writePosition(legs, leg, time_s, here, 0);
  return placeOf([here[0] ?? 0, here[1] ?? 0, here[2] ?? 0]);
}

/** From one time to another. */
export type Stay = readonly [from_s: number, until_s: number];

/** When plan 0 of a set is within a region and between two levels, in order; never too short, at most 10 m too long. */
export function staysIn(plans: PlanSet, region: Region, lowest_m: number, highest_m: number, plan = 0): Stay[] {
  const stays: [number, number][] = [];
  const add = (from_s: number, until_s: number): void => {
    const last = stays.at(-1);
    if (last !== undefined && from_s <= last[1] + 1e-6) last[1] = Math.max(last[1], until_s);
    else stays.push([from_s, until_s]);
  };
  const { legs, firstLeg } = plans;
  for (let leg = firstLeg[plan] ?? 0; leg < (firstLeg[plan + 1] ?? 0); leg += 1) {
    const level = atLevels(legs, leg, lowest_m, highest_m);
    if (level === null) continue;
    const speed_mps = (legs[leg * LEG_SIZE + LEG.turn] ?? 0) * SPHERE_RADIUS_M;
    halve(legs, leg, speed_mps, level[0], level[1], region, add);
  }
  return stays;
}

/** The part of a leg between two levels, both included. */
function atLevels(legs: Float64Array, leg: number, lowest_m: number, highest_m: number): Stay | null {
  const base = leg * LEG_SIZE;
  const [start_s, end_s] = [legs[base + LEG.start_s] ?? 0, legs[base + LEG.end_s] ?? 0];
  const [altitude_m, climb] = [legs[base + LEG.altitude] ?? 0, legs[base + LEG.climb] ?? 0];
  if (climb === 0) return altitude_m >= lowest_m && altitude_m <= highest_m ? [start_s, end_s] : null;
  const times = [(lowest_m - altitude_m) / climb, (highest_m - altitude_m) / climb];
  const from_s = Math.max(start_s, start_s + Math.min(...times));
  const until_s = Math.min(end_s, start_s + Math.max(...times));
  return from_s <= until_s ? [from_s, until_s] : null;
}

function halve(
  legs: Float64Array,
  leg: number,
  speed_mps: number,
  from_s: number,
  until_s: number,
  region: Region,
  add: (from_s: number, until_s: number) => void,
): void {
  const middle_s = (from_s + until_s) / 2;
  const half_m = ((until_s - from_s) / 2) * speed_mps;
  if (half_m * 2 <= LONGEST_M) {
    const [latitude_deg, longitude_deg] = placeAt(legs, leg, middle_s);
    const off_m = half_m > 1000 ? half_m * PLANE_ERROR : half_m;
    const half_deg = off_m / M_PER_DEG;
    const narrow = Math.max(0, 1 - (Math.abs(latitude_deg) + half_deg) / 90);
    const box = {
      south_deg: latitude_deg - half_deg,
      north_deg: latitude_deg + half_deg,
      middle_deg: longitude_deg,
      half_deg: narrow <= 0.01 ? 180 : half_deg / narrow,
    };
    if (!boxesMeet(region.box, box) || !region.meets(latitude_deg, longitude_deg, off_m)) return;
    if (half_m * 2 <= RESOLUTION_M || region.covers(latitude_deg, longitude_deg, off_m)) {
      add(from_s, until_s);
      return;
    }
  }
  halve(legs, leg, speed_mps, from_s, middle_s, region, add);
  halve(legs, leg, speed_mps, middle_s, until_s, region, add);
}

/**
 * By how much minima grow for a mission: its uncertainty, and the way it may be early or late by. An aircraft that is
 * late by no more than the uncertainty of time is within that way of its plan.
 */
export function growthOf(mission: Mission): { readonly lateral_m: number; readonly vertical_m: number } {
  const { lateral_m, vertical_m, time_s } = mission.uncertainty;
  if (time_s === 0 || mission.route === null) return { lateral_m, vertical_m };
  let [speed_mps, climb_mps] = [0, 0];
  for (let i = 1; i < mission.route.length; i += 1) {
    const [from, to] = [mission.route[i - 1] as RoutePoint, mission.route[i] as RoutePoint];
    const lasts_s = (to.time_ms - from.time_ms) / 1000;
    climb_mps = Math.max(climb_mps, Math.abs(to.altitude_m - from.altitude_m) / lasts_s);
    speed_mps = Math.max(speed_mps, wayBetween(from, to) / lasts_s);
  }
  return { lateral_m: lateral_m + speed_mps * time_s, vertical_m: vertical_m + climb_mps * time_s };
}

/** The way between two points, along the great circle, m. */
export function wayBetween(
  a: Pick<RoutePoint, 'latitude_deg' | 'longitude_deg'>,
  b: Pick<RoutePoint, 'latitude_deg' | 'longitude_deg'>,
): number {
  return (
    SPHERE_RADIUS_M * angle(direction(a.latitude_deg, a.longitude_deg), direction(b.latitude_deg, b.longitude_deg))
  );
}
