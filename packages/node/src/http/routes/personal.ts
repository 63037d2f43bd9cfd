import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { STORE_NAMES } from '../../personal/values.ts';
import { failures, may, nullable, time_ms } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const store = Type.Union(STORE_NAMES.map((name) => Type.Literal(name)));
const Kept = Type.Object(
  {
    store,
    name: Type.String(),
    kept_ms: nullable(time_ms),
    due_ms: nullable(time_ms),
    opens: Type.Boolean({ description: 'Whether it still opens its commitment' }),
  },
  closed,
);
const Erased = Type.Object({ store, name: Type.String(), erased_ms: time_ms, because: Type.String() }, closed);

/** Personal values that lie outside the journal: which there are, never what they are, and their erasure. */
export const personalRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { personal }) => {
  const overseers = may('administrator', 'safety_manager');

  app.get(
    '/api/v1/personal',
    {
      ...overseers,
      schema: {
        summary: 'Personal values that are kept, with the time when each is erased, and those that were',
        response: {
          200: Type.Object({
            kept: Type.Array(Kept),
            erased: Type.Array(Erased),
            retention: Type.Object(
              Object.fromEntries(STORE_NAMES.map((name) => [name, Type.Integer({ description: 'days' })])),
              { description: 'How long values of each store are kept' },
            ),
          }),
          ...failures,
        },
      },
    },
    async () => personal.list(),
  );

  app.post(
    '/api/v1/personal/erasures',
    {
      ...overseers,
      schema: {
        summary: 'Erases a personal value for good; the journal keeps that it was, and still verifies',
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 64 }),
            because: Type.String({ minLength: 1, maxLength: 500 }),
          },
          closed,
        ),
        response: { 200: Type.Object({ erased: Type.Array(Erased) }), ...failures },
      },
    },
    async (request) => {
      const { name, because } = request.body;
      if (!personal.erase(name, `${request.person.name}: ${because}`, Date.now())) {
        throw new NodeError('not_found', undefined, { field: 'name', value: name });
      }
      return { erased: personal.list().erased.filter((one) => one.name === name) };
    },
  );
};
