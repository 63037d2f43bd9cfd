import type { Observation } from '../src/observation.ts';

/** An observation with every field known. */
export const OBSERVATION: Observation = {
  source: 'sample',
  sequence: 7,
  time_ms: 1_750_000_000_500,
  address: '3c0001',
  address_kind: 'icao',
  technology: 'adsb',
  callsign: 'ALPHA1',
  registration: 'XX-ABC',
  category: 'A3',
  latitude_deg: 45.31,
  longitude_deg: -5.02,
  pressure_altitude_m: 9448.8,
  geometric_altitude_m: 9707.88,
  geometric_datum: 'ellipsoid',
  on_ground: false,
  ground_speed_mps: 226.9,
  track_deg: 91.25,
  vertical_rate_mps: -0.32,
  resolution_advisory: null,
  position_accuracy_m: 30,
  altitude_accuracy_m: 45,
  velocity_accuracy_mps: 10,
  party: 'nc',
};
