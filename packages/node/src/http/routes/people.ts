import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import type { Invitation } from '../../people/invitations.ts';
import type { People } from '../../people/people.ts';
import type { Account, Machine } from '../../people/store.ts';
import { failures, may, nullable, time_ms } from '../schemas/common.ts';
import { InvitationShown, LinkMade, MachineShown, Name, PersonShown, Roles, Scopes } from '../schemas/people.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const overseers = may('administrator', 'safety_manager');
const recently = { config: { ...may('administrator').config, recent: true } } as const;
const Id = Type.Object({ id: Type.String({ maxLength: 40 }) });

/** The people and machines of this node, and the audit of who saw what. */
export const peopleRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { audit, demo } = services;
  const people = (): People => {
    if (services.people === null) throw new NodeError('people_fixed');
    return services.people;
  };
  const shown = (account: Account) => {
    const { id, name, login, roles, password, passkeys, created_ms, removed_ms } = account;
    const sessions = people().sessions.of(id).length;
    const ways = { password: password !== null, passkeys: passkeys.length };
    return { id, name, login, roles: [...roles], ...ways, sessions, created_ms, removed_ms };
  };

  app.get(
    '/api/v1/people',
    {
      ...overseers,
      schema: {
        summary: 'Everybody who may sign in or once could, the machines, and invitations that are open',
        response: {
          200: Type.Object({
            people: Type.Array(PersonShown),
            machines: Type.Array(MachineShown),
            invitations: Type.Array(InvitationShown),
          }),
          ...failures,
        },
      },
    },
    async () => ({
      people: (services.people?.store.accounts() ?? []).map(shown),
      machines: (services.people?.store.machines() ?? []).map(machineShown),
      invitations: (services.people?.openInvitations() ?? []).map(invitationShown),
    }),
  );

  app.post(
    '/api/v1/people/invitations',
    {
      ...recently,
      schema: {
        summary: 'Invites somebody; the link is good once, for three days',
        body: Type.Object({ roles: Roles }, closed),
        response: { 201: LinkMade, ...failures },
      },
    },
    async (request, reply) => {
      const [secret, invitation] = await people().invite(request.body.roles, request.person.id);
      return reply.code(201).send({ secret, invitation: invitationShown(invitation) });
    },
  );

  app.delete(
    '/api/v1/people/invitations/:id',
    {
      ...recently,
      schema: { summary: 'Takes an invitation back', params: Id, response: { 204: Type.Null(), ...failures } },
    },
    async (request, reply) => {
      await people().withdrawInvitation(request.params.id, request.person.id);
      return reply.code(204).send(null);
    },
  );

  app.patch(
    '/api/v1/people/:id',
    {
      ...recently,
      schema: {
        summary: "Changes somebody's roles, at once",
        params: Id,
        body: Type.Object({ roles: Roles }, closed),
        response: { 200: PersonShown, ...failures },
      },
    },
    async (request) => shown(await people().setRoles(request.params.id, request.body.roles, request.person.id)),
  );

  app.post(
    '/api/v1/people/:id/reset',
    {
      ...recently,
      schema: {
        summary: 'A link with which somebody sets up anew how they sign in',
        params: Id,
        response: { 201: LinkMade, ...failures },
      },
    },
    async (request, reply) => {
      const [secret, invitation] = await people().invitationToReset(request.params.id, request.person.id);
      return reply.code(201).send({ secret, invitation: invitationShown(invitation) });
    },
  );

  app.delete(
    '/api/v1/people/:id',
    {
      ...recently,
      schema: {
        summary: 'Removes somebody: signed out everywhere, and never in again',
        params: Id,
        response: { 204: Type.Null(), ...failures },
      },
    },
    async (request, reply) => {
      await people().remove(request.params.id, request.person.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/machines',
    {
      ...recently,
      schema: {
        summary: 'Lets a program sign in by itself; its secret is told this once',
        body: Type.Object({ name: Name, roles: Scopes }, closed),
        response: { 201: Type.Object({ secret: Type.String(), machine: MachineShown }), ...failures },
      },
    },
    async (request, reply) => {
      const { name, roles } = request.body;
      const [secret, machine] = await people().addMachine(name, roles, request.person.id);
      return reply.code(201).send({ secret, machine: machineShown(machine) });
    },
  );

  app.delete(
    '/api/v1/machines/:id',
    {
      ...recently,
      schema: { summary: 'Trusts a program no more', params: Id, response: { 204: Type.Null(), ...failures } },
    },
    async (request, reply) => {
      await people().removeMachine(request.params.id, request.person.id);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/audit',
    {
      ...overseers,
      schema: {
        summary: 'Who saw and did what, newest first',
        querystring: Type.Object(
          {
            before: Type.Optional(Type.Integer({ minimum: 1, description: 'Only lines before this number' })),
            person: Type.Optional(Type.String({ maxLength: 40 })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
          },
          closed,
        ),
        response: {
          200: Type.Object({
            lines: Type.Array(
              Type.Object({
                n: Type.Integer(),
                time_ms,
                kind: Type.String(),
                person: nullable(Type.String()),
                name: nullable(Type.String()),
                route: Type.String(),
                what: Type.String(),
                status: Type.Integer(),
                from: Type.String(),
              }),
            ),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { before = Number.MAX_SAFE_INTEGER, person = null, limit = 200 } = request.query;
      const lines = await audit.read({ before, person, limit });
      const { store } = services.people ?? {};
      const known = [...(store?.accounts() ?? []), ...(store?.machines() ?? []), demo];
      const names = new Map(known.map(({ id, name }) => [id, name]));
      return { lines: lines.map((line) => ({ ...line, name: names.get(line.person ?? '') ?? null })) };
    },
  );
};

const machineShown = ({ id, name, roles, created_ms, removed_ms }: Machine) => {
  return { id, name, roles: [...roles], created_ms, removed_ms };
};
const invitationShown = ({ roles, ...rest }: Invitation) => ({ ...rest, roles: [...roles] });
