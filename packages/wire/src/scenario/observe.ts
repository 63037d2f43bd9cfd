import { cos, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Observation } from '../observation.ts';
import { Draw } from './draw.ts';
import { Flight, type FlightState } from './flight.ts';
import { Globe } from './globe.ts';
import type { Hearing, Scenario, ScenarioAircraft } from './scenario.ts';

/** The 95 % radius of a circular normal error over its deviation on one axis: sqrt(-2 ln 0.05). */
const R95_PER_DEVIATION = 2.447746830680816;

/**
 * What all sources of a scenario report when it begins at `start_ms` (UTC, ms since 1970), sorted by time, source and
 * sequence. The same scenario gives the same observations in every engine, and an aircraft keeps its reports when
 * others are added.
 */
export function scenarioObservations(scenario: Scenario, start_ms: number): Observation[] {
  const globe = new Globe(scenario.origin_latitude_deg, scenario.origin_longitude_deg);
  const observations: Observation[] = [];
  for (const aircraft of scenario.aircraft) {
    const flight = new Flight(aircraft);
    aircraft.heard_by.forEach((hearing, index) => {
      const draw = new Draw(`${scenario.seed}/${aircraft.id}/${index}`);
      for (const observation of reports(aircraft, hearing, flight, globe, draw)) {
        observation.time_ms += start_ms;
        observations.push(observation);
      }
    });
  }
  // Sequences follow the time of each source; equal times fall in the order of addresses.
  observations.sort((a, b) => a.time_ms - b.time_ms || order(a.source, b.source) || order(a.address, b.address));
  const last = new Map<string, number>();
  for (const observation of observations) {
    observation.sequence = (last.get(observation.source) ?? -1) + 1;
    last.set(observation.source, observation.sequence);
  }
  return observations;
}

/** What one source reports of one aircraft, in ms after the start of the scenario, not yet numbered. */
function* reports(
  aircraft: ScenarioAircraft,
  hearing: Hearing,
  flight: Flight,
  globe: Globe,
  draw: Draw,
): Generator<Observation> {
  const advisory = aircraft.resolution_advisory;
  for (let at_ms = hearing.from_ms + hearing.offset_ms; at_ms < hearing.to_ms; at_ms += hearing.interval_ms) {
    // The draws of a report are made whether or not it is lost, so that losses do not move the others.
    const lost = draw.uniform() < hearing.drop;
    const east_m = (draw.normal() * hearing.position_error_m) / R95_PER_DEVIATION;
    const north_m = (draw.normal() * hearing.position_error_m) / R95_PER_DEVIATION;
    const east_mps = (draw.normal() * hearing.velocity_error_mps) / R95_PER_DEVIATION;
    const north_mps = (draw.normal() * hearing.velocity_error_mps) / R95_PER_DEVIATION;
    if (lost) continue;
    const truth = flight.at(at_ms / 1000);
    const [latitude_deg, longitude_deg] = globe.place(truth.east_m + east_m, truth.north_m + north_m);
    const [vx, vy] = planeVelocity(truth);
    const motion = hearing.reports.includes('velocity')
      ? globe.motion(vx + east_mps, vy + north_mps, latitude_deg, longitude_deg)
      : null;
    const altitude = hearing.reports.includes('altitude');
    const identity = hearing.reports.includes('identity');
    yield {
      source: hearing.source,
      sequence: 0,
      time_ms: at_ms + hearing.clock_offset_ms,
      address: hearing.address,
      address_kind: hearing.address_kind,
      technology: hearing.technology,
      callsign: identity ? aircraft.callsign : null,
      registration: null,
      category: identity ? aircraft.category : null,
      latitude_deg,
      longitude_deg,
      pressure_altitude_m: altitude ? truth.altitude_m : null,
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      on_ground: altitude ? false : null,
      ground_speed_mps: motion === null ? null : motion[1],
      track_deg: motion === null ? null : motion[0],
      vertical_rate_mps: motion === null || !altitude ? null : truth.climb_mps,
      resolution_advisory: advisory === null ? null : at_ms >= advisory.from_ms && at_ms < advisory.to_ms,
      position_accuracy_m: hearing.position_accuracy_m,
      altitude_accuracy_m: altitude ? hearing.altitude_accuracy_m : null,
      velocity_accuracy_mps: motion === null ? null : hearing.velocity_accuracy_mps,
      party: hearing.party,
    };
  }
}

function planeVelocity(state: FlightState): [east_mps: number, north_mps: number] {
  const track = state.track_deg * RAD_PER_DEG;
  return [state.speed_mps * sin(track), state.speed_mps * cos(track)];
}

/** Order by UTF-16 code units: the same everywhere, whatever the locale. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
