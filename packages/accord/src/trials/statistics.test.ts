import { expect, test } from 'vitest';
import { mcnemar, mean95, quantile, ratio95, wilson95 } from './statistics.ts';

const flags = (events: number, of: number) => Array.from({ length: of }, (_, i) => i < events);

test("Wilson's interval is that of the literature", () => {
  // E. B. Wilson's form as A. Agresti and B. A. Coull print it for 0 and 5 of 10.
  expect(wilson95(0, 10)[0]).toBe(0);
  expect(wilson95(0, 10)[1]).toBeCloseTo(0.2775, 4);
  expect(wilson95(5, 10)[0]).toBeCloseTo(0.2366, 4);
  expect(wilson95(5, 10)[1]).toBeCloseTo(0.7634, 4);
  expect(wilson95(10, 10)[1]).toBe(1);
  expect(wilson95(0, 0)).toEqual([Number.NaN, Number.NaN]);
});

test("McNemar's test counts who failed alone, and knows the binomial distribution", () => {
  const first = [true, false, false, true, false];
  const second = [true, true, false, false, false];
  expect(mcnemar(first, second)).toEqual({ only_first: 1, only_second: 1, both: 1, p: 1 });
  // One of ten: 2 * (1 + 10) / 2^10.
  const alone = mcnemar(
    [...flags(1, 10)],
    flags(1, 10).map((flag) => !flag),
  );
  expect(alone.p).toBeCloseTo(22 / 1024, 12);
  expect(mcnemar([], [])).toEqual({ only_first: 0, only_second: 0, both: 0, p: 1 });
});

test("McNemar's test holds where powers of two would vanish", () => {
  const { p } = mcnemar(
    [...flags(2000, 4000)],
    flags(2000, 4000).map((flag) => !flag),
  );
  expect(p).toBe(1);
  expect(mcnemar(flags(0, 3000), flags(3000, 3000)).p).toBeLessThan(1e-300);
});

test('a ratio has an interval around it, and an upper bound where nothing happened', () => {
  const without = flags(400, 500);
  const [low, high] = ratio95(flags(100, 500), without);
  expect(low).toBeGreaterThan(0.2);
  expect(low).toBeLessThan(0.25);
  expect(high).toBeGreaterThan(0.25);
  expect(high).toBeLessThan(0.3);
  expect(ratio95(flags(100, 500), without)).toEqual([low, high]);
  expect(ratio95(flags(0, 500), without)).toEqual([0, wilson95(0, 500)[1] / 0.8]);
  expect(ratio95(flags(0, 5), flags(0, 5))).toEqual([Number.NaN, Number.NaN]);
});

test('quantiles lie between neighbours, means have their interval', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([7], 0.95)).toBe(7);
  expect(quantile([], 0.5)).toBe(Number.NaN);
  const { mean, ci95 } = mean95([1, 2, 3, 4, 5]);
  expect(mean).toBe(3);
  expect(ci95[1] - 3).toBeCloseTo((1.96 * Math.sqrt(2.5)) / Math.sqrt(5), 12);
  expect(mean95([2])).toEqual({ mean: 2, ci95: [2, 2] });
});
