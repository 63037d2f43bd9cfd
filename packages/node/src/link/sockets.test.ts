import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { MOST_BYTES } from './envelope.ts';
import { type LinkIdentity, openIdentity } from './identity.ts';
import { dial, LinkListener } from './sockets.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-sockets-'));
const [alder, birch, cedar] = ['alder', 'birch', 'cedar'].map((party) =>
  openIdentity(path.join(folder, party), party),
) as [LinkIdentity, LinkIdentity, LinkIdentity];
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function listening(): Promise<{ readonly address: string; readonly accepted: string[] }> {
  const accepted: string[] = [];
  const listener = new LinkListener(alder, [birch.card], (party, socket) => {
    accepted.push(party);
    socket.on('error', () => {});
  });
  closers.push(() => listener.close());
  return { address: `127.0.0.1:${await listener.listen('127.0.0.1', 0)}`, accepted };
}

const outcome = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => {
    closers.push(() => socket.terminate());
    socket.once('open', () => resolve('open'));
    socket.once('error', (error) => resolve(error.message));
  });

test('two nodes that know each other connect', async () => {
  const { address, accepted } = await listening();
  expect(await outcome(dial(birch, alder.card, address))).toBe('open');
  expect(accepted).toEqual(['birch']);
});

test('a node that is not known is not let in', async () => {
  const { address, accepted } = await listening();
  const socket = dial(cedar, alder.card, address);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  expect(await outcome(socket)).not.toBe('open');
  await ended;
  expect(accepted).toEqual([]);
});

test('a node that answers with another certificate is not spoken to', async () => {
  const { address, accepted } = await listening();
  // The address is right, but whoever answers there is not who was pinned.
  expect(await outcome(dial(birch, cedar.card, address))).toMatch(/self-signed certificate|pinned is/);
  expect(accepted).toEqual([]);
});

test('without TLS, without a certificate, or from a page in a browser nobody gets in', async () => {
  const { address, accepted } = await listening();
  const plain = new Promise((resolve) => {
    request(`http://${address}/link`, (answer) => resolve(`HTTP ${answer.statusCode}`))
      .once('error', (error) => resolve(error.message))
      .end();
  });
  expect(await plain).toMatch(/socket hang up|ECONNRESET|Parse Error/);
  const bare = new WebSocket(`wss://${address}/link`, {
    ca: alder.card.certificate,
    checkServerIdentity: () => undefined as never,
  });
  expect(await outcome(bare)).not.toBe('open');
  const page = new WebSocket(`wss://${address}/link`, {
    key: birch.tls_key,
    cert: birch.card.certificate,
    ca: alder.card.certificate,
    checkServerIdentity: () => undefined as never,
    origin: 'https://elsewhere.example',
  });
  expect(await outcome(page)).toMatch(/403/);
  expect(accepted).toEqual([]);
});

test('a frame beyond the bound ends the connection', async () => {
  const { address } = await listening();
  const socket = dial(birch, alder.card, address);
  expect(await outcome(socket)).toBe('open');
  const ended = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.send('x'.repeat(MOST_BYTES + 1));
  expect(await ended).toBe(1009);
});
