import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { failures, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

export const streamRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { hub }) => {
  app.get(
    '/api/v1/stream',
    {
      // The description leaves WebSockets out unless told otherwise.
      config: {
        ...signedIn.config,
        swaggerTransform: ({ schema, url }) => ({ schema: { ...schema, hide: false }, url }),
      },
      websocket: true,
      schema: { summary: 'WebSocket of the picture and the outcomes: docs/api.md', response: failures },
      preValidation: async () => hub.admit(),
    },
    (socket) => hub.add(socket),
  );
};
