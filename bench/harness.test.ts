import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { layOut, quantile, spread, time } from './harness.ts';

describe('quantile', () => {
  test('interpolates between neighbours, whatever the order', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
    expect(quantile([10, 0], 0.9)).toBe(9);
    expect(quantile([7], 0.99)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('time', () => {
  test('runs the body for warming up and for measuring, and keeps the order of quantiles', async () => {
    let calls = 0;
    const timing = await time(() => (calls += 1), 5, 2);
    expect(calls).toBe(7);
    expect(timing.runs).toBe(5);
    expect(timing.p10_ms).toBeLessThanOrEqual(timing.median_ms);
    expect(timing.median_ms).toBeLessThanOrEqual(timing.p90_ms);
  });
});

describe('layOut', () => {
  test('lines the columns up', () => {
    const table = {
      title: 't',
      about: 'a',
      columns: ['name', 'ms'],
      rows: [
        ['one', 12.5],
        ['three', 3],
      ],
    };
    expect(layOut(table)).toBe(['name     ms', '-----  ----', 'one    12.5', 'three     3'].join('\n'));
  });

  test('spread scales and rounds', () => {
    expect(spread({ median_ms: 2, p10_ms: 1, p90_ms: 3.26, runs: 3 }, 10)).toBe('20.0 (10.0..32.6)');
  });
});

describe('parseArguments', () => {
  test('takes names and options, and all names when there is none', () => {
    expect(parseArguments(['live', '--minutes', '2'], ['math', 'live'])).toMatchObject({
      names: ['live'],
      options: { minutes: '2' },
      problem: null,
    });
    expect(parseArguments([], ['math', 'live']).names).toEqual(['math', 'live']);
  });

  test('refuses what it does not know', () => {
    expect(parseArguments(['moth'], ['math']).problem).toMatch(/no benchmark moth; there are math/);
    expect(parseArguments(['--minutes'], ['math']).problem).toBe('--minutes needs a value');
  });
});
