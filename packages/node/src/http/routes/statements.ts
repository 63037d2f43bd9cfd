import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  assurancesAgainstSighting,
  type Contradiction,
  quotedFor,
  readStatement,
  type SaidStatement,
  type Sighting,
} from '@skyaccord/accord';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { literals } from '../schemas/aircraft.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import { ContradictionShown, StandingStatement } from '../schemas/mission.ts';
import type { Services } from '../services.ts';
import { invalid, journalled } from './missions.ts';

const closed = { additionalProperties: false };
const short = Type.String({ minLength: 1, maxLength: 120 });
const instant = Type.Integer({ minimum: 0, maximum: 4e12 });
const QUESTION = {
  subject: Type.Optional(literals('permission', 'readiness', 'line', 'assurance')),
  party: Type.Optional(short),
  area: Type.Optional(short),
  clause: Type.Optional(short),
  at_ms: Type.Optional(instant),
  known_ms: Type.Optional(instant),
};

/** The register of statements: what was said of whom and where, as it stood on any day, and what contradicts what. */
export const statementRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  const { missions: desk } = core;

  app.get(
    '/api/v1/statements',
    {
      ...signedIn,
      schema: {
        summary: 'What was said, in order, as it stood at at_ms and was known at known_ms; contradictions beside it',
        querystring: Type.Object(QUESTION, closed),
        response: {
          200: Type.Object({
            statements: Type.Array(StandingStatement),
            contradictions: Type.Array(ContradictionShown),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { register } = desk.book;
      const statements = [...register.ask(request.query)].map((one) => ({
        ...one,
        contradicted_by: [...one.contradicted_by],
      }));
      return { statements, contradictions: [...register.contradictions(request.query)] as Contradiction[] };
    },
  );

  app.get(
    '/api/v1/statements/quotes',
    {
      ...signedIn,
      schema: {
        summary: 'What stands of the permission of parties of which an aircraft was seen without one: notices, quoted',
        response: {
          200: Type.Object({
            notices: Type.Array(
              Type.Object({
                track: Type.String(),
                party: Type.String(),
                area: Type.String(),
                clause: Type.String(),
                time_ms: Type.Integer(),
                quotes: Type.Array(Type.String()),
                assurances: Type.Array(Type.String()),
              }),
            ),
          }),
          ...failures,
        },
      },
    },
    async () => {
      const notices = core.options.picture
        .notices(core.time_ms)
        .flatMap(({ track, identity, area, clause, time_ms }) => {
          if (identity.party === null) return [];
          const sighting: Sighting = { party: identity.party, area, clause, track, time_ms };
          const assurances = assurancesAgainstSighting(desk.book.register, sighting).map(({ says }) => says);
          return [{ ...sighting, clause, quotes: [...quotedFor(desk.book.register, sighting)], assurances }];
        });
      return { notices };
    },
  );

  app.post(
    '/api/v1/statements',
    {
      ...may('liaison_officer', 'safety_manager'),
      schema: {
        summary: 'Takes a statement into the register, where nothing is ever edited; answers when that is durable',
        body: Type.Object({ statement: Type.Unknown({ description: 'As docs/statements.md describes it' }) }, closed),
        response: { 201: ref<SaidStatement>('SaidStatement'), ...failures },
      },
    },
    async (request, reply) => {
      const found = readStatement(request.body.statement, core.time_ms);
      if ('wrongs' in found) throw invalid('statement_invalid', found.wrongs);
      const { statement } = found;
      const no = desk.book.register.objection(statement);
      if (no !== null) throw new NodeError('statement_known', `${no}.`, { field: 'id', value: statement.id });
      await journalled(core, { step: 'statement', at_ms: core.time_ms, statement });
      return reply.code(201).send(statement);
    },
  );
};
