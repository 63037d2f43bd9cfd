import type { Field } from '@skyaccord/wire';
import { contacts, keys, units } from './header.ts';
import type { AircraftRule, CrewState, Party } from './memorandum.ts';
import type { Context } from './spec/node.ts';

/** What may be written of a party beside who it is. */
const MORE = ['aircraft', 'keys', 'contacts', 'units_bound'] as const;
const ROLES = ['signatory', 'host', 'third_party'] as const;
const CREW_STATES = ['crewed', 'uncrewed', 'unknown'] as const;
const ADDRESS = /^[0-9a-fA-F]{6}$/;

/** Reads one party; `rules` are the fields of its aircraft rules, for what must be said about them later. */
export function parseParty(field: Field, context: Context): { party: Party; rules: readonly Field[] } {
  const fields = field.map(['id', 'name', 'role', ...MORE], MORE);
  const rules = fields.aircraft.list();
  const party: Party = {
    id: fields.id.token(
      /^[a-z][a-z0-9-]{0,31}$/,
      'not a party id',
      'use up to 32 lower-case letters, digits and hyphens, a letter first',
    ),
    name: fields.name.text(120),
    role: fields.role.oneOf(ROLES) ?? 'third_party',
    aircraft: rules.map(parseAircraftRule),
    ...(fields.keys.present ? { keys: keys.read(fields.keys, context) } : {}),
    ...(fields.contacts.present ? { contacts: contacts.read(fields.contacts, context) } : {}),
    ...(fields.units_bound.present ? { units_bound: units.read(fields.units_bound, context) } : {}),
  };
  return { party, rules };
}

const NAMED_BY = ['address', 'registration', 'callsign_prefix', 'registration_prefix'] as const;

function parseAircraftRule(field: Field): AircraftRule {
  const fields = field.map([...NAMED_BY, 'crew', 'name'], [...NAMED_BY, 'crew', 'name']);
  const crew: CrewState | null = fields.crew.present ? fields.crew.oneOf(CREW_STATES) : null;
  const by = NAMED_BY.filter((key) => fields[key].present);
  if (by.length !== 1) {
    const reason = 'a rule needs an address, a registration, or the prefix of a callsign or registration';
    field.problem(reason, `give exactly one of ${NAMED_BY.join(', ')}`, null);
  }
  const kind = by[0] ?? 'address';
  if (kind === 'address' || kind === 'registration') {
    const name = fields.name.present ? fields.name.text(120) : null;
    return kind === 'address'
      ? { by: kind, address: parseAddress(fields.address), crew, name }
      : { by: kind, registration: parseRegistration(fields.registration), crew, name };
  }
  if (fields.name.present) {
    fields.name.problem('a name belongs to one aircraft', 'name it beside its address or registration');
  }
  const prefix =
    kind === 'callsign_prefix'
      ? fields[kind].token(/^[A-Za-z0-9]{1,8}$/, 'not the beginning of a callsign', 'use 1 to 8 letters and digits')
      : parseRegistrationPrefix(fields[kind]);
  return { by: kind, prefix: prefix.toUpperCase(), crew };
}

function parseRegistration(field: Field): string {
  const remedy = 'write it with its hyphen, if it has one, such as G-ABCD or N123AB';
  return field.token(/^[A-Za-z0-9]{1,4}-?[A-Za-z0-9]{1,8}$/, 'not a registration', remedy).toUpperCase();
}

/** A nationality mark alone says where an aircraft is registered, not whose it is, so something must follow it. */
function parseRegistrationPrefix(field: Field): string {
  const reason = 'not the beginning of a registration beyond its nationality mark';
  const remedy = 'write the hyphen and what follows it, such as G-AB, or N and a digit, such as N6';
  return field.token(/^(?:[A-Za-z0-9]{1,2}-[A-Za-z0-9]{1,7}|[Nn][1-9][A-Za-z0-9]{0,4})$/, reason, remedy);
}

/** An ICAO 24-bit address: no other kind is assigned to one aircraft (ICAO Annex 10, volume III, chapter 9). */
function parseAddress(field: Field): string {
  const remedy = 'write the 24-bit address as six hexadecimal digits, such as 4b1a2c';
  const address = field.token(ADDRESS, 'not an ICAO 24-bit address', remedy).toLowerCase();
  if (address === '000000' || address === 'ffffff') field.problem('an address that no aircraft may have', remedy);
  return address;
}
