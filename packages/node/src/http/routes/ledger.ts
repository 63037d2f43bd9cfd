import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type LedgerEntry, ledgerCsv, MEASURES, type MissionCounts, totalOf, totalsBy } from '@skyaccord/accord';
import Type from 'typebox';
import { ledgerParquet } from '../../missions/parquet.ts';
import { literals } from '../schemas/aircraft.ts';
import { failures, may, nullable, ref, signedIn } from '../schemas/common.ts';
import { groupings, TotalShown } from '../schemas/mission.ts';
import type { Services } from '../services.ts';
import { journalled } from './missions.ts';

const closed = { additionalProperties: false };
const short = Type.String({ minLength: 1, maxLength: 120 });
const count = Type.Integer();
const COUNTS = { filed: count, planned: count, flown_as_planned: count, flown_changed: count, cancelled: count };

/** The curtailment ledger: what keeping the agreement costs, entry by entry and summed. */
export const ledgerRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  const { ledger } = core.missions;

  app.get(
    '/api/v1/ledger',
    {
      ...signedIn,
      schema: {
        summary: 'Totals by clause, party or week with the entries behind each, and how many missions went as planned',
        querystring: Type.Object({ by: Type.Optional(groupings) }, closed),
        response: {
          200: Type.Object({
            counts: Type.Object(COUNTS),
            all: TotalShown,
            totals: Type.Array(TotalShown),
            entries: Type.Array(ref<LedgerEntry>('LedgerEntry')),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const entries = [...ledger.entries()];
      const totals = [...totalsBy(entries, request.query.by ?? 'clause')];
      const counts: MissionCounts = ledger.counts();
      return { counts, all: totalOf(null, entries), totals, entries };
    },
  );

  app.get(
    '/api/v1/ledger/table',
    {
      ...signedIn,
      schema: {
        summary: 'The entries as a table to take away: CSV (RFC 4180) or Parquet',
        querystring: Type.Object({ format: Type.Optional(literals('csv', 'parquet')) }, closed),
        response: failures,
      },
    },
    async (request, reply) => {
      const entries = ledger.entries();
      if (request.query.format === 'parquet') {
        reply
          .type('application/vnd.apache.parquet')
          .header('content-disposition', 'attachment; filename="ledger.parquet"');
        return reply.send(ledgerParquet(entries));
      }
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="ledger.csv"');
      return reply.send(Buffer.from(ledgerCsv(entries), 'utf8'));
    },
  );

  app.post(
    '/api/v1/ledger/reports',
    {
      ...may('liaison_officer', 'safety_manager', 'mission_planner'),
      schema: {
        summary: 'Reports a delay, re-route or cancellation that no node advised; answers when that is durable',
        body: Type.Object(
          {
            measure: literals(...MEASURES),
            source: Type.String({ minLength: 1, maxLength: 300, description: 'Who reports it' }),
            party: nullable(short),
            other_party: nullable(short),
            clause: nullable(short),
            mission: nullable(short),
            track: nullable(short),
            delay_s: Type.Number({ minimum: -86_400, maximum: 604_800 }),
            extra_m: Type.Number({ minimum: -1e7, maximum: 1e8 }),
          },
          closed,
        ),
        response: { 201: Type.Object({ entries: Type.Integer() }), ...failures },
      },
    },
    async (request, reply) => {
      const report = { ...request.body, time_ms: core.time_ms };
      await journalled(core, { step: 'reported', at_ms: core.time_ms, report });
      return reply.code(201).send({ entries: ledger.entries().length });
    },
  );
};
