import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CaseFile, Encounter, Reconstruction } from '@skyaccord/accord';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import type { CaseSummary } from '../../store/store.ts';
import { failures, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const Limit = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })) },
  { additionalProperties: false },
);
const Encounters = Type.Object({ encounters: Type.Array(ref<Encounter>('Encounter')) });
const Cases = Type.Object({ cases: Type.Array(ref<CaseSummary>('CaseSummary')) });
const DEFAULT_LIMIT = 200;

/** What happened: passes as measured, and the cases made of those that mattered. */
export const caseRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { queries }) => {
  app.get(
    '/api/v1/encounters',
    {
      ...signedIn,
      schema: { summary: 'Passes, newest first', querystring: Limit, response: { 200: Encounters, ...failures } },
    },
    async (request) => ({ encounters: await queries.ask('encounters', request.query.limit ?? DEFAULT_LIMIT) }),
  );

  app.get(
    '/api/v1/cases',
    {
      ...signedIn,
      schema: {
        summary: 'Cases, open ones first, then newest first',
        querystring: Limit,
        response: { 200: Cases, ...failures },
      },
    },
    async (request) => ({ cases: await queries.ask('cases', request.query.limit ?? DEFAULT_LIMIT) }),
  );

  app.get(
    '/api/v1/cases/:id',
    {
      ...signedIn,
      schema: {
        summary: 'The file of a closed case',
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) }),
        response: { 200: ref<CaseFile>('CaseFile'), ...failures },
      },
    },
    async (request) => {
      const { id } = request.params;
      return (await queries.ask('caseFile', id)) ?? notClosed(id);
    },
  );

  app.get(
    '/api/v1/cases/:id/reconstruction',
    {
      ...signedIn,
      schema: {
        summary:
          'A closed case reconstructed: smoothed flights, the closest point, what the advice would have achieved',
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) }),
        response: { 200: ref<Reconstruction>('Reconstruction'), ...failures },
      },
    },
    async (request) => {
      const { id } = request.params;
      return (await queries.ask('reconstruction', id)) ?? notClosed(id);
    },
  );

  /** Why there is no file of a case. */
  async function notClosed(id: string): Promise<never> {
    const summary = await queries.ask('caseSummary', id);
    const place = { field: 'id', value: id };
    if (summary === null) throw new NodeError('case_not_found', undefined, place);
    throw new NodeError(summary.state === 'open' ? 'case_open' : 'case_interrupted', undefined, place);
  }
};
