import { expect, test } from 'vitest';
import { AS_PAINTED, BandList, ColourLine, FAR, MID, NEAR, NONE, RECOVERY } from './colours.ts';
import { IntervalSet } from './interval_set.ts';
import { ResolutionMemory } from './resolution.ts';

const TURN = 2 * Math.PI;

function bandsOf(line: ColourLine, open: typeof NONE | typeof RECOVERY | typeof AS_PAINTED = AS_PAINTED): BandList {
  const bands = new BandList();
  bands.take(line, open);
  return bands;
}

function listed({ count, low, high, colour }: BandList): (readonly number[])[] {
  return Array.from({ length: count }, (_, i) => [low[i] as number, high[i] as number, colour[i] as number]);
}

function painted(wraps: boolean, high: number, paints: readonly (readonly [number, number, number])[]): ColourLine {
  const line = new ColourLine(wraps);
  line.reset(0, high, NONE);
  for (const [from, to, colour] of paints) line.paint(from, to, colour, false);
  return line;
}

test('a more severe colour is never painted over', () => {
  const line = painted(false, 100, [
    [20, 40, NEAR],
    [10, 30, MID],
    [5, 60, FAR],
  ]);
  expect(listed(bandsOf(line))).toEqual([
    [0, 5, NONE],
    [5, 10, FAR],
    [10, 20, MID],
    [20, 40, NEAR],
    [40, 60, FAR],
    [60, 100, NONE],
  ]);
});

test('what a free set leaves is painted, and recovery is what is free in recovery alone', () => {
  const free = new IntervalSet();
  free.add(10, 20);
  free.add(60, 100);
  const line = painted(false, 100, []);
  line.paintOutside(free, MID);
  expect(listed(bandsOf(line, RECOVERY)).map(([, , colour]) => colour)).toEqual([MID, RECOVERY, MID, RECOVERY]);
  line.paint(60, 80, RECOVERY, true);
  expect(listed(bandsOf(line, NONE)).map(([, , colour]) => colour)).toEqual([MID, NONE, MID, NONE]);
});

function indexAt(bands: BandList, value: number, wraps: boolean): number {
  bands.sought[0] = value;
  return bands.indexOfSought(wraps);
}

test('a common end belongs to the band without conflict, else to the less severe', () => {
  const bands = bandsOf(
    painted(false, 100, [
      [0, 20, MID],
      [40, 60, NEAR],
      [60, 100, MID],
    ]),
  );
  expect(indexAt(bands, 20, false)).toBe(1);
  expect(indexAt(bands, 40, false)).toBe(1);
  expect(indexAt(bands, 60, false)).toBe(3);
  expect(indexAt(bands, 10, false)).toBe(0);
  // The outer ends of conflict belong to nothing.
  expect(indexAt(bands, 0, false)).toBe(-1);
  expect(indexAt(bands, 100, false)).toBe(-1);
  expect(indexAt(bands, 101, false)).toBe(-1);
});

test('direction has no outer end', () => {
  const bands = bandsOf(
    painted(true, TURN, [
      [0, 1, MID],
      [6, TURN, MID],
    ]),
  );
  expect(indexAt(bands, TURN, true)).toBe(0);
  expect(indexAt(bands, 0, true)).toBe(0);
});

const AT_0 = { time_s: 0 };
const at = (value: number, modulus: number) => ({ value, modulus });

test('a resolution goes the nearer way round, across north, and only out of conflict', () => {
  const resolution = new ResolutionMemory({ hysteresis_s: 0, persistence_s: 0, gain: 0 });
  const bands = bandsOf(
    painted(true, TURN, [
      [0, 1, MID],
      [5.9, TURN, NEAR],
    ]),
  );
  resolution.update(AT_0, bands, at(0.4, TURN), MID, -1);
  expect([resolution.low, resolution.up, resolution.preferUp]).toEqual([5.9, 1, true]);
  resolution.update(AT_0, bands, at(6.2, TURN), MID, -1);
  expect([resolution.low, resolution.up, resolution.preferUp]).toEqual([5.9, 1, false]);
  resolution.update(AT_0, bands, at(3, TURN), MID, -1);
  expect([resolution.low, resolution.up]).toEqual([Number.NaN, Number.NaN]);
  // Nothing calls for a manoeuvre below the corrective region.
  const mild = bandsOf(painted(true, TURN, [[0, 1, FAR]]));
  resolution.update(AT_0, mild, at(0.3, TURN), MID, -1);
  expect(resolution.low).toBeNaN();
});

test('left of a range that is all conflict there is no resolution', () => {
  const resolution = new ResolutionMemory({ hysteresis_s: 0, persistence_s: 0, gain: 0 });
  resolution.update(AT_0, bandsOf(painted(false, 100, [[0, 40, NEAR]])), at(30, 0), MID, -1);
  expect([resolution.low, resolution.up, resolution.preferUp]).toEqual([Number.NEGATIVE_INFINITY, 40, true]);
});

test('a resolution that ends at north on the left is 0, not a whole turn', () => {
  const resolution = new ResolutionMemory({ hysteresis_s: 0, persistence_s: 0, gain: 0 });
  resolution.update(AT_0, bandsOf(painted(true, TURN, [[0, 1, MID]])), at(0.5, TURN), MID, -1);
  expect(resolution.low).toBe(0);
});
