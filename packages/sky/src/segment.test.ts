import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closestScaled, insideSpan } from './segment.ts';

const LATERAL_M = 5556;
const VERTICAL_M = 914.4;
const out = new Float64Array(2);

/** The straight line from a to b and the vertical distance, at one end of the piece. */
type End = [x: number, y: number, z: number, v: number];
const number = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const end: fc.Arbitrary<End> = fc.tuple(number(12_000), number(12_000), number(2000), number(2500));

function at(first: End, last: End, f: number): { range_m: number; vertical_m: number } {
  const [x, y, z, v] = first.map((one, i) => one + (last[i]! - one) * f) as End;
  return { range_m: Math.hypot(x, y, z), vertical_m: Math.abs(v) };
}

const scaled = (first: End, last: End, f: number): number => {
  const { range_m, vertical_m } = at(first, last, f);
  return (range_m / LATERAL_M) ** 2 + (vertical_m / VERTICAL_M) ** 2;
};

const closest = (first: End, last: End): number => closestScaled(...first, ...last, LATERAL_M, VERTICAL_M);

function span(first: End, last: End): [number, number] | null {
  return insideSpan(...first, ...last, LATERAL_M, VERTICAL_M, out) ? [out[0]!, out[1]!] : null;
}

describe('closest in one piece', () => {
  test('nothing in the piece is nearer, by the scaled measure', () => {
    fc.assert(
      fc.property(end, end, (first, last) => {
        const f = closest(first, last);
        expect(f >= 0 && f <= 1).toBe(true);
        const others = Array.from({ length: 51 }, (_, i) => scaled(first, last, i / 50));
        expect(scaled(first, last, f)).toBeLessThanOrEqual(Math.min(...others) + 1e-10);
      }),
    );
  });

  test('passing abeam half way; opening; closing; side by side', () => {
    expect(closest([-1000, 500, 0, 0], [1000, 500, 0, 0])).toBe(0.5);
    expect(closest([1000, 0, 0, 0], [2000, 0, 0, 0])).toBe(0);
    expect(closest([2000, 0, 0, 0], [1000, 0, 0, 0])).toBe(1);
    expect(closest([1000, 7, 0, 30], [1000, 7, 0, 30])).toBe(0);
  });

  test('the scales weigh height against range', () => {
    // At the start the two are level, at the end one above the other.
    const piece = [[5000, 0, 0, 0] as End, [0, 0, 0, 500] as End] as const;
    expect(closestScaled(...piece[0], ...piece[1], 5000, 500)).toBeCloseTo(0.5, 14);
    expect(closestScaled(...piece[0], ...piece[1], 5000, 5000)).toBeGreaterThan(0.98);
    expect(closestScaled(...piece[0], ...piece[1], 50_000, 500)).toBeLessThan(0.02);
  });

  test('with the height unknown at either end, the range alone', () => {
    expect(closest([-1000, 500, 0, Number.NaN], [3000, 500, 0, 10])).toBe(0.25);
    expect(closest([-1000, 500, 0, 10], [3000, 500, 0, Number.NaN])).toBe(0.25);
  });
});

describe('inside both minima in one piece', () => {
  test('the fractions are those of the samples inside', () => {
    fc.assert(
      fc.property(end, end, (first, last) => {
        const found = span(first, last);
        const seen = Array.from({ length: 201 }, (_, i) => i / 200).filter((f) => {
          const { range_m, vertical_m } = at(first, last, f);
          return range_m < LATERAL_M - 1e-5 && vertical_m < VERTICAL_M - 1e-5;
        });
        if (seen.length > 0) {
          expect(found).not.toBeNull();
          expect(seen[0]).toBeGreaterThanOrEqual(found![0] - 1e-9);
          expect(seen.at(-1)).toBeLessThanOrEqual(found![1] + 1e-9);
        }
        if (found === null) return;
        expect(found[0] >= 0 && found[0] <= found[1] && found[1] <= 1).toBe(true);
        for (const share of [0.001, 0.5, 0.999]) {
          const { range_m, vertical_m } = at(first, last, found[0] + (found[1] - found[0]) * share);
          expect(range_m).toBeLessThan(LATERAL_M + 1e-6);
          expect(vertical_m).toBeLessThan(VERTICAL_M + 1e-6);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('both ends of the pass, in closed form', () => {
    expect(span([-10_000, 0, 0, 0], [10_000, 0, 0, 0])).toEqual([
      (10_000 - LATERAL_M) / 20_000,
      (10_000 + LATERAL_M) / 20_000,
    ]);
    expect(span([0, 0, 0, -2000], [0, 0, 0, 2000])).toEqual([(2000 - VERTICAL_M) / 4000, (2000 + VERTICAL_M) / 4000]);
    expect(span([1, 2, 3, 4], [1, 2, 3, 4])).toEqual([0, 1]);
  });

  test('equal to a minimum is not inside; what stood in out stays', () => {
    out.fill(-7);
    expect(span([-9000, LATERAL_M, 0, 0], [9000, LATERAL_M, 0, 0])).toBeNull();
    expect(span([0, 0, 0, VERTICAL_M], [100, 0, 0, VERTICAL_M])).toBeNull();
    expect(span([LATERAL_M, 0, 0, 0], [9000, 0, 0, 0])).toBeNull();
    expect([...out]).toEqual([-7, -7]);
  });

  test('range and height minima lost one after the other, never at once: not inside', () => {
    expect(span([-5000, 0, 0, 5000], [15_000, 0, 0, 0])).toBeNull();
  });

  test('with the height unknown at either end, the range alone', () => {
    const known = span([-10_000, 0, 0, 0], [10_000, 0, 0, 0]);
    expect(span([-10_000, 0, 0, Number.NaN], [10_000, 0, 0, 0])).toEqual(known);
    expect(span([-10_000, 0, 0, 0], [10_000, 0, 0, Number.NaN])).toEqual(known);
  });

  test('the piece flown backwards has the span turned round', () => {
    fc.assert(
      fc.property(end, end, (first, last) => {
        const there = span(first, last);
        const back = span(last, first);
        if (there === null || back === null) {
          // The answer may differ only where a minimum is just grazed.
          const one = there ?? back;
          expect(one === null || one[1] - one[0] < 1e-4).toBe(true);
          return;
        }
        expect(back[0]).toBeCloseTo(1 - there[1], 7);
        expect(back[1]).toBeCloseTo(1 - there[0], 7);
      }),
    );
  });
});
