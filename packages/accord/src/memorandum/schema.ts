import { contacts, definitions, keys, period, publicKey, units } from './header.ts';
import { KINDS } from './kinds.ts';
import { WORDS_SCHEMA } from './spec/leaves.ts';
import type { JsonSchema } from './spec/node.ts';
import { namedBox } from './spec/places.ts';

const closed = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const text = (pattern: string): JsonSchema => ({ type: 'string', pattern });
const NAME = { type: 'string', minLength: 1, maxLength: 120 };
const CREW = { enum: ['crewed', 'uncrewed', 'unknown'] };
/** Letters and digits alone may look like a number to YAML. */
const orNumber = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'number' }] });

const RULE = {
  description: 'How an aircraft of the party is known: exactly one of address, registration and the prefixes',
  anyOf: [
    closed({ address: orNumber(text('^[0-9a-fA-F]{6}$')), crew: CREW, name: NAME }, ['address']),
    closed({ registration: orNumber(text('^[A-Za-z0-9]{1,4}-?[A-Za-z0-9]{1,8}$')), crew: CREW, name: NAME }, [
      'registration',
    ]),
    closed({ callsign_prefix: orNumber(text('^[A-Za-z0-9]{1,8}$')), crew: CREW }, ['callsign_prefix']),
    closed(
      { registration_prefix: text('^([A-Za-z0-9]{1,2}-[A-Za-z0-9]{1,7}|[Nn][1-9][A-Za-z0-9]{0,4})$'), crew: CREW },
      ['registration_prefix'],
    ),
  ],
};

const PARTY = closed(
  {
    id: text('^[a-z][a-z0-9-]{0,31}$'),
    name: NAME,
    role: { enum: ['signatory', 'host', 'third_party'] },
    aircraft: { type: 'array', items: RULE },
    keys: { description: 'Public keys with which the party signs (RFC 8037)', ...keys.schema },
    contacts: { description: 'Who answers at the party, by role', ...contacts.schema },
    units_bound: { description: 'Units of the party that are bound', ...units.schema },
  },
  ['id', 'name', 'role'],
);

/**
 * The JSON Schema (draft 2020-12) of a memorandum as it is written, for editors and for programs that write one. It
 * comes from the same tables as the parser; what no schema can say (references, order in time, twice the same) only
 * the parser checks.
 */
export function memorandumSchema(): JsonSchema {
  const required = ['skyaccord', 'id', 'version', 'languages', 'title', 'parties', 'clauses'];
  const properties = {
    skyaccord: { const: 'memorandum/1' },
    id: text('^[a-z][a-z0-9-]{0,63}$'),
    version: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    languages: {
      description: 'BCP 47 tags; every sentence stands in each of them',
      type: 'array',
      items: text('^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
    },
    title: WORDS_SCHEMA,
    area: namedBox.schema,
    period: period.schema,
    definitions: definitions.schema,
    parties: { type: 'array', items: PARTY, minItems: 1, maxItems: 256 },
    clauses: { type: 'array', items: { anyOf: KINDS.map(({ schema }) => schema) }, minItems: 1, maxItems: 512 },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A memorandum between parties that share a sky',
    ...closed(properties, required),
  };
}

/** JSON Schemas of what the parser makes of a memorandum, for those parts of it that come from its tables. */
export const PARSED_SCHEMAS = {
  clause: { anyOf: KINDS.map(({ parsed }) => parsed) },
  period: period.parsed,
  definitions: definitions.parsed,
  key: publicKey.parsed,
  keys: keys.parsed,
  contacts: contacts.parsed,
  units_bound: units.parsed,
};
