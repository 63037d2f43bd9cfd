import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createModeration } from './moderation.ts';
import { ReplyStore } from './replies/reply_store.ts';

const CODE = 'code-for-the-moderator';
const HOST = '127.0.0.1:8091';
let app: FastifyInstance;
let replies: ReplyStore;

beforeAll(async () => {
  replies = new ReplyStore(join(mkdtempSync(join(tmpdir(), 'skyaccord-bulletin-')), 'replies.sqlite'));
  app = await createModeration(replies, CODE);
});
afterAll(async () => {
  await app.close();
  replies.close();
});

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host: HOST, ...headers } });
const decide = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/decide',
    headers: { host: HOST, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
async function cookieOf(): Promise<string> {
  const { headers, statusCode } = await get(`/enter/${CODE}`);
  expect(statusCode).toBe(303);
  expect(String(headers['set-cookie'])).toContain('SameSite=Strict');
  return String(headers['set-cookie']).split(';')[0]!;
}
const hold = (name: string, text: string): string => {
  expect(replies.hold('case-1', { name, email: `${name}@a.example`, text, marks: [] } as never, 1_000)).toBe(true);
  return replies.held(100).find((one) => one.name === name)!.id;
};

test('who has the address reads what waits, as text, and publishes or refuses it', async () => {
  const [good, bad] = [hold('ada', 'Well told.'), hold('eve', '<script>alert(1)</script>')];
  const cookie = await cookieOf();
  const { body, headers } = await get('/', { cookie });
  expect(body).toContain('Well told.');
  expect(body).toContain('&lt;script&gt;alert(1)');
  expect(body).not.toContain('<script');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  for (const [id, choice] of [
    [good, 'publish'],
    [bad, 'refuse'],
  ] as const) {
    expect((await decide({ id, choice }, { cookie, origin: `http://${HOST}` })).statusCode).toBe(303);
  }
  expect(replies.shown('case-1').map(({ name }) => name)).toEqual(['ada']);
  expect((await get('/', { cookie })).body).toContain('No reply waits.');
  expect((await decide({ id: 'none', choice: 'publish' }, { cookie })).statusCode).toBe(404);
  expect((await decide({ id: good, choice: 'both' }, { cookie })).statusCode).toBe(404);
});

test('nobody else sees or decides anything: without the code, from another page, under another name', async () => {
  const id = hold('mallory', 'Let me in.');
  const cookie = await cookieOf();
  for (const answer of [
    await get('/'),
    await get('/enter/guess'),
    await get('/', { cookie: 'skyaccord_moderator=x' }),
  ]) {
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toContain('Let me in.');
  }
  expect((await decide({ id, choice: 'publish' })).statusCode).toBe(403);
  expect((await decide({ id, choice: 'publish' }, { cookie, origin: 'https://evil.example' })).statusCode).toBe(403);
  expect((await get('/', { cookie, host: 'evil.example' })).statusCode).toBe(421);
  expect(replies.shown('case-1').map(({ name }) => name)).not.toContain('mallory');
});
