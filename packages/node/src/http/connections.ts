import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { networkOf } from '../people/waits.ts';

/** What a stopping node gives its readers to take leave. */
const GRACE_MS = 300;

/** Connections at once, of all networks and of one; a console holds a handful, a proxy in front those of its people. */
const MOST = 2_048;
export const MOST_OF_NETWORK = 256;

/**
 * Bounds connections, so that whoever opens them without end cannot take the handles that feeds and the journal need,
 * nor keep others out. Those beyond it are closed at once.
 */
export function limitConnections(app: FastifyInstance): void {
  const networks = new Map<string, number>();
  app.server.maxConnections = MOST;
  app.server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress);
    const count = (networks.get(network) ?? 0) + 1;
    networks.set(network, count);
    socket.once('close', () => {
      const left = (networks.get(network) ?? 1) - 1;
      if (left === 0) networks.delete(network);
      else networks.set(network, left);
    });
    if (count > MOST_OF_NETWORK) socket.destroy();
  });
}

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
