import { cos, RAD_PER_DEG, sin, wrap180, wrap360 } from '@skyaccord/sky';
import type { FlightChange, ScenarioAircraft } from './scenario.ts';

/** How an aircraft truly flies at one instant, in the plane of the scenario. */
export type FlightState = {
  east_m: number;
  north_m: number;
  altitude_m: number;
  track_deg: number;
  speed_mps: number;
  climb_mps: number;
};

/** A quantity that changes at a constant rate from `at_s` on. */
type Ramp = { at_s: number; value: number; rate: number };

/** A stretch of constant turn rate, acceleration and climb, with the state at its beginning. */
type Leg = FlightState & { at_s: number; turn_radps: number; acceleration_mps2: number };

/** The exact path of one aircraft: closed forms, no integration steps. */
export class Flight {
  readonly #legs: readonly Leg[];

  constructor(aircraft: ScenarioAircraft) {
    const { start, changes } = aircraft;
    const tracks = ramps(start.at_s, start.track_deg, changes, 'track');
    const speeds = ramps(start.at_s, start.speed_mps, changes, 'speed');
    const altitudes = ramps(start.at_s, start.altitude_m, changes, 'altitude');
    const times = [...tracks, ...speeds, ...altitudes].map((ramp) => ramp.at_s).sort((a, b) => a - b);
    const legs: Leg[] = [];
    let { east_m, north_m } = start;
    for (const at_s of new Set(times)) {
      const before = legs.at(-1);
      if (before !== undefined) ({ east_m, north_m } = along(before, at_s));
      const track = during(tracks, at_s);
      const speed = during(speeds, at_s);
      const altitude = during(altitudes, at_s);
      legs.push({
        at_s,
        east_m,
        north_m,
        altitude_m: valueAt(altitude, at_s),
        track_deg: valueAt(track, at_s),
        speed_mps: valueAt(speed, at_s),
        climb_mps: altitude.rate,
        turn_radps: track.rate * RAD_PER_DEG,
        acceleration_mps2: speed.rate,
      });
    }
    this.#legs = legs;
  }

  /** The state at a time of the scenario; the first leg also reaches back before the start. */
  at(time_s: number): FlightState {
    const leg = this.#legs.findLast((candidate) => candidate.at_s <= time_s) ?? (this.#legs[0] as Leg);
    const state = along(leg, time_s);
    return { ...state, track_deg: wrap360(state.track_deg) };
  }
}

function along(leg: Leg, time_s: number): FlightState {
  const t = time_s - leg.at_s;
  const speed_mps = leg.speed_mps + leg.acceleration_mps2 * t;
  const track_deg = leg.track_deg + (leg.turn_radps / RAD_PER_DEG) * t;
  const [east, north] = displacement(leg, t, speed_mps, track_deg);
  return {
    east_m: leg.east_m + east,
    north_m: leg.north_m + north,
    altitude_m: leg.altitude_m + leg.climb_mps * t,
    track_deg,
    speed_mps,
    climb_mps: leg.climb_mps,
  };
}

/** The integral of a velocity whose length grows by a and whose direction turns by w: by parts, both at once. */
function displacement(leg: Leg, t: number, speed_mps: number, track_deg: number): [east: number, north: number] {
  const from = leg.track_deg * RAD_PER_DEG;
  const w = leg.turn_radps;
  const a = leg.acceleration_mps2;
  if (w === 0) {
    const distance = (leg.speed_mps + 0.5 * a * t) * t;
    return [distance * sin(from), distance * cos(from)];
  }
  const to = track_deg * RAD_PER_DEG;
  const east = (leg.speed_mps * cos(from) - speed_mps * cos(to)) / w + (a * (sin(to) - sin(from))) / (w * w);
  const north = (speed_mps * sin(to) - leg.speed_mps * sin(from)) / w + (a * (cos(to) - cos(from))) / (w * w);
  return [east, north];
}

/** One quantity over the flight: constant, then towards each new value; a change that comes early replaces the last. */
function ramps(at_s: number, value: number, changes: readonly FlightChange[], kind: FlightChange['kind']): Ramp[] {
  let pieces: Ramp[] = [{ at_s, value, rate: 0 }];
  for (const change of changes) {
    if (change.kind !== kind) continue;
    const present = valueAt(during(pieces, change.at_s), change.at_s);
    const by = change.kind === 'track' ? turn(present, change) : change.to - present;
    pieces = pieces.filter((piece) => piece.at_s < change.at_s);
    if (by !== 0) pieces.push({ at_s: change.at_s, value: present, rate: by > 0 ? change.rate : -change.rate });
    pieces.push({ at_s: change.at_s + Math.abs(by) / change.rate, value: present + by, rate: 0 });
  }
  return pieces;
}

/** The turn in degrees, right positive; a turn about is made to the right unless it says otherwise. */
function turn(present_deg: number, change: Extract<FlightChange, { kind: 'track' }>): number {
  const shorter = wrap180(change.to - present_deg);
  if (change.direction === 'left' && shorter > 0) return shorter - 360;
  if (change.direction === 'right' && shorter < 0) return shorter + 360;
  return shorter;
}

function during(pieces: readonly Ramp[], time_s: number): Ramp {
  return pieces.findLast((piece) => piece.at_s <= time_s) ?? (pieces[0] as Ramp);
}

function valueAt(ramp: Ramp, time_s: number): number {
  return ramp.value + ramp.rate * (time_s - ramp.at_s);
}
