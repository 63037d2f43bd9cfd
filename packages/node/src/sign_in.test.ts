import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Authenticator } from '../test/authenticator.ts';
import { type Answer, eventually, reader, request, testNode } from '../test/node.ts';
import { asPage, cookieFrom, send } from '../test/people.ts';
import type { RunningNode } from './main.ts';

/** One node from its first start on: the first administrator, everybody else, and those who should not get in. */

const PASSWORD = 'a long walk by the river';
let folder: string;
let node: RunningNode;
let at: (route: string) => string;
let origin: string;
/** Of the administrator: what they sign in with. */
let code_secret: string;
let recovery: string[];
let admin: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-sign-in-'));
  node = await testNode({ data: path.join(folder, 'data'), people: 'sign_in', live: true });
  const base = node.url.replace('127.0.0.1', 'localhost');
  origin = base;
  at = (route) => `${base}/api/v1/${route}`;
});
afterAll(async () => {
  await node.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const failure = ({ body }: Answer) => (JSON.parse(body) as { error: { code: string; message: string } }).error;
const read = <T>({ body }: Answer): T => JSON.parse(body) as T;
/** The code that an app shows so many steps from now: each is good once. */
const codeAt = (secret: string, steps: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
const page = (cookie: string) => asPage(origin, cookie);
const signIn = (login: string, password: string, code: string, headers = {}, from = '127.0.0.1') =>
  request(at('session'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ login, password, code }),
    localAddress: from,
  });

/** Invites somebody, who joins from a browser that has this cookie already. */
async function join(login: string, cookie: string): Promise<{ answer: Answer; code: string }> {
  const made = await send(at('people/invitations'), 'POST', { roles: ['observer'] }, page(admin));
  const { secret } = read<{ secret: string }>(made);
  const { code } = read<{ code: string }>(await send(at('invitations/look'), 'POST', { secret }, {}));
  const means = { password: PASSWORD, code: codeAt(code, 0) };
  const answer = await send(at('invitations/accept'), 'POST', { secret, name: 'Guest', login, means }, page(cookie));
  return { answer, code };
}

describe('from the first start on', () => {
  test('the printed link sets up the first administrator, once', async () => {
    expect(node.first_link).toMatch(/^http:\/\/localhost:[0-9]+\/#\/join\/[A-Za-z0-9_-]{43}$/);
    const secret = node.first_link!.split('/').at(-1)!;
    const look = await send(at('invitations/look'), 'POST', { secret, login: 'ada' }, {});
    const { roles, code } = read<{ roles: string[]; code: string }>(look);
    expect([look.status, roles]).toEqual([200, ['administrator']]);
    code_secret = code;
    const accept = (password: string, given: string) =>
      send(
        at('invitations/accept'),
        'POST',
        { secret, name: 'Ada Lund', login: 'ada', means: { password, code: given } },
        {},
      );
    for (const [password, given, about] of [
      ['short', codeAt(code, 0), /12/],
      ['skyaccord forever', codeAt(code, 0), /name of this program|that of this program/],
      [PASSWORD, '000000', /code/],
    ] as const) {
      const refused = await accept(password, given);
      expect([refused.status, failure(refused).code]).toEqual([400, 'person_invalid']);
      expect(failure(refused).message).toMatch(about);
    }
    const taken = await accept(PASSWORD, codeAt(code, 0));
    expect(taken.status).toBe(200);
    expect(taken.headers['set-cookie']?.[0]).toMatch(
      /^skyaccord_[0-9]+=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    admin = cookieFrom(taken)!;
    const told = read<{ person: { name: string }; recovery_codes: string[] }>(taken);
    expect([told.person.name, told.recovery_codes.length]).toEqual(['Ada Lund', 10]);
    recovery = told.recovery_codes;
    const again = await accept(PASSWORD, codeAt(code, 1));
    expect([again.status, failure(again).code]).toEqual([404, 'invitation_gone']);
  });

  test('nothing of it is kept in the clear, and all of it is for its owner alone', () => {
    const data = path.join(folder, 'data');
    const files = ['people.json', 'sessions.json', 'token_key.json'].map((name) => path.join(data, 'people', name));
    for (const file of files) {
      const text = fs.readFileSync(file, 'utf8');
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(admin);
      for (const code of recovery) expect(text).not.toContain(code);
      expect(fs.statSync(file).mode & 0o077).toBe(0);
    }
    expect(fs.statSync(path.join(data, 'people')).mode & 0o077).toBe(0);
  });

  test('a code is good once', async () => {
    // The one of the account's first sign-in is used up: the next is taken early, for clocks that differ.
    const code = codeAt(code_secret, 1);
    const first = await signIn('ada', PASSWORD, code);
    expect(first.status).toBe(200);
    const replayed = await signIn('ada', PASSWORD, code);
    expect([replayed.status, failure(replayed).code]).toEqual([401, 'sign_in_refused']);
    admin = cookieFrom(first)!;
  });

  test('two who come with one code at the same time are not both let in', async () => {
    const { code } = await join('both', '');
    const next = codeAt(code, 1);
    const both = await Promise.all([signIn('both', PASSWORD, next), signIn('both', PASSWORD, next)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  });

  test('a recovery code stands in for the app, once, beside the password alone', async () => {
    const [first = '', second = '', third = ''] = recovery;
    const wrong = await signIn('ada', 'not the password', first, {}, '127.0.0.13');
    expect([wrong.status, failure(wrong).code]).toEqual([401, 'sign_in_refused']);
    const both = await Promise.all([first, first].map((one) => signIn('ada', PASSWORD, one, {}, '127.0.0.13')));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const inside = both.find(({ status }) => status === 200)!;
    admin = cookieFrom(inside)!;
    const { recovery_left, recovery_codes } = read<{ recovery_left: number; recovery_codes: string[] }>(inside);
    expect([recovery_left, recovery_codes]).toEqual([9, []]);
    const typed = await signIn('ada', PASSWORD, second.toLowerCase().replaceAll('-', ' '), {}, '127.0.0.13');
    expect(read<{ recovery_left: number }>(typed).recovery_left).toBe(8);

    const account = async () =>
      read<{ recovery_left: number }>(await request(at('account'), { headers: page(admin) })).recovery_left;
    expect(await account()).toBe(8);
    const renewed = await send(at('account/recovery'), 'POST', {}, page(admin));
    const codes = read<{ recovery_codes: string[] }>(renewed).recovery_codes;
    expect([renewed.status, new Set([...codes, ...recovery]).size, await account()]).toEqual([200, 20, 10]);
    const void_now = await signIn('ada', PASSWORD, third, {}, '127.0.0.13');
    expect([void_now.status, failure(void_now).code]).toEqual([401, 'sign_in_refused']);
    recovery = codes;
  });

  test('guessing recovery codes is slowed down as guessing any code is', async () => {
    const guess = (i: number) => `${'0000-'.repeat(5)}000${i}`;
    const told: string[] = [];
    for (let i = 0; i < 6; i++) told.push(failure(await signIn('ada', PASSWORD, guess(i), {}, '127.0.0.14')).code);
    expect(told).toEqual([...new Array(5).fill('sign_in_refused'), 'sign_in_wait']);
  });

  test('signing in gives a new id, whatever the browser brought, and ends the old one', async () => {
    const planted = 'B'.repeat(43);
    const first = (await join('guest', planted)).answer;
    const own = cookieFrom(first)!;
    expect([first.status, own === planted]).toEqual([200, false]);
    expect((await request(at('status'), { headers: page(planted) })).status).toBe(401);
    expect((await request(at('status'), { headers: page(own) })).status).toBe(200);
    const second = (await join('other', own)).answer;
    expect(second.status).toBe(200);
    expect((await request(at('status'), { headers: page(own) })).status).toBe(401);
  });

  test('a form of another page signs nobody in', async () => {
    const body = JSON.stringify({ login: 'ada', password: PASSWORD, code: '000000' });
    const form = (headers: Record<string, string>) => request(at('session'), { method: 'POST', headers, body });
    const plain = await form({ 'content-type': 'text/plain' });
    expect([plain.status, failure(plain).code]).toEqual([415, 'not_json']);
    for (const from of ['https://evil.example', 'null']) {
      const refused = await form({ 'content-type': 'application/json', origin: from });
      expect([refused.status, failure(refused).code]).toEqual([403, 'origin_refused']);
    }
  });

  test('guessing is slowed down, and names that there are look like those that there are not', async () => {
    const attempts = async (login: string, from: string) => {
      const told: unknown[] = [];
      const took: number[] = [];
      for (let i = 0; i < 7; i++) {
        const begun = performance.now();
        const answer = await signIn(login, `wrong password ${i}`, '123456', {}, from);
        took.push(performance.now() - begun);
        told.push([answer.status, failure(answer).code, failure(answer).message.replace(/[0-9]+ s/, 'n s')]);
        if (i === 6) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      return { told, least_ms: Math.min(...took.slice(0, 5)) };
    };
    const known = await attempts('ada', '127.0.0.9');
    const unknown = await attempts('nobody-here', '127.0.0.10');
    expect(unknown.told).toEqual(known.told);
    expect(known.told.slice(0, 5).every((one) => JSON.stringify(one).includes('sign_in_refused'))).toBe(true);
    expect(JSON.stringify(known.told.at(-1))).toContain('sign_in_wait');
    // The least of five each: what the machine does besides only adds.
    expect(unknown.least_ms).toBeGreaterThan(known.least_ms / 3);
    expect(known.least_ms).toBeGreaterThan(unknown.least_ms / 3);
    // Whoever comes from elsewhere is not locked out by it.
    const elsewhere = await signIn('ada', PASSWORD, '123456', {}, '127.0.0.11');
    expect(failure(elsewhere).code).toBe('sign_in_refused');
  });

  test('the sixth guess at once is not looked at', async () => {
    const many = Array.from({ length: 12 }, () => signIn('zoe', 'wrong password', '123456', {}, '127.0.0.12'));
    const codes = (await Promise.all(many)).map((answer) => failure(answer).code);
    expect(codes.filter((code) => code === 'sign_in_refused').length).toBeLessThanOrEqual(5);
    expect(codes).toContain('sign_in_wait');
  });

  test('a passkey is added, signs in, and only where it should', async () => {
    const key = new Authenticator();
    const rp_id = 'localhost';
    const options = await send(at('account/passkeys/request'), 'POST', {}, page(admin));
    const { challenge } = read<{ challenge: string }>(options);
    const add = (response: unknown) => send(at('account/passkeys'), 'POST', { response, name: 'Key' }, page(admin));
    expect((await add(key.create({ challenge, origin, rp_id }))).status).toBe(204);
    const twice = await add(key.create({ challenge, origin, rp_id }));
    expect([twice.status, failure(twice).code]).toEqual([400, 'passkey_refused']);

    const fresh = async () =>
      read<{ challenge: string }>(await send(at('session/passkey/request'), 'POST', {}, {})).challenge;
    const use = (response: unknown) => send(at('session/passkey'), 'POST', { response }, {});
    const good = key.use({ challenge: await fresh(), origin, rp_id });
    const inside = await use(good);
    expect(inside.status).toBe(200);
    const wrongs: [string, unknown][] = [
      ['replayed', good],
      ['of another page', key.use({ challenge: await fresh(), origin: 'http://localhost:1', rp_id })],
      ['for another name', key.use({ challenge: await fresh(), origin, rp_id: 'evil.example' })],
      ['of nobody checked', key.use({ challenge: await fresh(), origin, rp_id, verified: false })],
      ['with a challenge of its own', key.use({ challenge: 'AAAA', origin, rp_id })],
    ];
    for (const [what, response] of wrongs) expect([what, (await use(response)).status]).toEqual([what, 400]);
    key.counter = 0;
    const copied = await use(key.use({ challenge: await fresh(), origin, rp_id }));
    expect(['a copy that counts behind', copied.status]).toEqual(['a copy that counts behind', 400]);
    const other = await use(new Authenticator().use({ challenge: await fresh(), origin, rp_id }));
    expect([other.status, failure(other).code]).toEqual([401, 'sign_in_refused']);

    const removed = await request(at(`account/passkeys/${key.id}`), { method: 'DELETE', headers: page(admin) });
    expect(removed.status).toBe(204);
    // Whoever signed in with it is out; who removed it is not.
    const cookie = `${inside.headers['set-cookie']}`.split(';')[0]!;
    expect((await request(at('account'), { headers: { cookie } })).status).toBe(401);
    expect((await request(at('account'), { headers: page(admin) })).status).toBe(200);
    key.counter = 10;
    const gone = await use(key.use({ challenge: await fresh(), origin, rp_id }));
    expect([gone.status, failure(gone).code]).toEqual([401, 'sign_in_refused']);
  });

  test('a machine is given a token for its secret, as OAuth says, and only for what it may', async () => {
    const made = await send(
      at('machines'),
      'POST',
      { name: 'north radar', roles: ['observer', 'sensor'] },
      page(admin),
    );
    const { secret, machine } = read<{ secret: string; machine: { id: string } }>(made);
    const form = (fields: Record<string, string>, headers = {}) =>
      request(at('token'), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }).toString(),
      });
    const basic = (word: string) => ({
      authorization: `Basic ${Buffer.from(`${machine.id}:${word}`).toString('base64')}`,
    });
    const good = await form({}, basic(secret));
    const { access_token, token_type, expires_in, scope } = read<Record<string, string>>(good);
    expect([good.status, token_type, expires_in, scope]).toEqual([200, 'Bearer', 600, 'observer sensor']);
    const bearer = { authorization: `Bearer ${access_token}` };
    expect((await request(at('status'), { headers: bearer })).status).toBe(200);
    const stream = await reader(node.url, bearer);
    const less = read<{ access_token: string }>(
      await form({ scope: 'sensor', client_id: machine.id, client_secret: secret }),
    );
    const sensing = await request(at('status'), { headers: { authorization: `Bearer ${less.access_token}` } });
    expect([sensing.status, failure(sensing).code]).toEqual([403, 'role_needed']);
    for (const [refused, status, error] of [
      [await form({}, basic('wrong')), 401, 'invalid_client'],
      [await form({}), 401, 'invalid_client'],
      [await form({ scope: 'administrator' }, basic(secret)), 400, 'invalid_scope'],
      [await form({ grant_type: 'password' }, basic(secret)), 400, 'unsupported_grant_type'],
    ] as const) {
      expect([refused.status, read<{ error: string }>(refused).error]).toEqual([status, error]);
    }
    await request(at(`machines/${machine.id}`), { method: 'DELETE', headers: page(admin) });
    expect((await request(at('status'), { headers: bearer })).status).toBe(401);
    // What it was told so far ends with it, not with the ten minutes of its token.
    await eventually(
      async () => stream.closed()?.code,
      (code) => code === 4401,
    );
  });

  test('the last administrator stays, roles change at once, and whoever is removed is out', async () => {
    const list = async () =>
      read<{ people: { id: string; login: string; roles: string[]; removed_ms: number | null }[] }>(
        await request(at('people'), { headers: page(admin) }),
      ).people;
    const [ada, guest] = await list();
    if (ada === undefined || guest === undefined) throw new Error('there are two at least');
    const remove = (id: string) => request(at(`people/${id}`), { method: 'DELETE', headers: page(admin) });
    const kept = await remove(ada.id);
    expect([kept.status, failure(kept).code]).toEqual([409, 'last_administrator']);
    const demoted = await send(at(`people/${ada.id}`), 'PATCH', { roles: ['observer'] }, page(admin));
    expect(failure(demoted).code).toBe('last_administrator');
    const raised = await send(at(`people/${guest.id}`), 'PATCH', { roles: ['investigator'] }, page(admin));
    expect(read<{ roles: string[] }>(raised).roles).toEqual(['investigator']);
    expect((await remove(guest.id)).status).toBe(204);
    expect((await list()).find(({ id }) => id === guest.id)?.removed_ms).not.toBeNull();
  });

  test('that the node is not well is told to all, and why to those alone who have signed in', async () => {
    const audit = path.join(folder, 'data', 'audit');
    const health = (headers = {}) => request(at('').replace('/api/v1/', '/health'), { headers });
    fs.renameSync(audit, `${audit}.away`);
    await request(at('people'), { headers: page(admin) });
    const known = await eventually(
      () => health(page(admin)),
      ({ status }) => status === 503,
    );
    expect(known.body).toContain('the audit of who saw what cannot be written');
    const unknown = await health();
    expect([unknown.status, read(unknown)]).toEqual([503, { status: 'degraded', reasons: [] }]);
    fs.renameSync(`${audit}.away`, audit);
    await eventually(health, ({ status }) => status === 200);
  });

  test('the stream asks for a page of the node and ends with the session', async () => {
    const open = (headers: Record<string, string>) =>
      new Promise<{ status: number; socket: WebSocket }>((resolve) => {
        const socket = new WebSocket(at('stream').replace('http', 'ws'), { headers });
        socket.once('open', () => resolve({ status: 101, socket }));
        socket.once('unexpected-response', (_request, { statusCode = 0 }) => resolve({ status: statusCode, socket }));
        socket.on('error', () => {});
      });
    const { cookie } = page(admin);
    expect((await open({ origin })).status).toBe(401);
    expect((await open({ cookie })).status).toBe(403);
    expect((await open({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    const { status, socket } = await open({ cookie, origin });
    expect(status).toBe(101);
    let closed = 0;
    socket.on('close', (code) => {
      closed = code;
    });
    const out = await request(at('session'), { method: 'DELETE', headers: page(admin) });
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    await eventually(
      async () => closed,
      (code) => code === 4401,
    );
    expect((await request(at('status'), { headers: page(admin) })).status).toBe(401);
  });

  test('bodies and headers have a bound, also of those who have not signed in', async () => {
    const large = await signIn('ada', 'x'.repeat(70_000), '123456');
    expect([large.status, failure(large).code]).toEqual([413, 'too_large']);
    const headers = await request(at('session'), { headers: { 'x-long': 'x'.repeat(40_000) } });
    expect(headers.status).toBe(431);
    const long = await signIn('ada', 'x'.repeat(600), '123456');
    expect([long.status, failure(long).code]).toEqual([400, 'bad_request']);
  });

  test('the journal has every change of people by id, and neither a name nor a secret', async () => {
    await node.close();
    const text = fs.readFileSync(
      path.join(folder, 'data', 'audit', fs.readdirSync(path.join(folder, 'data', 'audit'))[0]!),
      'utf8',
    );
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; route: string });
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(
      new Set(['sign_in', 'recovery', 'sign_in_refused', 'sign_out', 'change', 'read', 'refused']),
    );
    expect(lines.filter(({ kind, route }) => kind === 'read' && route === 'GET /api/v1/people')).toHaveLength(1);
    expect(lines.filter(({ kind }) => kind === 'recovery')).toHaveLength(2);
    expect(text).not.toMatch(/Ada Lund|"ada"/);
    const { DatabaseSync } = await import('node:sqlite');
    const file = fs.readdirSync(path.join(folder, 'data')).find((name) => /journal.*\.sqlite$/.test(name))!;
    const database = new DatabaseSync(path.join(folder, 'data', file), { readOnly: true });
    const rows = database.prepare("select record from records where kind = 'people'").all() as { record: string }[];
    database.close();
    const changes = rows.map(({ record }) => (JSON.parse(record) as { body: { change: string } }).body.change);
    expect(changes).toEqual(
      expect.arrayContaining(['joined', 'invited', 'roles', 'removed', 'passkey_added', 'machine_added']),
    );
    expect(changes.filter((change) => change === 'recovery_code_used')).toHaveLength(2);
    expect(changes).toContain('recovery_codes_made');
    expect(JSON.stringify(rows)).not.toMatch(/Ada Lund|"ada"|Guest/);
    for (const code of recovery) expect(JSON.stringify(rows)).not.toContain(code);
  });
});
