import { PlanSet, SPHERE_RADIUS_M } from '@skyaccord/sky';
import { angle, direction } from './direction.ts';
import { placeAt, planPoints } from './flight.ts';
import { type Mission, type RoutePoint, spanOf } from './mission.ts';
import type { MissionState } from './states.ts';

/** Where the aircraft of a mission was seen, with its 95 % radius. */
export type Sighted = {
  readonly time_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly accuracy_m: number;
  /** Level against 1013.25 hPa; null: not known. */
  readonly altitude_m: number | null;
};

/** How far an aircraft is from its plan. */
export type Deviation = {
  /** From the nearest place of its route about that time. */
  readonly lateral_m: number;
  /** Above its plan there; null where its height is not known. */
  readonly vertical_m: number | null;
  /** Later than planned at that place; negative: sooner. */
  readonly late_s: number;
  /** Whether all three are within what the plan allows for, the accuracy of the sighting granted. */
  readonly conforming: boolean;
};

/** A plan says at least this much of its uncertainty: nobody flies to the metre. */
const LEAST = { lateral_m: 926, vertical_m: 91.4, time_s: 60 } as const;
/** The nearest place is looked for so long before and after the time of the sighting, ms, and to within this. */
const AROUND_MS = 1_800_000;
const FINEST_MS = 250;
/**
 * What stays outside for so long is nonconforming, and, when it still is after that long, contingent (ASTM F3548-21).
 */
const NONCONFORMING_AFTER_MS = 10_000;
const CONTINGENT_AFTER_MS = 60_000;

/** Compares a sighting with the plan; null for a mission of volumes, or before and after it. */
export function deviationFrom(mission: Mission, sighted: Sighted): Deviation | null {
  const { route } = mission;
  const [from_ms, until_ms] = spanOf(mission);
  if (route === null || sighted.time_ms < from_ms - AROUND_MS || sighted.time_ms > until_ms + AROUND_MS) return null;
  const plans = new PlanSet('sphere', [planPoints(route, from_ms)]);
  const at = direction(sighted.latitude_deg, sighted.longitude_deg);
  const rangeAt = (time_ms: number): number => {
    const [latitude_deg, longitude_deg] = placeAt(plans.legs, legAt(route, time_ms), (time_ms - from_ms) / 1000);
    return SPHERE_RADIUS_M * angle(at, direction(latitude_deg, longitude_deg));
  };
  const low_ms = Math.max(from_ms, sighted.time_ms - AROUND_MS);
  const high_ms = Math.min(until_ms, sighted.time_ms + AROUND_MS);
  const nearest_ms = nearestTime(rangeAt, Math.min(low_ms, until_ms), Math.max(high_ms, from_ms), sighted.time_ms);
  const lateral_m = rangeAt(nearest_ms);
  const planned_m = levelAt(route, nearest_ms);
  const vertical_m = sighted.altitude_m === null ? null : sighted.altitude_m - planned_m;
  const late_s = (sighted.time_ms - nearest_ms) / 1000;
  const { uncertainty } = mission;
  const conforming =
    lateral_m <= Math.max(LEAST.lateral_m, uncertainty.lateral_m) + sighted.accuracy_m &&
    Math.abs(vertical_m ?? 0) <= Math.max(LEAST.vertical_m, uncertainty.vertical_m) &&
    Math.abs(late_s) <= Math.max(LEAST.time_s, uncertainty.time_s);
  return { lateral_m, vertical_m, late_s, conforming };
}

/** The time at which a route is nearest, by steps that become finer; of places alike the one nearest in time. */
function nearestTime(
  rangeAt: (time_ms: number) => number,
  from_ms: number,
  until_ms: number,
  wanted_ms: number,
): number {
  let [low_ms, high_ms] = [from_ms, until_ms];
  let best_ms = Math.max(from_ms, Math.min(until_ms, wanted_ms));
  while (high_ms - low_ms > FINEST_MS) {
    const step_ms = (high_ms - low_ms) / 64;
    let least_m = rangeAt(best_ms);
    for (let k = 0; k <= 64; k += 1) {
      const time_ms = low_ms + k * step_ms;
      const range_m = rangeAt(time_ms);
      const sooner = Math.abs(time_ms - wanted_ms) < Math.abs(best_ms - wanted_ms);
      if (range_m < least_m - 1 || (range_m < least_m + 1 && sooner)) {
        least_m = Math.min(least_m, range_m);
        best_ms = time_ms;
      }
    }
    [low_ms, high_ms] = [Math.max(from_ms, best_ms - 2 * step_ms), Math.min(until_ms, best_ms + 2 * step_ms)];
  }
  return best_ms;
}

function legAt(route: readonly RoutePoint[], time_ms: number): number {
  const after = route.findIndex((point) => point.time_ms > time_ms);
  return after < 0 ? route.length - 2 : Math.max(0, after - 1);
}

function levelAt(route: readonly RoutePoint[], time_ms: number): number {
  const leg = legAt(route, time_ms);
  const [from, to] = [route[leg] as RoutePoint, route[leg + 1] as RoutePoint];
  const share = Math.max(0, Math.min(1, (time_ms - from.time_ms) / (to.time_ms - from.time_ms)));
  return from.altitude_m + share * (to.altitude_m - from.altitude_m);
}

/** What is remembered of one mission between sightings: since when it has been outside its plan; null: it is not. */
export type Conformance = { readonly state: MissionState; readonly outside_since_ms: number | null };

/** The state that follows from one more comparison. What ended, or is contingent, does not come back by itself. */
export function conformanceAfter(before: Conformance, deviation: Deviation, time_ms: number): Conformance {
  const { state } = before;
  if (state === 'ended' || state === 'contingent' || state === 'accepted') return before;
  if (deviation.conforming) return { state: 'activated', outside_since_ms: null };
  const since_ms = before.outside_since_ms ?? time_ms;
  const outside_ms = time_ms - since_ms;
  if (outside_ms >= NONCONFORMING_AFTER_MS + CONTINGENT_AFTER_MS) {
    return { state: 'contingent', outside_since_ms: since_ms };
  }
  return { state: outside_ms >= NONCONFORMING_AFTER_MS ? 'nonconforming' : state, outside_since_ms: since_ms };
}
