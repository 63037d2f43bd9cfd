import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Life, Memorandum, Step } from '@skyaccord/accord';
import Type from 'typebox';
import { durable } from '../../run/durable.ts';
import { administrator, failures, loopback, ref } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const Posted = Type.Object(
  {
    statement: Type.Optional(
      Type.Unknown({ description: 'As it was signed; left out for a signature over the content' }),
    ),
    signature: Type.String({
      minLength: 1,
      maxLength: 4096,
      description: 'Detached JWS (RFC 7515, RFC 7797), Ed25519',
    }),
  },
  { additionalProperties: false },
);

/** The memorandum, what exactly is signed of it, and where its life stands. */
export const memorandumRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  app.get(
    '/api/v1/memorandum',
    {
      ...loopback,
      schema: {
        summary: 'The memorandum whose rules this node runs',
        response: { 200: ref<Memorandum>('Memorandum'), ...failures },
      },
    },
    async () => core.memorandum,
  );

  app.get(
    '/api/v1/memorandum/content',
    { ...loopback, schema: { summary: 'The very bytes that parties sign: its canonical JSON', response: failures } },
    async (_request, reply) => {
      reply.type('application/json; charset=utf-8').header('x-content-sha256', core.life.sha256);
      return reply.send(Buffer.from(core.life.canonical, 'utf8'));
    },
  );

  app.get(
    '/api/v1/memorandum/life',
    {
      ...loopback,
      schema: {
        summary: 'Where it stands: what parties declared, and what follows from what they signed',
        response: { 200: ref<Life>('Life'), ...failures },
      },
    },
    async () => core.life.at(core.time_ms),
  );

  app.post(
    '/api/v1/memorandum/steps',
    {
      ...administrator,
      schema: {
        summary: 'A signature over the memorandum, or a signed statement; answers when that is durable',
        body: Posted,
        response: { 201: ref<Step>('Step'), ...failures },
      },
    },
    async (request, reply) => {
      const { statement = null, signature } = request.body;
      const entry = { statement, signature, received_ms: Date.now() };
      const step = core.life.check(entry);
      await durable(new Promise((resolve) => core.memorandumStep(entry, resolve)));
      return reply.code(201).send(step);
    },
  );
};
