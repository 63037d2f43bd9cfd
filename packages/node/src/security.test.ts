import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, json, request, testNode } from '../test/node.ts';
import { asPage, peopleIn, sessionFor, somebody, tokenFor } from '../test/people.ts';
import type { RunningNode } from './main.ts';
import { ROLES, type Role } from './people/person.ts';

/** Every route that the node describes, asked by everybody who may and may not. */

const HOUR_MS = 3_600_000;
let folder: string;
let node: RunningNode;
let sessions: Record<Role, string>;
let operations: Operation[];
const strangers: Record<string, Record<string, string>> = {};
let sensor: string;
let reader: string;
/** Of an administrator who signed in eleven minutes ago. */
let stale: string;

type Operation = { method: string; route: string; url: string; roles: readonly string[] | null };
type Described = Record<string, Record<string, { 'x-roles'?: string[]; responses: Record<string, unknown> }>>;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-security-'));
  const data = path.join(folder, 'data');
  const people = peopleIn(data);
  const made = ROLES.map((role) => [role, sessionFor(people, somebody(people, role, [role]))] as const);
  sessions = Object.fromEntries(made) as Record<Role, string>;
  const removed = somebody(people, 'removed', [...ROLES]);
  const ofRemoved = sessionFor(people, removed);
  people.store.put({ ...removed, removed_ms: Date.now() });
  sensor = await tokenFor(people, ['sensor']);
  reader = await tokenFor(people, ['observer']);
  const [secret, revoked] = await people.addMachine('revoked', [...ROLES], 'machine');
  const from = { address: '127.0.0.1', agent: '' };
  const ofRevoked = (await people.tokenFor(revoked.id, secret, null, from))?.token ?? '';
  await people.removeMachine(revoked.id, 'machine');
  people.close();

  const before = peopleIn(data, () => Date.now() - 13 * HOUR_MS);
  const tooLong = sessionFor(before, before.store.byLogin('administrator')!);
  const late = await tokenFor(before, [...ROLES]);
  before.close();
  const idling = peopleIn(data, () => Date.now() - 2 * HOUR_MS);
  const idle = sessionFor(idling, idling.store.byLogin('administrator')!);
  idling.close();
  const a_while_ago = peopleIn(data, () => Date.now() - 11 * 60_000);
  stale = sessionFor(a_while_ago, a_while_ago.store.byLogin('administrator')!);
  a_while_ago.close();
  // As `close` wrote them down last: with those that are over.
  const file = path.join(data, 'people', 'sessions.json');
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toHaveLength(ROLES.length + 4);

  const other = peopleIn(path.join(folder, 'other'));
  const foreign = await tokenFor(other, [...ROLES]);
  const ofOther = sessionFor(other, somebody(other, 'administrator', [...ROLES]));
  other.close();

  node = await testNode({ data, people: 'sign_in', live: true });
  const cookie = (value: string) => asPage(node.url, value);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const claims = { scope: ROLES.join(' ') };
  const unsigned = [
    { alg: 'none', typ: 'at+jwt' },
    { ...claims, sub: revoked.id, exp: 9_999_999_999 },
  ];
  const [head, payload] = unsigned.map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'));
  const symmetric = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).setSubject(revoked.id);
  Object.assign(strangers, {
    nobody: {},
    'a session past its longest': cookie(tooLong),
    'a session fallen idle': cookie(idle),
    'a session of somebody removed': cookie(ofRemoved),
    "another node's session": cookie(ofOther),
    'a session that was never': cookie('A'.repeat(43)),
    'a session sent twice': {
      ...cookie(idle),
      cookie: [idle, sessions.observer].map((one) => cookie(one).cookie).join('; '),
    },
    'a token past its end': bearer(late),
    "another node's token": bearer(foreign),
    'a token of a machine that was removed': bearer(ofRevoked),
    'a token without a signature': bearer(`${head}.${payload}.`),
    'a token signed with a word': bearer(await symmetric.setExpirationTime('1h').sign(Buffer.alloc(32))),
    'a token with another last letter': bearer(`${reader.slice(0, -2)}AA`),
    'a good session beside a bad token': { ...cookie(sessions.administrator), ...bearer(foreign) },
  });

  const description = await json<{ paths: Described }>(`${node.url}/api/openapi.json`, cookie(sessions.observer));
  operations = Object.entries(description.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, { 'x-roles': roles }]) => {
      const url = `${node.url}${route.replaceAll(/\{[a-z_]+\}/g, 'none')}`;
      return { method: method.toUpperCase(), route, url, roles: roles ?? null };
    }),
  );
});
afterAll(async () => {
  await node.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/**
 * Asks a route so that nothing can come of it: who may is decided before the body, which is no JSON, is read. From an
 * address of its own, as each network may ask only so often.
 */
let address = 1;
async function ask({ method, url }: Operation, headers: Record<string, string>, from = 1): Promise<Answer> {
  const body = method === 'GET' ? {} : { body: '{' };
  const type: Record<string, string> =
    method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': '1' };
  const asked = method === 'GET' ? `${url}?no_such_question=1` : url;
  return request(asked, { method, headers: { ...type, ...headers }, ...body, localAddress: `127.0.1.${from}` });
}

const codeOf = ({ body }: Answer): string => {
  const { error } = JSON.parse(body) as { error: string | { code: string } };
  return typeof error === 'string' ? error : error.code;
};

describe('every route of the description', () => {
  test('says who may call it; open are signing in, its pages and health, and nothing else', () => {
    const open = operations.filter(({ roles }) => roles === null).map(({ method, route }) => `${method} ${route}`);
    expect(open.toSorted()).toEqual([
      'GET /api/v1/session',
      'GET /health',
      'POST /api/v1/invitations/accept',
      'POST /api/v1/invitations/look',
      'POST /api/v1/invitations/passkey',
      'POST /api/v1/session',
      'POST /api/v1/session/passkey',
      'POST /api/v1/session/passkey/request',
      'POST /api/v1/token',
    ]);
    expect(operations.length).toBeGreaterThan(70);
  });

  test('is closed to nobody, to what has ended and to what is of another node', async () => {
    for (const [who, headers] of Object.entries(strangers)) {
      const from = address++;
      for (const operation of operations) {
        if (operation.roles === null) continue;
        const answer = await ask(operation, headers, from);
        const { method, route } = operation;
        expect([who, method, route, answer.status, codeOf(answer)]).toEqual([
          who,
          method,
          route,
          401,
          'sign_in_needed',
        ]);
      }
    }
  });

  test.each(ROLES)('lets in a person who is %s exactly where it says so', async (role) => {
    const from = address++;
    for (const operation of operations) {
      if (operation.roles === null) continue;
      const answer = await ask(operation, asPage(node.url, sessions[role]), from);
      const { method, route } = operation;
      const allowed = operation.roles.includes(role);
      const refused = answer.status === 403 && codeOf(answer) === 'role_needed';
      expect([method, route, role, !refused]).toEqual([method, route, role, allowed]);
      expect([method, route, role, answer.status]).not.toEqual([method, route, role, 401]);
    }
  });

  test('lets a machine that is a sensor send observations, and nothing else', async () => {
    const from = address++;
    const let_in: string[] = [];
    for (const operation of operations) {
      if (operation.roles === null) continue;
      const answer = await ask(operation, { authorization: `Bearer ${sensor}` }, from);
      if (answer.status !== 403) let_in.push(`${operation.method} ${operation.route}`);
    }
    expect(let_in).toEqual(['POST /api/v1/feeds/{name}/observations']);
  });

  test('that changes people asks for a person who signed in just now', async () => {
    const changes = operations.filter(
      ({ method, route }) => method !== 'GET' && /\/(people|machines|account\/(code|pass|recovery))/.test(route),
    );
    expect(changes.length).toBeGreaterThan(8);
    for (const operation of changes) {
      const { method, route } = operation;
      const fresh = await ask(operation, asPage(node.url, sessions.administrator), 200);
      expect([method, route, fresh.status]).toEqual([method, route, 400]);
      const late = await ask(operation, asPage(node.url, stale), 200);
      expect([method, route, late.status, codeOf(late)]).toEqual([method, route, 403, 'sign_in_again']);
      const machine = await ask(operation, { authorization: `Bearer ${reader}` }, 200);
      expect([method, route, machine.status]).toEqual([method, route, 403]);
    }
  });

  test('refuses what rests on a session and was not sent by a page of the node', async () => {
    const { cookie, origin } = asPage(node.url, sessions.administrator) as { cookie: string; origin: string };
    const forged: [string, Record<string, string>, string][] = [
      ['no Origin', { cookie, 'x-skyaccord': 'page' }, 'page_needed'],
      ['no header of a page', { cookie, origin }, 'page_needed'],
      ['a page of elsewhere', { cookie, origin: 'https://evil.example', 'x-skyaccord': 'page' }, 'origin_refused'],
      ['an origin that is hidden', { cookie, origin: 'null', 'x-skyaccord': 'page' }, 'origin_refused'],
      [
        'another port of this machine',
        { cookie, origin: 'http://localhost:1', 'x-skyaccord': 'page' },
        'origin_refused',
      ],
    ];
    for (const [what, headers, code] of forged) {
      const from = address++;
      for (const operation of operations) {
        if (operation.roles === null || operation.method === 'GET') continue;
        const answer = await ask(operation, headers, from);
        const { method, route } = operation;
        expect([what, method, route, answer.status, codeOf(answer)]).toEqual([what, method, route, 403, code]);
      }
    }
    // A picture or a script of another page, which browsers tell of in this header alone.
    for (const site of ['cross-site', 'same-site']) {
      const from = address++;
      for (const operation of operations) {
        if (!operation.route.startsWith('/api/') || operation.method !== 'GET') continue;
        const answer = await ask(operation, { cookie, 'sec-fetch-site': site }, from);
        expect([operation.route, site, codeOf(answer)]).toEqual([operation.route, site, 'origin_refused']);
      }
    }
  });

  test('takes no form and no text, which pages of elsewhere can send without being asked', async () => {
    const from = address++;
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      for (const operation of operations) {
        if (operation.method === 'GET' || operation.route === '/api/v1/token') continue;
        const headers = { ...asPage(node.url, sessions.administrator), 'content-type': type };
        const answer = await ask(operation, headers, from);
        if (operation.roles?.includes('administrator') === false) continue;
        expect([operation.route, type, codeOf(answer)]).toEqual([operation.route, type, 'not_json']);
      }
    }
  });

  test('refuses a name that was made to lead here, whoever asks', async () => {
    const from = address++;
    for (const operation of operations) {
      const host = `rebound.example:${new URL(node.url).port}`;
      const answer = await ask(operation, { ...asPage(node.url, sessions.administrator), host }, from);
      expect([operation.route, codeOf(answer)]).toEqual([operation.route, 'host_refused']);
    }
  });

  test('gives nothing away in what it refuses, and no refusal can be framed or kept', async () => {
    const from = address++;
    for (const operation of operations) {
      for (const headers of [{}, asPage(node.url, sessions.observer)]) {
        const answer = await ask(operation, headers, from);
        expect(answer.headers['x-frame-options']).toBe('DENY');
        expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
        if (operation.route.startsWith('/api/')) expect(answer.headers['cache-control']).toBe('no-store');
        if (answer.status < 400) continue;
        expect(answer.body).not.toMatch(/\\n +at |\.ts:|node_modules|people\.json|Name of/);
        expect(answer.body).not.toContain(folder);
      }
    }
  });
});
