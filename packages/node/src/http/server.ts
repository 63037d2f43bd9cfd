import type { ServerOptions } from 'node:https';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { errorData, NodeError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { guardAccess } from './access.ts';
import type { TlsFiles } from './certificate.ts';
import { endConnections, limitConnections } from './connections.ts';
import { answerFailures } from './failures.ts';
import { addSecurityHeaders, SECURITY_HEADERS } from './headers.ts';
import { limitRate } from './rate.ts';
import { accountRoutes } from './routes/account.ts';
import { caseReleaseRoutes } from './routes/case_release.ts';
import { caseReportRoutes } from './routes/case_report.ts';
import { caseRoutes } from './routes/cases.ts';
import { caseworkRoutes } from './routes/casework.ts';
import { disclosureRoutes } from './routes/disclosure.ts';
import { feedRoutes } from './routes/feeds.ts';
import { hazardRoutes } from './routes/hazards.ts';
import { journalRoutes } from './routes/journal.ts';
import { judgedRoutes } from './routes/judged.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { lineRoutes } from './routes/line.ts';
import { linkRoutes } from './routes/links.ts';
import { memberRoutes } from './routes/members.ts';
import { memorandumRoutes } from './routes/memorandum.ts';
import { missionRoutes } from './routes/missions.ts';
import { pageRoutes } from './routes/pages.ts';
import { pairingRoutes } from './routes/pairing.ts';
import { peopleRoutes } from './routes/people.ts';
import { personalRoutes } from './routes/personal.ts';
import { pictureRoutes } from './routes/picture.ts';
import { playbackRoutes } from './routes/playback.ts';
import { reportRoutes } from './routes/reports.ts';
import { sessionRoutes } from './routes/session.ts';
import { statementRoutes } from './routes/statements.ts';
import { statusRoutes } from './routes/status.ts';
import { streamRoutes } from './routes/stream.ts';
import { tallyRoutes } from './routes/tallies.ts';
import { tokenRoutes } from './routes/token.ts';
import { failures, signedIn } from './schemas/common.ts';
import { SHARED_SCHEMAS } from './schemas/index.ts';
import type { Services } from './services.ts';
import { refuseUnfit } from './unfit.ts';

const BODY_BYTES = 64 * 1024;
const MESSAGE_BYTES = 4 * 1024;
/** Of TLS; whoever connects and says nothing is let go. */
const HANDSHAKE_MS = 10_000;

/** The HTTP server, ready to listen; over TLS alone where there is a certificate. */
export async function createServer(services: Services, tls: TlsFiles | null, log: Logger): Promise<FastifyInstance> {
  // What listens differs, and nothing that we ask of it does.
  const https: ServerOptions | null =
    tls === null ? null : { ...tls, minVersion: 'TLSv1.3', handshakeTimeout: HANDSHAKE_MS };
  const app = fastify({
    https: https as null,
    bodyLimit: BODY_BYTES,
    routerOptions: { maxParamLength: 256 },
    requestTimeout: 30_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: true,
    logger: false,
    // Requests that no hook has seen: their address cannot be read.
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      const refused = new NodeError('bad_request', 'The address is not written as a URL should be.');
      reply.code(refused.status).headers(SECURITY_HEADERS);
      reply.send({ error: errorData(refused) });
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Nothing is read but JSON: text would pass the checks that a browser makes before it sends JSON elsewhere.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Schemas of answers describe them; they must never drop a member that a schema forgot.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  limitConnections(app);
  endConnections(app);
  limitRate(app);
  guardAccess(app, services);
  addSecurityHeaders(app);
  answerFailures(app, log);
  refuseUnfit(app);
  for (const schema of SHARED_SCHEMAS) app.addSchema(schema);

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Skyaccord node',
        version: '1',
        description:
          'Flight-safety picture, alerts, cases and journal of one node. Metres, m/s, degrees, ms since 1970 UTC; ' +
          'null is not known.',
      },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) },
  });
  await app.register(websocket, { options: { maxPayload: MESSAGE_BYTES, perMessageDeflate: false } });
  await app.register(staticFiles, { root: services.pages, serve: false, cacheControl: true });
  for (const routes of [
    statusRoutes,
    memorandumRoutes,
    linkRoutes,
    pairingRoutes,
    disclosureRoutes,
    memberRoutes,
    lineRoutes,
    pictureRoutes,
    caseRoutes,
    caseworkRoutes,
    caseReportRoutes,
    caseReleaseRoutes,
    reportRoutes,
    tallyRoutes,
    judgedRoutes,
    missionRoutes,
    hazardRoutes,
    statementRoutes,
    ledgerRoutes,
    journalRoutes,
    playbackRoutes,
    feedRoutes,
    sessionRoutes,
    accountRoutes,
    peopleRoutes,
    personalRoutes,
    tokenRoutes,
    streamRoutes,
    pageRoutes,
  ]) {
    await app.register(routes, services);
  }
  app.get('/api/openapi.json', { ...signedIn, schema: { summary: 'This description', response: failures } }, async () =>
    app.swagger(),
  );
  return app;
}
