import { expect, test } from 'vitest';
import type { Chunk } from '../feeds/feed.ts';
import { Intake } from './intake.ts';

const chunk = (text: string, count = 1): Chunk => ({ lines: new TextEncoder().encode(text), count });
const text = (payload: Uint8Array | null) => (payload === null ? null : new TextDecoder().decode(payload));

test('what came since the last tick is one payload, in the order of arrival', () => {
  const intake = new Intake();
  expect(intake.take()).toEqual({ payload: null, observations: 0 });
  intake.push('a', chunk('1\n'), 0);
  intake.push('b', chunk('2\n3\n', 2), 0);
  const { payload, observations } = intake.take();
  expect([text(payload), observations]).toEqual(['1\n2\n3\n', 3]);
  expect(intake.take().payload).toBeNull();
});

test('beyond the bound a chunk is refused whole, counted by feed and span, and later ones are taken again', () => {
  const intake = new Intake(10, 1);
  expect(intake.push('a', chunk('12345678\n'), 100)).toBe(true);
  expect(intake.push('a', chunk('x\n', 1), 200)).toBe(false);
  expect(intake.push('b', chunk('y\n', 4), 250)).toBe(false);
  expect(intake.push('a', chunk('z\n', 2), 300)).toBe(false);
  expect(text(intake.take().payload)).toBe('12345678\n');
  expect(intake.takeRefusals()).toEqual([
    { feed: 'a', count: 3, from_ms: 200, to_ms: 300 },
    { feed: 'b', count: 4, from_ms: 250, to_ms: 250 },
  ]);
  expect(intake.takeRefusals()).toEqual([]);
  expect(intake.push('a', chunk('x\n'), 400)).toBe(true);
});

test('a feed that floods leaves half of the room to the others', () => {
  const intake = new Intake(20);
  expect(intake.push('flood', chunk('1234567\n'), 0)).toBe(true);
  expect(intake.push('flood', chunk('1234567\n'), 0)).toBe(false);
  expect(intake.push('quiet', chunk('1234567\n'), 0)).toBe(true);
  intake.take();
  expect(intake.push('flood', chunk('1234567\n'), 0)).toBe(true);
});

test('an empty chunk is nothing', () => {
  const intake = new Intake();
  expect(intake.push('a', chunk('', 0), 0)).toBe(true);
  expect(intake.take().payload).toBeNull();
});
