import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, Blocks } from './blocks.ts';
import { Rings } from './rings.ts';

const shape = { steady: 2, groups: [1, 2] };
const made = (rows = 5, spacing_ms = 0, blocks = new Blocks()): Rings => {
  const rings = new Rings(blocks, { rows, shape, spacing_ms, shown: 2 });
  rings.grow(4);
  return rings;
};

type Row = readonly [time_ms: number, ...columns: number[]];
const column = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  fc.constantFrom(-0x80000000, 0x7fffffff, 0),
);
const gap_ms = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.constant(1000), fc.integer({ min: 1, max: 2 ** 24 }));
/** Rows at rising times: some an even way on, with a little noise, some anywhere. */
const rows = (most: number): fc.Arbitrary<Row[]> =>
  fc.array(fc.tuple(gap_ms, column, column, column, column, column, fc.boolean()), { maxLength: most }).map((steps) => {
    let time_ms = 1_700_000_000_000;
    return steps.map(([gap, a, b, c, d, e, even]) => {
      time_ms += gap;
      const way = Math.round((time_ms - 1_700_000_000_000) * 0.064) | 0;
      return even ? [time_ms, way + (a % 900), (b % 900) | 0, c, d, (e % 4) | 0] : [time_ms, a, b, c, d, e];
    });
  });

const add = (rings: Rings, slot: number, [time_ms, ...columns]: Row): void =>
  rings.add(slot, time_ms, Int32Array.from(columns));
function rowsOf(rings: Rings, slot: number): Row[] {
  const out = new Int32Array(rings.width);
  return Array.from({ length: rings.count(slot) }, (_, k) => {
    const time_ms = rings.read(slot, k, out);
    expect(rings.time_ms(slot, k)).toBe(time_ms);
    return [time_ms, ...out];
  });
}
const ringsOf = (slot: number, all: readonly Row[], count?: number): Rings => {
  const rings = made(count);
  for (const row of all) add(rings, slot, row);
  return rings;
};
const at = (...times: number[]): Row[] => times.map((time_ms) => [time_ms, 1, 2, 3, 4, 5]);
const timesOf = (rings: Rings, slot: number): number[] => rowsOf(rings, slot).map(([time_ms]) => time_ms);

describe('Rings', () => {
  it('keeps the newest rows to the last bit, oldest first, whatever they hold', () => {
    fc.assert(
      fc.property(rows(40), fc.integer({ min: 2, max: 20 }), (all, count) => {
        const rings = ringsOf(2, all, count);
        expect(rowsOf(rings, 2)).toEqual(all.slice(-count));
        expect([rings.count(1), rings.count(3)]).toEqual([0, 0]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps many slots apart, which are read and written by turns and cleared', () => {
    const turns = fc.array(fc.tuple(fc.nat(3), fc.nat(8)), { maxLength: 60 });
    fc.assert(
      fc.property(rows(60), turns, (all, who) => {
        const rings = made(6);
        const expected: Row[][] = [[], [], [], []];
        all.forEach((row, i) => {
          const [slot, action] = who[i] ?? [i % 4, 1];
          if (action === 0) {
            rings.clear(slot);
            expected[slot] = [];
          }
          add(rings, slot, row);
          expected[slot] = [...expected[slot]!, row].slice(-6);
          if (action > 4) expect(rowsOf(rings, slot)).toEqual(expected[slot]);
        });
        expected.forEach((one, slot) => {
          expect(rowsOf(rings, slot)).toEqual(one);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out a row that comes too soon, and says so', () => {
    const rings = made(5, 250);
    add(rings, 0, [1000, 1, 2, 3, 4, 5]);
    expect([rings.takes(0, 1249), rings.takes(0, 1250), rings.takes(1, 0)]).toEqual([false, true, true]);
    for (const row of at(1249, 1250)) add(rings, 0, row);
    expect(timesOf(rings, 0)).toEqual([1000, 1250]);
  });

  it('finds the newest row not after a time', () => {
    const times = fc.uniqueArray(fc.nat(100), { maxLength: 12 });
    fc.assert(
      fc.property(times, fc.integer({ min: -1, max: 101 }), (numbers, time_ms) => {
        const rings = ringsOf(1, at(...numbers.sort((x, y) => x - y)));
        const kept = timesOf(rings, 1);
        expect(kept[rings.before(1, time_ms)] ?? null).toBe(kept.filter((one) => one <= time_ms).at(-1) ?? null);
      }),
    );
  });

  it('goes on after save and restore as if nothing had happened', () => {
    fc.assert(
      fc.property(rows(24), fc.nat(24), (all, cut) => {
        const before = ringsOf(3, all.slice(0, cut));
        const after = made();
        // A slot that held something else.
        add(after, 3, [5, 1, 2, 3, 4, 5]);
        const saved = before.save(3);
        after.restore(3, JSON.parse(JSON.stringify(saved)));
        expect(after.save(3)).toBe(saved);
        for (const row of all.slice(cut)) for (const rings of [before, after]) add(rings, 3, row);
        expect(rowsOf(after, 3)).toEqual(all.slice(-5));
        expect(after.save(3)).toBe(before.save(3));
      }),
      { numRuns: 300 },
    );
  });

  it('goes on for months, and forgets what lies behind a silence of more than twelve days', () => {
    const day_ms = 86_400_000;
    const rings = ringsOf(0, at(...[0, 5, 10, 15, 20, 25, 30].map((day) => 1_700_000_000_000 + day * day_ms)));
    expect(rings.count(0)).toBe(5);
    add(rings, 0, at(1_700_000_000_000 + 43 * day_ms)[0]!);
    expect(timesOf(rings, 0)).toEqual([1_700_000_000_000 + 43 * day_ms]);
  });

  it('tells no time of a row that is not there, whatever was read before', () => {
    const rings = ringsOf(2, at(1, 2, 3, 4, 5, 6, 7));
    for (const row of at(10, 20)) add(rings, 0, row);
    expect(timesOf(rings, 2)).toEqual([3, 4, 5, 6, 7]);
    expect([rings.time_ms(0, 1), rings.time_ms(0, 2), rings.time_ms(0, -1)]).toEqual([20, Number.NaN, Number.NaN]);
    rings.clear(2);
    expect(rings.time_ms(2, 0)).toBeNaN();
  });

  it('keeps what it holds when it grows, and starts over when cleared', () => {
    const rings = ringsOf(1, at(1, 2, 3, 4, 5, 6, 7));
    rings.grow(64);
    expect(timesOf(rings, 1)).toEqual([3, 4, 5, 6, 7]);
    rings.clear(1);
    expect(rings.count(1)).toBe(0);
    add(rings, 1, at(100)[0]!);
    expect(timesOf(rings, 1)).toEqual([100]);
  });

  it('takes no more memory than its newest rows need, and gives it back', () => {
    const blocks = new Blocks();
    const rings = made(48, 0, blocks);
    const noise = (i: number): number => (Math.imul(i, 0x9e3779b1) >>> 0) % 2048;
    const row = (i: number): Row => [i * 1000, i * 64_000 + noise(i), -i * 25_600 + noise(i + 7), 762, 0, 1];
    for (let i = 0; i < 5000; i++) add(rings, 0, row(i));
    // Two bytes of header and four for the two coordinates, of 28 that the numbers themselves have.
    expect(blocks.used * BLOCK_BYTES).toBeLessThanOrEqual(47 * 6 + 2 * BLOCK_BYTES);
    const used = blocks.used;
    for (let i = 5000; i < 10_000; i++) add(rings, 0, row(i));
    expect(blocks.used).toBeLessThanOrEqual(used + 1);
    rings.clear(0);
    expect(blocks.used).toBe(0);
  });

  it('refuses a ring or a row that it cannot count', () => {
    expect(() => made(1)).toThrow(/2 to 255 rows, not 1/);
    expect(() => made(256)).toThrow(/not 256/);
    const options = { rows: 8, spacing_ms: 0, shown: 2 };
    expect(() => new Rings(new Blocks(), { ...options, shape: { steady: 15, groups: [1] } })).toThrow(/not 17/);
    expect(() => new Rings(new Blocks(), { ...options, shape: { steady: 3, groups: [14] } })).toThrow(/64 bytes/);
  });
});
