import Type, { type TSchema } from 'typebox';
import { ROLES, type Scope } from '../../people/person.ts';

export const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
export const time_ms = Type.Integer({ description: 'UTC, ms since 1970' });

/** A schema that is written once, under its name, in the description of the API. */
export const ref = <Value>(name: string) => Type.Unsafe<Value>({ $ref: `${name}#` });

export const Failure = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: 'One of docs/errors.md' }),
      message: Type.String(),
      remedy: Type.String({ description: 'What to do' }),
      field: nullable(Type.String()),
      value: nullable(Type.String()),
    }),
  },
  { $id: 'Failure', description: 'Why a request was not answered' },
);

/** The answers that any route can give besides its own. */
export const failures = { '4xx': ref('Failure'), '5xx': ref('Failure') };

/** Every route says whom it is for. `open`: signing in itself, the pages' files, health. */
export const open = { config: { access: 'open' } } as const;
/** Whoever has signed in, in any role: reading. */
export const signedIn = { config: { access: ROLES } } as const;
/** Whoever has signed in and has one of these roles: changes, mostly. */
export const may = (...roles: readonly [Scope, ...Scope[]]) => ({ config: { access: roles } }) as const;
