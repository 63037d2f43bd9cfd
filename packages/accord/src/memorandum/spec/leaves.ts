import { type Dimension, type Limits, parseQuantity } from '@skyaccord/wire';
import { parseInstant } from '../period.ts';
import type { Words } from '../terms.ts';
import { parseWords } from '../words.ts';
import type { JsonSchema, Label, Node, Value } from './node.ts';

const SUFFIXES = {
  length: '_m',
  time: '_s',
  frequency: '_mhz',
  angle: '_deg',
  speed: '_mps',
} as const;
type Measured = keyof typeof SUFFIXES;
type Suffix<D extends Measured> = (typeof SUFFIXES)[D];

const UNITS: Readonly<Record<Measured, string>> = {
  length: 'NM|nmi|m|km|ft',
  time: 's|min|h|d',
  frequency: 'MHz|kHz',
  angle: 'deg',
  speed: 'kt|m/s|km/h',
};
const TEXT = { type: 'string' } as const;
export const WORDS_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'The same sentence in every language of the memorandum, by language tag',
  minProperties: 1,
  propertyNames: { pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
  additionalProperties: { type: 'string', minLength: 1, maxLength: 4000 },
};

/** A number with its unit; in SI (m, s, m/s; MHz and degrees stay) once it is read. Limits are in that unit too. */
export function quantity<D extends Measured>(dimension: D, limits: Limits): Node<number, Suffix<D>> {
  return {
    suffix: SUFFIXES[dimension],
    read: (field) => field.quantity(dimension as Dimension, limits),
    schema: { ...TEXT, pattern: `^[+-]?[0-9]{1,12}(\\.[0-9]{1,12})?\\s*(${UNITS[dimension]})$` },
    parsed: { type: 'number' },
    show: (content) => {
      const written = String(content);
      const read = parseQuantity(written, dimension as Dimension);
      if ('reason' in read) throw new Error(`${written} was never read as a ${dimension}`);
      return { type: 'quantity', written, dimension, value: read.value };
    },
  };
}

/** A number of things that are counted. */
export function count(min: number, max: number): Node<number> {
  const schema = { type: 'integer', minimum: min, maximum: max };
  return {
    suffix: '',
    read: (field) => field.integer(min, max),
    schema,
    parsed: schema,
    show: (content) => ({ type: 'number', value: Number(content) }),
  };
}

/** One word of a set, each with what it is called. */
export function choice<const W extends string>(words: Readonly<Record<W, Label>>): Node<W> {
  const known = Object.keys(words) as W[];
  const schema = { enum: known };
  return {
    suffix: '',
    read: (field) => field.oneOf(known) ?? known[0]!,
    schema,
    parsed: schema,
    show: (content) => ({ type: 'choice', value: String(content), label: words[content as W] }),
  };
}

/** A name or another short text that is the same in every language. */
export function text(most: number): Node<string> {
  return {
    suffix: '',
    read: (field) => field.text(most),
    schema: { ...TEXT, minLength: 1, maxLength: most },
    parsed: TEXT,
    show: asText,
  };
}

/** An id, a key or another word of a pattern, as it was written. */
export function token(pattern: RegExp, reason: string, remedy: string): Node<string> {
  return {
    suffix: '',
    read: (field) => field.token(pattern, reason, remedy),
    schema: { ...TEXT, pattern: pattern.source },
    parsed: TEXT,
    show: asText,
  };
}

/** A sentence in every language of the memorandum. */
export const words: Node<Words> = {
  suffix: '',
  read: (field, { languages }) => parseWords(field, languages),
  schema: WORDS_SCHEMA,
  parsed: { type: 'object', additionalProperties: TEXT },
  show: (content) => ({ type: 'words', words: content as Words }),
};

/** An instant in UTC; ms since 1970 once it is read. */
export const instant: Node<number, '_ms'> = {
  suffix: '_ms',
  read: parseInstant,
  schema: { ...TEXT, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z$' },
  parsed: { type: 'integer' },
  show: (content) => ({ type: 'instant', written: String(content), time_ms: Date.parse(String(content)) }),
};

/** A time of day in UTC; seconds after midnight once it is read. `24:00Z` ends a day. */
export const timeOfDay: Node<number, '_s'> = {
  suffix: '_s',
  read: (field) => {
    const token = field.token(
      /^(?:[01]\d|2[0-3]):[0-5]\dZ$|^24:00Z$/,
      'not a time of day in UTC',
      'write it such as 06:30Z',
    );
    return token === '' ? Number.NaN : secondsOf(token);
  },
  schema: { ...TEXT, pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)Z$' },
  parsed: { type: 'integer', minimum: 0, maximum: 86_400 },
  show: asText,
};

const secondsOf = (token: string): number => Number(token.slice(0, 2)) * 3600 + Number(token.slice(3, 5)) * 60;

function asText(content: unknown): Value {
  return { type: 'text', text: String(content) };
}

/** Several of a kind, in the order in which they are written. */
export function list<T>(item: Node<T, string>, least: number, most: number): Node<readonly T[]> {
  return {
    suffix: '',
    read: (field, context) => field.list(least, most).map((one) => item.read(one, context)),
    schema: { type: 'array', items: item.schema, minItems: least, maxItems: most },
    parsed: { type: 'array', items: item.parsed },
    show: (content) => ({ type: 'list', items: (content as unknown[]).map((one) => item.show(one)) }),
  };
}

/** Several different words of a set, kept in the order of the set, whichever way they were written. */
export function choices<const W extends string>(labels: Readonly<Record<W, Label>>, of: string): Node<readonly W[]> {
  const known = Object.keys(labels) as W[];
  const inOrder = ranking(labels, of);
  return {
    ...inOrder,
    read: (field, context) => {
      const found = inOrder.read(field, context);
      return known.filter((word) => found.includes(word));
    },
  };
}

/** Several different words of a set; their order is part of what is said. */
export function ranking<const W extends string>(labels: Readonly<Record<W, Label>>, of: string): Node<readonly W[]> {
  const known = Object.keys(labels) as W[];
  const items = list(choice(labels), 1, 16);
  return {
    ...items,
    schema: { ...items.schema, uniqueItems: true },
    read: (field) => {
      const found = new Set<W>();
      for (const item of field.list(1, 16)) {
        const word = item.oneOf(known);
        if (word === null) continue;
        if (found.has(word)) item.problem(`${of} named twice`, 'keep one of them');
        found.add(word);
      }
      return [...found];
    },
  };
}
