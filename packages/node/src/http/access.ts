import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NodeError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Who may call the route. Only those on this machine can be told apart so far; a route that says nothing is closed.
     */
    access?: Access;
  }
}

/** `administrator`: those who may change what the node listens to. Until people sign in, whoever is on this machine. */
export type Access = 'loopback' | 'administrator';

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Every request must name this node on loopback in its Host header and, where a browser sends one, in its Origin: a
 * page of another site, or a name that was made to resolve to 127.0.0.1, gets nothing. WebSocket upgrades pass here
 * too. `port` is asked at each request, since it is only known once the node listens.
 */
export function guardAccess(app: FastifyInstance, port: () => number): void {
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may call it`);
  });
  app.addHook('onRequest', async (request) => {
    checkHost(request, port());
    checkOrigin(request, port());
    // Requests that meet no route carry no access either; the answer to them is that there is nothing there.
    if (!request.is404 && request.routeOptions.config.access === undefined) throw new NodeError('access_refused');
  });
}

function checkHost(request: FastifyRequest, port: number): void {
  const host = request.headers.host?.toLowerCase();
  if (host !== undefined && hosts(port).includes(host)) return;
  const value = host ?? 'missing';
  throw new NodeError('host_refused', `It is ${value}; this node answers to ${hosts(port).join(', ')}.`, {
    field: 'Host',
    value,
  });
}

function checkOrigin(request: FastifyRequest, port: number): void {
  const origin = request.headers.origin?.toLowerCase();
  if (origin === undefined || hosts(port).some((host) => origin === `http://${host}`)) return;
  throw new NodeError('origin_refused', `It is ${origin.slice(0, 80)}.`, { field: 'Origin', value: origin });
}

function hosts(port: number): string[] {
  const names = NAMES.map((name) => `${name}:${port}`);
  return port === 80 ? [...names, ...NAMES] : names;
}
