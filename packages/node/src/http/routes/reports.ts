import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Candidate, type Report, readReport, type StandingReport } from '@skyaccord/accord';
import Type from 'typebox';
import { takeAct, takeReportStep } from '../../cases/acting.ts';
import { PrivateValues } from '../../cases/private_values.ts';
import { openedFrom } from '../../cases/reported.ts';
import { NodeError } from '../../errors.ts';
import { failures, may, nullable, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';
import { invalid } from './missions.ts';

const closed = { additionalProperties: false };
const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, closed);
const text = (most: number) => Type.Optional(Type.String({ maxLength: most }));
const Contact = Type.Object({ name: text(200), contact: text(300) }, closed);
/** Whoever flies, watches or controls may report. */
const everybody = may(
  'liaison_officer',
  'safety_manager',
  'mission_planner',
  'investigator',
  'observer',
  'administrator',
);
const workers = may('safety_manager', 'investigator', 'liaison_officer');

/** Reports of near misses by people, and what becomes of them. */
export const reportRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  const { book } = core.cases;
  const people = new PrivateValues(core.options.data, 'reporters');

  const get = (id: string, party: string): StandingReport => {
    const found = book.report(id);
    if (found === null || found.report.party !== party) {
      throw new NodeError('report_not_found', undefined, { field: 'id', value: id });
    }
    return found;
  };

  app.get(
    '/api/v1/reports',
    {
      ...signedIn,
      schema: {
        summary: "Reports of one's own party, newest first, at most 1,000",
        response: { 200: Type.Object({ reports: Type.Array(ref<StandingReport>('StandingReport')) }), ...failures },
      },
    },
    async (request) => {
      const own = book.reports().filter(({ report }) => report.party === request.person.party);
      return { reports: own.slice(-1_000).reverse() };
    },
  );

  app.get(
    '/api/v1/reports/:id',
    {
      ...signedIn,
      schema: {
        summary: 'A report with recorded cases that it may be about; who filed it is told to investigators',
        params: Id,
        response: {
          200: Type.Object({
            report: ref<StandingReport>('StandingReport'),
            candidates: Type.Array(ref<Candidate>('Candidate')),
            reporter: nullable(Contact),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { party, roles, id: person } = request.person;
      const report = get(request.params.id, party);
      const { personal } = report.report;
      const sees = roles.some((role) => role === 'investigator' || role === 'safety_manager');
      const shown = personal !== null && (sees || person === report.report.person);
      const reporter = shown ? (people.open(personal) as { name?: string; contact?: string } | null) : null;
      return { report, candidates: [...book.candidates(report.report)], reporter };
    },
  );

  app.post(
    '/api/v1/reports',
    {
      ...everybody,
      schema: {
        summary: 'Files a report of a near miss; only what happened must be told; answers when that is durable',
        body: Type.Object(
          {
            report: Type.Unknown({ description: 'As docs/cases.md describes it; what is unknown is left out' }),
            reporter: Type.Optional(Contact),
          },
          closed,
        ),
        response: {
          201: Type.Object({ report: ref<Report>('Report'), candidates: Type.Array(ref<Candidate>('Candidate')) }),
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const found = readReport(request.body.report, core.time_ms);
      if ('wrongs' in found) throw invalid('report_invalid', found.wrongs);
      const { id: person, party } = request.person;
      const reporter = request.body.reporter ?? {};
      const isNamed = (reporter.name ?? '') !== '' || (reporter.contact ?? '') !== '';
      const personal = isNamed ? people.keep(reporter) : null;
      const filed_ms = core.time_ms;
      const stamp = new Date(filed_ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
      let number = 1;
      while (book.report(`${stamp}-${number}`) !== null) number += 1;
      const report: Report = { id: `${stamp}-${number}`, party, person, personal, filed_ms, ...found.report };
      await takeReportStep(core, { step: 'report_filed', report }, request.person);
      return reply.code(201).send({ report, candidates: [...book.candidates(report)] });
    },
  );

  app.post(
    '/api/v1/reports/:id/case',
    {
      ...workers,
      schema: {
        summary: 'Says which case a report is about, or opens one on it where none was recorded',
        params: Id,
        body: Type.Object({ case: nullable(Type.String({ minLength: 1, maxLength: 256 })) }, closed),
        response: { 200: ref<StandingReport>('StandingReport'), ...failures },
      },
    },
    async (request) => {
      const { party } = request.person;
      const { report } = get(request.params.id, party);
      const known = request.body.case;
      const name = known ?? `report-${report.id}`;
      if (known === null) {
        const parties = core.memorandum.parties.map(({ id }) => id);
        await takeAct(core, name, party, request.person, openedFrom(report, parties));
      }
      const made_ms = core.time_ms;
      await takeReportStep(core, { step: 'report_linked', report: report.id, case: name, made_ms }, request.person);
      return get(report.id, party);
    },
  );

  app.post(
    '/api/v1/reports/:id/withdraw',
    {
      ...everybody,
      schema: {
        summary: 'Withdraws a report; only who filed it may',
        params: Id,
        body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2_000 }) }, closed),
        response: { 200: ref<StandingReport>('StandingReport'), ...failures },
      },
    },
    async (request) => {
      const { party } = request.person;
      const { report, case: name } = get(request.params.id, party);
      const { reason } = request.body;
      const step = { step: 'report_withdrawn', report: report.id, reason, made_ms: core.time_ms } as const;
      await takeReportStep(core, step, request.person);
      // A case that rests on it alone must be told, also to the other party.
      if (name !== null && name === `report-${report.id}`) {
        await takeAct(core, name, party, null, { act: 'report_withdrawn', report: report.id, reason });
      }
      return get(report.id, party);
    },
  );
};
