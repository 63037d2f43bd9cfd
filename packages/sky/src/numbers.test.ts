import fc from 'fast-check';
import { expect, test } from 'vitest';
import { almostEqual, beginsEarlier, coarselyEqual, coarselyLess, remainder, signOf, solveHalf } from './numbers.ts';

/** The number so many doubles above a positive one. */
function above(x: number, ulps: number): number {
  const bits = new BigInt64Array(new Float64Array([x]).buffer);
  bits[0] = (bits[0] as bigint) + BigInt(ulps);
  return new Float64Array(bits.buffer)[0] as number;
}

const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });

test('the fine relation ends between 16348 and 16349 units in the last place, at every size', () => {
  fc.assert(
    fc.property(positive, (x) => {
      expect(almostEqual(x, above(x, 16348))).toBe(true);
      expect(almostEqual(-x, -above(x, 16348))).toBe(true);
      expect(almostEqual(x, above(x, 16349))).toBe(false);
      expect(almostEqual(above(x, 16349), x)).toBe(false);
    }),
  );
});

test('the coarse relation ends at 2^40 units in the last place', () => {
  fc.assert(
    fc.property(positive, (x) => {
      expect(coarselyEqual(x, above(x, 2 ** 40))).toBe(true);
      expect(coarselyEqual(x, above(x, 2 ** 40 + 1))).toBe(false);
    }),
  );
});

test('exact zero is equal to what is small, whatever its sign, and to nothing else', () => {
  expect(almostEqual(0, -0)).toBe(true);
  expect(almostEqual(0, 0.99e-13)).toBe(true);
  expect(almostEqual(-1.01e-13, 0)).toBe(false);
  expect(coarselyEqual(0, -0.99e-5)).toBe(true);
  expect(coarselyEqual(1.01e-5, 0)).toBe(false);
  expect(almostEqual(1e-14, -1e-14)).toBe(false);
  expect(almostEqual(5e-324, -5e-324)).toBe(true);
});

test('NaN equals nothing, an infinity only itself', () => {
  for (const x of [0, 1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(almostEqual(Number.NaN, x)).toBe(false);
    expect(coarselyEqual(x, Number.NaN)).toBe(false);
  }
  expect(almostEqual(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(true);
  expect(almostEqual(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(false);
  expect(almostEqual(Number.MAX_VALUE, Number.POSITIVE_INFINITY)).toBe(false);
});

test('less means less by more than the tolerance', () => {
  expect(beginsEarlier(Float64Array.of(1, above(1, 16348)))).toBe(false);
  expect(beginsEarlier(Float64Array.of(1, above(1, 16349)))).toBe(true);
  expect(coarselyLess(10_000, 10_001)).toBe(false);
  expect(coarselyLess(10_000, 10_003)).toBe(true);
});

test('a remainder lies in [0, modulus), and what all but completes a turn is 0', () => {
  const turn = 2 * Math.PI;
  fc.assert(
    fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (x) => {
      const rest = remainder(x, turn);
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(rest).toBeLessThan(turn);
    }),
  );
  expect(remainder(-1e-13, turn)).toBe(0);
  expect(remainder(-1, 4)).toBe(3);
  expect(remainder(-7.5, 0)).toBe(-7.5);
});

test('roots solve the equation; a discriminant of zero within rounding gives the one root', () => {
  const roots = (a: number, b: number, c: number) => {
    const quadratic = new Float64Array([a, b, c]);
    solveHalf(quadratic);
    return [...quadratic.subarray(0, 2)];
  };
  expect(roots(1, -3, 5)).toEqual([1, 5]);
  expect(roots(0, 2, -8)).toEqual([2, 2]);
  expect(roots(0, 0, 1)).toEqual([Number.NaN, Number.NaN]);
  expect(roots(1, 0, 1)).toEqual([Number.NaN, Number.NaN]);
  expect(roots(1, -1, above(1, 100))).toEqual([1, 1]);
  expect(signOf(-0)).toBe(1);
});
