import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** What a stopping node gives its readers to take leave. */
const GRACE_MS = 300;

/**
 * Keeps connections from outliving their use. A refused upgrade to WebSocket leaves a connection that the HTTP server
 * no longer knows of: it is ended with the refusal. And when the node stops, whatever is still open is closed after a
 * moment, so that no peer can hold up the stop.
 */
export function endConnections(app: FastifyInstance): void {
  const open = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  app.addHook('onResponse', async (request) => {
    if (request.raw.headers.upgrade !== undefined) request.raw.socket.end();
  });
  app.addHook('preClose', async () => {
    setTimeout(() => {
      for (const socket of open) socket.destroy();
    }, GRACE_MS).unref();
  });
}
