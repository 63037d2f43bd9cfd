import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../test/random.ts';
import { ConflictList } from './conflict_list.ts';
import { PlanIndex } from './plan_index.ts';
import { addPlanConflicts } from './plan_pair.ts';
import { altitudeAt, type PlanFrame, PlanSet, SPHERE_RADIUS_M, writePosition } from './plan_set.ts';

const LATERAL_M = 9260;
const VERTICAL_M = 304.8;

/** Plans of one to six legs within about 150 km; some hover, some fly level, some start and end together. */
function makePlans(seed: number, count: number, frame: PlanFrame, middle: readonly [number, number]): number[][] {
  const random = new Random(seed);
  const scale = frame === 'flat' ? 1 : 1 / 111_000;
  return Array.from({ length: count }, () => {
    const level = random.whole(0, 2) === 0;
    let altitude_m = 1000 * random.whole(1, 8);
    let time_s = 10 * random.whole(0, 100);
    let [x, y] = [random.between(-75_000, 75_000), random.between(-75_000, 75_000)];
    const plan: number[] = [];
    for (let points = random.whole(2, 7); points > 0; points -= 1) {
      const a = frame === 'flat' ? middle[0] + x : Math.max(-90, Math.min(90, middle[0] + x * scale));
      plan.push(a, middle[1] + y * scale, altitude_m, time_s);
      if (random.whole(0, 4) > 0) [x, y] = [random.between(-75_000, 75_000), random.between(-75_000, 75_000)];
      if (!level) altitude_m += random.between(-600, 600);
      time_s += 10 * random.whole(1, 60);
    }
    return plan;
  });
}

function rows(list: ConflictList): string[] {
  return Array.from(
    { length: list.count },
    (_, k) => `${list.first[k]} ${list.second[k]} ${list.entry_s[k]} ${list.exit_s[k]} ${list.least_m[k]}`,
  );
}

/** Every pair of plans, leg by leg. */
function bruteForce(plans: PlanSet, lateral_m: number = LATERAL_M, vertical_m: number = VERTICAL_M): ConflictList {
  const out = new ConflictList();
  for (let i = 0; i < plans.count; i += 1) {
    for (let j = i + 1; j < plans.count; j += 1) addPlanConflicts(plans, i, plans, j, lateral_m, vertical_m, out);
  }
  out.settle();
  return out;
}

/** Range along the surface and height between two plans at a time, from their legs; null when one does not exist. */
function separation(plans: PlanSet, i: number, j: number, time_s: number): [number, number] | null {
  const place = new Float64Array(6);
  const altitude_m: number[] = [];
  for (const [k, plan] of [i, j].entries()) {
    const first = plans.firstLeg[plan] as number;
    const last = plans.firstLeg[plan + 1] as number;
    const leg = Array.from({ length: last - first }, (_, n) => first + n).find(
      (n) => time_s >= (plans.legs[n * 11] as number) && time_s <= (plans.legs[n * 11 + 1] as number),
    );
    if (leg === undefined) return null;
    writePosition(plans.legs, leg, time_s, place, 3 * k);
    altitude_m.push(altitudeAt(plans.legs, leg, time_s));
  }
  const chord_m = Math.hypot(...[0, 1, 2].map((k) => (place[k] as number) - (place[3 + k] as number)));
  const range_m = plans.frame === 'flat' ? chord_m : 2 * SPHERE_RADIUS_M * Math.asin(chord_m / 2 / SPHERE_RADIUS_M);
  return [range_m, Math.abs((altitude_m[0] as number) - (altitude_m[1] as number))];
}

const PLACES: readonly (readonly [PlanFrame, readonly [number, number]])[] = [
  ['flat', [0, 0]],
  ['flat', [3e6, -2e6]],
  ['sphere', [47, 8]],
  ['sphere', [-3, 179.9]],
  ['sphere', [89.9, 20]],
];

describe('conflicts between plans', () => {
  it('are the same through the index as between every pair, to the last bit, in every frame', () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0x7fffffff }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(...PLACES),
        fc.constantFrom(50, LATERAL_M, 200_000),
        (seed, count, [frame, middle], lateral_m) => {
          const plans = new PlanSet(frame, makePlans(seed, count, frame, middle));
          const all = new PlanIndex(plans, lateral_m, VERTICAL_M).all();
          found += all.count;
          expect(rows(all)).toEqual(rows(bruteForce(plans, lateral_m)));
        },
      ),
      { numRuns: 120, seed: 3 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it('of new plans with a day are those that they would have as part of it', () => {
    for (const [frame, middle] of PLACES) {
      const day = makePlans(5, 60, frame, middle);
      const added = makePlans(6, 20, frame, middle);
      const found = new PlanIndex(new PlanSet(frame, day), LATERAL_M, VERTICAL_M).against(new PlanSet(frame, added));
      const together = new PlanIndex(new PlanSet(frame, [...added, ...day]), LATERAL_M, VERTICAL_M).all();
      const expected = rows(together).filter((row) => {
        const [first, second] = row.split(' ').map(Number) as [number, number];
        return first < added.length && second >= added.length;
      });
      expect(found.count).toBeGreaterThan(10);
      for (let k = 0; k < found.count; k += 1) found.second[k] = (found.second[k] as number) + added.length;
      expect(rows(found)).toEqual(expected);
    }
  });

  it('are where the separation is below both minima, and nowhere else', () => {
    for (const [frame, middle] of PLACES) {
      const plans = new PlanSet(frame, makePlans(9, 30, frame, middle));
      const all = bruteForce(plans);
      expect(all.count).toBeGreaterThan(5);
      let inside = 0;
      const wrong: string[] = [];
      for (let i = 0; i < 30; i += 1) {
        for (let j = i + 1; j < 30; j += 1) {
          const mine = Array.from({ length: all.count }, (_, k) => k).filter(
            (k) => all.first[k] === i && all.second[k] === j,
          );
          // Plans begin and end at whole seconds; between them open and closed intervals are the same.
          for (let time_s = 3.3; time_s < 4000; time_s += 7) {
            const apart = separation(plans, i, j, time_s);
            if (apart === null) continue;
            const [range_m, height_m] = apart;
            // Within a millimetre of a minimum sampling cannot tell.
            if (Math.min(Math.abs(range_m - LATERAL_M), Math.abs(height_m - VERTICAL_M)) < 1e-3) continue;
            const near = range_m < LATERAL_M && height_m < VERTICAL_M;
            const covering = mine.filter(
              (k) => time_s > (all.entry_s[k] as number) && time_s < (all.exit_s[k] as number),
            );
            const least_m = covering.length === 1 ? (all.least_m[covering[0] as number] as number) : 0;
            if (covering.length !== (near ? 1 : 0) || (near && range_m < least_m - 1e-3)) {
              wrong.push(
                `${frame} ${i} ${j} at ${time_s} s: ${range_m} m, ${height_m} m, ${covering.length} intervals`,
              );
            }
            if (near) inside += 1;
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(inside).toBeGreaterThan(50);
    }
  });

  it('do not depend on where the plane and its clock begin, nor on the order of two plans', () => {
    const plans = makePlans(21, 40, 'flat', [0, 0]);
    const shifted = plans.map((plan) => plan.map((value, k) => value + ([65536, -131072, 0, 4096][k % 4] as number)));
    const turned = [...plans].reverse();
    const [base, moved, reversed] = [plans, shifted, turned].map((some) => bruteForce(new PlanSet('flat', some))) as [
      ConflictList,
      ConflictList,
      ConflictList,
    ];
    expect(moved.count).toBe(base.count);
    expect(reversed.count).toBe(base.count);
    for (let k = 0; k < base.count; k += 1) {
      expect(moved.first[k]).toBe(base.first[k]);
      expect((moved.entry_s[k] as number) - 4096).toBeCloseTo(base.entry_s[k] as number, 6);
    }
    const times = (list: ConflictList): number[] => [...list.entry_s.subarray(0, list.count)].sort((a, b) => a - b);
    for (const [k, entry_s] of times(reversed).entries()) expect(entry_s).toBeCloseTo(times(base)[k] as number, 6);
  });

  it('need less than both minima: an equal separation is none', () => {
    const level = (y: number, z: number): number[] => [0, y, z, 0, 100_000, y, z, 500];
    const count = (y: number, z: number): number =>
      bruteForce(new PlanSet('flat', [level(0, 5000), level(y, z)])).count;
    expect(count(LATERAL_M, 5000)).toBe(0);
    expect(count(LATERAL_M - 0.9e-6, 5000)).toBe(0);
    expect(count(LATERAL_M - 1e-3, 5000)).toBe(1);
    expect(count(0, 5000 + VERTICAL_M)).toBe(0);
    expect(count(0, 5000 + VERTICAL_M - 1e-3)).toBe(1);
  });

  it('need a time that both share: none where one ends as the other begins', () => {
    const stand = (from_s: number, to_s: number): number[] => [0, 0, 100, from_s, 0, 0, 100, to_s];
    const count = (b: number[]): number => bruteForce(new PlanSet('flat', [stand(0, 100), b])).count;
    expect(count(stand(100, 200))).toBe(0);
    expect(count(stand(200, 300))).toBe(0);
    expect(count(stand(99, 200))).toBe(1);
  });

  it('go on over a point of a plan as one interval', () => {
    const straight = [0, 0, 5000, 0, 60_000, 0, 5000, 300];
    const parted = [60_000, 1000, 5000, 0, 30_000, 1000, 5000, 150, 0, 1000, 5000, 300];
    const list = bruteForce(new PlanSet('flat', [straight, parted]));
    expect(list.count).toBe(1);
    const half_s = Math.sqrt(LATERAL_M * LATERAL_M - 1e6) / 400;
    expect(list.entry_s[0]).toBeCloseTo(150 - half_s, 6);
    expect(list.exit_s[0]).toBeCloseTo(150 + half_s, 6);
    expect(list.least_m[0]).toBeCloseTo(1000, 6);
  });

  it('are found for a leg much longer than all others, and across many slices', () => {
    const random = new Random(4);
    const short = Array.from({ length: 200 }, () => {
      const [x, y, t] = [random.between(-2e6, 2e6), random.between(-2000, 2000), random.between(0, 900)];
      return [x, y, 5000, t, x + 100, y, 5000, t + 5];
    });
    const plans = new PlanSet('flat', [[-3e6, 0, 5000, 0, 3e6, 0, 5000, 1000], ...short]);
    const all = new PlanIndex(plans, LATERAL_M, VERTICAL_M).all();
    expect(all.count).toBeGreaterThan(0);
    expect(rows(all)).toEqual(rows(bruteForce(plans)));
    const alone = new PlanSet('flat', [[-3e6, 0, 5000, 0, 3e6, 0, 5000, 1000]]);
    const against = new PlanIndex(new PlanSet('flat', short), LATERAL_M, VERTICAL_M).against(alone);
    expect(against.count).toBe(Array.from(all.first.subarray(0, all.count)).filter((first) => first === 0).length);
  });
});

describe('plans far out', () => {
  it('are found where one lasts a thousand years, flies faster than light or stands beside all others', () => {
    const short = makePlans(31, 80, 'flat', [0, 0]);
    const odd = [
      [0, 0, 3000, -3e10, 1000, 0, 3000, 3e10],
      [-1e11, 0, 3000, 0, 1e11, 0, 3000, 4000],
      [1e12, -1e12, 0, -1e12, 1e12, -1e12, 0, 1e12],
    ];
    const plans = new PlanSet('flat', [...odd, ...short]);
    const all = rows(new PlanIndex(plans, LATERAL_M, VERTICAL_M).all());
    expect(all).toEqual(rows(bruteForce(plans)));
    const day = new PlanIndex(new PlanSet('flat', short), LATERAL_M, VERTICAL_M);
    const against = day.against(new PlanSet('flat', odd));
    const theirs = all.filter(
      (row) => Number(row.split(' ')[0]) < odd.length && Number(row.split(' ')[1]) >= odd.length,
    );
    expect(theirs.length).toBeGreaterThan(1);
    expect(against.count).toBe(theirs.length);
  });
});

describe('plans that are none', () => {
  it('are refused with plan, point, value and remedy', () => {
    const make =
      (frame: PlanFrame, ...plans: number[][]): (() => PlanSet) =>
      () =>
        new PlanSet(frame, plans);
    const good = [0, 0, 0, 0, 1, 1, 1, 1];
    expect(make('flat', good, [])).toThrow('plan 1: has 0 numbers; give at least two points');
    expect(make('flat', [0, 0, 0, 0])).toThrow('plan 0: has 4 numbers');
    expect(make('flat', [...good, 1])).toThrow('plan 0: has 9 numbers');
    expect(make('flat', good, [0, Number.NaN, 0, 0, 1, 1, 1, 1])).toThrow('plan 1, point 0: north_m NaN');
    expect(make('flat', [0, 0, 0, 0, 1, 1, Number.POSITIVE_INFINITY, 1])).toThrow('point 1: altitude_m Infinity');
    expect(make('flat', [0, 0, 0, 5, 1, 1, 1, 5])).toThrow('point 1: time_s 5: must come after 5');
    expect(make('sphere', [91, 0, 0, 0, 1, 1, 1, 1])).toThrow('latitude_deg 91: must be from -90 to 90');
    expect(make('sphere', [10, 20, 0, 0, -10, 200, 0, 1])).toThrow('opposite to the point before');
    expect(make('sphere', [90, 0, 0, 0, 90, 77, 0, 10])).not.toThrow();
  });

  it('are refused against plans of another frame, by numbers that do not exist, with minima that are none', () => {
    const flat = new PlanSet('flat', [[0, 0, 0, 0, 1, 1, 1, 1]]);
    const sphere = new PlanSet('sphere', [[0, 0, 0, 0, 1, 1, 1, 1]]);
    const out = new ConflictList();
    expect(() => new PlanIndex(flat, 1, 1).against(sphere)).toThrow('frame sphere: must be flat');
    expect(() => addPlanConflicts(flat, 0, flat, 1, 1, 1, out)).toThrow('plan 1: must be a whole number from 0 to 0');
    expect(() => addPlanConflicts(flat, 0, flat, 0, 0, 1, out)).toThrow('lateral_m 0');
    expect(() => new PlanIndex(flat, 1, Number.NaN)).toThrow('vertical_m NaN');
    expect(new PlanIndex(new PlanSet('flat', []), 1, 1).all().count).toBe(0);
    expect(new PlanIndex(new PlanSet('flat', []), 1, 1).against(flat).count).toBe(0);
  });
});
