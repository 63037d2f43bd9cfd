import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IntervalSet } from './interval_set.ts';

const ends = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 12 }));

function listed({ count, low, high }: IntervalSet): (readonly [number, number])[] {
  return Array.from({ length: count }, (_, i) => [low[i] as number, high[i] as number] as const);
}

test('a union holds what its intervals hold, in order and apart', () => {
  fc.assert(
    fc.property(fc.array(ends, { maxLength: 40 }), (intervals) => {
      const set = new IntervalSet();
      for (const [low, length] of intervals) set.add(low, low + length);
      const found = listed(set);
      for (const [i, [low, high]] of found.entries()) {
        expect(low).toBeLessThan(high);
        if (i > 0) expect(low).toBeGreaterThan((found[i - 1] as readonly [number, number])[1]);
      }
      for (let x = 0.5; x < 75; x++) {
        const inside = intervals.some(([low, length]) => x > low && x < low + length);
        expect(found.some(([low, high]) => x > low && x < high)).toBe(inside);
      }
    }),
  );
});

test('intervals that all but touch are one', () => {
  const set = new IntervalSet();
  set.add(100, 200);
  set.add(200.02, 300);
  set.add(300.2, 400);
  expect(listed(set)).toEqual([
    [100, 300],
    [300.2, 400],
  ]);
});

test('a cut keeps what lies within; of ends that all but coincide it takes the lower of the range', () => {
  const set = new IntervalSet();
  for (const [low, high] of [
    [0, 99],
    [100.01, 200],
    [250, 300],
    [899, 900.1],
    [950, 1000],
  ] as const) {
    set.add(low, high);
  }
  set.cut(Float64Array.of(100, 900));
  expect(listed(set)).toEqual([
    [100, 200],
    [250, 300],
    [899, 900.1],
  ]);
});
