import type { FastifyInstance } from 'fastify';
import { NodeError } from '../errors.ts';
import { unfitIn } from '../journal/fit.ts';

/** Refuses bodies that no journal could hold, before a schema or a route has seen them. */
export function refuseUnfit(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body }) => {
    const unfit = body instanceof Uint8Array ? null : unfitIn(body);
    if (unfit === null) return;
    const field = `body${unfit.at}`;
    throw new NodeError('bad_request', `${field} ${unfit.reason}.`, { field });
  });
}
