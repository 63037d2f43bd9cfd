import type http from 'node:http';
import path from 'node:path';
import { People } from '../src/people/people.ts';
import type { Role, Scope } from '../src/people/person.ts';
import { newId } from '../src/people/secrets.ts';
import type { Account } from '../src/people/store.ts';
import { type Answer, request } from './node.ts';

/** The people of a data folder before its node is started: accounts made without the slow ways of making them. */
export function peopleIn(data: string, now: () => number = Date.now, party = 'nc'): People {
  return new People(path.join(data, 'people'), party, async () => {}, now);
}

/** Somebody with these roles who has nothing to sign in with yet. */
export function somebody(people: People, login: string, roles: readonly Role[]): Account {
  const account: Account = {
    id: newId('p'),
    login,
    name: `Name of ${login}`,
    roles,
    password: null,
    code: null,
    recovery: [],
    passkeys: [],
    created_ms: Date.now(),
    removed_ms: null,
  };
  people.store.put(account);
  return account;
}

/** The value of a cookie with which somebody is signed in. */
export const sessionFor = (people: People, { id }: Account): string =>
  people.sessions.begin(id, '127.0.0.1', 'test').secret;

/** A token of a machine with these roles. */
export async function tokenFor(people: People, roles: readonly Scope[]): Promise<string> {
  const [secret, { id }] = await people.addMachine(`machine of ${roles.join(' ')}`, roles, 'machine');
  const made = await people.tokenFor(id, secret, null, { address: '127.0.0.1', agent: '' });
  if (made === null) throw new Error('a machine that was just made is not known');
  return made.token;
}

/** What a browser with this cookie sends along with what a page of the node asks for. */
export function asPage(url: string, secret: string) {
  const { origin, port } = new URL(url);
  return { cookie: `skyaccord_${port}=${secret}`, origin, 'x-skyaccord': 'page' };
}

/** Sends JSON as a page does. */
export function send(url: string, method: string, body: unknown, headers: http.OutgoingHttpHeaders): Promise<Answer> {
  return request(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** What a sign-in set as the cookie, or null. */
export function cookieFrom({ headers }: Answer): string | null {
  return /^[^=]+=([A-Za-z0-9_-]{43});/.exec(headers['set-cookie']?.[0] ?? '')?.[1] ?? null;
}
