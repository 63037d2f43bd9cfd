import { atan2, cos, destination, PlanSet, sin } from '@skyaccord/sky';
import { placeAt, planPoints, wayBetween } from './flight.ts';
import { type CostWeights, type Mission, type RoutePoint, spanOf } from './mission.ts';

/** A level of cruise, m: 1,000 ft. */
const LEVEL_M = 304.8;
/** Levels looked at up and down, at most. */
const MOST_LEVELS = 8;
/** How far to the side a detour leads, as multiples of the room that is needed. */
const SIDESTEPS = [0.6, 1, 1.5, 2.2] as const;
/** No planned climb or descent becomes steeper than this, or than the steepest that was planned, m/s. */
const CLIMB_MPS = 8;
const NM = 1852;

/** A mission flown in another way, before any delay, and what that takes from it. */
export type Variant = {
  readonly mission: Mission;
  /** Up is positive; 0: its own level. */
  readonly level_m: number;
  /** How far to the side of its way it goes round, to the right; 0: it does not. */
  readonly aside_m: number;
  readonly extra_m: number;
  readonly air_s: number;
};

/** What a change costs its party. */
export function costOf(
  weights: CostWeights,
  change: Pick<Variant, 'level_m' | 'extra_m' | 'air_s'> & { readonly delay_s: number },
): number {
  const air_min = change.air_s / 60;
  return (
    (weights.ground_minute * change.delay_s) / 60 +
    weights.air_minute * Math.max(0, air_min) +
    weights.track_mile * Math.max(0, change.extra_m / NM) +
    weights.level * Math.abs(change.level_m / LEVEL_M) +
    weights.fuel_kg * weights.burn_kg_per_min * Math.max(0, air_min)
  );
}

/** The mission at other levels, within what its party could fly; `from_here`: its first point stays where it is. */
export function levelVariants(mission: Mission, from_here = false): readonly Variant[] {
  const { lowest_m, highest_m } = mission.flexibility;
  const found: Variant[] = [];
  for (let k = 1; k <= MOST_LEVELS; k += 1) {
    for (const level_m of [k * LEVEL_M, -k * LEVEL_M]) {
      const moved = level_m > 0 ? highest_m !== null : lowest_m !== null;
      const shifted = moved ? atLevel(mission, level_m, from_here) : null;
      if (shifted !== null) found.push({ mission: shifted, level_m, aside_m: 0, extra_m: 0, air_s: 0 });
    }
  }
  return found;
}

/**
 * A route with its cruise moved up or down. An end that is flown level moves with it; one that climbs or descends
 * stays, so that the aircraft still leaves and arrives where it did. Null where that leaves its limits, or is too
 * steep.
 */
function atLevel(mission: Mission, level_m: number, from_here: boolean): Mission | null {
  const { lowest_m, highest_m } = mission.flexibility;
  const fits = (altitude_m: number): boolean =>
    altitude_m >= (lowest_m ?? Number.NEGATIVE_INFINITY) && altitude_m <= (highest_m ?? Number.POSITIVE_INFINITY);
  if (mission.route === null) {
    const volumes = (mission.volumes ?? []).map((volume) => ({
      ...volume,
      floor_m: volume.floor_m + level_m,
      ceiling_m: volume.ceiling_m + level_m,
    }));
    return volumes.every(({ floor_m, ceiling_m }) => fits(floor_m) && fits(ceiling_m)) ? { ...mission, volumes } : null;
  }
  const { route } = mission;
  const last = route.length - 1;
  const stays = (k: number, next: number): boolean =>
    route.length > 2 && Math.abs((route[k]?.altitude_m ?? 0) - (route[next]?.altitude_m ?? 0)) > 1;
  const moved = route.map((point, k) => {
    if ((k === 0 && (from_here || stays(0, 1))) || (k === last && stays(last, last - 1))) return point;
    return { ...point, altitude_m: point.altitude_m + level_m };
  });
  const changed = moved.filter((point, k) => point !== route[k]);
  if (!changed.every(({ altitude_m }) => fits(altitude_m))) return null;
  return steepest(moved) > Math.max(CLIMB_MPS, steepest(route)) ? null : { ...mission, route: moved };
}

function steepest(route: readonly RoutePoint[]): number {
  let most = 0;
  for (let k = 1; k < route.length; k += 1) {
    const [from, to] = [route[k - 1] as RoutePoint, route[k] as RoutePoint];
    most = Math.max(most, (1000 * Math.abs(to.altitude_m - from.altitude_m)) / (to.time_ms - from.time_ms));
  }
  return most;
}

/**
 * Routes that leave the planned one before a span of time, run beside it and come back after, to either side. Speeds
 * are those planned, so what follows is flown later.
 *
 * @param room_m how much room to the side is wanted
 */
export function detours(mission: Mission, from_ms: number, until_ms: number, room_m: number): readonly Variant[] {
  const { route } = mission;
  if (route === null) return [];
  const [begin_ms, end_ms] = spanOf(mission);
  const plans = new PlanSet('sphere', [planPoints(route, begin_ms)]);
  const found: Variant[] = [];
  for (const step of SIDESTEPS) {
    for (const side of [1, -1]) {
      const aside_m = side * step * room_m;
      const lead_ms = leadTime(route, Math.abs(aside_m));
      const leave_ms = Math.max(begin_ms, from_ms - lead_ms);
      const rejoin_ms = Math.min(end_ms, until_ms + lead_ms);
      if (rejoin_ms - leave_ms < 4_000) continue;
      const turned = sidestep(route, plans, begin_ms, leave_ms, rejoin_ms, lead_ms, aside_m);
      const extra_m = wayOf(turned) - wayOf(route);
      if (extra_m > mission.flexibility.longest_detour_m) continue;
      const air_s = ((turned.at(-1)?.time_ms ?? 0) - end_ms) / 1000;
      found.push({ mission: { ...mission, route: turned }, level_m: 0, aside_m, extra_m, air_s });
    }
  }
  return found;
}

/** Time to get so far to the side at 30 degrees off course, at the slowest planned speed but a standstill, ms. */
function leadTime(route: readonly RoutePoint[], aside_m: number): number {
  let slowest_mps = Number.POSITIVE_INFINITY;
  for (let k = 1; k < route.length; k += 1) {
    const [from, to] = [route[k - 1] as RoutePoint, route[k] as RoutePoint];
    const speed_mps = (1000 * wayBetween(from, to)) / (to.time_ms - from.time_ms);
    if (speed_mps > 1) slowest_mps = Math.min(slowest_mps, speed_mps);
  }
  return Number.isFinite(slowest_mps) ? (1000 * 1.74 * aside_m) / slowest_mps : 60_000;
}

const moved = new Float64Array(2);

function sidestep(
  route: readonly RoutePoint[],
  plans: PlanSet,
  begin_ms: number,
  leave_ms: number,
  rejoin_ms: number,
  lead_ms: number,
  aside_m: number,
): RoutePoint[] {
  const pointAt = (time_ms: number): RoutePoint => {
    const leg = Math.max(0, Math.min(route.length - 2, route.findIndex((point) => point.time_ms > time_ms) - 1));
    const [from, to] = [route[leg] as RoutePoint, route[leg + 1] as RoutePoint];
    const share = (time_ms - from.time_ms) / (to.time_ms - from.time_ms);
    const [latitude_deg, longitude_deg] = placeAt(plans.legs, leg, (time_ms - begin_ms) / 1000);
    const altitude_m = from.altitude_m + share * (to.altitude_m - from.altitude_m);
    return { latitude_deg, longitude_deg, altitude_m, time_ms };
  };
  const aside = (point: RoutePoint): RoutePoint => {
    const [a, b] = [
      pointAt(Math.max(begin_ms, point.time_ms - 500)),
      pointAt(Math.min(rejoin_ms, point.time_ms + 500)),
    ];
    const course = courseBetween(a, b);
    destination(point.latitude_deg, point.longitude_deg, aside_m * cos(course), -aside_m * sin(course), moved);
    return { ...point, latitude_deg: moved[0] ?? 0, longitude_deg: moved[1] ?? 0 };
  };
  const inner = route.filter(({ time_ms }) => time_ms > leave_ms + lead_ms && time_ms < rejoin_ms - lead_ms);
  const edge_ms = Math.min(lead_ms, (rejoin_ms - leave_ms) / 2 - 1000);
  const beside = [pointAt(leave_ms + edge_ms), ...inner, pointAt(rejoin_ms - edge_ms)].map(aside);
  const planned = [
    ...route.filter(({ time_ms }) => time_ms < leave_ms),
    pointAt(leave_ms),
    ...beside,
    pointAt(rejoin_ms),
    ...route.filter(({ time_ms }) => time_ms > rejoin_ms),
  ];
  return retimed(planned, route, leave_ms, rejoin_ms);
}

/** Between leaving and rejoining the new way is flown at the mean speed that was planned there; later points move. */
function retimed(
  planned: readonly RoutePoint[],
  route: readonly RoutePoint[],
  leave_ms: number,
  rejoin_ms: number,
): RoutePoint[] {
  const old = planned.filter(({ time_ms }) => time_ms >= leave_ms && time_ms <= rejoin_ms);
  const lasts_ms = rejoin_ms - leave_ms;
  const direct = [old[0] as RoutePoint, ...route.filter(({ time_ms }) => time_ms > leave_ms && time_ms < rejoin_ms)];
  const before_m = wayOf([...direct, old.at(-1) as RoutePoint]);
  const after_m = wayOf(old);
  const stretch = before_m > 1 ? Math.max(1, after_m / before_m) : 1;
  const speed = after_m / (lasts_ms * stretch);
  let at_ms = leave_ms;
  return planned.map((point, k) => {
    if (point.time_ms < leave_ms || k === 0) return point;
    if (point.time_ms > rejoin_ms) return { ...point, time_ms: point.time_ms + Math.round(lasts_ms * (stretch - 1)) };
    if (point.time_ms > leave_ms) at_ms += Math.max(1, wayBetween(planned[k - 1] as RoutePoint, point) / speed);
    return { ...point, time_ms: Math.round(at_ms) };
  });
}

function courseBetween(a: RoutePoint, b: RoutePoint): number {
  const narrow = cos((((a.latitude_deg + b.latitude_deg) / 2) * Math.PI) / 180);
  const east = ((b.longitude_deg - a.longitude_deg + 540) % 360) - 180;
  return atan2(east * narrow, b.latitude_deg - a.latitude_deg);
}

function wayOf(route: readonly RoutePoint[]): number {
  let way_m = 0;
  for (let k = 1; k < route.length; k += 1) way_m += wayBetween(route[k - 1] as RoutePoint, route[k] as RoutePoint);
  return way_m;
}
