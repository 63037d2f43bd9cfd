import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Observation } from '../observation.ts';

const FIELDS: readonly string[] = Object.keys(Observation.properties);
const validators = Object.entries<TSchema>(Observation.properties).map(([field, schema]) => ({
  field,
  validator: Compile(schema),
}));

/** What is wrong with a value that is no observation: the first field at fault, null where it is the whole. */
export type Fault = { readonly field: string | null; readonly reason: string };

/**
 * The first fault of a value that the schema refuses. Asking the schema of the whole takes far longer, and a feed that
 * turned to noise asks for every line.
 */
export function faultOf(value: unknown): Fault {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { field: null, reason: 'not an object with the fields of an observation' };
  }
  const missing = FIELDS.find((field) => !Object.hasOwn(value, field));
  if (missing !== undefined) return { field: null, reason: `has no ${missing}` };
  const fields = value as Record<string, unknown>;
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) return { field: unknown, reason: 'not a field of an observation' };
  for (const { field, validator } of validators) {
    if (validator.Check(fields[field])) continue;
    return { field, reason: validator.Errors(fields[field])[0]?.message ?? 'not allowed' };
  }
  return { field: null, reason: 'not an observation' };
}
