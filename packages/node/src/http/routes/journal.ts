import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Outcome } from '@skyaccord/accord';
import Type from 'typebox';
import { failures, nullable, ref, signedIn, time_ms } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const Outcomes = Type.Object({
  outcomes: Type.Array(Type.Object({ sequence: Type.Integer(), outcome: ref<Outcome>('Outcome') })),
  next: Type.Integer({ description: '`after` of the next request' }),
});
const Head = Type.Object({
  sequence: Type.Integer({ description: 'Of the last record' }),
  hash: Type.String({ description: 'Binds every record up to this one' }),
  verified_at_ms: nullable(time_ms),
});
const DEFAULT_LIMIT = 500;

/** What the journal holds. */
export const journalRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, queries }) => {
  app.get(
    '/api/v1/outcomes',
    {
      ...signedIn,
      schema: {
        summary: 'Outcomes in the order of the journal, counted from 1 over all runs',
        querystring: Type.Object(
          {
            after: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000, default: DEFAULT_LIMIT })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Outcomes, ...failures },
      },
    },
    async (request) => {
      const after = request.query.after ?? 0;
      const found = await queries.ask('outcomes', after, request.query.limit ?? DEFAULT_LIMIT);
      const outcomes = found.map(({ sequence, outcome }) => ({ sequence, outcome: outcome as Outcome }));
      return { outcomes, next: outcomes.at(-1)?.sequence ?? after };
    },
  );

  app.get(
    '/api/v1/journal/head',
    { ...signedIn, schema: { summary: 'Where the chain stands', response: { 200: Head, ...failures } } },
    async () => {
      const { sequence, hash } = core.pipeline.head;
      return { sequence, hash, verified_at_ms: core.verified_at_ms };
    },
  );
};
