import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cut, type Weather, wire } from '../../test/wire.ts';
import { createLog } from '../log.ts';
import { LIMITS } from './frames.ts';
import { fingerprintOf, type LinkIdentity, openIdentity } from './identity.ts';
import { Link, type LinkSocket } from './link.ts';
import type { LinkRecord } from './link_log.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-link-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const alder = openIdentity(path.join(folder, 'alder'), 'alder');
const birch = openIdentity(path.join(folder, 'birch'), 'birch');
const log = createLog('silent');
const limits = { ...LIMITS, window: 8, resend_ms: 40, ping_ms: 25, silent_ms: 90, look_ms: 10 };

/** A stream of numbers that looks random and is the same at every run. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A node's half, with a disk that takes its time, and loses what it has not written when the node is killed. */
class Half {
  readonly #own: LinkIdentity;
  readonly #peer: LinkIdentity;
  readonly #chance: () => number;
  readonly #dial: (() => LinkSocket) | null;
  readonly disk: LinkRecord[] = [];
  #waiting: { record: LinkRecord; done: () => void }[] = [];
  #writer: NodeJS.Timeout | null = null;
  link: Link;

  constructor(own: LinkIdentity, peer: LinkIdentity, chance: () => number, dial: (() => LinkSocket) | null) {
    this.#own = own;
    this.#peer = peer;
    this.#chance = chance;
    this.#dial = dial;
    this.link = this.#begin();
  }

  #begin(): Link {
    const link = new Link(
      {
        own: this.#own,
        peer: this.#peer.card,
        dial: this.#dial,
        limits,
        records: [...this.disk],
        log,
        retry_ms: 5,
        write: (record, done) => this.#waiting.push({ record, done }),
      },
      { kept: () => {}, live: () => {}, picture: () => [], changed: () => {} },
    );
    this.#writer = setInterval(() => this.#flush(), 3);
    link.start();
    return link;
  }

  #flush(): void {
    const now = this.#waiting.splice(0, 1 + Math.floor(6 * this.#chance()));
    for (const { record } of now) this.disk.push(record);
    for (const { done } of now) done();
  }

  /** Whatever lies in memory is gone; of what was on its way to the disk a beginning may have reached it. */
  kill(): void {
    if (this.#writer !== null) clearInterval(this.#writer);
    const reached = Math.floor(this.#chance() * (this.#waiting.length + 1));
    for (const { record } of this.#waiting.slice(0, reached)) this.disk.push(record);
    this.#waiting = [];
    this.link.close();
  }

  restart(): void {
    this.link = this.#begin();
  }

  stop(): void {
    this.kill();
  }

  bodies(way: 'sent' | 'received'): unknown[] {
    return this.disk.flatMap((record) =>
      record.way === way && record.sealed.content.frame.kind === 'kept' ? [record.sealed.content.frame.body] : [],
    );
  }
}

const until = async (holds: () => boolean, most_ms: number): Promise<boolean> => {
  for (const end = performance.now() + most_ms; performance.now() < end; ) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return holds();
};

test('broken and healed 200 times, in every way, both journals hold every message once and in order', async () => {
  const chance = drawn(20_151_020);
  const weather: Weather = { chance, lost: 0.03, doubled: 0.1, late: 0.2 };
  let near: LinkSocket | null = null;
  const accepting = { half: null as Half | null };
  const one = new Half(alder, birch, chance, () => {
    const [dialled, accepted] = wire(weather);
    near = dialled;
    setTimeout(() => {
      (dialled as unknown as { emit(name: string): void }).emit('open');
      accepting.half?.link.accept(accepted);
    }, 1);
    return dialled;
  });
  const two = new Half(birch, alder, chance, null);
  accepting.half = two;
  const halves = [one, two] as const;
  let kills = 0;
  for (let breaks = 0; breaks < 200; breaks++) {
    const [half, other] = chance() < 0.5 ? [one, two] : [two, one];
    half.link.submit({ kind: 'message', text: `${breaks}` });
    if (chance() < 0.5) other.link.submit({ kind: 'message', text: `${breaks} back` });
    await new Promise((resolve) => setTimeout(resolve, 1 + 20 * chance()));
    const what = chance();
    if (what < 0.4 && near !== null) cut(near, 'closed');
    else if (what < 0.6 && near !== null) cut(near, 'half_open');
    else {
      kills += 1;
      half.kill();
      await new Promise((resolve) => setTimeout(resolve, 5 * chance()));
      half.restart();
    }
  }
  Object.assign(weather, { lost: 0, doubled: 0, late: 0 });
  const all = () =>
    halves.every((half, i) => {
      const other = halves[1 - i]!;
      const { phase, unacknowledged } = half.link.status();
      return phase === 'up' && unacknowledged === 0 && half.bodies('sent').length === other.bodies('received').length;
    });
  const arrived = await until(all, 15_000);
  const statuses = halves.map(({ link }) => link.status());
  for (const half of halves) half.stop();
  expect(arrived, JSON.stringify(statuses)).toBe(true);
  expect(kills).toBeGreaterThan(40);
  expect(two.bodies('received')).toEqual(one.bodies('sent'));
  expect(one.bodies('received')).toEqual(two.bodies('sent'));
  expect(one.bodies('sent').length + two.bodies('sent').length).toBeGreaterThan(200);
}, 90_000);

test('a message that no frame can hold is refused before it is numbered, and the link goes on', () => {
  const half = new Half(alder, birch, drawn(1), null);
  expect(() => half.link.submit({ text: 'é'.repeat(140_000) })).toThrow(/the most is 262144: send it in parts/);
  half.link.submit({ text: 'short' });
  expect(half.link.status().unacknowledged).toBe(1);
  half.stop();
});

test('an identity is made once, is readable by its owner alone, and belongs to one party', () => {
  expect(openIdentity(path.join(folder, 'alder'), 'alder')).toEqual(alder);
  expect(statSync(path.join(folder, 'alder', 'link', 'identity.json')).mode & 0o077).toBe(0);
  expect(() => openIdentity(path.join(folder, 'alder'), 'cedar')).toThrow(/It is of alder, this node is of cedar/);
  expect(fingerprintOf(alder.card)).toMatch(/^([0-9A-F]{4} ){15}[0-9A-F]{4}$/);
  expect(fingerprintOf(alder.card)).not.toBe(fingerprintOf(birch.card));
});
