import type { Field } from '../document/field.ts';
import { TECHNOLOGIES } from '../observation.ts';
import { type Hearing, REPORTED, type Reported } from './scenario.ts';
import { milliseconds } from './time.ts';

/** What a source does with every aircraft unless the aircraft says otherwise. */
export type Source = Omit<Hearing, 'source' | 'address' | 'address_kind' | 'from_ms' | 'to_ms' | 'offset_ms'> & {
  readonly id: string;
};

/** The fields by which sources, and aircraft heard by them, say how reports come. */
export const RECEPTION = [
  'interval',
  'clock_offset',
  'drop',
  'reports',
  'position_error',
  'velocity_error',
  'position_accuracy',
  'altitude_accuracy',
  'velocity_accuracy',
] as const;
type Reception = Pick<
  Hearing,
  | 'interval_ms'
  | 'clock_offset_ms'
  | 'drop'
  | 'reports'
  | 'position_error_m'
  | 'velocity_error_mps'
  | 'position_accuracy_m'
  | 'altitude_accuracy_m'
  | 'velocity_accuracy_mps'
>;

/** Perfect and complete reports: a document names what differs. `interval` has no default. */
export const PERFECT: Reception = {
  interval_ms: Number.NaN,
  clock_offset_ms: 0,
  drop: 0,
  reports: REPORTED,
  position_error_m: 0,
  velocity_error_mps: 0,
  position_accuracy_m: null,
  altitude_accuracy_m: null,
  velocity_accuracy_mps: null,
};

export function parseSource(field: Field): Source {
  const optional = RECEPTION.filter((name) => name !== 'interval');
  const fields = field.map(['id', 'technology', 'party', ...RECEPTION], ['party', ...optional]);
  return {
    id: fields.id.token(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'not a source name',
      'use up to 64 letters, digits, . _ -',
    ),
    technology: fields.technology.oneOf(TECHNOLOGIES) ?? 'unknown',
    party: fields.party.present
      ? fields.party.token(/^[a-z][a-z0-9-]{0,31}$/, 'not a party id', 'use the id of a party of the memorandum')
      : null,
    ...parseReception(fields, PERFECT),
  };
}

/** Reads what is said of reception, over what else would hold. */
export function parseReception(
  fields: Readonly<Record<(typeof RECEPTION)[number], Field>>,
  otherwise: Reception,
): Reception {
  const given = <T>(field: Field, read: (field: Field) => T, other: T): T => (field.present ? read(field) : other);
  const radius = (field: Field): number => field.quantity('length', { min: 0, max: 100_000 });
  const speed = (field: Field): number => field.quantity('speed', { min: 0, max: 500 });
  return {
    interval_ms: given(fields.interval, (one) => milliseconds(one, { min: 0.1, max: 600 }), otherwise.interval_ms),
    clock_offset_ms: given(
      fields.clock_offset,
      (one) => milliseconds(one, { min: -60, max: 60 }),
      otherwise.clock_offset_ms,
    ),
    drop: given(fields.drop, (one) => one.ratio(0, 1), otherwise.drop),
    reports: given(fields.reports, parseReports, otherwise.reports),
    position_error_m: given(fields.position_error, radius, otherwise.position_error_m),
    velocity_error_mps: given(fields.velocity_error, speed, otherwise.velocity_error_mps),
    position_accuracy_m: given(fields.position_accuracy, radius, otherwise.position_accuracy_m),
    altitude_accuracy_m: given(fields.altitude_accuracy, radius, otherwise.altitude_accuracy_m),
    velocity_accuracy_mps: given(fields.velocity_accuracy, speed, otherwise.velocity_accuracy_mps),
  };
}

function parseReports(field: Field): readonly Reported[] {
  const named = field.list(0, REPORTED.length).map((item) => item.oneOf(REPORTED));
  return REPORTED.filter((name) => named.includes(name));
}
