import type { Field } from '@skyaccord/wire';
import type { Context, JsonSchema, Label, Node, Parameter } from './node.ts';

/** Whether a field must be written; what stands in its place where it is not: `null`, or no member at all. */
type Need = 'must' | 'null' | 'absent';

type One<T, S extends string, N extends Need> = {
  readonly label: Label;
  readonly need: N;
  readonly node: Node<T, S>;
  readonly flat: false;
};
/** Fields that stand together in the document, and side by side with all others once they are read. */
type Flat<F extends Fields> = {
  readonly label: Label;
  readonly need: Need;
  readonly fields: F;
  readonly check: Check<F> | null;
  readonly flat: true;
};
// biome-ignore lint/suspicious/noExplicitAny: a table of fields holds every type of value
export type Fields = { readonly [key: string]: One<any, string, Need> | Flat<any> };

/** What a table of fields is read as: each under its name with its unit. */
export type Read<F extends Fields> = Show<
  {
    readonly [K in keyof F as F[K] extends One<unknown, infer S, 'must' | 'null'>
      ? `${K & string}${S}`
      : never]: F[K] extends One<infer T, string, infer N> ? T | (N extends 'null' ? null : never) : never;
  } & {
    readonly [K in keyof F as F[K] extends One<unknown, infer S, 'absent'>
      ? `${K & string}${S}`
      : never]?: F[K] extends One<infer T, string, 'absent'> ? T : never;
  } & Merge<{ [K in keyof F]: F[K] extends Flat<infer G> ? Read<G> : never }[keyof F]>
>;
type Show<T> = { [K in keyof T]: T[K] };
type Merge<U> = (U extends unknown ? (of: U) => void : never) extends (of: infer I) => void ? I : never;

/** Reports what single fields cannot show to be wrong; those that could not be read hold `NaN`, `''` or `[]`. */
export type Check<F extends Fields> = (
  read: Read<F>,
  fields: Readonly<Record<keyof F & string, Field>>,
  whole: Field,
) => void;

/** A field that must be written. */
export function must<T, S extends string>(label: Label, node: Node<T, S>): One<T, S, 'must'> {
  return { label, need: 'must', node, flat: false };
}

/** A field that may be left out; `null` is read then. */
export function may<T, S extends string>(label: Label, node: Node<T, S>): One<T, S, 'null'> {
  return { label, need: 'null', node, flat: false };
}

/**
 * A field that came to its kind later; where it is left out nothing stands for it, so that what was read and journalled
 * before it existed stays the same to the byte.
 */
export function added<T, S extends string>(label: Label, node: Node<T, S>): One<T, S, 'absent'> {
  return { label, need: 'absent', node, flat: false };
}

/** A map of fields that is read into its parent; `need` null where the whole of it may be left out. */
export function flat<F extends Fields>(
  label: Label,
  need: 'must' | 'null',
  fields: F,
  check: Check<F> | null = null,
): Flat<F> {
  return { label, need, fields, check, flat: true };
}

/** A map of fields as a value of its own. */
export function map<F extends Fields>(fields: F, check: Check<F> | null = null): Node<Read<F>> {
  return {
    suffix: '',
    read: (field, context) => readFields(field, fields, context, check),
    schema: schemaOf(fields),
    parsed: parsedSchemaOf(fields),
    show: (content) => ({ type: 'group', parameters: showFields(fields, content) }),
  };
}

/** Reads a map of fields. */
function readFields<F extends Fields>(field: Field, spec: F, context: Context, check: Check<F> | null): Read<F> {
  return readMapped(field, mapFields(field, spec), spec, context, check);
}

/** The fields of a map, unread; `known` are others that it must have. */
export function mapFields<K extends string>(
  field: Field,
  spec: Fields,
  known: readonly K[] = [],
): Readonly<Record<string, Field> & Record<K, Field>> {
  const keys = Object.keys(spec);
  const optional = keys.filter((key) => spec[key]!.need !== 'must');
  return field.map<string>([...known, ...keys], optional) as Record<string, Field> & Record<K, Field>;
}

/** Reads what `mapFields` gave for `field`. */
export function readMapped<F extends Fields>(
  field: Field,
  fields: Readonly<Record<string, Field>>,
  spec: F,
  context: Context,
  check: Check<F> | null,
): Read<F> {
  const read: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(spec)) {
    const own = fields[key]!;
    if (one.flat) Object.assign(read, readFields(own, one.fields as Fields, context, one.check));
    else if (own.present || one.need === 'must') read[key + one.node.suffix] = one.node.read(own, context);
    else if (one.need === 'null') read[key + one.node.suffix] = null;
  }
  if (field.present) check?.(read as Read<F>, fields as Record<keyof F & string, Field>, field);
  return read as Read<F>;
}

/** The JSON Schema of a map of fields as it is written. */
export function schemaOf(spec: Fields, known: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const properties: Record<string, JsonSchema> = { ...known };
  for (const [key, one] of Object.entries(spec)) {
    const schema = one.flat ? schemaOf(one.fields as Fields) : one.node.schema;
    properties[key] = { title: one.label.en, ...schema };
  }
  const required = [...Object.keys(known), ...Object.keys(spec).filter((key) => spec[key]!.need === 'must')];
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The JSON Schema of a map of fields as it is read. */
export function parsedSchemaOf(spec: Fields, known: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const properties: Record<string, JsonSchema> = { ...known };
  const required = Object.keys(known);
  const add = (fields: Fields): void => {
    for (const [key, one] of Object.entries(fields)) {
      if (one.flat) {
        add(one.fields as Fields);
        continue;
      }
      const name = key + one.node.suffix;
      const schema = one.node.parsed;
      properties[name] = one.need === 'null' ? { anyOf: [schema, { type: 'null' }] } : schema;
      if (one.need !== 'absent') required.push(name);
    }
  };
  add(spec);
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The fields of a map that were written, in the order of the table, as parameters in words. */
export function showFields(spec: Fields, content: unknown): Parameter[] {
  const written = content as Readonly<Record<string, unknown>>;
  return Object.entries(spec).flatMap(([key, one]): Parameter[] => {
    if (!Object.hasOwn(written, key)) return [];
    const value = one.flat
      ? { type: 'group' as const, parameters: showFields(one.fields as Fields, written[key]) }
      : one.node.show(written[key]);
    return [{ key, label: one.label, value }];
  });
}
