import type { Observation } from '@skyaccord/wire';
import { type HeightKind, reachable, reportsByAddress } from './exact.ts';
import { CLOSE_M, CLOSE_UP_M, LONGEST_PAUSE_MS, planeOf, RAD } from './plane.ts';

/** Places of a flight lie so far apart at least: nearer ones would be the scatter of the reports. */
const APART_MS = 8_000;
/** As often as ADS-B tells where an aircraft is. */
const EVERY_MS = 500;
/** The exact closest point is looked for in steps of this. */
const STEP_MS = 10;

const FIELDS = ['latitude_deg', 'longitude_deg', 'pressure_altitude_m', 'geometric_altitude_m'] as const;
type State = Record<(typeof FIELDS)[number], number>;

/** A flight that is known at every instant: a smooth curve through the places that were reported. */
export class Flight {
  readonly #places: readonly Observation[];

  constructor(places: readonly Observation[]) {
    this.#places = places;
  }

  /** Null where it is not known to have flown. NaN: a height of a kind that was not reported. */
  at(time_ms: number): State | null {
    const places = this.#places;
    let [low, high] = [0, places.length - 1];
    if (!(time_ms >= places[low]!.time_ms && time_ms < places[high]!.time_ms)) return null;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (places[middle]!.time_ms <= time_ms) low = middle;
      else high = middle;
    }
    const [from, to] = [places[low]!, places[high]!];
    const span_ms = to.time_ms - from.time_ms;
    if (span_ms > LONGEST_PAUSE_MS) return null;
    const s = (time_ms - from.time_ms) / span_ms;
    const state = {} as State;
    for (const field of FIELDS) {
      const [x, y] = [from[field] ?? Number.NaN, to[field] ?? Number.NaN];
      const [mx, my] = [this.#slope(low, field) * span_ms, this.#slope(high, field) * span_ms];
      // Hermite's cubic: places and slopes at both ends are kept.
      const [a, b] = [mx - (y - x), y - x - my];
      state[field] = (1 - s) * x + s * y + s * (1 - s) * ((1 - s) * a + s * b);
    }
    return state;
  }

  #slope(k: number, field: (typeof FIELDS)[number]): number {
    const [here, before, after] = [this.#places[k]!, this.#places[k - 1], this.#places[k + 1]];
    const joined = (one: Observation | undefined): Observation =>
      one === undefined || Math.abs(one.time_ms - here.time_ms) > LONGEST_PAUSE_MS ? here : one;
    const [from, to] = [joined(before), joined(after)];
    if (from === to) return 0;
    return ((to[field] ?? Number.NaN) - (from[field] ?? Number.NaN)) / (to.time_ms - from.time_ms);
  }
}

/** Traffic like that of a recorded day of which everything is known, and what an ideal receiver tells of it. */
export type Flown = {
  readonly flights: ReadonlyMap<string, Flight>;
  /** Twice a second, each aircraft at a beat of its own; in the order of time. */
  readonly observations: readonly Observation[];
};

/** A recorded day, flown again through the places that were reported, and heard without error. */
export function flownAgain(recorded: readonly Observation[]): Flown {
  const flights = new Map<string, Flight>();
  const observations: Observation[] = [];
  for (const [address, reports] of reportsByAddress(recorded.filter((o) => o.on_ground !== true))) {
    const places = thinned(reachable(reports));
    if (places.length < 2) continue;
    const flight = new Flight(places);
    const beat_ms = (flights.size * 137) % EVERY_MS;
    flights.set(address, flight);
    const first_ms = Math.ceil(places[0]!.time_ms / EVERY_MS) * EVERY_MS + beat_ms;
    for (let at_ms = first_ms; at_ms < places.at(-1)!.time_ms; at_ms += EVERY_MS) {
      const heard = heardAt(flight, places[0]!, at_ms);
      if (heard !== null) observations.push(heard);
    }
  }
  observations.sort((x, y) => x.time_ms - y.time_ms);
  return { flights, observations: observations.map((o, sequence) => ({ ...o, sequence })) };
}

/** One kind of height throughout, or none: a flight that changes kinds would have a step in it. */
function thinned(reports: readonly Observation[]): Observation[] {
  const kept: Observation[] = [];
  const has = (kind: 'pressure_altitude_m' | 'geometric_altitude_m') => reports.every((o) => o[kind] !== null);
  const [pressure, geometric] = [has('pressure_altitude_m'), has('geometric_altitude_m')];
  for (const o of reports) {
    const before = kept.at(-1);
    if (before !== undefined && o.time_ms - before.time_ms < APART_MS) continue;
    const pressure_altitude_m = pressure ? o.pressure_altitude_m : null;
    kept.push({ ...o, pressure_altitude_m, geometric_altitude_m: geometric ? o.geometric_altitude_m : null });
  }
  return kept;
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

function heardAt(flight: Flight, like: Observation, time_ms: number): Observation | null {
  const [here, next] = [flight.at(time_ms), flight.at(time_ms + STEP_MS)];
  if (here === null || next === null) return null;
  const [east_m, north_m] = planeOf(here, next);
  return {
    ...like,
    source: 'flown',
    // Which height counts depends on whether both are recorders.
    technology: like.technology === 'logger' ? 'logger' : 'adsb',
    time_ms,
    latitude_deg: here.latitude_deg,
    longitude_deg: here.longitude_deg,
    pressure_altitude_m: known(here.pressure_altitude_m),
    geometric_altitude_m: known(here.geometric_altitude_m),
    ground_speed_mps: (Math.hypot(east_m, north_m) * 1000) / STEP_MS,
    track_deg: (Math.atan2(east_m, north_m) / RAD + 360) % 360,
    vertical_rate_mps: null,
    on_ground: false,
    position_accuracy_m: 3,
    altitude_accuracy_m: null,
    velocity_accuracy_mps: 1,
  };
}

/** How far apart two flights were, and when. */
export type Flew = { readonly time_ms: number; readonly h_m: number; readonly v_m: number | null };

/** A distance with the height in it, as the watch weighs it: 152.4 m of height count as 926 m. */
export const scaled_m = ({ h_m, v_m }: Flew): number => Math.hypot(h_m, ((v_m ?? 0) * CLOSE_M) / CLOSE_UP_M);

/** How far apart two flights were at an instant; null where one of them was not flying. */
export function flownApart(a: Flight, b: Flight, time_ms: number, height: HeightKind): Flew | null {
  const [p, q] = [a.at(time_ms), b.at(time_ms)];
  if (p === null || q === null) return null;
  const field = height === 'gnss' ? 'geometric_altitude_m' : 'pressure_altitude_m';
  const other = height === 'gnss' ? 'pressure_altitude_m' : 'geometric_altitude_m';
  const v_m = known(Math.abs(q[field] - p[field])) ?? known(Math.abs(q[other] - p[other]));
  return { time_ms, h_m: Math.hypot(...planeOf(p, q)), v_m };
}

/** The closest of two flights between two instants, by looking at every hundredth of a second. */
export function flownClosest(a: Flight, b: Flight, from_ms: number, to_ms: number, height: HeightKind): Flew | null {
  let best: Flew | null = null;
  for (let at_ms = from_ms; at_ms <= to_ms; at_ms += STEP_MS) {
    const one = flownApart(a, b, at_ms, height);
    if (one !== null && (best === null || scaled_m(one) < scaled_m(best))) best = one;
  }
  return best;
}
