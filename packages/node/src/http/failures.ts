import type { FastifyError, FastifyInstance } from 'fastify';
import { type ErrorCode, type ErrorData, errorData, NodeError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** Codes of the framework that are the caller's doing, in ours. */
const FRAMEWORK: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'not_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_BAD_URL: 'bad_request',
};

/** Every failure is answered in one form: `{error: {code, message, remedy, field, value}}`. */
export function answerFailures(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const error = new NodeError('not_found', `It was ${request.method} ${path.slice(0, 80)}.`);
    return reply.code(error.status).send({ error: errorData(error) });
  });
  app.setErrorHandler(async (error: FastifyError | NodeError, request, reply) => {
    const known = error instanceof NodeError ? error : translate(error);
    if (known.code === 'internal') log.error({ part: 'http', url: request.url, err: error }, 'a request failed');
    if (known.code === 'sign_in_wait') reply.header('retry-after', known.value ?? '1');
    const data: ErrorData = known.code === 'internal' ? errorData(new NodeError('internal')) : errorData(known);
    return reply.code(known.status).send({ error: data });
  });
}

type Issue = { instancePath?: string; keyword?: string; message?: string };

function translate(error: FastifyError): NodeError {
  const issue = (error.validation as Issue[] | undefined)?.[0];
  if (issue !== undefined) {
    const place = error.validationContext ?? 'request';
    const field = `${place}${(issue.instancePath ?? '').replaceAll('/', '.')}`;
    // A field that the schema does not know is held against a schema that nothing fits.
    const wrong = issue.keyword === 'boolean' ? 'is not known here' : (issue.message ?? 'is not valid');
    return new NodeError('bad_request', `${field} ${wrong}.`, { field });
  }
  const code = FRAMEWORK[error.code];
  if (code !== undefined) return new NodeError(code, code === 'bad_request' ? `${error.message}.` : undefined);
  if (error.statusCode === 404) return new NodeError('not_found');
  return new NodeError('internal', undefined, { cause: error });
}
