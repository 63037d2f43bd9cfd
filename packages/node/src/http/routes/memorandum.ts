import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Memorandum } from '@skyaccord/accord';
import { failures, loopback, ref } from '../schemas/common.ts';
import type { Services } from '../services.ts';

export const memorandumRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  app.get(
    '/api/v1/memorandum',
    {
      ...loopback,
      schema: {
        summary: 'The memorandum in force on this node',
        response: { 200: ref<Memorandum>('Memorandum'), ...failures },
      },
    },
    async () => core.memorandum,
  );
};
