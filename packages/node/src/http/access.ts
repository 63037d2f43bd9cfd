import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NodeError } from '../errors.ts';
import { type Person, ROLES, type Role } from '../people/person.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route; a route that says nothing is closed. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Who calls. An error where the route is open to all. */
    readonly person: Person;
  }
}

/** `open`: signing in itself, pages and health, which need nobody; otherwise whoever has one of these roles. */
export type Access = 'open' | readonly Role[];

/** Who sends a request; null: nobody that this node knows. */
export type Identify = (request: FastifyRequest) => Person | null;

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const CALLER = Symbol('caller');
type Called = { [CALLER]?: Person };

/**
 * Every request must name this node on loopback in its Host header and, where a browser sends one, in its Origin: a
 * page of another site, or a name that was made to resolve to 127.0.0.1, gets nothing. Then whoever sends it must be
 * known and have a role that the route is for. WebSocket upgrades pass here too. `port` is asked at each request, since
 * it is only known once the node listens.
 */
export function guardAccess(app: FastifyInstance, port: () => number, identify: Identify): void {
  app.decorateRequest('person', {
    getter(this: FastifyRequest): Person {
      const person = (this as Called)[CALLER];
      if (person === undefined) throw new Error(`${this.url} is open to all: nobody is known to call it`);
      return person;
    },
  });
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may call it`);
    if (access !== 'open') route.schema = { ...route.schema, ...described(access, route.schema?.response) };
  });
  app.addHook('onRequest', async (request) => {
    checkHost(request, port());
    checkOrigin(request, port());
    // Requests that meet no route carry no access either; the answer to them is that there is nothing there.
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    if (access === undefined) throw new NodeError('access_refused');
    if (access === 'open') return;
    const person = identify(request);
    if (person === null) throw new NodeError('sign_in_needed');
    if (!access.some((role) => person.roles.includes(role))) throw new NodeError('role_needed', needed(access));
    (request as Called)[CALLER] = person;
  });
}

/** What the description of the API says of who may call. */
function described(access: readonly Role[], response: unknown) {
  const refused = { $ref: 'Failure#' };
  const roles = ROLES.filter((role) => access.includes(role));
  return { 'x-roles': roles, response: { ...(response as object | undefined), 401: refused, 403: refused } };
}

const needed = (access: readonly Role[]): string =>
  `It is for: ${access.map((role) => role.replaceAll('_', ' ')).join(', ')}.`;

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
