import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { KeptKind } from './kinds.ts';
import type { Beginning } from './link_options.ts';

const closed = { additionalProperties: false };
const place = Type.Object(
  { sequence: Type.Integer({ minimum: 0 }), hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  closed,
);
const text = Type.String({ maxLength: 200 });
const BEGINNING = Compile(
  Type.Object(
    {
      kind: Type.Literal('beginning'),
      epoch: Type.Integer({ minimum: 1 }),
      reason: Type.String({ minLength: 1, maxLength: 2_000 }),
      before: Type.Object(
        {
          sent: place,
          received: place,
          halt: Type.Union([
            Type.Object(
              {
                reason: text,
                sequence: Type.Integer({ minimum: 0 }),
                held: Type.Union([text, Type.Null()]),
                told: text,
              },
              closed,
            ),
            Type.Null(),
          ]),
        },
        closed,
      ),
    },
    closed,
  ),
);

/** What the other side says of a new beginning is for the journal, which has it with its signature: nothing follows. */
export const beginning: KeptKind<Beginning> = {
  check: (body): body is Beginning => BEGINNING.Check(body),
  take: () => {},
};
