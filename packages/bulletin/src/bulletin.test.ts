import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASE, folderOf, PARTIES, signedFile } from '../test/released.ts';
import { repliesFile, startBulletin } from './main.ts';
import type { Release } from './release.ts';
import { ReplyStore } from './replies/reply_store.ts';
import { createBulletin } from './server.ts';
import { Shelf } from './shelf.ts';

const ORIGIN = 'https://bulletin.example.org';
const HOSTILE: Release = {
  ...CASE,
  id: 'hostile-words',
  words: {
    en: {
      title: '<script>alert(1)</script>',
      summary: '"><img src=x onerror=alert(2)>',
      paragraphs: ['\u0000&'],
      facts: [],
    },
  },
};
const WITHDRAWN: Release = { ...CASE, id: 'withdrawn-one', version: 2, state: 'withdrawn' };
const ARTICLE = `/en/releases/${CASE.id}`;

let app: FastifyInstance;
let replies: ReplyStore;
let now_ms = Date.UTC(2030, 9, 21);

beforeAll(async () => {
  const folder = folderOf({
    'case.json': signedFile(CASE),
    'hostile.json': signedFile(HOSTILE),
    'withdrawn.json': signedFile(WITHDRAWN),
  });
  replies = new ReplyStore(join(mkdtempSync(join(tmpdir(), 'skyaccord-bulletin-')), 'replies.sqlite'));
  const shelf = new Shelf(folder, PARTIES);
  const now = () => now_ms;
  app = await createBulletin({
    site: 'Bulletin',
    origin: ORIGIN,
    parties: PARTIES,
    shelf,
    replies,
    behindProxy: true,
    now,
  });
});
afterAll(async () => {
  await app.close();
  replies.close();
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

let clients = 0;
/** A form as a browser would send it, from an address of its own unless one is given. */
async function send(fields: Record<string, string>, { from = '', origin = ORIGIN, cookie = '', url = ARTICLE } = {}) {
  clients += 1;
  const address = from || `2001:db8:0:${clients.toString(16)}::1`;
  const token = /name="token" value="([^"]+)"/.exec((await get(url, { 'x-forwarded-for': address })).body)?.[1] ?? '';
  now_ms += 5_000;
  return app.inject({
    method: 'POST',
    url: `${url}/replies`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': address,
      ...(origin === '' ? {} : { origin }),
      ...(cookie === '' ? {} : { cookie }),
    },
    payload: new URLSearchParams({ token, ...fields }).toString(),
  });
}

const SOUND = { name: 'Ada Reader', email: 'ada.secret@example.org', text: 'Thank you for the account.' };

describe('reading', () => {
  test('needs no script, no cookie and no other site, and an article weighs under 100 kB', async () => {
    for (const url of ['/en/', '/fr/', '/en/cookies', ARTICLE, `/fr/releases/${CASE.id}`, '/en/feed.atom']) {
      const { statusCode, headers, body } = await get(url);
      expect([url, statusCode]).toEqual([url, 200]);
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(body).not.toMatch(/<script|<[^>]*(?:javascript:|\son[a-z]+=)/i);
      const links = [...body.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, link]) => link!);
      expect(
        links.filter((link) => !link.startsWith('/') && !link.startsWith('#') && !link.startsWith(ORIGIN)),
      ).toEqual([]);
      expect(Buffer.byteLength(body)).toBeLessThan(100_000);
    }
  });

  test('an article has its words, its facts and its plot in the language asked for', async () => {
    const { body } = await get(`/fr/releases/${CASE.id}`, {});
    expect(body).toContain('Deux aéronefs se sont approchés à 2,1 NM');
    expect(body).toContain('Heron Wing, Kestrel Group');
    expect(body).toMatch(/<svg[^>]*aria-label="Distance entre les deux et minimum applicable: 2\.10 NM/);
    const other = await get('/fr/releases/hostile-words');
    expect(other.body).toContain('n’a pas été publié dans la langue');
  });

  test('what was released is shown as text, whatever it says', async () => {
    const { body } = await get('/en/releases/hostile-words');
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).not.toMatch(/<script|<img/);
    expect((await get('/en/feed.atom')).body).not.toContain('\u0000');
  });

  test('what was withdrawn says so, and takes no reply', async () => {
    const { body } = await get('/en/releases/withdrawn-one');
    expect(body).toContain('was withdrawn');
    expect(body).not.toContain('2.1 NM of each other</p>');
    expect((await send(SOUND, { url: '/en/releases/withdrawn-one' })).statusCode).toBe(404);
  });

  test('the front page speaks the language asked for; what is not there is not found, in words', async () => {
    expect((await get('/constructor/feed.atom')).statusCode).toBe(404);
    expect((await get('/', { 'accept-language': 'fr-CH, en' })).headers.location).toBe('/fr/');
    expect((await get('/', { 'accept-language': 'xx' })).headers.location).toBe('/en/');
    for (const url of ['/xx/', '/en/releases/none', '/__proto__/', '/replies.sqlite', '/en/nothing']) {
      const { statusCode, body } = await get(url);
      expect([url, statusCode]).toEqual([url, 404]);
      expect(body).toContain('There is nothing at this address.');
    }
  });
});

describe('cookies', () => {
  test('only a choice sets one, and taking it back takes the name away', async () => {
    const choose = (choice: string) =>
      app.inject({
        method: 'POST',
        url: '/en/consent',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN },
        payload: `choice=${choice}&back=${encodeURIComponent(`/releases/${CASE.id}`)}`,
      });
    const accepted = await choose('accepted');
    expect(accepted.headers.location).toBe(ARTICLE);
    expect(accepted.headers['set-cookie']).toMatch(/skyaccord_consent=accepted; .*HttpOnly; Secure; SameSite=Lax/);
    const declined = (await choose('declined')).headers['set-cookie'] as string[];
    expect(declined.join('\n')).toMatch(/skyaccord_consent=declined[\s\S]*skyaccord_name=; .*Expires=Thu, 01 Jan 1970/);
    expect((await choose('whatever')).headers['set-cookie']).toBeUndefined();
  });

  test('a name is remembered only with consent', async () => {
    const fields = { ...SOUND, remember: 'yes' };
    expect((await send(fields)).headers['set-cookie']).toBeUndefined();
    expect((await send(fields, { cookie: 'skyaccord_consent=declined' })).headers['set-cookie']).toBeUndefined();
    const { headers } = await send(fields, { cookie: 'skyaccord_consent=accepted' });
    expect(headers['set-cookie']).toContain('skyaccord_name=Ada%20Reader');
    const cookie = 'skyaccord_consent=accepted; skyaccord_name=Ada%20Reader';
    expect((await get(ARTICLE, { cookie })).body).toContain('value="Ada Reader"');
    expect((await get(ARTICLE, { cookie: 'skyaccord_name=Ada%20Reader' })).body).not.toContain('Ada Reader"');
  });

  test('nobody is sent elsewhere after a choice', async () => {
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', '/releases/../../x']) {
      const { headers } = await app.inject({
        method: 'POST',
        url: '/en/consent',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN },
        payload: new URLSearchParams({ choice: 'accepted', back }).toString(),
      });
      expect(headers.location).toBe('/en/');
    }
  });
});

describe('replies', () => {
  test('a reply waits to be read, appears when published, and its address never does', async () => {
    const before = replies.held(1000).length;
    const sent = await send({ ...SOUND, name: 'Grace', text: 'A quiet word.\n\nAnd another.' });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${ARTICLE}/thanks`]);
    expect((await get(ARTICLE)).body).not.toContain('A quiet word.');
    const held = replies.held(1000);
    expect(held).toHaveLength(before + 1);
    const reply = held.find(({ name }) => name === 'Grace')!;
    expect(reply).toMatchObject({ release: CASE.id, email: SOUND.email, marks: [] });
    expect(replies.decide(reply.id, 'published')).toBe(true);
    const { body } = await get(ARTICLE);
    expect(body).toContain('A quiet word.');
    expect(body).toContain('Grace');
    for (const url of [
      '/en/',
      '/fr/',
      ARTICLE,
      `/fr/releases/${CASE.id}`,
      `${ARTICLE}/thanks`,
      '/en/feed.atom',
      '/en/cookies',
      '/robots.txt',
      '/style.css',
    ]) {
      expect((await get(url)).body).not.toMatch(/secret|@example\.org/);
    }
    now_ms += 31 * 24 * 3_600_000;
    replies.expire(now_ms);
    expect(replies.held(1000).every(({ email }) => email === null)).toBe(true);
  });

  test('hostile replies are refused, or kept as the text they are', async () => {
    const fault = async (fields: Partial<typeof SOUND> & { website?: string }) => {
      const { statusCode, body } = await send({ ...SOUND, ...fields });
      expect(statusCode).toBe(400);
      return /role="alert">([^<]*)</.exec(body)?.[1];
    };
    expect(await fault({ email: 'a@example.org\r\nBcc: all@example.org' })).toContain('characters that cannot be seen');
    expect(await fault({ email: '"a b"@example.org' })).toContain('E-mail');
    expect(await fault({ name: 'Ada\u202Egnikirts' })).toContain('turn the direction');
    expect(await fault({ name: 'A\u200Bda' })).toContain('cannot be seen');
    expect(await fault({ name: '  ' })).toContain('Name: it is empty');
    expect(await fault({ text: 'x'.repeat(4001) })).toContain('4,000');
    const names = ["Robert'); DROP TABLE replies;--", '<script>alert(1)</script>', 'Ωmega & sons'];
    for (const name of names)
      expect((await send({ ...SOUND, name, text: '<b onmouseover=alert(1)>hi</b>' })).statusCode).toBe(303);
    for (const { id, name } of replies.held(1000)) if (names.includes(name)) replies.decide(id, 'published');
    const { body } = await get(ARTICLE);
    expect(body).toContain('Robert&#39;); DROP TABLE replies;--');
    expect(body).toContain('&lt;b onmouseover=alert(1)&gt;hi&lt;/b&gt;');
    expect(body).not.toMatch(/<script|<b /);
  });

  test('names that imitate, links and traps are marked for who reads them', async () => {
    const marksOf = async (name: string, more: Record<string, string> = {}) => {
      await send({ ...SOUND, name, ...more });
      return replies.held(1000).find((one) => one.name === name)?.marks;
    };
    expect(await marksOf('Pаul')).toEqual(['mixed_scripts']);
    expect(await marksOf('Нeron Wing')).toEqual(['mixed_scripts', 'like_a_party']);
    expect(await marksOf('K3strel Gr0up office')).not.toContain('mixed_scripts');
    expect(await marksOf('Kestre1 Gr0up')).toEqual(['like_a_party']);
    expect(await marksOf('Павел')).toEqual([]);
    expect(await marksOf('Linker', { text: 'see https://evil.example' })).toEqual(['links']);
    expect(await marksOf('Robot', { website: 'x' })).toEqual(['trap']);
  });

  test('a form of another site, of another article, too old or too quick is not taken', async () => {
    const alert = ({ body }: { body: string }) => /role="alert">([^<]*)</.exec(body)?.[1];
    expect(alert(await send(SOUND, { origin: 'https://evil.example' }))).toContain('not from this page');
    expect(alert(await send(SOUND, { origin: 'null' }))).toContain('not from this page');
    expect(alert(await send({ ...SOUND, token: 'forged.AAAA' }))).toContain('not from this page');
    const other = /name="token" value="([^"]+)"/.exec((await get('/en/releases/hostile-words')).body)![1]!;
    expect(alert(await send({ ...SOUND, token: other }))).toContain('not from this page');
    const page = (await get(ARTICLE)).body;
    const quick = /name="token" value="([^"]+)"/.exec(page)![1]!;
    now_ms -= 5_000;
    expect(alert(await send({ ...SOUND, token: quick }))).toContain('within two seconds');
    now_ms += 25 * 3_600_000;
    expect(alert(await send({ ...SOUND, token: quick }))).toContain('more than a day');
  });

  test('a flood from one address is held back, and a form of 10 MB is not read', async () => {
    const codes = [];
    for (let i = 0; i < 12; i++) codes.push((await send(SOUND, { from: '198.51.100.7' })).statusCode);
    expect(codes.filter((code) => code === 303)).toHaveLength(5);
    expect(codes.filter((code) => code === 429)).toHaveLength(7);
    const large = await app.inject({
      method: 'POST',
      url: `${ARTICLE}/replies`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '2001:db8:0:fff1::1' },
      payload: `text=${'x'.repeat(10_000_000)}`,
    });
    expect(large.statusCode).toBe(413);
    expect(large.body).toContain('too large');
  });

  test('whoever writes other addresses before their own is held back all the same', async () => {
    const codes = [];
    for (let i = 0; i < 7; i++) codes.push((await send(SOUND, { from: `192.0.2.${i}, 198.51.100.9` })).statusCode);
    expect(codes).toEqual([303, 303, 303, 303, 303, 429, 429]);
  });

  test('1,000 replies in a minute from as many addresses wait to be read, and readers notice nothing', async () => {
    const body = (await get(ARTICLE, { 'x-forwarded-for': '2001:db8:ffff::1' })).body;
    const token = /name="token" value="([^"]+)"/.exec(body)?.[1] ?? '';
    now_ms += 5_000;
    const before = replies.held(10_000).length;
    const codes = new Map<number, number>();
    for (let i = 0; i < 1_000; i++) {
      const { statusCode } = await app.inject({
        method: 'POST',
        url: `${ARTICLE}/replies`,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-forwarded-for': `2001:db8:${(i + 1).toString(16)}:1::1`,
          origin: ORIGIN,
        },
        payload: new URLSearchParams({ ...SOUND, token, text: `Flood ${i}` }).toString(),
      });
      codes.set(statusCode, (codes.get(statusCode) ?? 0) + 1);
      now_ms += 60;
    }
    expect(Object.fromEntries(codes)).toEqual({ 303: 1_000 });
    expect(replies.held(10_000)).toHaveLength(before + 1_000);
    const { statusCode, body: shown } = await get(ARTICLE);
    expect([statusCode, /Flood|secret/.test(shown), Buffer.byteLength(shown) < 100_000]).toEqual([200, false, true]);
  });

  test('where as many wait as may, a further one is turned away until one was read', () => {
    const store = new ReplyStore(':memory:', 3);
    const hold = (n: number) => store.hold(CASE.id, { ...SOUND, text: `Reply ${n}`, marks: [] }, now_ms);
    expect([1, 2, 3, 4].map(hold)).toEqual([true, true, true, false]);
    expect(store.decide(store.held(1)[0]!.id, 'refused')).toBe(true);
    expect(hold(5)).toBe(true);
    store.close();
  });

  test('addresses whose time is over are erased at a start, though nobody replies any more', async () => {
    const data = mkdtempSync(join(tmpdir(), 'skyaccord-bulletin-'));
    const file = repliesFile(data);
    const before = new ReplyStore(file);
    before.hold(CASE.id, { ...SOUND, marks: [] }, Date.now() - 31 * 24 * 3_600_000);
    before.hold(CASE.id, { ...SOUND, marks: [] }, Date.now());
    before.close();
    const running = await startBulletin({ site: 'Bulletin', parties: PARTIES, releases: folderOf({}), data, port: 0 });
    const after = new ReplyStore(file);
    expect(after.held(10).map(({ email }) => email)).toEqual([null, SOUND.email]);
    after.close();
    await running.close();
  });

  test('only forms are read', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      const headers = { 'content-type': type, 'x-forwarded-for': `2001:db8:0:fe${type.length}::1` };
      const { statusCode } = await app.inject({ method: 'POST', url: `${ARTICLE}/replies`, headers, payload: '{}' });
      expect(statusCode).toBe(415);
    }
  });
});
