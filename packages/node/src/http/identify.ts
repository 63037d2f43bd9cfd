import type { FastifyReply, FastifyRequest } from 'fastify';
import type { From, People } from '../people/people.ts';
import type { Person } from '../people/person.ts';
import type { Session } from '../people/sessions.ts';
import { type Address, cookieName } from './address.ts';

/** Who sends a request, and how that is known. */
export type Caller = {
  readonly person: Person;
  /** Of a browser; null: a machine with a token, or the one identity of a demonstration. */
  readonly session: Session | null;
  /** When what it is known by ends; null: never. */
  readonly ends_ms: number | null;
};

/** Who sends a request; null: nobody that this node knows. */
export type Identify = (request: FastifyRequest) => Promise<Caller | null>;

/** A demonstration has one identity, and nobody signs in. */
export function identifyAs(person: Person): Identify {
  const caller = { person, session: null, ends_ms: null };
  return async () => caller;
}

/** By a token in Authorization, where there is that header; otherwise by the session of the cookie. */
export function identifyBy(people: People, address: Address): Identify {
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
      const bearer = token === undefined ? null : await people.byToken(token);
      return bearer === null ? null : { ...bearer, session: null };
    }
    const secret = cookieOf(request, cookieName(address));
    const found = secret === null ? null : people.bySession(secret);
    return found === null ? null : { ...found, ends_ms: people.sessions.endOf(found.session) };
  };
}

/** The value of a cookie; null also where it comes twice, since one of them was then planted. */
export function cookieOf(request: FastifyRequest, name: string): string | null {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return values.length === 1 ? (values[0] as string).slice(name.length + 1) : null;
}

/** No end of its own: it goes with the browser, and the node knows when it is over. */
export function setCookie(reply: FastifyReply, address: Address, secret: string): void {
  const secure = address.tls ? '; Secure' : '';
  reply.header('set-cookie', `${cookieName(address)}=${secret}; Path=/; HttpOnly; SameSite=Strict${secure}`);
}

export function clearCookie(reply: FastifyReply, address: Address): void {
  const secure = address.tls ? '; Secure' : '';
  reply.header('set-cookie', `${cookieName(address)}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${secure}`);
}

export const fromOf = (request: FastifyRequest): From => ({
  address: request.ip,
  agent: request.headers['user-agent'] ?? '',
});
