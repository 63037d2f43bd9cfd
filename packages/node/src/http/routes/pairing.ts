import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import type { PairingDesk, PairingState } from '../../link/pairing_desk.ts';
import { durable } from '../../run/durable.ts';
import { failures, may, ref } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const place = Type.String({ minLength: 3, maxLength: 255, description: 'host:port' });
const answer = { 200: ref<PairingState>('PairingState'), ...failures };

const UNAVAILABLE = {
  phase: 'unavailable',
  port: null,
  digits: null,
  party: null,
  fingerprint: null,
  own_fingerprint: '',
  reason: 'This node has no file of links to put a card into: start it with --link and a file.',
} as const satisfies PairingState;

/** Pairing with the node of another party. */
export const pairingRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { pairing, core }) => {
  const desk = (): PairingDesk => {
    if (pairing !== null) return pairing;
    throw new NodeError('pairing_failed', UNAVAILABLE.reason, { field: 'link', value: 'null' });
  };

  app.get(
    '/api/v1/links/pairing',
    {
      ...may('administrator', 'liaison_officer'),
      schema: { summary: 'How pairing with another node stands, with the digits to be read out', response: answer },
    },
    async () => pairing?.state ?? UNAVAILABLE,
  );

  app.post(
    '/api/v1/links/pairing',
    {
      ...may('administrator'),
      schema: {
        summary: 'Begins pairing: waits for the other node at `listen`, or connects to it at `connect`',
        body: Type.Object(
          {
            listen: Type.Optional(place),
            connect: Type.Optional(place),
            address: Type.Optional(
              Type.String({
                ...place,
                description: 'Where the other node listens for links; without: it connects here',
              }),
            ),
          },
          closed,
        ),
        response: answer,
      },
    },
    async ({ body: { listen = null, connect = null, address = null }, person }) =>
      desk().begin({ listen, connect, address }, `${person.name} (${person.id})`),
  );

  app.post(
    '/api/v1/links/pairing/digits',
    {
      ...may('administrator'),
      schema: {
        summary: 'The digits that the other person read; wrong ones end the attempt',
        body: Type.Object({ digits: Type.String({ minLength: 1, maxLength: 40 }) }, closed),
        response: answer,
      },
    },
    async ({ body }) => desk().type(body.digits),
  );

  app.post(
    '/api/v1/links/pairing/confirmed',
    {
      ...may('administrator'),
      schema: {
        summary: 'Takes the card in, once the fingerprints were compared; the link begins at once',
        response: answer,
      },
    },
    async ({ person }) => {
      await durable(
        desk()
          .confirm(`${person.name} (${person.id})`)
          .then(() => {}),
      );
      return desk().state;
    },
  );

  app.delete(
    '/api/v1/links/pairing',
    {
      ...may('administrator'),
      schema: {
        summary: 'Ends the attempt that is under way; no card is taken in',
        response: { 204: Type.Null(), ...failures },
      },
    },
    async (request, reply) => {
      desk().end(`${request.person.name} ended it`);
      core.changed();
      return reply.code(204).send(null);
    },
  );
};
