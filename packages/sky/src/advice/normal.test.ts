import { expect, test } from 'vitest';
import { normalBelow } from './normal.ts';

test('the normal distribution at tabled places, its symmetry and its ends', () => {
  // Abramowitz and Stegun, table 26.1.
  for (const [x, p] of [
    [0, 0.5],
    [0.5, 0.6914624613],
    [1, 0.8413447461],
    [1.645, 0.9500150945],
    [2.3263, 0.9899993],
    [3, 0.998650102],
  ] as const) {
    expect(Math.abs(normalBelow(x) - p)).toBeLessThan(2e-5);
    expect(normalBelow(x) + normalBelow(-x)).toBeCloseTo(1, 9);
  }
  expect(normalBelow(-6)).toBe(0);
  expect(normalBelow(6)).toBe(1);
  expect(normalBelow(Number.NaN)).toBe(0);
});
