import type { Mission, RoutePoint } from './mission.ts';
import { levelVariants, type Variant } from './variants.ts';

/** Speeds that are tried, as shares of that planned: much slower is no speed for most aircraft. */
const SHARES = [0.95, 0.9, 0.85, 0.8, 0.75] as const;
/** It gets to another level at this rate, m/s: 1,000 ft/min. */
const CLIMB_MPS = 5.08;

/**
 * The mission flown slower from its first point until a time, and as planned after: a phase of it delayed. Points after
 * come later by what that takes.
 */
export function slowed(mission: Mission, until_ms: number): readonly Variant[] {
  const { route } = mission;
  const start_ms = route?.[0]?.time_ms;
  if (route === null || start_ms === undefined || until_ms <= start_ms) return [];
  return SHARES.map((share): Variant => {
    const later_ms = (time_ms: number): number => (Math.min(time_ms, until_ms) - start_ms) * (1 / share - 1);
    const moved = route.map((point) => ({ ...point, time_ms: Math.round(point.time_ms + later_ms(point.time_ms)) }));
    const end_ms = route.at(-1)?.time_ms ?? 0;
    return {
      mission: { ...mission, route: moved },
      level_m: 0,
      aside_m: 0,
      extra_m: 0,
      air_s: later_ms(end_ms) / 1000,
    };
  });
}

/** Other levels for an aircraft that is in the air: it climbs or descends from where it is, and then flies on there. */
export function levelsInFlight(mission: Mission): readonly Variant[] {
  return levelVariants({ ...mission, route: withClimb(mission.route) }, true);
}

/** The route with a point soon after the first, so that the first stays where the aircraft is when levels move. */
function withClimb(route: readonly RoutePoint[] | null): readonly RoutePoint[] | null {
  const [here, next] = [route?.[0], route?.[1]];
  if (route === null || here === undefined || next === undefined) return route;
  // Room to change by two levels before the next point, or a third of the way to it.
  const lasts_ms = Math.min((next.time_ms - here.time_ms) / 3, (1000 * 609.6) / CLIMB_MPS);
  const share = lasts_ms / (next.time_ms - here.time_ms);
  const east = ((((next.longitude_deg - here.longitude_deg) % 360) + 540) % 360) - 180;
  const soon: RoutePoint = {
    latitude_deg: here.latitude_deg + share * (next.latitude_deg - here.latitude_deg),
    longitude_deg: ((((here.longitude_deg + share * east + 180) % 360) + 360) % 360) - 180,
    altitude_m: here.altitude_m + share * (next.altitude_m - here.altitude_m),
    time_ms: Math.round(here.time_ms + lasts_ms),
  };
  return [here, soon, ...route.slice(1)];
}
