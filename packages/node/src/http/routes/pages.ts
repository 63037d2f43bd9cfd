import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { NodeError } from '../../errors.ts';
import { failures, open, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const YEAR_S = 31_536_000;

/** The pages, and the user's base map, both as files with range requests. */
export const pageRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { pages, basemap }) => {
  app.get(
    '/api/v1/basemap',
    { ...signedIn, schema: { summary: 'The base map given at the start (PMTiles)', response: failures } },
    async (_request, reply) => {
      if (basemap === null) throw new NodeError('no_basemap');
      reply.type('application/vnd.pmtiles');
      return reply.sendFile(path.basename(basemap), path.dirname(basemap), { contentType: false });
    },
  );

  app.get('/*', { ...open, schema: { hide: true } }, async (request, reply) => {
    // Without a schema of its own: the library's conversion takes the name of this parameter for a pattern.
    const wanted = (request.params as { '*': string })['*'];
    if (wanted.startsWith('api/')) throw new NodeError('not_found', `It was GET /${wanted.slice(0, 80)}.`);
    if (await isFile(pages, wanted)) {
      // Built files carry a hash of their content in their name; the page that names them must be asked for anew.
      const named = wanted.startsWith('assets/');
      return reply.sendFile(wanted, pages, named ? { maxAge: YEAR_S * 1000, immutable: true } : { maxAge: 0 });
    }
    if (path.extname(wanted) !== '') throw new NodeError('not_found', `It was GET /${wanted.slice(0, 80)}.`);
    if (await isFile(pages, 'index.html')) return reply.sendFile('index.html', pages, { maxAge: 0 });
    return reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT);
  });
};

const NOT_BUILT =
  'The pages have not been built. Start the node with `npm start`, which builds them, or run `npx vite build` in ' +
  'packages/display. The API is there: /api/openapi.json.\n';

async function isFile(folder: string, name: string): Promise<boolean> {
  const file = path.resolve(folder, name);
  if (!file.startsWith(path.resolve(folder) + path.sep)) return false;
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
