import type { Field } from '../document/field.ts';
import type { AddressKind, Technology } from '../observation.ts';
import type { FlightChange, FlightStart, Hearing, ScenarioAircraft, TurnDirection } from './scenario.ts';
import { PERFECT, parseReception, RECEPTION, type Source } from './source.ts';
import { milliseconds } from './time.ts';

const DIRECTIONS = ['shorter', 'left', 'right'] as const satisfies readonly TurnDirection[];
/** Beyond this the plane of the scenario is no longer near the earth. */
const FARTHEST_M = 500_000;
const HIGHEST_M = 30_480;

export function parseAircraft(field: Field, sources: readonly Source[], duration_ms: number): ScenarioAircraft {
  const fields = field.map(
    ['id', 'address', 'callsign', 'category', 'start', 'changes', 'stop', 'resolution_advisory', 'heard_by'],
    ['callsign', 'category', 'changes', 'stop', 'resolution_advisory'],
  );
  const start = parseStart(fields.start, duration_ms / 1000);
  const stop_ms = fields.stop.present
    ? milliseconds(fields.stop, { above: start.at_s, max: duration_ms / 1000 })
    : duration_ms;
  const address = parseAddress(fields.address);
  const window = { from_ms: Math.round(start.at_s * 1000), to_ms: stop_ms };
  return {
    id: fields.id.token(/^[a-z][a-z0-9-]{0,63}$/, 'not an aircraft id', 'use lower-case letters, digits and hyphens'),
    callsign: fields.callsign.present
      ? fields.callsign.token(/^[A-Z0-9]{1,8}$/, 'not a callsign', 'use up to 8 capital letters and digits')
      : null,
    category: fields.category.present
      ? fields.category.token(/^[A-D][0-7]$/, 'not an emitter category', 'write A0 to D7')
      : null,
    start,
    changes: parseChanges(fields.changes, start.at_s),
    stop_ms,
    resolution_advisory: fields.resolution_advisory.present
      ? parseAdvisory(fields.resolution_advisory, duration_ms / 1000)
      : null,
    heard_by: fields.heard_by
      .list(1, 16)
      .map((hearing) => parseHearing(hearing, sources, address, fields.address, window)),
  };
}

function parseAddress(field: Field): string {
  return field.token(/^\S{1,32}$/, 'not an address', 'write up to 32 characters without a space');
}

function parseStart(field: Field, duration_s: number): FlightStart {
  const fields = field.map(['at', 'east', 'north', 'altitude', 'track', 'speed'], ['at']);
  return {
    at_s: fields.at.present ? fields.at.quantity('time', { min: 0, max: duration_s }) : 0,
    east_m: fields.east.quantity('length', { min: -FARTHEST_M, max: FARTHEST_M }),
    north_m: fields.north.quantity('length', { min: -FARTHEST_M, max: FARTHEST_M }),
    altitude_m: fields.altitude.quantity('length', { min: -500, max: HIGHEST_M }),
    track_deg: fields.track.quantity('angle', { min: 0, max: 360 }),
    speed_mps: fields.speed.quantity('speed', { min: 0, max: 1000 }),
  };
}

function parseAdvisory(field: Field, duration_s: number): { from_ms: number; to_ms: number } {
  const fields = field.map(['from', 'to'], []);
  const from_ms = milliseconds(fields.from, { min: 0, max: duration_s });
  return { from_ms, to_ms: milliseconds(fields.to, { above: from_ms / 1000, max: duration_s }) };
}

function parseChanges(field: Field, start_s: number): FlightChange[] {
  const changes: FlightChange[] = [];
  for (const item of field.list()) {
    const change = parseChange(item, changes.at(-1)?.at_s ?? start_s);
    if (change !== null) changes.push(change);
  }
  return changes;
}

function parseChange(field: Field, earliest_s: number): FlightChange | null {
  const fields = field.map(
    ['at', 'track', 'speed', 'altitude', 'rate', 'direction'],
    ['track', 'speed', 'altitude', 'direction'],
  );
  const at_s = fields.at.quantity('time', { min: earliest_s, max: 86_400 });
  const kinds = (['track', 'speed', 'altitude'] as const).filter((kind) => fields[kind].present);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    field.problem(`changes ${kinds.join(' and ') || 'nothing'}`, 'give exactly one of track, speed, altitude', null);
    return null;
  }
  if (kind === 'track') {
    const to = fields.track.quantity('angle', { min: 0, max: 360 });
    const rate = fields.rate.quantity('turn_rate', { min: 0.05, max: 30 });
    const direction = fields.direction.present ? (fields.direction.oneOf(DIRECTIONS) ?? 'shorter') : 'shorter';
    return { kind, at_s, to, rate, direction };
  }
  if (fields.direction.present) fields.direction.problem('only a turn has a direction', 'remove it');
  if (kind === 'speed') {
    const to = fields.speed.quantity('speed', { min: 0, max: 1000 });
    return { kind, at_s, to, rate: fields.rate.quantity('acceleration', { min: 0.01, max: 50 }) };
  }
  const to = fields.altitude.quantity('length', { min: -500, max: HIGHEST_M });
  return { kind, at_s, to, rate: fields.rate.quantity('vertical_rate', { min: 0.05, max: 150 }) };
}

function parseHearing(
  field: Field,
  sources: readonly Source[],
  ownAddress: string,
  ownField: Field,
  window: { from_ms: number; to_ms: number },
): Hearing {
  const own = ['address', 'from', 'to', 'offset'] as const;
  const fields = field.map(['source', ...own, ...RECEPTION], [...own, ...RECEPTION]);
  const name = fields.source.oneOf(sources.map((source) => source.id));
  const source = sources.find((candidate) => candidate.id === name);
  const address = fields.address.present ? parseAddress(fields.address) : ownAddress;
  const technology = source?.technology ?? 'unknown';
  const address_kind = kindOf(technology, address);
  const addressField = fields.address.present ? fields.address : ownField;
  if (source !== undefined && address !== '' && address_kind === null) {
    const remedy = 'write six lower-case hexadecimal digits, after ~ when the address is not ICAO';
    addressField.problem(`not an address that ${technology} reports`, remedy, address);
  }
  const reception = parseReception(fields, source ?? PERFECT);
  const from_ms = fields.from.present ? milliseconds(fields.from, { min: window.from_ms / 1000 }) : window.from_ms;
  const to_ms = fields.to.present
    ? milliseconds(fields.to, { above: from_ms / 1000, max: window.to_ms / 1000 })
    : window.to_ms;
  return {
    source: source?.id ?? '',
    technology,
    address,
    address_kind: address_kind ?? 'icao',
    party: source?.party ?? null,
    from_ms,
    to_ms,
    offset_ms: fields.offset.present ? milliseconds(fields.offset, { min: 0, max: reception.interval_ms / 1000 }) : 0,
    ...reception,
  };
}

/** What an address means in the reports of a technology; `null` when it cannot stand there. */
function kindOf(technology: Technology, address: string): AddressKind | null {
  if (technology === 'logger') return 'logger';
  if (technology === 'remote_id') return 'serial';
  if (technology === 'radar' || technology === 'visual' || technology === 'unknown') return 'track_number';
  if (/^~[0-9a-f]{6}$/.test(address)) return 'non_icao';
  return /^[0-9a-f]{6}$/.test(address) ? 'icao' : null;
}
