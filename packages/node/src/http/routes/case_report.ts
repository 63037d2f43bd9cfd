import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type CaseReport, caseSheet, type LogEntry, type Sheet, verdictsOnWord } from '@skyaccord/accord';
import Type from 'typebox';
import { asked } from '../../cases/desk.ts';
import { Paperwork } from '../../memorandum/paperwork.ts';
import { literals } from '../schemas/aircraft.ts';
import { failures, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) }, closed);
const InLanguage = Type.Object({ language: Type.Optional(literals('en', 'fr')) }, closed);
/** Calls so long before and after a pass are of it, also where nobody wrote down what they were about. */
const AROUND_MS = 600_000;
const MOST_VERDICTS = 200;
const MOST_CALLS = 1_000;

/** The report of a case: as blocks and plots to be shown, and as PDF. */
export const caseReportRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, queries }) => {
  const paperwork = new Paperwork();

  /** @throws NodeError case_not_found */
  async function reportOf(id: string): Promise<CaseReport> {
    const work = asked(() => core.cases.book.work(id, core.time_ms));
    const own = core.cases.book.matter(id).base?.id ?? id;
    const [file, about, calls, reconstruction] = await Promise.all([
      queries.ask('caseFile', own),
      queries.ask('verdicts', { clause: null, about: own, limit: MOST_VERDICTS }),
      queries.ask('calls', MOST_CALLS),
      queries.ask('reconstruction', own),
    ]);
    const isOfCase = ({ at, about: of }: LogEntry): boolean => {
      if (of !== undefined) return work.names.includes(of) || of === own;
      if (file === null) return false;
      return at.latest_ms >= file.opened_ms - AROUND_MS && at.earliest_ms <= file.closed_ms + AROUND_MS;
    };
    const recorded = calls.map(({ entry }) => entry);
    return {
      file,
      work,
      memorandum: core.memorandum,
      verdicts: about,
      calls: recorded.filter(isOfCase),
      on_word: file === null ? [] : verdictsOnWord(core.memorandum, file, recorded, work.accounts),
      reconstruction,
      at_ms: core.time_ms,
    };
  }

  app.get(
    '/api/v1/cases/:id/report',
    {
      ...signedIn,
      schema: {
        summary: 'The report of a case in a language: blocks of text and tables, and plots as figures',
        params: Id,
        querystring: InLanguage,
        response: { 200: Type.Unsafe<Sheet>(Type.Object({}, { description: 'A sheet: docs/cases.md' })), ...failures },
      },
    },
    async ({ params, query }) => caseSheet(await reportOf(params.id), query.language ?? 'en'),
  );

  app.get(
    '/api/v1/cases/:id/report.pdf',
    {
      ...signedIn,
      schema: {
        summary: 'The report of a case as PDF: selectable and tagged text, plots as vectors',
        params: Id,
        querystring: InLanguage,
        response: failures,
      },
    },
    async ({ params, query }, reply) => {
      const language = query.language ?? 'en';
      const sheet = caseSheet(await reportOf(params.id), language);
      const bytes = await paperwork.print(sheet, 'document', core.time_ms);
      const name = `case-${params.id.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 80)}.${language}`;
      reply.type('application/pdf').header('content-disposition', `inline; filename="${name}.pdf"`);
      return reply.send(Buffer.from(bytes));
    },
  );
};
