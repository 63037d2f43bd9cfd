import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { siteAllows } from '../../people/passkeys.ts';
import type { Means as MeansOf, People, SignedIn as Signed } from '../../people/people.ts';
import { cookieName, siteOf } from '../address.ts';
import { clearCookie, cookieOf, fromOf, setCookie } from '../identify.ts';
import { failures, nullable, open, signedIn, time_ms } from '../schemas/common.ts';
import { AnyCode, Login, Means, Name, PasskeyResponse, Password, Secret, SignedIn } from '../schemas/people.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const Options = Type.Unknown({ description: 'What the browser is to be asked (WebAuthn, in JSON)' });
const ROLE = Type.Array(Type.String());

/** Signing in and out, and taking up an invitation. */
export const sessionRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { address, audit, identify } = services;
  const people = (): People => {
    if (services.people === null) throw new NodeError('people_fixed');
    return services.people;
  };

  const told = async (request: FastifyRequest) => {
    const caller = await identify(request);
    const session = caller?.session ?? null;
    return {
      person: caller?.person ?? null,
      demo: services.people === null,
      passkeys: siteAllows(siteOf(address, request)),
      ends_ms: caller?.ends_ms ?? null,
      recent_until_ms: session === null ? null : people().sessions.recentUntil(session),
      recovery_left: null,
      recovery_codes: [],
    };
  };

  /** Whoever was signed in here before is signed out: nobody goes on under an id that was there before. */
  const begun = (request: FastifyRequest, reply: FastifyReply, signed: Signed) => {
    const { secret, session, account, recovery_left, recovery_codes } = signed;
    const before = people().bySession(cookieOf(request, cookieName(address)) ?? '');
    if (before !== null) people().sessions.end(before.session.hash);
    setCookie(reply, address, secret);
    noted(request, recovery_left === null ? 'sign_in' : 'recovery', account.id, 200);
    const { endOf, recentUntil } = people().sessions;
    return {
      person: people().personOf(account),
      demo: false,
      passkeys: siteAllows(siteOf(address, request)),
      ends_ms: endOf(session),
      recent_until_ms: recentUntil(session),
      recovery_left,
      recovery_codes: [...recovery_codes],
    };
  };

  const noted = (
    request: FastifyRequest,
    kind: 'sign_in' | 'recovery' | 'sign_in_refused' | 'sign_out',
    id: string | null,
    n: number,
  ) =>
    audit.note({
      kind,
      person: id,
      route: `${request.method} ${request.routeOptions.url}`,
      what: request.url,
      status: n,
      from: request.ip,
    });

  const trying = async (request: FastifyRequest, way: () => Promise<Signed>): Promise<Signed> => {
    try {
      return await way();
    } catch (error) {
      // Those who are told to wait are not looked at, and not noted either, or they could fill the disk.
      if (error instanceof NodeError && error.code === 'sign_in_refused') noted(request, 'sign_in_refused', null, 401);
      throw error;
    }
  };

  app.get(
    '/api/v1/session',
    { ...open, schema: { summary: 'Who has signed in here, if anybody', response: { 200: SignedIn, ...failures } } },
    async (request) => told(request),
  );

  app.post(
    '/api/v1/session',
    {
      ...open,
      schema: {
        summary: 'Signs in with a password and the code of the second factor, or a recovery code; sets the cookie',
        body: Type.Object({ login: Login, password: Password, code: AnyCode }, closed),
        response: { 200: SignedIn, ...failures },
      },
    },
    async (request, reply) => {
      const { login, password, code } = request.body;
      const way = () => people().signIn(login, password, code, fromOf(request));
      return begun(request, reply, await trying(request, way));
    },
  );

  app.delete(
    '/api/v1/session',
    { ...signedIn, schema: { summary: 'Signs out', response: { 204: Type.Null(), ...failures } } },
    async (request, reply) => {
      const { session, person } = request.caller;
      if (session === null) throw new NodeError('people_fixed');
      people().sessions.end(session.hash);
      noted(request, 'sign_out', person.id, 204);
      clearCookie(reply, address);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/session/passkey/request',
    { ...open, schema: { summary: 'Begins signing in with a passkey', response: { 200: Options, ...failures } } },
    async (request) => people().passkeyRequest(siteOf(address, request)),
  );

  app.post(
    '/api/v1/session/passkey',
    {
      ...open,
      schema: {
        summary: 'Signs in with a passkey; sets the cookie',
        body: Type.Object({ response: PasskeyResponse }, closed),
        response: { 200: SignedIn, ...failures },
      },
    },
    async (request, reply) => {
      const response = request.body.response as unknown as AuthenticationResponseJSON;
      const way = () => people().signInWithPasskey(siteOf(address, request), response, fromOf(request));
      return begun(request, reply, await trying(request, way));
    },
  );

  app.post(
    '/api/v1/invitations/look',
    {
      ...open,
      schema: {
        summary: 'What an invitation is for, with a second factor to be set up',
        body: Type.Object({ secret: Secret, login: Type.Optional(Login) }, closed),
        response: {
          200: Type.Object({
            kind: Type.String(),
            party: Type.String(),
            roles: ROLE,
            name: nullable(Type.String()),
            login: nullable(Type.String()),
            expires_ms: time_ms,
            passkeys: Type.Boolean(),
            code: Type.String({ description: 'Secret of the second factor, in base 32' }),
            code_address: Type.String({ description: 'The same as an authenticator app reads it' }),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { secret, login = 'you' } = request.body;
      const { invitation, account, code, code_address } = people().look(secret, login, fromOf(request));
      const { kind, roles, expires_ms } = invitation;
      const passkeys = siteAllows(siteOf(address, request));
      const { name = null, login: named = null } = account ?? {};
      return {
        kind,
        party: people().party,
        roles: [...roles],
        name,
        login: named,
        expires_ms,
        passkeys,
        code,
        code_address,
      };
    },
  );

  app.post(
    '/api/v1/invitations/passkey',
    {
      ...open,
      schema: {
        summary: 'Begins making the passkey of whoever was invited',
        body: Type.Object({ secret: Secret, name: Name, login: Login }, closed),
        response: { 200: Options, ...failures },
      },
    },
    async (request) => {
      const { secret, name, login } = request.body;
      return people().passkeyOfInvited(siteOf(address, request), secret, name, login, fromOf(request));
    },
  );

  app.post(
    '/api/v1/invitations/accept',
    {
      ...open,
      schema: {
        summary: 'Takes up an invitation, once, and signs in',
        body: Type.Object({ secret: Secret, name: Name, login: Login, means: Means }, closed),
        response: { 200: SignedIn, ...failures },
      },
    },
    async (request, reply) => {
      const { secret, name, login } = request.body;
      const means = meansOf(request.body.means);
      const accepted = await people().accept(siteOf(address, request), secret, name, login, means, fromOf(request));
      return begun(request, reply, accepted);
    },
  );
};

/** The means as they were sent, with what only the library can check taken at its word. */
function meansOf(means: Type.Static<typeof Means>): MeansOf {
  if ('password' in means) return means;
  return { passkey: means.passkey as unknown as RegistrationResponseJSON, passkey_name: means.passkey_name };
}
