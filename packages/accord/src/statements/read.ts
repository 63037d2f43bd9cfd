import { Plain, type Wrong } from '../plain.ts';
import { type About, type Clearance, PREDICATES, SETTINGS, type Statement, SUBJECTS } from './statement.ts';

const FIELDS = [
  'skyaccord',
  'id',
  'subject',
  'predicate',
  'negated',
  'speaker',
  'office',
  'speaks_for',
  'relayed_by',
  'setting',
  'about',
  'as_of',
  'from',
  'until',
  'words',
  'source',
  'conditions',
  'clearance',
] as const;
const OPTIONAL = [
  'skyaccord',
  'negated',
  'office',
  'speaks_for',
  'relayed_by',
  'from',
  'until',
  'conditions',
  'clearance',
] as const;
const PARTY = /^[a-z][a-z0-9-]{0,31}$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A clock may be ahead of ours by this much. */
const AHEAD_MS = 300_000;

/** Reads a statement from plain data (`docs/statements.md`); every field that is wrong is named with its remedy. */
export function readStatement(
  value: unknown,
  now_ms: number,
): { readonly statement: Statement } | { readonly wrongs: readonly Wrong[] } {
  const root = new Plain(value);
  if (!root.present) root.wrong('nothing', 'write a statement', null);
  const fields = root.map(FIELDS, OPTIONAL);
  if (fields.skyaccord.present && fields.skyaccord.value !== 'statement-of/1') {
    fields.skyaccord.wrong('not a statement-of/1 document', 'write statement-of/1');
  }
  const maybe = (field: Plain, most: number): string | null => (field.present ? field.text(most) : null);
  const subject = fields.subject.oneOf(SUBJECTS) ?? 'permission';
  const statement: Statement = {
    id: fields.id.token(ID, 'not an id', 'use up to 64 letters, digits, dots, hyphens and underscores'),
    subject,
    predicate: fields.predicate.oneOf(PREDICATES[subject]) ?? PREDICATES[subject][0],
    negated: fields.negated.boolean(),
    speaker: fields.speaker.text(120),
    office: maybe(fields.office, 120),
    speaks_for: fields.speaks_for.present ? partyOf(fields.speaks_for) : null,
    relayed_by: maybe(fields.relayed_by, 120),
    setting: fields.setting.oneOf(SETTINGS) ?? 'public',
    about: readAbout(fields.about),
    as_of_ms: fields.as_of.instant(),
    recorded_ms: now_ms,
    from_ms: fields.from.present ? fields.from.instant() : null,
    until_ms: fields.until.present ? fields.until.instant() : null,
    words: fields.words.text(2000),
    source: fields.source.text(300),
    conditions: maybe(fields.conditions, 1000),
    clearance: fields.clearance.present ? readClearance(fields.clearance) : null,
  };
  if (statement.as_of_ms > now_ms + AHEAD_MS) {
    fields.as_of.wrong('it is to be said yet', 'give the time at which it was said');
  }
  const { from_ms, until_ms } = statement;
  if (from_ms !== null && until_ms !== null && until_ms <= from_ms) {
    fields.until.wrong('not after from', 'exchange from and until');
  }
  return root.wrongs.length > 0 ? { wrongs: root.wrongs } : { statement };
}

const partyOf = (field: Plain): string =>
  field.token(PARTY, 'not a party id', 'write the id of a party of the memorandum');

function readAbout(field: Plain): About {
  const names = ['party', 'area', 'clause', 'thing'] as const;
  const fields = field.map(names, names);
  if (field.present && names.every((name) => !fields[name].present)) {
    field.wrong('it is about nothing', `name ${names.join(', ')} or several of them`, null);
  }
  return {
    party: fields.party.present ? partyOf(fields.party) : null,
    area: fields.area.present ? fields.area.text(120) : null,
    clause: fields.clause.present ? fields.clause.text(64) : null,
    thing: fields.thing.present ? fields.thing.text(120) : null,
  };
}

function readClearance(field: Plain): Clearance {
  const names = [
    'reference',
    'operator',
    'aircraft_type',
    'registrations',
    'callsign',
    'purpose',
    'flight',
    'entry_point',
    'exit_point',
    'persons_on_board',
    'dangerous_goods',
  ] as const;
  const fields = field.map(names, ['registrations', 'callsign', 'persons_on_board', 'dangerous_goods']);
  return {
    reference: fields.reference.text(120),
    operator: fields.operator.text(120),
    aircraft_type: fields.aircraft_type.text(60),
    registrations: fields.registrations.list(0, 64).map((one) => one.text(12)),
    callsign: fields.callsign.present ? fields.callsign.text(16) : null,
    purpose: fields.purpose.text(300),
    flight: fields.flight.oneOf(['overflight', 'landing']) ?? 'overflight',
    entry_point: fields.entry_point.text(60),
    exit_point: fields.exit_point.text(60),
    persons_on_board: fields.persons_on_board.present ? fields.persons_on_board.whole(0, 2000) : null,
    dangerous_goods: fields.dangerous_goods.oneOf(['none', 'declared', 'not_stated']) ?? 'not_stated',
  };
}
