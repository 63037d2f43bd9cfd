import { RAD_PER_DEG, relative, SITE_SIZE, writeSite } from '@skyaccord/sky';
import type { BestEstimate } from '../outcome.ts';
import { atTime, type SmoothedState, type SmoothedTrack, smoothedState, smoothTrack } from '../tracks/smooth.ts';
import type { TrackTable } from '../tracks/table.ts';
import { prefersGnss } from './geometry.ts';
import { scaledDistance } from './scale.ts';

/** The tracks are smoothed over this long on either side of the closest instant, and searched this far from it. */
export const SMOOTH_S = 20;
const SEARCH_S = 10;
const STEP_S = 1;
/** Each narrows the search to two thirds: in the end the instant is known to 10 ms. */
const NARROWINGS = 13;
/** A smoothed track that turns harder than this (3 g) went round between reports once too often. */
const HARDEST_MPS2 = 29.4;

/**
 * Where both aircraft most likely were at their closest, from all reports around it at once, later ones too, with the
 * 95 % radius of their relative position. Null where the reports kept do not span the closest instant, or are too
 * sparse for the turns flown.
 *
 * @param closest the closest instant as measured between reports, and the time around it that was measured without a
 *   pause: the estimate is sought within that
 */
export function bestEstimate(
  table: TrackTable,
  a: number,
  b: number,
  closest: { readonly time_ms: number; readonly from_ms: number; readonly to_ms: number },
): BestEstimate | null {
  const closest_ms = closest.time_ms;
  const from_ms = closest_ms - SMOOTH_S * 1000;
  const to_ms = closest_ms + SMOOTH_S * 1000;
  const one = smoothTrack(table, a, from_ms, to_ms);
  const other = smoothTrack(table, b, from_ms, to_ms);
  if (one === null || other === null) return null;
  const gnss = prefersGnss(table, a, b);
  const first_ms = Math.max(closest_ms - SEARCH_S * 1000, closest.from_ms, one.from_ms, other.from_ms);
  const last_ms = Math.min(closest_ms + SEARCH_S * 1000, closest.to_ms, one.to_ms, other.to_ms);
  if (!(first_ms <= closest_ms && closest_ms <= last_ms)) return null;
  let near_ms = closest_ms;
  let nearest = distance(one, other, closest_ms, gnss);
  for (let t = first_ms; t <= last_ms; t += STEP_S * 1000) {
    const there = distance(one, other, t, gnss);
    if (there < nearest) {
      nearest = there;
      near_ms = t;
    }
  }
  let low = Math.max(first_ms, near_ms - STEP_S * 1000);
  let high = Math.min(last_ms, near_ms + STEP_S * 1000);
  for (let i = 0; i < NARROWINGS; i++) {
    const third = (high - low) / 3;
    if (distance(one, other, low + third, gnss) <= distance(one, other, high - third, gnss)) high -= third;
    else low += third;
  }
  const t_cpa_ms = Math.round((low + high) / 2);
  distance(one, other, t_cpa_ms, gnss);
  if (accelerationOf(here) > HARDEST_MPS2 || accelerationOf(there) > HARDEST_MPS2) return null;
  return {
    t_cpa_ms,
    h_cpa_m: apart.h_m,
    v_cpa_m: apart.v_m,
    h_uncertainty_m: Math.sqrt(here.accuracy_m * here.accuracy_m + there.accuracy_m * there.accuracy_m),
  };
}

const here = smoothedState();
const there = smoothedState();
const sites = new Float64Array(2 * SITE_SIZE);
const between = new Float64Array(2);
const apart: { h_m: number; v_m: number | null } = { h_m: 0, v_m: null };

/** Scaled distance of the two at a time, which leaves `here`, `there` and `apart` filled in. */
function distance(one: SmoothedTrack, other: SmoothedTrack, time_ms: number, gnss: boolean): number {
  if (!atTime(one, time_ms, here) || !atTime(other, time_ms, there)) return Infinity;
  writeSite(here.latitude_deg, here.longitude_deg, sites, 0);
  writeSite(there.latitude_deg, there.longitude_deg, sites, SITE_SIZE);
  relative(sites, 0, SITE_SIZE, between);
  apart.h_m = Math.sqrt(between[0]! * between[0]! + between[1]! * between[1]!);
  apart.v_m = heightBetween(here, there, gnss);
  return scaledDistance(apart.h_m, apart.v_m);
}

function accelerationOf({ east_mps, north_mps, turn_rate_degps }: SmoothedState): number {
  return Math.sqrt(east_mps * east_mps + north_mps * north_mps) * Math.abs(turn_rate_degps) * RAD_PER_DEG;
}

function heightBetween(x: SmoothedState, y: SmoothedState, gnss: boolean): number | null {
  const pressure_m = Math.abs(y.pressure_altitude_m - x.pressure_altitude_m);
  const geometric_m = Math.abs(y.geometric_altitude_m - x.geometric_altitude_m);
  const [first_m, second_m] = gnss ? [geometric_m, pressure_m] : [pressure_m, geometric_m];
  if (!Number.isNaN(first_m)) return first_m;
  return !Number.isNaN(second_m) ? second_m : null;
}
