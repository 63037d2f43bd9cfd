import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { duplexPair } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { readLinks } from './config.ts';
import { fingerprintOf, openIdentity } from './identity.ts';
import { pairNodes } from './pair_nodes.ts';
import { type AskDigits, pairCards } from './pairing.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-pairing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cardOf = (party: string) => openIdentity(path.join(folder, party), party).card;
const [nc, mu, eve] = [cardOf('nc'), cardOf('mu'), cardOf('os')];

/** Two people on a telephone: what the one reads, the other types. */
function telephone(): [AskDigits, AskDigits] {
  const told: ((digits: string) => void)[] = [];
  const heard = [0, 1].map((i) => new Promise<string>((resolve) => (told[i] = resolve)));
  const person =
    (me: 0 | 1): AskDigits =>
    async (mine) => {
      told[me]?.(mine);
      return (await heard[1 - me]) as string;
    };
  return [person(0), person(1)];
}

test('two nodes whose people read each other the right digits have each other’s cards', async () => {
  const [one, two] = duplexPair();
  const [first, second] = telephone();
  const cards = await Promise.all([pairCards(one, nc, 'listens', first), pairCards(two, mu, 'connects', second)]);
  expect(cards).toEqual([mu, nc]);
});

test('whoever sits between them gives them other digits, and neither takes a card', async () => {
  const [north, toNorth] = duplexPair();
  const [toSouth, south] = duplexPair();
  const [first, second] = telephone();
  // The one between plays each of them to the other, with a card of its own.
  const between = (digits: string): Promise<string> => Promise.resolve(digits);
  const answers = await Promise.allSettled([
    pairCards(north, nc, 'listens', first),
    pairCards(south, mu, 'connects', second),
    pairCards(toNorth, { ...eve, party: 'mu' }, 'connects', between),
    pairCards(toSouth, { ...eve, party: 'nc' }, 'listens', between),
  ]);
  for (const [i, other] of ['mu', 'nc'].entries()) {
    const answer = answers[i] as PromiseRejectedResult;
    expect(answer.status).toBe('rejected');
    expect(String(answer.reason)).toMatch(new RegExp(`digits were not those of ${other}|heard other digits`));
  }
});

test('who shows another card than it had bound itself to is refused', async () => {
  const [one, two] = duplexPair();
  const waiting = pairCards(two, mu, 'connects', async () => '');
  one.write(`${JSON.stringify({ commit: 'ab'.repeat(32) })}\n`);
  one.write(`${JSON.stringify({ card: nc, nonce: '0'.repeat(32) })}\n`);
  await expect(waiting).rejects.toThrow(/not what it had bound itself to/);
});

test.each([
  ['is cut off', (line: NodeJS.WritableStream) => line.end(), /connection ended/],
  ['is no pairing', (line: NodeJS.WritableStream) => line.write('GET / HTTP/1.1\r\n\r\n'), /no part of a pairing/],
  ['never ends', (line: NodeJS.WritableStream) => line.write('x'.repeat(40_000)), /more than a card takes/],
  ['has no card', (line: NodeJS.WritableStream) => line.write('{"card":{}}\n'), /showed no card/],
  [
    'is of the same party',
    (line: NodeJS.WritableStream) => line.write(`${JSON.stringify({ card: nc, nonce: '0'.repeat(32) })}\n`),
    /is of nc, as this/,
  ],
])('what %s is refused, with the reason', async (_what, speak, reason) => {
  const [one, two] = duplexPair();
  const waiting = pairCards(two, nc, 'listens', async () => '');
  one.resume();
  one.on('end', () => {});
  speak(one);
  if (reason.source.includes('ended')) one.destroy();
  await expect(waiting).rejects.toThrow(reason);
});

test('digits can be typed three times, spaces and all; then it is over', async () => {
  const [one, two] = duplexPair();
  const asked: number[] = [];
  const wrong: AskDigits = async (_mine, _other, left) => {
    asked.push(left);
    return '000 00x';
  };
  // The other one's person never answers.
  pairCards(two, mu, 'connects', () => new Promise(() => {})).catch(() => {});
  await expect(pairCards(one, nc, 'listens', wrong)).rejects.toThrow(/somebody may be between you/);
  expect(asked).toEqual([2, 1, 0]);
});

test('the card lands in the file of links, which its owner alone can read; another card of that party is not put in its place', async () => {
  const [first, second] = telephone();
  const files = { nc: path.join(folder, 'nc.json'), mu: path.join(folder, 'mu.json') };
  const data = (party: string) => path.join(folder, party);
  let connecting: ReturnType<typeof pairNodes> | null = null;
  const listening = pairNodes({
    party: 'nc',
    data: data('nc'),
    links: files.nc,
    listen: '127.0.0.1:0',
    linkListen: '0.0.0.0:8443',
    ask: first,
    onListening: (port) => {
      const connect = `127.0.0.1:${port}`;
      connecting = pairNodes({
        party: 'mu',
        data: data('mu'),
        links: files.mu,
        connect,
        address: '10.1.2.3:8443',
        ask: second,
      });
    },
  });
  const [one, two] = [await listening, await (connecting as unknown as ReturnType<typeof pairNodes>)];
  expect(one).toEqual({ party: 'mu', fingerprint: fingerprintOf(mu), own_fingerprint: fingerprintOf(nc) });
  expect(two).toEqual({ party: 'nc', fingerprint: fingerprintOf(nc), own_fingerprint: fingerprintOf(mu) });
  expect(readLinks(files.nc)).toEqual({
    party: 'nc',
    listen: '0.0.0.0:8443',
    peers: [{ card: mu, address: null, shows: {} }],
  });
  expect(readLinks(files.mu).peers).toEqual([{ card: nc, address: '10.1.2.3:8443', shows: {} }]);
  expect(statSync(files.mu).mode & 0o077).toBe(0);
  // Another node that says it is of nc, with its own identity.
  const before = readFileSync(files.mu, 'utf8');
  const [third, fourth] = telephone();
  const again = pairNodes({
    party: 'mu',
    data: data('mu'),
    links: files.mu,
    listen: '127.0.0.1:0',
    ask: third,
    onListening: (port) => {
      const line = net.connect(port, '127.0.0.1');
      pairCards(line, { ...eve, party: 'nc' }, 'connects', fourth).catch(() => {});
    },
  });
  await expect(again).rejects.toThrow(/has another card of nc/);
  expect(readFileSync(files.mu, 'utf8')).toBe(before);
});
