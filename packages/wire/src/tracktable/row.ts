import type { ComplaintLog } from '../complaints.ts';
import type { Observation } from '../observation.ts';
import type { Complaint } from '../reader.ts';
import { ALTITUDE_FT, Row, SPEED_KT, timeFromEpoch, VERTICAL_RATE_FPM } from '../row.ts';

/** Columns that are read; others (`flight_id`, `squawk`, ...) are passed over. */
export const COLUMNS: ReadonlySet<string> = new Set([
  'timestamp',
  'last_position',
  'icao24',
  'callsign',
  'latitude',
  'longitude',
  'altitude',
  'geoaltitude',
  'groundspeed',
  'track',
  'vertical_rate',
  'onground',
]);

/**
 * One row of a track table. `null` when it has no position, which is usual and silent, or when its time, address or
 * position is absurd, which is complained about.
 *
 * Altitudes in feet, speed in knots, vertical rate in ft/min. A state vector repeats the last position until a new one
 * comes, for minutes at times: where `last_position` says when it came, that is the observation's time and not
 * `timestamp`, so that an old position is never taken for a new one.
 */
export function observationFromRow(
  fields: Readonly<Record<string, unknown>>,
  context: { source: string; sequence: number; place: Complaint['place'] },
  log: ComplaintLog,
): Observation | null {
  const row = new Row(fields, context.place, log);
  const position = row.position('latitude', 'longitude');
  if (position === null) return null;
  const address = row.get('icao24');
  if (typeof address !== 'string' || !/^[0-9a-f]{6}$/i.test(address)) {
    return row.reject('icao24', 'not six hexadecimal digits');
  }
  const time_ms = positionTime(row);
  if (time_ms === null) return row.reject('timestamp', 'not milliseconds or seconds since 1970');
  return {
    source: context.source,
    sequence: context.sequence,
    time_ms,
    address: address.toLowerCase(),
    address_kind: 'icao',
    technology: 'unknown',
    callsign: row.text('callsign', 16),
    registration: null,
    category: null,
    latitude_deg: position.latitude_deg,
    longitude_deg: position.longitude_deg,
    pressure_altitude_m: row.number('altitude', ALTITUDE_FT),
    geometric_altitude_m: row.number('geoaltitude', ALTITUDE_FT),
    geometric_datum: 'unknown',
    on_ground: row.boolean('onground'),
    ground_speed_mps: row.number('groundspeed', SPEED_KT),
    track_deg: row.bearing('track'),
    vertical_rate_mps: row.number('vertical_rate', VERTICAL_RATE_FPM),
    resolution_advisory: null,
    position_accuracy_m: null,
    altitude_accuracy_m: null,
    velocity_accuracy_mps: null,
    party: null,
  };
}

function positionTime(row: Row): number | null {
  const time_ms = timeFromEpoch(row.get('timestamp'));
  if (time_ms === null || !row.has('last_position')) return time_ms;
  const position_ms = timeFromEpoch(row.get('last_position'));
  if (position_ms !== null && position_ms <= time_ms) return position_ms;
  row.unknown('last_position', 'no time at or before the timestamp of its row');
  return time_ms;
}
