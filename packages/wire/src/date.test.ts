import { describe, expect, it } from 'vitest';
import { dateInName, midnight } from './date.ts';

describe('dateInName', () => {
  it.each([
    ['gliders-bayreuth-2018-05-30', '2018-05-30'],
    ['ogn_20260301.txt', '2026-03-01'],
    ['2026.03.01 to 2026.03.02', '2026-03-02'],
    ['day-2024-02-29.log', '2024-02-29'],
  ])('%s', (name, day) => {
    expect(dateInName(name)).toBe(Date.parse(day));
  });

  it.each(['ogn-aprs.txt', '2026-13-01', '2026-02-30', '1901-01-01', '12026-03-01', '202603011', '2026-0301'])(
    'finds none in %s',
    (name) => expect(dateInName(name)).toBeNull(),
  );
});

describe('midnight', () => {
  it('is null for days that are not in the calendar', () => {
    expect(midnight(2026, 2, 28)).toBe(Date.UTC(2026, 1, 28));
    for (const [month, day] of [
      [2, 29],
      [0, 1],
      [13, 1],
      [4, 31],
      [5, 0],
    ] as const) {
      expect(midnight(2026, month, day)).toBeNull();
    }
  });
});
