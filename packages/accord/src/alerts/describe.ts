import { destination } from '@skyaccord/sky';
import type { PairGeometry } from '../encounters/geometry.ts';
import type { AircraftState, Cpa } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { grownAccuracy_m } from '../tracks/uncertainty.ts';
import { altitudeOf, trackAngle_deg } from '../tracks/update.ts';

const place = new Float64Array(2);

/** One aircraft as last reported, with its uncertainty as of now. */
export function aircraftState(table: TrackTable, slot: number, now_ms: number): AircraftState {
  const words = table.words[slot]!;
  const east = table.east_mps[slot]!;
  const north = table.north_mps[slot]!;
  const altitude_m = altitudeOf(table, slot);
  const pressure = table.pressure_altitude_m[slot]!;
  const age_s = (now_ms - table.seen_ms[slot]!) / 1000;
  return {
    track: words.id,
    callsign: words.identity.callsign,
    party: words.identity.party,
    crew: words.identity.crew,
    seen_ms: table.seen_ms[slot]!,
    latitude_deg: table.latitude_deg[slot]!,
    longitude_deg: table.longitude_deg[slot]!,
    altitude_m: !Number.isNaN(altitude_m) ? altitude_m : null,
    altitude_datum: !Number.isNaN(pressure) ? 'pressure' : !Number.isNaN(altitude_m) ? 'geometric' : null,
    ground_speed_mps: Math.sqrt(east * east + north * north),
    track_deg: trackAngle_deg(table, slot),
    vertical_rate_mps: table.vertical_rate_mps[slot]!,
    accuracy_m: grownAccuracy_m(table.accuracy_m[slot]!, table.velocity_accuracy_mps[slot]!, age_s),
  };
}

/** Where each will be when closest, if both go straight on. */
export function predictCpa(table: TrackTable, a: number, b: number, g: PairGeometry, now_ms: number): Cpa {
  const t_cpa_ms = now_ms + g.t_cpa_s * 1000;
  const [a_latitude_deg, a_longitude_deg] = placeAt(table, a, t_cpa_ms);
  const [b_latitude_deg, b_longitude_deg] = placeAt(table, b, t_cpa_ms);
  const v = g.v_cpa_m;
  return {
    t_cpa_ms: Math.round(t_cpa_ms),
    h_cpa_m: g.h_cpa_m,
    v_cpa_m: !Number.isNaN(v) ? v : null,
    uncertainty_m: g.uncertainty_m,
    a_latitude_deg,
    a_longitude_deg,
    b_latitude_deg,
    b_longitude_deg,
  };
}

function placeAt(table: TrackTable, slot: number, time_ms: number): [latitude_deg: number, longitude_deg: number] {
  const ahead_s = (time_ms - table.seen_ms[slot]!) / 1000;
  const east_m = table.east_mps[slot]! * ahead_s;
  const north_m = table.north_mps[slot]! * ahead_s;
  destination(table.latitude_deg[slot]!, table.longitude_deg[slot]!, east_m, north_m, place);
  return [place[0]!, place[1]!];
}
