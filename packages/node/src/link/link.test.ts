import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Half } from '../../test/link_half.ts';
import { cut, type Weather, wire } from '../../test/wire.ts';
import { fingerprintOf, openIdentity } from './identity.ts';
import type { LinkRecord } from './link_log.ts';
import type { LinkSocket } from './link_options.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-link-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const alder = openIdentity(path.join(folder, 'alder'), 'alder');
const birch = openIdentity(path.join(folder, 'birch'), 'birch');

/** A stream of numbers that looks random and is the same at every run. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
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
});

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

test('a halted link goes on when both sides have agreed: nothing is lost or handed on twice, and both journals say why', async () => {
  const weather: Weather = { chance: drawn(7), lost: 0, doubled: 0, late: 0 };
  const accepting = { half: null as Half | null };
  const one = new Half(alder, birch, drawn(8), () => {
    const [dialled, accepted] = wire(weather);
    setTimeout(() => {
      (dialled as unknown as { emit(name: string): void }).emit('open');
      accepting.half?.link.accept(accepted);
    }, 1);
    return dialled;
  });
  const two = new Half(birch, alder, drawn(9), null);
  accepting.half = two;
  try {
    const isUp = () => one.link.status().phase === 'up' && two.link.status().phase === 'up';
    expect(await until(isUp, 20_000)).toBe(true);
    expect(() => one.link.lift('A', 'nothing is wrong')).toThrow(/has halted/);
    for (let k = 0; k < 5; k++) {
      one.link.submit({ kind: 'note', text: `one ${k}` });
      two.link.submit({ kind: 'note', text: `two ${k}` });
    }
    expect(await until(() => one.handed.length === 5 && two.handed.length === 5, 20_000)).toBe(true);
    // The disk of the second loses what it had sent last; the first has it, and halts.
    two.kill();
    const lost = two.disk.findLastIndex(({ way }) => way === 'sent');
    two.disk.splice(lost, 1);
    two.restart();
    const areHalted = () => [one, two].every(({ link }) => link.status().halted !== null);
    expect(await until(areHalted, 20_000)).toBe(true);
    expect(one.link.status().halted).toMatchObject({ reason: 'peer_lost_history', sequence: 5 });
    // What is said meanwhile waits.
    one.link.submit({ kind: 'note', text: 'while halted' });
    one.link.lift('Officer A (a)', 'their disk was set back by a day');
    expect(two.link.status().halted).toMatchObject({ reason: 'own_history_lost' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    // The agreement of one side alone lets nothing through.
    expect(one.link.status()).toMatchObject({ phase: expect.stringMatching(/down|greeting/), epoch: 1, halted: null });
    expect(two.handed).toHaveLength(5);
    two.link.lift('Officer B (b)', 'our disk was set back, agreed by telephone');
    two.link.submit({ kind: 'note', text: 'anew' });
    const notes = (half: Half) => half.handed.map((body) => (body as { text?: string }).text ?? 'beginning');
    const arrived = () => notes(one).includes('anew') && notes(two).includes('while halted');
    expect(await until(arrived, 20_000)).toBe(true);
    // Beyond the epochs, too, each once: those of before the halt were not handed on again.
    expect(notes(two)).toEqual([...[0, 1, 2, 3, 4].map((k) => `one ${k}`), 'beginning', 'while halted']);
    expect(new Set(notes(one)).size).toBe(notes(one).length);
    for (const [half, other] of [
      [one, two],
      [two, one],
    ] as const) {
      const lifted = half.disk.filter(({ way }) => way === 'lifted') as (LinkRecord & { way: 'lifted' })[];
      expect(lifted).toHaveLength(1);
      expect(lifted[0]).toMatchObject({ epoch: 1, by: expect.stringMatching(/Officer/) });
      // The other journal has what this side had before, signed, without the name of who agreed.
      const told = other.bodies('received').find((body) => (body as { kind: string }).kind === 'beginning');
      expect(told).toEqual({ kind: 'beginning', epoch: 1, reason: lifted[0]?.reason, before: lifted[0]?.before });
      expect(JSON.stringify(told)).not.toMatch(/Officer/);
    }
    // And it stays so over a restart of either.
    one.kill();
    one.restart();
    two.kill();
    two.restart();
    one.link.submit({ kind: 'note', text: 'after' });
    expect(await until(() => notes(two).at(-1) === 'after', 20_000)).toBe(true);
    expect(one.link.status()).toMatchObject({ epoch: 1, halted: null });
  } finally {
    one.stop();
    two.stop();
  }
});
