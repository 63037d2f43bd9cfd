import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Caller } from '../identify.ts';
import { failures, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

/** Of the codes that a protocol may choose; the page shows the sign-in. */
const SESSION_OVER = 4401;

/** Whose stream it is; null: of a demonstration, whose one identity is everybody. */
const ownerOf = ({ person, ends_ms }: Caller): string | null => (ends_ms === null ? null : person.id);

export const streamRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { hub, people }) => {
  app.get(
    '/api/v1/stream',
    {
      // The description leaves WebSockets out unless told otherwise.
      config: {
        ...signedIn.config,
        swaggerTransform: ({ schema, url }) => ({ schema: { ...schema, hide: false }, url }),
      },
      websocket: true,
      schema: { summary: 'WebSocket of the picture and the outcomes: docs/api.md', response: failures },
      preValidation: async ({ caller }) => hub.admit(ownerOf(caller)),
    },
    (socket, { caller }) => {
      hub.add(socket, ownerOf(caller));
      // Whoever may no longer ask may no longer be told.
      const end = () => socket.close(SESSION_OVER, 'the session has ended; sign in again');
      if (caller.session !== null) socket.on('close', people?.sessions.follow(caller.session.hash, end) ?? (() => {}));
      else if (caller.ends_ms !== null) {
        const timer = setTimeout(end, caller.ends_ms - Date.now());
        timer.unref();
        const stop = people?.followMachine(caller.person.id, end);
        socket.on('close', () => {
          clearTimeout(timer);
          stop?.();
        });
      }
    },
  );
};
