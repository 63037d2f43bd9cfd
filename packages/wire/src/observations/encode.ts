import type { Observation } from '../observation.ts';

/** First line of a file of observations. Fields added later (`registration`, `resolution_advisory`) may be absent. */
export const OBSERVATIONS_HEADER = '{"skyaccord":"observations/1"}';

/**
 * The one way in which an observation is written: a JSON object without spaces, keys in the order of the schema, all
 * keys present, numbers in ECMAScript's shortest form. Nodes log, hash and compare these bytes, so that equal
 * observations give equal text in every engine. No line end; `observation` must be valid.
 */
export function encodeObservation(observation: Observation): string {
  return JSON.stringify({
    source: observation.source,
    sequence: observation.sequence,
    time_ms: observation.time_ms,
    address: observation.address,
    address_kind: observation.address_kind,
    technology: observation.technology,
    callsign: observation.callsign,
    registration: observation.registration,
    category: observation.category,
    latitude_deg: observation.latitude_deg,
    longitude_deg: observation.longitude_deg,
    pressure_altitude_m: observation.pressure_altitude_m,
    geometric_altitude_m: observation.geometric_altitude_m,
    geometric_datum: observation.geometric_datum,
    on_ground: observation.on_ground,
    ground_speed_mps: observation.ground_speed_mps,
    track_deg: observation.track_deg,
    vertical_rate_mps: observation.vertical_rate_mps,
    resolution_advisory: observation.resolution_advisory,
    position_accuracy_m: observation.position_accuracy_m,
    altitude_accuracy_m: observation.altitude_accuracy_m,
    velocity_accuracy_mps: observation.velocity_accuracy_mps,
    party: observation.party,
  });
}
