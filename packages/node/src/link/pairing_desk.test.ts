import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../../test/node.ts';
import type { LinkConfig, LinkPeer } from './config.ts';
import { openIdentity } from './identity.ts';
import { PairingDesk } from './pairing_desk.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-pairing-desk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A desk on a clock of the test, and what it took in and noted. */
function deskOf(party: string, listen: string | null) {
  const taken: LinkPeer[] = [];
  const noted: string[] = [];
  const clock = { now_ms: 0 };
  const config: LinkConfig = { party, listen, peers: [] };
  const desk = new PairingDesk({
    own: openIdentity(path.join(folder, party), party).card,
    file: 'links.json',
    config: () => config,
    check: () => {},
    add: async (peer) => void taken.push(peer),
    note: (event) => noted.push(event),
    now: () => clock.now_ms,
  });
  return { desk, taken, noted, clock };
}
const waiting = { listen: '127.0.0.1:0', connect: null, address: null };
const phaseOf = (desk: PairingDesk, phase: string) =>
  eventually(
    async () => desk.state,
    (state) => state.phase === phase,
  );

test('one attempt at a time; after five that failed the next has to wait until the first is ten minutes ago', async () => {
  const { desk, noted, clock } = deskOf('nc', '0.0.0.0:8443');
  for (let k = 0; k < 5; k++) {
    desk.begin(waiting, 'Ada');
    expect(() => desk.begin(waiting, 'Ada')).toThrow(/an attempt is under way/i);
    desk.end('Ada ended it');
    expect(desk.state).toMatchObject({ phase: 'failed', reason: expect.stringMatching(/Ada ended it\.$/) });
    clock.now_ms += 60_000;
  }
  expect(() => desk.begin(waiting, 'Ada')).toThrow(/5 attempts failed: the next may begin in 5 min/);
  clock.now_ms += 300_001;
  expect(desk.begin(waiting, 'Ada').phase).toBe('waiting');
  desk.end('Ada ended it');
  expect(noted.filter((event) => event === 'pairing_failed')).toHaveLength(6);
});

test('what could never be linked is refused before anybody is called', () => {
  const { desk } = deskOf('nc', null);
  expect(() => desk.begin(waiting, 'Ada')).toThrow(/this node does not listen for links/i);
  expect(() => desk.begin({ ...waiting, connect: '127.0.0.1:9', address: '127.0.0.1:8' }, 'Ada')).toThrow(
    /either waits/,
  );
  expect(() => desk.type('123456')).toThrow(/no digits are waited for/i);
  expect(desk.state.phase).toBe('none');
});

test('a card is taken in once, after both typed right and somebody has compared the fingerprints', async () => {
  const [one, two] = [deskOf('nc', '0.0.0.0:8443'), deskOf('mu', null)];
  one.desk.begin(waiting, 'Ada');
  const { port } = await eventually(
    async () => one.desk.state,
    (state) => state.port !== null,
  );
  two.desk.begin({ listen: null, connect: `127.0.0.1:${port}`, address: '10.1.2.3:8443' }, 'Bo');
  const [first, second] = await Promise.all([phaseOf(one.desk, 'digits'), phaseOf(two.desk, 'digits')]);
  one.desk.type(second.digits ?? '');
  await expect(one.desk.confirm('Ada')).rejects.toThrow(/no card to be taken in/);
  two.desk.type(first.digits ?? '');
  await Promise.all([phaseOf(one.desk, 'comparing'), phaseOf(two.desk, 'comparing')]);
  expect(one.desk.state.fingerprint).toBe(two.desk.state.own_fingerprint);
  expect([one.taken, two.taken]).toEqual([[], []]);
  await two.desk.confirm('Bo');
  expect(two.taken).toMatchObject([{ card: { party: 'nc' }, address: '10.1.2.3:8443', shows: {} }]);
  await expect(two.desk.confirm('Bo')).rejects.toThrow(/no card to be taken in/);
  one.desk.end('Ada ended it');
  expect([one.desk.state.phase, one.taken]).toEqual(['failed', []]);
});
