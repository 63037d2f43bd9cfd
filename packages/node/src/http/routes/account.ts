import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import type { People } from '../../people/people.ts';
import type { Session } from '../../people/sessions.ts';
import { siteOf } from '../address.ts';
import { failures, nullable, signedIn, time_ms } from '../schemas/common.ts';
import { Code, Name, PasskeyResponse, PasskeyShown, Password, Person, RecoveryCodes } from '../schemas/people.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const recently = { config: { ...signedIn.config, recent: true } } as const;
const Options = Type.Unknown({ description: 'What the browser is to be asked (WebAuthn, in JSON)' });
const SessionShown = Type.Object({
  id: Type.String(),
  created_ms: time_ms,
  seen_ms: time_ms,
  address: Type.String(),
  agent: Type.String(),
  current: Type.Boolean(),
});
/** A part of its hash names a session: enough to tell it apart, and nothing to sign in with. */
const handleOf = ({ hash }: Session): string => hash.slice(0, 16);

/** What somebody sees and changes of their own account. */
export const accountRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { address } = services;
  /** Whose browser asks: machines and demonstrations have no account. */
  const own = ({ caller }: FastifyRequest): { people: People; session: Session; id: string } => {
    if (services.people === null || caller.session === null) throw new NodeError('people_fixed');
    return { people: services.people, session: caller.session, id: caller.person.id };
  };

  app.get(
    '/api/v1/account',
    {
      ...signedIn,
      schema: {
        summary: 'Whoever has signed in: what with, and where else',
        response: {
          200: Type.Object({
            person: Person,
            login: nullable(Type.String()),
            password: Type.Boolean(),
            recovery_left: Type.Integer({ description: 'Recovery codes that were not used yet' }),
            passkeys: Type.Array(PasskeyShown),
            sessions: Type.Array(SessionShown),
          }),
          ...failures,
        },
      },
    },
    async ({ caller: { person, session } }) => {
      const account = services.people?.store.account(person.id) ?? null;
      const sessions = services.people?.sessions.of(person.id) ?? [];
      return {
        person: { ...person, roles: [...person.roles] },
        login: account?.login ?? null,
        password: account !== null && account.password !== null,
        recovery_left: account?.recovery.length ?? 0,
        passkeys: (account?.passkeys ?? []).map(({ id, name, rp_id, created_ms, used_ms }) => {
          return { id, name, rp_id, created_ms, used_ms };
        }),
        sessions: sessions.map((one) => {
          const { created_ms, seen_ms, address, agent } = one;
          return { id: handleOf(one), created_ms, seen_ms, address, agent, current: one.hash === session?.hash };
        }),
      };
    },
  );

  app.delete(
    '/api/v1/account/sessions',
    { ...signedIn, schema: { summary: 'Signs out everywhere else', response: { 204: Type.Null(), ...failures } } },
    async (request, reply) => {
      const { people, session, id } = own(request);
      for (const { hash } of people.sessions.of(id)) if (hash !== session.hash) people.sessions.end(hash);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/account/sessions/:id',
    {
      ...signedIn,
      schema: {
        summary: 'Signs out in one other browser',
        params: Type.Object({ id: Type.String({ maxLength: 16 }) }),
        response: { 204: Type.Null(), ...failures },
      },
    },
    async (request, reply) => {
      const { people, id } = own(request);
      const wanted = people.sessions.of(id).find((one) => handleOf(one) === request.params.id);
      if (wanted === undefined) throw new NodeError('person_not_found', undefined, { field: 'params.id' });
      people.sessions.end(wanted.hash);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/account/code',
    {
      ...recently,
      schema: {
        summary: 'A second factor to be set up beside a new password',
        response: { 200: Type.Object({ code: Type.String(), code_address: Type.String() }), ...failures },
      },
    },
    async (request) => {
      const { people, id } = own(request);
      return people.offerCode(id);
    },
  );

  app.post(
    '/api/v1/account/password',
    {
      ...recently,
      schema: {
        summary: 'Sets password, second factor and recovery codes anew; other sessions end',
        body: Type.Object({ password: Password, code: Code }, closed),
        response: { 200: Type.Object({ recovery_codes: RecoveryCodes }), ...failures },
      },
    },
    async (request) => {
      const { people, session, id } = own(request);
      return {
        recovery_codes: [...(await people.setPassword(siteOf(address, request), id, request.body, session.hash))],
      };
    },
  );

  app.post(
    '/api/v1/account/recovery',
    {
      ...recently,
      schema: {
        summary: 'Makes recovery codes in place of those of before',
        response: { 200: Type.Object({ recovery_codes: RecoveryCodes }), ...failures },
      },
    },
    async (request) => {
      const { people, id } = own(request);
      return { recovery_codes: [...(await people.renewRecoveryCodes(id))] };
    },
  );

  app.post(
    '/api/v1/account/passkeys/request',
    { ...recently, schema: { summary: 'Begins making another passkey', response: { 200: Options, ...failures } } },
    async (request) => {
      const { people, id } = own(request);
      return people.passkeyFor(siteOf(address, request), id);
    },
  );

  app.post(
    '/api/v1/account/passkeys',
    {
      ...recently,
      schema: {
        summary: 'Takes another passkey',
        body: Type.Object({ response: PasskeyResponse, name: Name }, closed),
        response: { 204: Type.Null(), ...failures },
      },
    },
    async (request, reply) => {
      const { people, id } = own(request);
      const response = request.body.response as unknown as RegistrationResponseJSON;
      await people.addPasskey(siteOf(address, request), id, response, request.body.name);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/account/passkeys/:id',
    {
      ...recently,
      schema: {
        summary: 'Removes a passkey, but for the last way in; other sessions end',
        params: Type.Object({ id: Type.String() }),
        response: { 204: Type.Null(), ...failures },
      },
    },
    async (request, reply) => {
      const { people, session, id } = own(request);
      await people.removePasskey(id, request.params.id, session.hash);
      return reply.code(204).send(null);
    },
  );
};
