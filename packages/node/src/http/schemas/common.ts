import Type, { type TSchema } from 'typebox';

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

/** Every route says whom it is for: callers on this machine, or those of them who may change what it listens to. */
export const loopback = { config: { access: 'loopback' } } as const;
export const administrator = { config: { access: 'administrator' } } as const;
