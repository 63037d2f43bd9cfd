import type { Field } from '@skyaccord/wire';
import type { Words } from '../terms.ts';
import { parseWords } from '../words.ts';
import {
  type Check,
  type Fields,
  mapFields,
  parsedSchemaOf,
  type Read,
  readMapped,
  schemaOf,
  showFields,
} from './fields.ts';
import { WORDS_SCHEMA } from './leaves.ts';
import type { Context, JsonSchema, Label, Parameter } from './node.ts';

/** What every clause has beside the parameters of its kind. */
type Base<K extends string> = { readonly id: string; readonly words: Words; readonly kind: K };

/** One kind of clause: its fields, and everything that follows from them. */
export type Kind<K extends string, F extends Fields> = {
  readonly kind: K;
  readonly label: Label;
  /** `machine`: from what is seen and sent; `people`: their answers are asked for and recorded. */
  readonly judged: 'machine' | 'people';
  readonly fields: F;
  read(field: Field, context: Context): Clause<K, F>;
  readonly schema: JsonSchema;
  readonly parsed: JsonSchema;
  /** The parameters of a clause as it is written, in words. */
  show(content: unknown): Parameter[];
};

type Clause<K extends string, F extends Fields> = Base<K> & Read<F>;
/** The clauses of a kind, as the watch has them. */
export type ClauseOf<T> = T extends Kind<infer K, infer F> ? Base<K> & Read<F> : never;

const ID = /^[A-Za-z][A-Za-z0-9.-]{0,31}$/;
const TEXT = { type: 'string' } as const;

/** Defines a kind of clause. `check` reports what single fields cannot show to be wrong. */
export function kind<const K extends string, F extends Fields>(
  name: K,
  label: Label,
  judged: 'machine' | 'people',
  fields: F,
  check: Check<F> | null = null,
): Kind<K, F> {
  const literal = { const: name };
  return {
    kind: name,
    label,
    judged,
    fields,
    read: (field, context) => {
      const own = mapFields(field, fields, ['id', 'kind', 'words']);
      const base = { id: parseId(own.id), words: parseWords(own.words, context.languages), kind: name };
      return { ...base, ...readMapped(field, own, fields, context, check) };
    },
    schema: {
      title: label.en,
      ...schemaOf(fields, { id: { ...TEXT, pattern: ID.source }, kind: literal, words: WORDS_SCHEMA }),
    },
    parsed: parsedSchemaOf(fields, {
      id: TEXT,
      words: { type: 'object', additionalProperties: TEXT },
      kind: literal,
    }),
    show: (content) => showFields(fields, content),
  };
}

function parseId(field: Field): string {
  const remedy = 'use up to 32 letters, digits, hyphens and dots, a letter first, such as SEP-1';
  return field.token(ID, 'not a clause id', remedy);
}
