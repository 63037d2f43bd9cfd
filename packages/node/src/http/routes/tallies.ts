import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { TALLIES, type Tally, tallyCsv } from '@skyaccord/accord';
import Type from 'typebox';
import { tallyParquet } from '../../cases/tally_parquet.ts';
import { literals } from '../schemas/aircraft.ts';
import { failures, nullable, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const Shown = Type.Object({
  of: nullable(Type.String()),
  count: Type.Integer(),
  breached: Type.Integer(),
  cases: Type.Array(Type.String()),
});

/** Cases counted, each number with the cases behind it. */
export const tallyRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  const { tallies } = core.cases;

  app.get(
    '/api/v1/tallies',
    {
      ...signedIn,
      schema: {
        summary: 'Cases by class, clause, party, month, risk class or state, with the ids behind each number',
        querystring: Type.Object({ by: Type.Optional(literals(...TALLIES)) }, closed),
        response: { 200: Type.Object({ cases: Type.Integer(), tallies: Type.Array(Shown) }), ...failures },
      },
    },
    async (request) => ({
      cases: tallies.cases().length,
      tallies: tallies.by(request.query.by ?? 'class').map((one: Tally) => ({ ...one, cases: [...one.cases] })),
    }),
  );

  app.get(
    '/api/v1/tallies/table',
    {
      ...signedIn,
      schema: {
        summary: 'The cases as a table to take away, a row each: CSV (RFC 4180) or Parquet',
        querystring: Type.Object({ format: Type.Optional(literals('csv', 'parquet')) }, closed),
        response: failures,
      },
    },
    async (request, reply) => {
      const cases = tallies.cases();
      if (request.query.format === 'parquet') {
        reply
          .type('application/vnd.apache.parquet')
          .header('content-disposition', 'attachment; filename="cases.parquet"');
        return reply.send(tallyParquet(cases));
      }
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="cases.csv"');
      return reply.send(Buffer.from(tallyCsv(cases), 'utf8'));
    },
  );
};
