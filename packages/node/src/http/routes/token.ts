import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyError, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { fromOf } from '../identify.ts';
import { open } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const FORM = 'application/x-www-form-urlencoded';

type Form = Readonly<Partial<Record<'grant_type' | 'scope' | 'client_id' | 'client_secret', string>>>;

/** RFC 6749, 5.2: programs that know OAuth know failures in this form alone. */
const Refused = Type.Object({ error: Type.String(), error_description: Type.String() });

class OAuthError extends Error {
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, statusCode: number, description: string) {
    super(description);
    this.code = code;
    this.statusCode = statusCode;
  }
}

/** Tokens for machines: OAuth 2.0 client credentials (RFC 6749, 4.4), as JWT (RFC 9068). */
export const tokenRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { people }) => {
  // OAuth sends forms. They are read here and nowhere else: every other route would be open to a page's form.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });
  app.setErrorHandler(async (error: FastifyError | NodeError | OAuthError, _request, reply) => {
    // What the door of the node refused has the form of the node.
    if (error instanceof NodeError && error.code !== 'sign_in_wait') throw error;
    const refused = asOAuth(error);
    if (error instanceof NodeError && error.code === 'sign_in_wait') reply.header('retry-after', error.value ?? '1');
    if (refused.statusCode === 401) reply.header('www-authenticate', 'Basic realm="skyaccord"');
    return reply.code(refused.statusCode).send({ error: refused.code, error_description: refused.message });
  });

  app.post(
    '/api/v1/token',
    {
      ...open,
      schema: {
        summary: 'A token for a machine, for ten minutes (OAuth 2.0 client credentials)',
        consumes: [FORM],
        response: {
          200: Type.Object({
            access_token: Type.String(),
            token_type: Type.Literal('Bearer'),
            expires_in: Type.Integer(),
            scope: Type.String(),
          }),
          '4xx': Refused,
          '5xx': Refused,
        },
      },
    },
    async (request, reply) => {
      const body = (request.body ?? {}) as Form;
      const { id, secret } = credentialsOf(request, body);
      if (body.grant_type !== 'client_credentials') {
        throw new OAuthError('unsupported_grant_type', 400, 'grant_type is client_credentials');
      }
      const wanted = body.scope === undefined ? null : body.scope.split(' ').filter((one) => one !== '');
      const made = await people?.tokenFor(id, secret, wanted, fromOf(request));
      if (made === null || made === undefined) throw wrong();
      if (made.expires_s === undefined) throw new OAuthError('invalid_scope', 400, 'the machine has no such role');
      const { token, scopes, expires_s } = made;
      reply.header('cache-control', 'no-store');
      return { access_token: token, token_type: 'Bearer' as const, expires_in: expires_s, scope: scopes.join(' ') };
    },
  );
};

/** From Authorization (RFC 6749, 2.3.1) or from the form. */
function credentialsOf({ headers }: FastifyRequest, body: Form) {
  const [, basic] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  const [, id, secret] = /^([^:]{1,64}):([^:]{1,200})$/.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? [];
  if (id !== undefined && secret !== undefined) return { id, secret };
  const { client_id, client_secret } = body;
  if (client_id === undefined || client_secret === undefined) throw wrong();
  return { id: client_id.slice(0, 64), secret: client_secret.slice(0, 200) };
}

const wrong = () => new OAuthError('invalid_client', 401, 'the machine is not known, or its secret is another');

function asOAuth(error: FastifyError | NodeError | OAuthError): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof NodeError) return new OAuthError('invalid_request', error.status, error.message);
  const status = error.statusCode ?? 500;
  if (status >= 500) return new OAuthError('server_error', 500, 'something inside the node failed');
  return new OAuthError('invalid_request', status, `the body must be ${FORM}, at most 64 KiB`);
}
