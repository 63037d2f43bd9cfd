import { SPHERE_RADIUS_M } from '@skyaccord/sky';
import { andAlso, type Place } from '../judges/track_line.ts';
import { levelAsk, lineAsk, volumeAsk } from '../judges/volume.ts';
import { classOf, separationClausesFor } from '../memorandum/applies.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { MissionSky } from './check.ts';
import { type Closure, closuresFor, forbids } from './closures.ts';
import { angle, between, type Direction, direction, placeOf } from './direction.ts';
import { growthOf, SPHERE_ERROR } from './flight.ts';
import { type Mission, type RoutePoint, spanOf } from './mission.ts';

/** No step in time is shorter than this: a graze that lasts less may pass unseen, s. */
const LEAST_STEP_S = 0.1;
/** Nearer to a minimum than this is equal to it, m: less than what rounding and the shortest step may hide. */
const TOLERANCE_M = 0.5;
/** An area is asked along the way in steps no longer than this where it is near, m. */
const LEAST_PIECE_M = 30;

/** A leg as it is flown. */
type Leg = {
  readonly from: Direction;
  readonly to: Direction;
  readonly angle: number;
  readonly start: RoutePoint;
  readonly end: RoutePoint;
};

/**
 * Looks through an option again, in another way than it was found: step by step along both routes, each step as long as
 * the two could not meet within it at their speeds, over all missions without any index; and along the areas with the
 * questions that the judges of flown tracks ask. It knows routes; what is known as a volume only it asks as an area.
 */
export class Recheck {
  readonly #memorandum: Memorandum;
  readonly #missions: readonly Mission[];
  /** Of each mission the number of its first leg, one more at the end; and of each leg what `writeLeg` writes. */
  readonly #firstLeg: Int32Array;
  readonly #legs: Float64Array;
  /**
   * Of each mission, with its uncertainty: begin and end, ms, lowest and highest level, and a cap that holds it: x, y,
   * z of its middle and its angle.
   */
  readonly #bounds: Float64Array;
  /** Begin and end again, each side by side: most missions differ in time, which is told from these alone. */
  readonly #begins: Float64Array;
  readonly #ends: Float64Array;

  constructor(memorandum: Memorandum, missions: readonly Mission[]) {
    this.#memorandum = memorandum;
    this.#missions = missions;
    this.#bounds = new Float64Array(8 * missions.length);
    this.#begins = new Float64Array(missions.length);
    this.#ends = new Float64Array(missions.length);
    this.#firstLeg = new Int32Array(missions.length + 1);
    for (const [k, { route }] of missions.entries()) {
      this.#firstLeg[k + 1] = (this.#firstLeg[k] as number) + Math.max(0, (route?.length ?? 1) - 1);
    }
    this.#legs = new Float64Array(8 * (this.#firstLeg[missions.length] as number));
    for (const [k, mission] of missions.entries()) {
      const bounds = boundsOf(mission);
      const { lateral_m, vertical_m } = growthOf(mission);
      const slack_ms = 1000 * mission.uncertainty.time_s;
      for (const [n, more] of [-slack_ms, slack_ms, -vertical_m, vertical_m].entries()) {
        bounds[n] = (bounds[n] as number) + more;
      }
      bounds[7] = (bounds[7] as number) + lateral_m / SPHERE_RADIUS_M;
      this.#bounds.set(bounds, 8 * k);
      this.#begins[k] = bounds[0] as number;
      this.#ends[k] = bounds[1] as number;
      if (mission.route !== null) writeLegs(mission.route, this.#legs, 8 * (this.#firstLeg[k] as number));
    }
  }

  /** Why a mission may not fly as it stands, in a few words; null where nothing was found. */
  objection(mission: Mission, sky: Omit<MissionSky, 'traffic'>): string | null {
    return this.#missionInTheWay(mission) ?? areaInTheWay(mission, sky);
  }

  #missionInTheWay(mission: Mission): string | null {
    const own = boundsOf(mission);
    const legs = new Float64Array(8 * Math.max(0, (mission.route?.length ?? 1) - 1));
    if (mission.route !== null) writeLegs(mission.route, legs, 0);
    const growth = growthOf(mission);
    const widest_m = this.#memorandum.clauses.reduce(
      (most, clause) => (clause.kind === 'separation_minimum' ? Math.max(most, clause.lateral_m) : most),
      0,
    );
    const highest_m = this.#memorandum.clauses.reduce(
      (most, clause) => (clause.kind === 'separation_minimum' ? Math.max(most, clause.vertical_m) : most),
      0,
    );
    const b = this.#bounds;
    const [from_ms, until_ms] = [own[0] as number, own[1] as number];
    const slack_ms = 1000 * mission.uncertainty.time_s;
    const [low_m, high_m] = [(own[2] as number) - growth.vertical_m, (own[3] as number) + growth.vertical_m];
    const reach = (own[7] as number) + (SPHERE_ERROR * widest_m + growth.lateral_m) / SPHERE_RADIUS_M;
    const [begins, ends] = [this.#begins, this.#ends];
    for (let k = 0; k < begins.length; k += 1) {
      if ((begins[k] as number) > until_ms + slack_ms || (ends[k] as number) + slack_ms < from_ms) continue;
      const at = 8 * k;
      if ((b[at + 2] as number) > high_m + highest_m || (b[at + 3] as number) + highest_m < low_m) continue;
      const dot =
        (b[at + 4] as number) * (own[4] as number) +
        (b[at + 5] as number) * (own[5] as number) +
        (b[at + 6] as number) * (own[6] as number);
      if (beyond(dot, (b[at + 7] as number) + reach)) continue;
      const other = this.#missions[k] as Mission;
      if (other.id === mission.id || other.priority < mission.priority) continue;
      const kind = classOf(mission.aircraft.crew, other.aircraft.crew);
      for (const clause of separationClausesFor(this.#memorandum, kind, mission.party, other.party)) {
        const theirs = growthOf(other);
        const lateral_m = clause.lateral_m + growth.lateral_m + theirs.lateral_m;
        const vertical_m = clause.vertical_m + growth.vertical_m + theirs.vertical_m;
        if (this.#meet(mission, legs, k, lateral_m, vertical_m)) return `mission ${other.id} under ${clause.id}`;
      }
    }
    return null;
  }

  #meet(mission: Mission, legs: Float64Array, k: number, lateral_m: number, vertical_m: number): boolean {
    const other = this.#missions[k] as Mission;
    if (mission.route === null) return other.route !== null && routeMeetsVolumes(other, mission, lateral_m, vertical_m);
    if (other.route === null) return routeMeetsVolumes(mission, other, lateral_m, vertical_m);
    const [first, last] = [8 * (this.#firstLeg[k] as number), 8 * (this.#firstLeg[k + 1] as number)];
    const theirs = this.#legs;
    const reach = lateral_m / SPHERE_RADIUS_M;
    for (let a = 0; a < legs.length; a += 8) {
      for (let b = first; b < last; b += 8) {
        if ((theirs[b] as number) >= (legs[a + 1] as number) || (theirs[b + 1] as number) <= (legs[a] as number))
          continue;
        if ((theirs[b + 2] as number) >= (legs[a + 3] as number) + vertical_m) continue;
        if ((theirs[b + 3] as number) <= (legs[a + 2] as number) - vertical_m) continue;
        const dot =
          (theirs[b + 4] as number) * (legs[a + 4] as number) +
          (theirs[b + 5] as number) * (legs[a + 5] as number) +
          (theirs[b + 6] as number) * (legs[a + 6] as number);
        if (beyond(dot, (theirs[b + 7] as number) + (legs[a + 7] as number) + reach)) continue;
        const [p, q] = [legOf(mission.route, a / 8), legOf(other.route, (b - first) / 8)];
        if (legsMeet(p, q, lateral_m - TOLERANCE_M, vertical_m - TOLERANCE_M)) return true;
      }
    }
    return false;
  }
}

/**
 * Of each leg its begin and end, ms, its lowest and highest level, and a cap that holds it: x, y, z and half its angle.
 */
function writeLegs(route: readonly RoutePoint[], out: Float64Array, at: number): void {
  let before = direction(route[0]?.latitude_deg ?? 0, route[0]?.longitude_deg ?? 0);
  for (let k = 1; k < route.length; k += 1) {
    const [start, end] = [route[k - 1] as RoutePoint, route[k] as RoutePoint];
    const next = direction(end.latitude_deg, end.longitude_deg);
    const [x, y, z] = [before[0] + next[0], before[1] + next[1], before[2] + next[2]];
    const length = Math.sqrt(x * x + y * y + z * z);
    const base = at + 8 * (k - 1);
    out[base] = start.time_ms;
    out[base + 1] = end.time_ms;
    out[base + 2] = Math.min(start.altitude_m, end.altitude_m);
    out[base + 3] = Math.max(start.altitude_m, end.altitude_m);
    out[base + 4] = x / length;
    out[base + 5] = y / length;
    out[base + 6] = z / length;
    out[base + 7] = angle(before, next) / 2;
    before = next;
  }
}

function boundsOf(mission: Mission): Float64Array {
  const [from_ms, until_ms] = spanOf(mission);
  let [low_m, high_m] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { altitude_m } of mission.route ?? []) {
    [low_m, high_m] = [Math.min(low_m, altitude_m), Math.max(high_m, altitude_m)];
  }
  for (const { floor_m, ceiling_m } of mission.volumes ?? []) {
    [low_m, high_m] = [Math.min(low_m, floor_m), Math.max(high_m, ceiling_m)];
  }
  if (mission.route === null) return Float64Array.of(from_ms, until_ms, low_m, high_m, 1, 0, 0, 4);
  const directions = mission.route.map(({ latitude_deg, longitude_deg }) => direction(latitude_deg, longitude_deg));
  const middle = directions[Math.floor(directions.length / 2)] as Direction;
  let widest = directions.reduce((most, one) => Math.max(most, angle(middle, one)), 0);
  // A cap up to a quarter of the circle holds every great circle between two of its points.
  if (widest > 1.5) widest = 4;
  return Float64Array.of(from_ms, until_ms, low_m, high_m, ...middle, widest);
}

function legOf(route: readonly RoutePoint[], k: number): Leg {
  const [start, end] = [route[k] as RoutePoint, route[k + 1] as RoutePoint];
  const from = direction(start.latitude_deg, start.longitude_deg);
  const to = direction(end.latitude_deg, end.longitude_deg);
  return { from, to, angle: angle(from, to), start, end };
}

/**
 * Whether two directions with that product are certainly further apart than an angle: 1 - x^2/2 is below its cosine.
 */
const beyond = (dot: number, far: number): boolean => far < 1.4 && dot < 1 - 0.5 * far * far - 1e-9;

/** Steps along two legs: the next step ends where both minima could be lost at the soonest. */
function legsMeet(a: Leg, b: Leg, lateral_m: number, vertical_m: number): boolean {
  const from_ms = Math.max(a.start.time_ms, b.start.time_ms);
  const until_ms = Math.min(a.end.time_ms, b.end.time_ms);
  const seconds = (leg: Leg): number => (leg.end.time_ms - leg.start.time_ms) / 1000;
  const closing_mps = SPHERE_RADIUS_M * (a.angle / seconds(a) + b.angle / seconds(b)) + 1e-9;
  const climb = (leg: Leg): number => (leg.end.altitude_m - leg.start.altitude_m) / seconds(leg);
  const climbing_mps = Math.abs(climb(a) - climb(b)) + 1e-9;
  let time_s = from_ms / 1000;
  for (;;) {
    const [p, q] = [stateAt(a, time_s), stateAt(b, time_s)];
    const range_m = SPHERE_RADIUS_M * angle(p.at, q.at);
    const height_m = Math.abs(p.altitude_m - q.altitude_m);
    if (range_m < lateral_m && height_m < vertical_m) return true;
    const idle_s = Math.max((range_m - lateral_m) / closing_mps, (height_m - vertical_m) / climbing_mps);
    if (time_s * 1000 >= until_ms) return false;
    time_s = Math.min(until_ms / 1000, time_s + Math.max(LEAST_STEP_S, idle_s));
  }
}

function stateAt(leg: Leg, time_s: number): { at: Direction; altitude_m: number } {
  const share = (time_s * 1000 - leg.start.time_ms) / (leg.end.time_ms - leg.start.time_ms);
  return {
    at: between(leg.from, leg.to, leg.angle, share),
    altitude_m: leg.start.altitude_m + share * (leg.end.altitude_m - leg.start.altitude_m),
  };
}

function routeMeetsVolumes(mission: Mission, other: Mission, lateral_m: number, vertical_m: number): boolean {
  const slack_ms = 1000 * (mission.uncertainty.time_s + other.uncertainty.time_s);
  return (other.volumes ?? []).some(({ shape, floor_m, ceiling_m, from_ms, until_ms }) => {
    const levels = { floor_m: floor_m - vertical_m, ceiling_m: ceiling_m + vertical_m };
    const ask = volumeAsk({ area: { ...shape, name: '' }, ...levels });
    return meetsArea(mission, ask, lateral_m, [[from_ms - slack_ms, until_ms + slack_ms]]);
  });
}

function areaInTheWay(mission: Mission, sky: Omit<MissionSky, 'traffic'>): string | null {
  const growth = growthOf(mission);
  const closures = closuresFor(mission, sky.memorandum, sky.hazards, sky.register, sky.now_ms);
  for (const closure of closures) {
    if (!forbids(closure.effect)) continue;
    if (meetsArea(mission, askOf(closure, growth.vertical_m), growth.lateral_m, closure.windows)) {
      return `${closure.name} (${closure.clause ?? closure.hazard})`;
    }
  }
  return null;
}

function askOf(closure: Closure, more_m: number): (place: Place) => ReturnType<ReturnType<typeof volumeAsk>> {
  const floor_m = closure.floor_m === null ? null : closure.floor_m - more_m;
  const ceiling_m = closure.ceiling_m === null ? null : closure.ceiling_m + more_m;
  if (closure.shape !== null) return volumeAsk({ area: { ...closure.shape, name: '' }, floor_m, ceiling_m });
  const [near, level] = [lineAsk(closure.line_deg ?? [], closure.standoff_m), levelAsk(floor_m, ceiling_m)];
  return (place) => andAlso(level(place), near(place));
}

type Ask = (place: Place) => 'inside' | 'outside' | 'unsure';

/** Whether a route is within an area and a margin of it during a window, asked of pieces that are halved. */
function meetsArea(
  mission: Mission,
  ask: Ask,
  margin_m: number,
  windows: readonly (readonly [number | null, number | null])[],
): boolean {
  const route = mission.route ?? [];
  for (let k = 0; k + 1 < route.length; k += 1) {
    const leg = legOf(route, k);
    for (const [open_ms, close_ms] of windows) {
      const from_s = Math.max(leg.start.time_ms, open_ms ?? Number.NEGATIVE_INFINITY) / 1000;
      const until_s = Math.min(leg.end.time_ms, close_ms ?? Number.POSITIVE_INFINITY) / 1000;
      if (from_s < until_s && pieceMeets(leg, from_s, until_s, ask, margin_m)) return true;
    }
  }
  return false;
}

function pieceMeets(leg: Leg, from_s: number, until_s: number, ask: Ask, margin_m: number): boolean {
  const middle_s = (from_s + until_s) / 2;
  const lasts_s = (leg.end.time_ms - leg.start.time_ms) / 1000;
  const half_m = (SPHERE_RADIUS_M * leg.angle * (until_s - from_s)) / lasts_s / 2;
  const state = stateAt(leg, middle_s);
  const [latitude_deg, longitude_deg] = placeOf(state.at);
  const climb_m = (Math.abs(leg.end.altitude_m - leg.start.altitude_m) * (until_s - from_s)) / lasts_s / 2;
  const at = { latitude_deg, longitude_deg, altitude_m: state.altitude_m };
  if (half_m < 25_000) {
    if (ask({ ...at, off_m: 1.05 * half_m + margin_m, altitude_off_m: climb_m }) === 'outside') return false;
    if (ask({ ...at, off_m: 0, altitude_off_m: 0 }) === 'inside') return true;
    if (half_m < LEAST_PIECE_M && climb_m < 1) {
      // Nearer than this to an edge cannot be told; within the margin it is inside.
      return margin_m > half_m && ask({ ...at, off_m: margin_m - half_m, altitude_off_m: 0 }) !== 'outside';
    }
  }
  return pieceMeets(leg, from_s, middle_s, ask, margin_m) || pieceMeets(leg, middle_s, until_s, ask, margin_m);
}
