import type { ComplaintLog } from '../complaints.ts';
import type { AddressKind, Observation } from '../observation.ts';
import type { Complaint } from '../reader.ts';
import { ALTITUDE_FT, Row, SPEED_KT, timeFromEpoch, VERTICAL_RATE_FPM } from '../row.ts';
import { geometricAltitudeAccuracy, positionAccuracy, velocityAccuracy } from './accuracy.ts';
import { isOtherAddress, technologyOf } from './technology.ts';

/** What the aircraft object itself does not say. */
export type ReadsbContext = { source: string; sequence: number; now_ms: number; place: Complaint['place'] };

/** A position is never older than that in a sane file: readsb forgets aircraft after minutes. */
const OLDEST_POSITION_S = 86_400;

/**
 * One aircraft object of readsb (or dump1090) as an observation. `null` when it has no position, which is usual and
 * silent, or when its address, position or age is absurd, which is complained about.
 *
 * `now_ms` is when the object was written; the position is `seen_pos` seconds older. `alt_geom` is above the WGS-84
 * ellipsoid. `alt_baro: "ground"` is the transponder's own word for being on the ground, and no altitude.
 */
export function observationFromReadsb(
  fields: Readonly<Record<string, unknown>>,
  context: ReadsbContext,
  log: ComplaintLog,
): Observation | null {
  const row = new Row(fields, context.place, log);
  const position = row.position('lat', 'lon');
  if (position === null) return null;
  const address = addressOf(row);
  const age_s = row.number('seen_pos', { least: 0, most: OLDEST_POSITION_S, unit: 's', scale: 1 });
  if (address === null) return null;
  if (age_s === null && row.has('seen_pos')) return row.reject('seen_pos', 'the age of the position is not known');
  const on_ground = row.get('alt_baro') === 'ground';
  const pressure_altitude_m = on_ground ? null : row.number('alt_baro', ALTITUDE_FT);
  const geometric_altitude_m = row.number('alt_geom', ALTITUDE_FT);
  return {
    source: context.source,
    sequence: context.sequence,
    time_ms: context.now_ms - Math.round((age_s ?? 0) * 1000),
    address: address.text,
    address_kind: address.kind,
    technology: technologyOf(row),
    callsign: nameOf(row, 'flight'),
    registration: nameOf(row, 'r'),
    category: categoryOf(row),
    latitude_deg: position.latitude_deg,
    longitude_deg: position.longitude_deg,
    pressure_altitude_m,
    geometric_altitude_m,
    geometric_datum: geometric_altitude_m === null ? 'unknown' : 'ellipsoid',
    on_ground: on_ground ? true : null,
    ground_speed_mps: row.number(row.has('gs') ? 'gs' : 'gscp', SPEED_KT),
    track_deg: row.bearing('track'),
    vertical_rate_mps: row.number(row.has('baro_rate') ? 'baro_rate' : 'geom_rate', VERTICAL_RATE_FPM),
    resolution_advisory: resolutionAdvisory(row, context.now_ms),
    position_accuracy_m: positionAccuracy(row),
    // GVA speaks of the geometric altitude, so it is given only where that is the altitude there is.
    altitude_accuracy_m: pressure_altitude_m === null ? geometricAltitudeAccuracy(row) : null,
    velocity_accuracy_mps: velocityAccuracy(row),
    party: null,
  };
}

function addressOf(row: Row): { text: string; kind: AddressKind } | null {
  const hex = row.get('hex');
  if (typeof hex !== 'string' || !/^~?[0-9a-f]{6}$/i.test(hex)) {
    return row.reject('hex', 'not six hexadecimal digits, with ~ before them for an address that is not ICAO');
  }
  const address = hex.toLowerCase();
  if (address.startsWith('~')) return { text: address, kind: 'non_icao' };
  return isOtherAddress(row.get('type')) ? { text: `~${address}`, kind: 'non_icao' } : { text: address, kind: 'icao' };
}

/** The last advisory heard stays in the object: older than this it says nothing of now. */
const ADVISORY_HEARD_MS = 10_000;

/**
 * `acas_ra`, which newer builds and the services that run them give, holds the bits of a resolution advisory as the
 * aircraft broadcast it (ICAO Annex 10, Vol IV, 4.3.8): `ARA` what it asks for, `MTE` several threats, `RAT`
 * that it is over, and `unix_timestamp` when it was heard.
 */
function resolutionAdvisory(row: Row, now_ms: number): boolean | null {
  const report = row.get('acas_ra');
  if (report === undefined || report === null) return null;
  if (typeof report !== 'object') return row.unknown('acas_ra', 'not an object of ARA, RAT and MTE');
  const { ARA, RAT, MTE, unix_timestamp } = report as Record<string, unknown>;
  if (typeof ARA !== 'string' || !/^[01]+$/.test(ARA)) return row.unknown('acas_ra', 'its ARA is not a row of bits');
  const heard_ms = timeFromEpoch(unix_timestamp);
  if (heard_ms !== null && Math.abs(now_ms - heard_ms) > ADVISORY_HEARD_MS) return null;
  return RAT !== '1' && (ARA.includes('1') || MTE === '1');
}

function nameOf(row: Row, field: string): string | null {
  const name = row.text(field, 16);
  // What feeders put where no identification was heard.
  return name === null || name === 'N/A' || /^[@?]+$/.test(name) ? null : name;
}

function categoryOf(row: Row): string | null {
  const category = row.text('category', 4);
  if (category === null || /^[A-D][0-7]$/.test(category)) return category;
  return row.unknown('category', 'not an emitter category, A0 to D7');
}
