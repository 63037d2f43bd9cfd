import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { age, clock, dateTime, day, minutesSeconds, remaining, seconds } from './time.ts';

const AT_MS = Date.UTC(2026, 2, 1, 14, 3, 9, 400);

test('times are UTC and say so with a Z, whatever zone the machine is in', () => {
  expect(clock(AT_MS)).toBe('14:03:09Z');
  expect(dateTime(AT_MS)).toBe('2026-03-01 14:03:09Z');
  expect(day(AT_MS)).toBe('2026-03-01');
  expect(clock(null)).toBe('—');
  expect(dateTime(Number.NaN)).toBe('—');
});

describe('age', () => {
  test.each([
    [0, '0.0 s'],
    [-500, '0.0 s'],
    [9940, '9.9 s'],
    [9960, '10 s'],
    [119_400, '119 s'],
    [119_600, '1:59'],
    [120_000, '2:00'],
    [3_600_000, '1:00:00'],
    [7_260_000, '2 h 1 min'],
  ])('%i ms is %s', (age_ms, text) => {
    expect(age(age_ms)).toBe(text);
  });

  test('an age that is not known is a dash', () => {
    expect(age(null)).toBe('—');
  });
});

describe('remaining', () => {
  test('is rounded up, and gone at the instant itself', () => {
    expect(remaining(10_000, 0)).toBe('0:10');
    expect(remaining(10_001, 0)).toBe('0:11');
    expect(remaining(1, 0)).toBe('0:01');
    expect(remaining(0, 0)).toBeNull();
    expect(remaining(0, 5)).toBeNull();
  });

  test('never shows 0:00 while time is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (left_ms) => {
        expect(remaining(left_ms, 0)).not.toBe('0:00');
      }),
    );
  });
});

test('durations', () => {
  expect(minutesSeconds(181_000)).toBe('3:01');
  expect(minutesSeconds(3_661_000)).toBe('1:01:01');
  expect(seconds(179)).toBe('179 s (2:59)');
  expect(seconds(45)).toBe('45 s');
  expect(seconds(180.4)).toBe('180.4 s (3:00)');
});
