import type { Field } from '@skyaccord/wire';
import type { AircraftRule, CrewState, Party } from './memorandum.ts';

const ROLES = ['signatory', 'host', 'third_party'] as const;
const CREW_STATES = ['crewed', 'uncrewed', 'unknown'] as const;
const ADDRESS = /^[0-9a-fA-F]{6}$/;

/** Reads one party; `rules` are the fields of its aircraft rules, for what must be said about them later. */
export function parseParty(field: Field): { party: Party; rules: readonly Field[] } {
  const fields = field.map(['id', 'name', 'role', 'aircraft'], ['aircraft']);
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
  };
  return { party, rules };
}

function parseAircraftRule(field: Field): AircraftRule {
  const fields = field.map(
    ['address', 'callsign_prefix', 'crew', 'name'],
    ['address', 'callsign_prefix', 'crew', 'name'],
  );
  const crew: CrewState | null = fields.crew.present ? fields.crew.oneOf(CREW_STATES) : null;
  if (fields.address.present === fields.callsign_prefix.present) {
    field.problem('a rule needs either an address or a callsign prefix', 'give exactly one of the two', null);
  }
  if (fields.callsign_prefix.present) {
    if (fields.name.present) fields.name.problem('a name belongs to one aircraft', 'name it beside its address');
    const prefix = fields.callsign_prefix.token(
      /^[A-Za-z0-9]{1,8}$/,
      'not the beginning of a callsign',
      'use 1 to 8 letters and digits',
    );
    return { by: 'callsign_prefix', prefix: prefix.toUpperCase(), crew };
  }
  const address = parseAddress(fields.address);
  return { by: 'address', address, crew, name: fields.name.present ? fields.name.text(120) : null };
}

/** An ICAO 24-bit address: no other kind is assigned to one aircraft (ICAO Annex 10, volume III, chapter 9). */
function parseAddress(field: Field): string {
  const remedy = 'write the 24-bit address as six hexadecimal digits, such as 4b1a2c';
  const address = field.token(ADDRESS, 'not an ICAO 24-bit address', remedy).toLowerCase();
  if (address === '000000' || address === 'ffffff') field.problem('an address that no aircraft may have', remedy);
  return address;
}
