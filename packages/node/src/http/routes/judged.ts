import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  type CallLogged,
  type Clause,
  type CrewSteps,
  crewSteps,
  entryProblem,
  type LogEntry,
  PARSED_SCHEMAS,
  type Question,
  QuestionError,
  type QuestionEvent,
  questionsAt,
  type VerdictGiven,
} from '@skyaccord/accord';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { durable } from '../../run/durable.ts';
import { actFor } from '../access.ts';
import { failures, may, ref, signedIn, time_ms } from '../schemas/common.ts';
import { AnswerPosted, EntryPosted } from '../schemas/judged.ts';
import type { Services } from '../services.ts';

const MOST = 1_000;
const DEFAULT_LIMIT = 200;
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: DEFAULT_LIMIT }));
const short = Type.String({ minLength: 1, maxLength: 256 });
const closed = { additionalProperties: false };

const clause = Type.Unsafe<Clause>(PARSED_SCHEMAS.clause);
const Steps = Type.Unsafe<{ time_ms: number; steps: CrewSteps[] }>(
  Type.Object({
    time_ms,
    steps: Type.Array(
      Type.Object(
        {
          alert: Type.String(),
          required: Type.Array(clause),
          ladders: Type.Array(clause),
          signals: Type.Array(clause),
        },
        closed,
      ),
    ),
  }),
);

/** What clauses say of what happened, what was logged of calls, and what people are asked. */
export const judgedRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, queries }) => {
  app.get(
    '/api/v1/alerts/steps',
    {
      ...signedIn,
      schema: {
        summary: 'What crews do and say at each standing alert, in each language: calls, frequencies, signals',
        response: { 200: Steps, ...failures },
      },
    },
    async () => ({
      time_ms: core.time_ms,
      steps: core.options.picture.alerts().map((alert) => crewSteps(core.memorandum, alert)),
    }),
  );

  app.get(
    '/api/v1/verdicts',
    {
      ...signedIn,
      schema: {
        summary: 'What clauses say of what happened, newest first',
        querystring: Type.Object({ limit, clause: Type.Optional(short), about: Type.Optional(short) }, closed),
        response: { 200: Type.Object({ verdicts: Type.Array(ref<VerdictGiven>('Verdict')) }), ...failures },
      },
    },
    async (request) => {
      const { limit = DEFAULT_LIMIT, clause = null, about = null } = request.query;
      return { verdicts: await queries.ask('verdicts', { limit, clause, about }) };
    },
  );

  app.get(
    '/api/v1/calls',
    {
      ...signedIn,
      schema: {
        summary: 'What was logged of calls, newest first',
        querystring: Type.Object({ limit }, closed),
        response: { 200: Type.Object({ calls: Type.Array(ref<CallLogged>('CallLogged')) }), ...failures },
      },
    },
    async (request) => ({ calls: await queries.ask('calls', request.query.limit ?? DEFAULT_LIMIT) }),
  );

  app.post(
    '/api/v1/calls',
    {
      ...may('liaison_officer', 'safety_manager'),
      schema: {
        summary: 'Logs what was said on a frequency or over the line; answers when that is durable',
        body: EntryPosted,
        response: { 201: ref<LogEntry>('LogEntry'), ...failures },
      },
    },
    async (request, reply) => {
      const entry = request.body;
      const problem = entryProblem(core.memorandum, entry);
      if (problem !== null) {
        const { field, value, reason, remedy } = problem;
        throw new NodeError('call_invalid', `${field}: ${reason}; ${remedy}.`, { field, value });
      }
      await durable(new Promise((resolve) => core.logCall(entry, resolve)));
      return reply.code(201).send(entry);
    },
  );

  app.get(
    '/api/v1/questions',
    {
      ...signedIn,
      schema: {
        summary: 'What people are asked about clauses that they judge, with every answer, oldest first',
        querystring: Type.Object({ limit }, closed),
        response: { 200: Type.Object({ questions: Type.Array(ref<Question>('Question')) }), ...failures },
      },
    },
    async (request) => {
      const events = await queries.ask('questionEvents', request.query.limit ?? DEFAULT_LIMIT, null);
      return { questions: [...questionsAt(events, core.time_ms)] };
    },
  );

  app.post(
    '/api/v1/questions/answers',
    {
      ...may('liaison_officer', 'safety_manager'),
      schema: {
        summary: 'Answers a question for one of the roles that it asks; answers when that is durable',
        body: AnswerPosted,
        response: { 201: ref<Question>('Question'), ...failures },
      },
    },
    async (request, reply) => {
      actFor(request, request.body.by.party);
      const body = { ...request.body, answered_ms: core.time_ms };
      const { question } = body;
      const events = await queries.ask('questionEvents', 1, question);
      if (events.length === 0)
        throw new NodeError('question_not_found', undefined, { field: 'question', value: question });
      const [answered] = fold([...events, { kind: 'question_answered', ...body }], core.time_ms, question);
      await durable(new Promise((resolve) => core.answerQuestion(body, resolve)));
      return reply.code(201).send(answered as Question);
    },
  );
};

/** @throws NodeError answer_refused with the reason */
function fold(events: readonly QuestionEvent[], now_ms: number, question: string): readonly Question[] {
  try {
    return questionsAt(events, now_ms);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    throw new NodeError('answer_refused', `${error.message}.`, { field: 'question', value: question });
  }
}
