import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Outcome } from '@skyaccord/accord';
import Type from 'typebox';
import type { HeadStanding } from '../../heads/exchange.ts';
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
const treeHead = Type.Object({
  skyaccord: Type.Literal('tree-head/1'),
  log: Type.String({ description: 'Hash of the first record: the name of the journal' }),
  size: Type.Integer(),
  root: Type.String(),
  time_ms: Type.Integer(),
});
const signedHead = Type.Object({ head: treeHead, signature: Type.String() });
const BECAUSE = Type.Union([Type.Literal('another_journal'), Type.Literal('forked'), Type.Literal('truncated')]);
const seenHead = Type.Object({ head: treeHead, signature: Type.String(), via: Type.String(), at_ms: Type.Integer() });
const Heads = Type.Object({
  heads: Type.Array(
    Type.Object({
      party: Type.String(),
      seen: nullable(treeHead),
      seen_ms: nullable(time_ms),
      chain: Type.Array(Type.Object({ size: Type.Integer(), at_ms: time_ms, via: Type.String() }), {
        description: 'Heads of the party that continue one another, by size, and who told of each',
      }),
      told: nullable(treeHead),
      countersigned: nullable(signedHead),
      waiting: Type.Integer({ description: 'Heads that the party has yet to show to belong to its journal' }),
      fault: nullable(
        Type.Object(
          {
            kind: BECAUSE,
            seen: seenHead,
            told: seenHead,
            after: Type.Integer(),
            until: Type.Integer(),
            words: Type.String(),
          },
          { description: 'Two signed heads that cannot be of one journal: they part after one record, by another' },
        ),
      ),
      refused: nullable(
        Type.Object(
          {
            kind: Type.Literal('tree_head_refused'),
            told: signedHead,
            seen: signedHead,
            because: BECAUSE,
            after: Type.Integer(),
            until: Type.Integer(),
          },
          { description: 'The party says so of this journal' },
        ),
      ),
    }),
  ),
});
const DEFAULT_LIMIT = 500;

/** What the journal holds. */
export const journalRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, heads, queries }) => {
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

  app.get(
    '/api/v1/journal/heads',
    {
      ...signedIn,
      schema: {
        summary: 'What linked nodes told of their journals, and countersigned of this one',
        response: { 200: Heads, ...failures },
      },
    },
    async () => ({ heads: (heads?.standings() ?? []) as HeadStanding[] }),
  );
};
