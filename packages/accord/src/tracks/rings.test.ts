import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rings } from './rings.ts';

const timesOf = (rings: Rings, slot: number): number[] =>
  Array.from({ length: rings.count(slot) }, (_, k) => rings.time_ms(slot, k));

function ringsOf(slot: number, times: readonly number[], spacing_ms = 0): Rings {
  const rings = new Rings(5, 2, spacing_ms);
  rings.grow(4);
  for (const time_ms of times) {
    const at = rings.add(slot, time_ms);
    if (at >= 0) rings.data[at + 1] = -time_ms;
  }
  return rings;
}

describe('Rings', () => {
  it('keeps the newest rows, oldest first, whatever has been overwritten', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(10_000), { maxLength: 30 }), (numbers) => {
        const times = numbers.sort((x, y) => x - y);
        const rings = ringsOf(2, times);
        expect(timesOf(rings, 2)).toEqual(times.slice(-5));
        for (let k = 0; k < rings.count(2); k++) {
          expect(rings.data[rings.at(2, k) + 1]! + rings.time_ms(2, k)).toBe(0);
        }
        expect(rings.count(1)).toBe(0);
        expect(rings.count(3)).toBe(0);
      }),
    );
  });

  it('leaves out a row that comes too soon, and says so', () => {
    const rings = ringsOf(0, [1000], 250);
    expect(rings.add(0, 1249)).toBe(-1);
    expect(rings.add(0, 1250)).toBeGreaterThanOrEqual(0);
    expect(timesOf(rings, 0)).toEqual([1000, 1250]);
  });

  it('finds the newest row not after a time', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(100), { maxLength: 12 }), fc.integer({ min: -1, max: 101 }), (numbers, at) => {
        const rings = ringsOf(
          1,
          numbers.sort((x, y) => x - y),
        );
        const kept = timesOf(rings, 1);
        const k = rings.before(1, at);
        expect(kept[k] ?? null).toBe(kept.filter((time_ms) => time_ms <= at).at(-1) ?? null);
      }),
    );
  });

  it('goes on after save and restore as if nothing had happened', () => {
    const times = fc.uniqueArray(fc.nat(1000), { maxLength: 24 });
    fc.assert(
      fc.property(times, fc.nat(24), (numbers, cut) => {
        numbers.sort((x, y) => x - y);
        const before = ringsOf(3, numbers.slice(0, cut));
        const after = new Rings(5, 2, 0);
        after.grow(4);
        after.restore(3, JSON.parse(JSON.stringify(before.save(3))));
        for (const time_ms of numbers.slice(cut)) for (const rings of [before, after]) rings.add(3, time_ms);
        expect(timesOf(after, 3)).toEqual(timesOf(before, 3));
      }),
    );
  });

  it('goes on for months: rows keep their times when the epoch moves on', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 29 }), { minLength: 3, maxLength: 40 }), (gaps) => {
        const rings = new Rings(5, 1, 0);
        rings.grow(1);
        const times = [1_700_000_000_000];
        for (const gap of gaps) times.push(times.at(-1)! + gap);
        for (const time_ms of times) expect(rings.add(0, time_ms)).toBeGreaterThanOrEqual(0);
        const kept = timesOf(rings, 0);
        expect(kept).toEqual(times.slice(-kept.length));
        // Only what is older than twelve days is given up before its time.
        const due = times.slice(-5).filter((time_ms) => times.at(-1)! - time_ms <= 2 ** 30);
        expect(kept.length).toBeGreaterThanOrEqual(due.length);
      }),
    );
  });

  it('keeps what it holds when it grows, and starts over when cleared', () => {
    const rings = ringsOf(1, [1, 2, 3, 4, 5, 6, 7]);
    rings.grow(64);
    expect(timesOf(rings, 1)).toEqual([3, 4, 5, 6, 7]);
    rings.clear(1);
    expect(rings.count(1)).toBe(0);
    rings.add(1, 100);
    expect(timesOf(rings, 1)).toEqual([100]);
  });
});
