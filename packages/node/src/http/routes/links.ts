import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import type { HeardWarning } from '../../link/advising.ts';
import type { LinkStatus } from '../../link/link_options.ts';
import { durable } from '../../run/durable.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const LINKS = Type.Object({
  links: Type.Array(ref<LinkStatus>('LinkStatus')),
  warnings: Type.Array(ref<HeardWarning>('HeardWarning'), { description: 'What other nodes warned of, newest first' }),
});

/** The links with other nodes. */
export const linkRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { cell }) => {
  app.get(
    '/api/v1/links',
    {
      ...signedIn,
      schema: {
        summary: 'The links with nodes of other parties, as they stand',
        response: { 200: LINKS, ...failures },
      },
    },
    async () => ({
      links: cell?.status() ?? [],
      warnings: [...(cell?.warnings ?? [])],
    }),
  );

  app.post(
    '/api/v1/links/beginnings',
    {
      ...may('administrator'),
      schema: {
        summary: 'Agrees that a halted link begins anew; it does once the other party has agreed at its node, too',
        body: Type.Object(
          {
            party: Type.String({ minLength: 1, maxLength: 32 }),
            reason: Type.String({
              minLength: 8,
              maxLength: 2_000,
              description: 'What was found; the other party reads it',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref<LinkStatus>('LinkStatus'), ...failures },
      },
    },
    async (request) => {
      const { party, reason } = request.body;
      const { person } = request;
      if (cell === null)
        throw new NodeError('link_unknown', 'This node has no links.', { field: 'party', value: party });
      await durable(new Promise((resolve) => cell.lift(party, `${person.name} (${person.id})`, reason, resolve)));
      return cell.status().find((one) => one.party === party) as LinkStatus;
    },
  );
};
