import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../test/random.ts';
import { cylinderInterval } from '../cylinder.ts';
import { PairList } from './pair_list.ts';
import { PairSweep } from './pair_sweep.ts';
import type { SweepQuery } from './sweep_plan.ts';
import { createSharedColumns, type TrafficColumns } from './traffic_columns.ts';

const QUERY: SweepQuery = { lateral_m: 9260, vertical_m: 304.8, lookahead_s: 300 };

/** Every pair with every other. */
function bruteForce(traffic: TrafficColumns, count: number, query: SweepQuery): string[] {
  const { east_m: x, north_m: y, altitude_m: z, east_mps: vx, north_mps: vy, climb_mps: vz } = traffic;
  const interval = new Float64Array(2);
  const found: string[] = [];
  const less = (column: Float64Array, j: number, i: number): number => (column[j] as number) - (column[i] as number);
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < count; j += 1) {
      const { lateral_m, vertical_m, lookahead_s } = query;
      const [sx, sy, sz] = [less(x, j, i), less(y, j, i), less(z, j, i)];
      const [wx, wy, wz] = [less(vx, j, i), less(vy, j, i), less(vz, j, i)];
      if (cylinderInterval(sx, sy, sz, wx, wy, wz, lateral_m, vertical_m, lookahead_s, interval)) {
        found.push(`${i} ${j} ${interval[0]} ${interval[1]}`);
      }
    }
  }
  return found.sort();
}

function swept(traffic: TrafficColumns, count: number, query: SweepQuery): string[] {
  const out = new PairList(1);
  new PairSweep().detect(traffic, count, query, out);
  return Array.from(
    { length: out.count },
    (_, k) => `${out.first[k]} ${out.second[k]} ${out.entry_s[k]} ${out.exit_s[k]}`,
  ).sort();
}

/** Aircraft within `side_m`; some stand, some share a place, some are far outside, of some the height is unknown. */
function makeTraffic(seed: number, count: number, side_m: number): TrafficColumns {
  const random = new Random(seed);
  const traffic = createSharedColumns(count);
  for (let i = 0; i < count; i += 1) {
    const far = random.whole(0, 30) === 0 ? 1000 : 1;
    const speed_mps = random.whole(0, 5) === 0 ? 0 : 260;
    traffic.east_m[i] = random.between(-side_m, side_m) * far;
    traffic.north_m[i] = random.between(-side_m, side_m) * far;
    traffic.altitude_m[i] = random.whole(0, 9) === 0 ? Number.NaN : random.between(0, 4000);
    traffic.east_mps[i] = random.between(-speed_mps, speed_mps);
    traffic.north_mps[i] = random.between(-speed_mps, speed_mps);
    traffic.climb_mps[i] = random.whole(0, 1) * random.between(-15, 15);
    if (i > 0 && random.whole(0, 20) === 0) {
      for (const column of Object.values(traffic)) column[i] = column[i - 1] as number;
    }
  }
  return traffic;
}

describe('all pairs in conflict', () => {
  it('are those that every pair with every other gives, to the last bit', () => {
    let conflicts = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0x7fffffff }),
        fc.integer({ min: 0, max: 150 }),
        fc.constantFrom(2_000, 100_000, 1_000_000),
        fc.record({
          lateral_m: fc.constantFrom(1e-9, 30, 9260),
          vertical_m: fc.constantFrom(1e-9, 10, 304.8),
          lookahead_s: fc.constantFrom(0, 60, 300),
        }),
        (seed, count, side_m, query) => {
          const traffic = makeTraffic(seed, count, side_m);
          const expected = bruteForce(traffic, count, query);
          conflicts += expected.length;
          expect(swept(traffic, count, query)).toEqual(expected);
        },
      ),
      { numRuns: 150, seed: 7 },
    );
    expect(conflicts).toBeGreaterThan(1000);
  });

  it('are found in a larger sky, with more aircraft than the sample sees', () => {
    const traffic = makeTraffic(5, 2500, 500_000);
    const expected = bruteForce(traffic, 2500, QUERY);
    expect(expected.length).toBeGreaterThan(100);
    expect(swept(traffic, 2500, QUERY)).toEqual(expected);
  });

  it('come in the same order for the same sky, whatever the sweep saw before', () => {
    const [one, other] = [makeTraffic(1, 400, 100_000), makeTraffic(2, 900, 1_000_000)];
    const [fresh, used] = [new PairSweep(), new PairSweep()];
    const [a, b] = [new PairList(), new PairList()];
    fresh.detect(one, 400, QUERY, a);
    used.detect(other, 900, QUERY, b);
    b.clear();
    used.detect(one, 400, QUERY, b);
    expect(b.count).toBe(a.count);
    expect([...b.first.subarray(0, b.count)]).toEqual([...a.first.subarray(0, a.count)]);
    expect([...b.entry_s.subarray(0, b.count)]).toEqual([...a.entry_s.subarray(0, a.count)]);
  });

  it('are found where strips are many and where they are one, and where flights span them all', () => {
    const shapes = [
      { wide_m: 0, high_m: 4e6, speed_mps: 0 },
      { wide_m: 4e6, high_m: 0, speed_mps: 0 },
      { wide_m: 2e5, high_m: 2e5, speed_mps: 5000 },
      { wide_m: 0, high_m: 0, speed_mps: 0.001 },
    ];
    const query = { lateral_m: 900, vertical_m: 30, lookahead_s: 60 };
    for (const { wide_m, high_m, speed_mps } of shapes) {
      const random = new Random(3);
      const traffic = createSharedColumns(1500);
      for (let i = 0; i < 1500; i += 1) {
        traffic.east_m[i] = random.between(0, wide_m);
        traffic.north_m[i] = random.between(0, high_m);
        traffic.altitude_m[i] = random.between(-500, 20_000);
        traffic.east_mps[i] = random.between(-speed_mps, speed_mps);
        // One in ten crosses the whole sky.
        traffic.north_mps[i] = random.between(-speed_mps, speed_mps) * (i % 10 === 0 ? 20 : 1);
        traffic.climb_mps[i] = random.between(-15, 15);
      }
      const expected = bruteForce(traffic, 1500, query);
      expect(expected.length).toBeGreaterThan(10);
      expect(swept(traffic, 1500, query)).toEqual(expected);
    }
  });

  it('are none of nobody, of one, and of two a minimum apart', () => {
    const traffic = createSharedColumns(2);
    traffic.east_m[1] = 9260;
    for (const count of [0, 1, 2]) expect(swept(traffic, count, QUERY)).toEqual([]);
    traffic.east_m[1] = 9259.9;
    expect(swept(traffic, 2, QUERY)).toEqual(['0 1 0 300']);
  });

  it('are refused from input that is no sky, with the name of what is wrong, and nothing is added', () => {
    const sweep = new PairSweep();
    const out = new PairList();
    const broken = (name: keyof TrafficColumns, value: number): (() => void) => {
      const traffic = createSharedColumns(3);
      traffic[name][2] = value;
      return () => sweep.detect(traffic, 3, QUERY, out);
    };
    expect(broken('east_m', Number.NaN)).toThrow('aircraft 2: east_m NaN');
    expect(broken('north_m', Number.POSITIVE_INFINITY)).toThrow('aircraft 2: north_m Infinity');
    expect(broken('altitude_m', Number.NEGATIVE_INFINITY)).toThrow('aircraft 2: altitude_m -Infinity');
    expect(broken('east_mps', Number.NaN)).toThrow('aircraft 2: east_mps NaN');
    expect(broken('north_mps', Number.NaN)).toThrow('aircraft 2: north_mps NaN');
    expect(broken('climb_mps', Number.NaN)).toThrow('aircraft 2: climb_mps NaN');
    expect(broken('east_mps', 1e308)).toThrow('aircraft 2: flies farther');
    expect(broken('north_m', -2e12)).toThrow('aircraft 2: flies farther');
    const traffic = createSharedColumns(3);
    expect(() => sweep.detect(traffic, 4, QUERY, out)).toThrow('count 4');
    expect(() => sweep.detect(traffic, 3, { ...QUERY, lateral_m: 0 }, out)).toThrow('lateral_m 0');
    expect(() => sweep.detect(traffic, 3, { ...QUERY, vertical_m: Number.NaN }, out)).toThrow('vertical_m NaN');
    expect(() => sweep.detect(traffic, 3, { ...QUERY, lookahead_s: -1 }, out)).toThrow('lookahead_s -1');
    expect(out.count).toBe(0);
  });
});
