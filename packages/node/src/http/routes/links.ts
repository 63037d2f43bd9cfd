import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { HeardWarning } from '../../link/advising.ts';
import type { LinkStatus } from '../../link/link.ts';
import { failures, ref, signedIn } from '../schemas/common.ts';
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
};
