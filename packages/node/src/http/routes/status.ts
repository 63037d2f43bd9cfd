import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Status } from '../../run/status.ts';
import { failures, open, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  reasons: Type.Array(Type.String()),
});

/** How the node is. */
export const statusRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, metrics, identify }) => {
  app.get(
    '/api/v1/status',
    { ...signedIn, schema: { summary: 'The node in short', response: { 200: ref<Status>('Status'), ...failures } } },
    async () => core.status(),
  );

  app.get(
    '/health',
    {
      ...open,
      schema: {
        summary: 'Whether the node is well, for everybody; 503 when it is not, with the reasons for who has signed in',
        response: { 200: Health, 503: Health, '4xx': ref('Failure') },
      },
    },
    async (request, reply) => {
      const reasons = core.reasons();
      const shown = (await identify(request)) === null ? [] : reasons;
      return reply
        .code(reasons.length === 0 ? 200 : 503)
        .send({ status: reasons.length === 0 ? 'ok' : 'degraded', reasons: shown });
    },
  );

  app.get(
    '/metrics',
    {
      ...signedIn,
      schema: {
        summary: 'Measurements in the text form of Prometheus',
        produces: ['text/plain'],
        response: { 200: Type.String(), ...failures },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  );
};
