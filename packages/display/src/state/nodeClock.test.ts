import { expect, test } from 'vitest';
import { NodeClock } from './nodeClock.ts';

const playing = { from_ms: 0, to_ms: 1e9, time_ms: 0, speed: 10, paused: false, finished: false };

test('runs on between messages, for two seconds at most', () => {
  const clock = new NodeClock();
  clock.restart(100_000, null, 0);
  expect(clock.now(500)).toBe(100_500);
  expect(clock.now(2000)).toBe(102_000);
  expect(clock.now(60_000)).toBe(102_000);
});

test('at the speed of playback, and not at all while it is paused or over', () => {
  const clock = new NodeClock();
  clock.restart(100_000, playing, 0);
  expect(clock.now(1000)).toBe(110_000);
  clock.tell(110_500, 1000);
  clock.setPlayback({ ...playing, paused: true });
  expect(clock.now(3000)).toBe(110_500);
  clock.setPlayback({ ...playing, finished: true });
  expect(clock.now(4000)).toBe(110_500);
});

test('the jitter of messages does not turn it back, a real setback does', () => {
  const clock = new NodeClock();
  clock.restart(100_000, null, 0);
  expect(clock.now(1000)).toBe(101_000);
  clock.tell(100_900, 1000);
  expect(clock.now(1000)).toBe(101_000);
  clock.tell(100_100, 1000);
  expect(clock.now(1000)).toBe(100_100);
});

test('a new run may begin earlier', () => {
  const clock = new NodeClock();
  clock.restart(100_000, null, 0);
  clock.now(1000);
  clock.restart(50_000, null, 1000);
  expect(clock.now(1000)).toBe(50_000);
});
