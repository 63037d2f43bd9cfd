import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NodeError } from '../errors.ts';
import type { Audit } from '../people/audit.ts';
import { type Person, ROLES, type Scope } from '../people/person.ts';
import { type Address, hostsOf, originOf } from './address.ts';
import type { Caller, Identify } from './identify.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route; a route that says nothing is closed. */
    access?: Access;
    /** The sign-in must be of just now, and a person's. */
    recent?: boolean;
  }
  interface FastifyRequest {
    /** Who calls. An error where the route is open to all. */
    readonly person: Person;
    /** The same, with the session or the end of the token. */
    readonly caller: Caller;
  }
}

/** `open`: signing in itself, pages and health, which need nobody; otherwise whoever has one of these roles. */
export type Access = 'open' | readonly Scope[];

/** What the guard asks. */
export type Guard = {
  readonly address: Address;
  readonly identify: Identify;
  /** Whether somebody signed in just now. */
  readonly isRecent: (caller: Caller) => boolean;
  readonly audit: Audit;
};

/** Pages send it with what they ask for; a form or a picture of another page cannot. */
const PAGE_HEADER = 'x-skyaccord';

const CALLER = Symbol('caller');
type Called = { [CALLER]?: Caller };
const SAFE = new Set(['GET', 'HEAD']);

/**
 * Every request must name this node in its Host header and, where a browser sends one, in its Origin: a page of another
 * site, or a name that was made to resolve to this machine, gets nothing. Then whoever sends it must be known and have
 * a role that the route is for. What rests on a cookie must besides show that a page of this node sent it. WebSocket
 * upgrades pass here too.
 */
export function guardAccess(app: FastifyInstance, guard: Guard): void {
  const callerOf = (request: FastifyRequest): Caller => {
    const caller = (request as Called)[CALLER];
    if (caller === undefined) throw new Error(`${request.url} is open to all: nobody is known to call it`);
    return caller;
  };
  app.decorateRequest('caller', {
    getter(this: FastifyRequest) {
      return callerOf(this);
    },
  });
  app.decorateRequest('person', {
    getter(this: FastifyRequest) {
      return callerOf(this).person;
    },
  });
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may call it`);
    if (access !== 'open') route.schema = { ...route.schema, ...described(access, route.schema?.response) };
  });
  app.addHook('onRequest', async (request, reply) => {
    checkHost(request, guard.address);
    checkOrigin(request, guard.address);
    // Requests that meet no route carry no access either; the answer to them is that there is nothing there.
    if (request.is404) return;
    const { access, recent } = request.routeOptions.config;
    if (access === undefined) throw new NodeError('access_refused');
    if (access === 'open') return;
    const caller = await guard.identify(request);
    if (caller === null) throw unknown(reply);
    (request as Called)[CALLER] = caller;
    if (caller.session !== null) checkPage(request);
    if (!access.some((role) => caller.person.roles.includes(role))) throw new NodeError('role_needed', needed(access));
    if (recent === true && !guard.isRecent(caller)) throw new NodeError('sign_in_again');
  });
  app.addHook('onResponse', async (request, reply) => note(guard.audit, request, reply));
}

/**
 * People act for the party of their node alone. A demonstration, whose one identity ends never, plays all of them.
 *
 * @throws NodeError party_refused
 */
export function actFor({ caller: { person, ends_ms } }: FastifyRequest, party: string | null): void {
  if (ends_ms === null || party === null || party === person.party) return;
  throw new NodeError('party_refused', `It is of ${party}, they act for ${person.party}.`, {
    field: 'party',
    value: party,
  });
}

/** Things that have a name of their own, and what is printed or exported: who saw these is kept. */
const isTelling = (route: string): boolean =>
  /[:*]|\.pdf$|\/(people|account|audit|personal|disclosure|table|evidence|export|plots?)(\/|$)/.test(route);

function note(audit: Audit, request: FastifyRequest, reply: FastifyReply): void {
  const caller = (request as Called)[CALLER];
  const route = request.routeOptions.url;
  if (caller === undefined || route === undefined) return;
  const { statusCode: status } = reply;
  const safe = SAFE.has(request.method);
  if (safe && status < 400 && !isTelling(route)) return;
  const kind = status === 403 ? 'refused' : safe ? 'read' : 'change';
  const { id } = caller.person;
  audit.note({ kind, person: id, route: `${request.method} ${route}`, what: request.url, status, from: request.ip });
}

/** What the description of the API says of who may call. */
function described(access: readonly Scope[], response: unknown) {
  const refused = { $ref: 'Failure#' };
  return { 'x-roles': [...access], response: { ...(response as object | undefined), 401: refused, 403: refused } };
}

function unknown(reply: FastifyReply): NodeError {
  reply.header('www-authenticate', 'Bearer realm="skyaccord"');
  return new NodeError('sign_in_needed');
}

const needed = (access: readonly Scope[]): string =>
  `It is for: ${(access.length === ROLES.length ? ['any person'] : access).join(', ').replaceAll('_', ' ')}.`;

function checkHost(request: FastifyRequest, address: Address): void {
  const host = request.headers.host?.toLowerCase();
  const hosts = hostsOf(address);
  if (host !== undefined && hosts.includes(host)) return;
  const value = host ?? 'missing';
  throw new NodeError('host_refused', `It is ${value.slice(0, 80)}; this node answers to ${hosts.join(', ')}.`, {
    field: 'Host',
    value,
  });
}

function checkOrigin(request: FastifyRequest, address: Address): void {
  const origin = request.headers.origin?.toLowerCase();
  if (origin !== undefined && !hostsOf(address).some((host) => origin === originOf(address, host))) {
    throw new NodeError('origin_refused', `It is ${origin.slice(0, 80)}.`, { field: 'Origin', value: origin });
  }
  // Browsers tell who asks also where they send no Origin, as for a picture. A person may come from anywhere to a page.
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none' || !request.url.startsWith('/api/')) return;
  throw new NodeError('origin_refused', 'It is of another site.', { field: 'Sec-Fetch-Site', value: String(site) });
}

/** A cookie comes along with whatever the browser sends: only a page's own request has an Origin and this header. */
function checkPage({ headers, method }: FastifyRequest): void {
  const upgrade = headers.upgrade !== undefined;
  if (SAFE.has(method) && !upgrade) return;
  if (headers.origin === undefined) throw new NodeError('page_needed', 'It has no Origin.', { field: 'Origin' });
  if (!upgrade && headers[PAGE_HEADER] === undefined) {
    throw new NodeError('page_needed', `It has no ${PAGE_HEADER}.`, { field: PAGE_HEADER });
  }
}
