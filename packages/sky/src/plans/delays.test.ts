import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_LATERAL_M, DAY_VERTICAL_M, readDay } from '../../../../scripts/vectors/day.ts';
import { Random } from '../../test/random.ts';
import { ConflictList } from './conflict_list.ts';
import { DelaySpans } from './delay_spans.ts';
import { addLegDelays } from './leg_delay.ts';
import { PlanIndex } from './plan_index.ts';
import { addPlanConflicts } from './plan_pair.ts';
import { type PlanFrame, PlanSet } from './plan_set.ts';

const LATEST_S = 3600;
const FOLDER = process.env.SKYACCORD_VECTORS ?? resolve(import.meta.dirname, '../../../../../shared/vectors');
const DAY = join(FOLDER, 'public_day33k.csv.gz');

function plansOf(seed: number, count: number, frame: PlanFrame, middle: readonly [number, number]): number[][] {
  const random = new Random(seed);
  const scale = frame === 'flat' ? 1 : 1 / 111_000;
  return Array.from({ length: count }, () => {
    const plan: number[] = [];
    let time_s = random.whole(0, 5000);
    let altitude_m = 1000 * random.whole(1, 3);
    for (let points = random.whole(2, 5); points > 0; points -= 1) {
      const x = Math.max(-89.9, Math.min(frame === 'flat' ? 1e9 : 89.9, middle[0] + random.between(-9e4, 9e4) * scale));
      plan.push(x, middle[1] + random.between(-9e4, 9e4) * scale, altitude_m, time_s);
      if (random.whole(0, 1) === 0) altitude_m += random.between(-900, 900);
      time_s += random.whole(60, 1500);
    }
    return plan;
  });
}

const later = (plan: readonly number[], delay_s: number): number[] =>
  plan.map((value, k) => (k % 4 === 3 ? value + delay_s : value));

/** All delays of one plan that meet a day, through the index. */
function delaysAgainst(index: PlanIndex, own: PlanSet, lateral_m: number, vertical_m: number): DelaySpans {
  const spans = new DelaySpans();
  for (let leg = 0; leg < own.planOfLeg.length; leg += 1) {
    index.near(own, leg, LATEST_S, (other) => {
      addLegDelays(own, leg, index.plans, other, lateral_m, vertical_m, LATEST_S, spans);
    });
  }
  spans.settle();
  return spans;
}

/** Every pair of plans, leg by leg, with the plan moved: the detector, which knows nothing of delays. */
function inConflict(
  day: PlanSet,
  plan: readonly number[],
  delay_s: number,
  minima: readonly [number, number],
): boolean {
  const moved = new PlanSet(day.frame, [later(plan, delay_s)]);
  const out = new ConflictList();
  for (let j = 0; j < day.count; j += 1) addPlanConflicts(moved, 0, day, j, minima[0], minima[1], out);
  return out.count > 0;
}

const forbids = (spans: DelaySpans, delay_s: number): boolean =>
  Array.from({ length: spans.count }, (_, k) => k).some(
    (k) => delay_s > (spans.from_s[k] as number) && delay_s < (spans.until_s[k] as number),
  );

/** How near a delay is to the end of a span, s. */
const nearEnd = (spans: DelaySpans, delay_s: number): number =>
  Math.min(
    ...Array.from({ length: spans.count }, (_, k) =>
      Math.min(Math.abs(delay_s - (spans.from_s[k] as number)), Math.abs(delay_s - (spans.until_s[k] as number))),
    ),
  );

describe('delays of departure that lead into conflict', () => {
  it('are those with which the detector finds one, on the plane and on the sphere, at the pole and the date line', () => {
    let [forbidden, free] = [0, 0];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0x7fffffff }),
        fc.constantFrom<readonly [PlanFrame, readonly [number, number]]>(
          ['flat', [0, 0]],
          ['sphere', [47, 8]],
          ['sphere', [-3, 179.9]],
          ['sphere', [89.5, 20]],
        ),
        fc.constantFrom<readonly [number, number]>([9260, 304.8], [500, 100], [30_000, 900]),
        (seed, [frame, middle], [lateral_m, vertical_m]) => {
          const day = new PlanSet(frame, plansOf(seed, 12, frame, middle));
          const [plan] = plansOf(seed ^ 0x5555, 1, frame, middle);
          const own = new PlanSet(frame, [plan as number[]]);
          const spans = delaysAgainst(new PlanIndex(day, lateral_m, vertical_m), own, lateral_m, vertical_m);
          for (let delay_s = 0; delay_s <= LATEST_S; delay_s += 60) {
            // Ends are exact to a centimetre of way on the sphere.
            if (nearEnd(spans, delay_s) < 0.01) continue;
            const expected = inConflict(day, plan as number[], delay_s, [lateral_m, vertical_m]);
            expect([frame, delay_s, forbids(spans, delay_s)]).toEqual([frame, delay_s, expected]);
            if (expected) forbidden += 1;
            else free += 1;
          }
        },
      ),
      { numRuns: 60, seed: 11 },
    );
    expect(Math.min(forbidden, free)).toBeGreaterThan(200);
  });

  it('have ends that are exact: a millisecond before one there is a conflict, a millisecond after it none', () => {
    let ends = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const day = new PlanSet('flat', plansOf(seed, 6, 'flat', [0, 0]));
      const [plan] = plansOf(seed + 1000, 1, 'flat', [0, 0]) as [number[]];
      const spans = delaysAgainst(new PlanIndex(day, 9260, 304.8), new PlanSet('flat', [plan]), 9260, 304.8);
      for (let k = 0; k < spans.count; k += 1) {
        const until_s = spans.until_s[k] as number;
        if (until_s >= LATEST_S || until_s - (spans.from_s[k] as number) < 0.01) continue;
        expect(inConflict(day, plan, until_s - 1e-3, [9260, 304.8])).toBe(true);
        expect(inConflict(day, plan, until_s + 1e-3, [9260, 304.8])).toBe(false);
        ends += 1;
      }
    }
    expect(ends).toBeGreaterThan(30);
  });

  it('join where they overlap, and the least free delay is a whole multiple of the step', () => {
    const spans = new DelaySpans();
    for (const [from_s, until_s] of [
      [10, 20],
      [0, 5],
      [4, 7.2],
      [20, 30.0005],
      [50, 40],
    ] as const) {
      spans.push(from_s, until_s);
    }
    spans.settle();
    expect([...spans.from_s.subarray(0, spans.count)]).toEqual([0, 10]);
    expect([...spans.until_s.subarray(0, spans.count)]).toEqual([7.2, 30.0005]);
    expect(spans.earliestFree(0, 100, 1)).toBe(0);
    expect(spans.earliestFree(1, 100, 1)).toBe(8);
    expect(spans.earliestFree(11, 100, 1)).toBe(31);
    expect(spans.earliestFree(11, 30, 1)).toBeNull();
  });

  it.skipIf(!existsSync(DAY))(
    'of one more flight of a day of 33,000 (reference set): the least free one is free, and none of a second less is',
    () => {
      const { plans } = readDay(DAY);
      const day = new PlanSet('flat', plans);
      const index = new PlanIndex(day, DAY_LATERAL_M, DAY_VERTICAL_M);
      const minima = [DAY_LATERAL_M, DAY_VERTICAL_M] as const;
      let delayed = 0;
      for (let k = 0; k < 25; k += 1) {
        const plan = later(plans[k * 1319] as number[], 97);
        const spans = delaysAgainst(index, new PlanSet('flat', [plan]), ...minima);
        const delay_s = spans.earliestFree(0, LATEST_S, 1);
        if (delay_s === null) continue;
        expect(inConflict(day, plan, delay_s, minima)).toBe(false);
        if (delay_s === 0) continue;
        delayed += 1;
        expect(inConflict(day, plan, delay_s - 1, minima)).toBe(true);
      }
      expect(delayed).toBeGreaterThan(5);
    },
    20_000,
  );
});
