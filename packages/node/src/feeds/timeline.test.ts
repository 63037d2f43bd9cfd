import { tickOf } from '@skyaccord/accord';
import { encodeObservation } from '@skyaccord/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { octoberObservations } from '../../test/traffic.ts';
import { Timeline } from './timeline.ts';

const observations = octoberObservations(20);
const lines = observations.map((observation) => `${encodeObservation(observation)}\n`).join('');

test('property: in whatever steps it is taken, each observation comes once, at its own tick', () => {
  const first = tickOf(observations[0]!.time_ms);
  const last = tickOf(observations.at(-1)!.time_ms);
  const alone = new Timeline(observations).take(last);
  expect(alone.map(({ payload }) => new TextDecoder().decode(payload!)).join('')).toBe(lines);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (steps) => {
      const timeline = new Timeline(observations);
      const taken = [];
      for (let tick = first - 1, step = 0; !timeline.done; step++) {
        tick += steps[step % steps.length]!;
        taken.push(...timeline.take(tick));
        expect(timeline.next_tick ?? Number.POSITIVE_INFINITY).toBeGreaterThan(tick);
      }
      expect(taken).toEqual(alone);
      expect(timeline.taken).toBe(observations.length);
    }),
    { numRuns: 20 },
  );
});

test('at the end it says so, and knows its span', () => {
  const timeline = new Timeline(observations);
  expect([timeline.done, timeline.last_ms, timeline.next_tick]).toEqual([false, null, tickOf(timeline.from_ms)]);
  timeline.take(Number.MAX_SAFE_INTEGER);
  expect([timeline.done, timeline.last_ms, timeline.next_tick]).toEqual([true, timeline.to_ms, null]);
  expect(timeline.take(Number.MAX_SAFE_INTEGER)).toEqual([]);
});

test('a flood is handed over in pieces', () => {
  const one = observations[0]!;
  const flood = Array.from({ length: 50_000 }, (_, index) => ({
    ...one,
    sequence: index,
    time_ms: one.time_ms + index,
  }));
  const timeline = new Timeline(flood);
  const counts = [];
  while (!timeline.done)
    counts.push(timeline.take(Number.MAX_SAFE_INTEGER).reduce((sum, tick) => sum + tick.observations, 0));
  expect(counts.reduce((sum, count) => sum + count)).toBe(50_000);
  expect(Math.max(...counts)).toBeLessThan(25_000);
});
