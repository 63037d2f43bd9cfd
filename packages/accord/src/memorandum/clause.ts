import type { Field } from '@skyaccord/wire';
import { type Clause, KINDS, kindNamed } from './kinds.ts';
import type { Context } from './spec/node.ts';

const NAMES = KINDS.map(({ kind }) => kind);

/** Reads one clause; `null` when its kind is unknown, so that nothing else can be said of it. */
export function parseClause(field: Field, context: Context): Clause | null {
  const name = field.peek('kind')?.oneOf(NAMES) ?? null;
  const kind = name === null ? undefined : kindNamed(name);
  if (kind !== undefined) return kind.read(field, context);
  if (field.peek('kind') === null) field.problem('no kind', `add kind: one of ${NAMES.join(', ')}`, null);
  return null;
}
