import { describe, expect, test } from 'vitest';
import { MEMORANDUM, START_MS } from '../../test/sample.ts';
import { CASE } from '../../test/sampleCase.ts';
import { interpolate, motionAt, planOf } from './plan.ts';
import { aroundClosest, clauseOf, heightColumns, minimaOf, rangeColumns, thinned } from './series.ts';

const CPA_MS = START_MS - 600_000;
const SIZE = 400;

describe('plan view', () => {
  const plan = planOf(CASE, SIZE);
  if (plan === null) throw new Error('the sample case has samples');

  test('fits into its square with a margin, north up and east to the right, at one scale', () => {
    for (const { x, y } of [...plan.a, ...plan.b]) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(SIZE);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(SIZE);
    }
    const [first, last] = [plan.a[0], plan.a.at(-1)];
    expect(first?.x ?? 0).toBeLessThan(last?.x ?? 0);
    // b passes 0.012 degrees north of a: above it on the drawing.
    expect(plan.cpa?.b.y ?? 0).toBeLessThan(plan.cpa?.a.y ?? 0);
    expect((last?.x ?? 0) - (first?.x ?? 0)).toBeCloseTo(300 * 32 * plan.units_per_m, 0);
  });

  test('marks the closest point as far apart as was measured', () => {
    const { a, b } = plan.cpa ?? { a: { x: 0, y: 0 }, b: { x: 0, y: 0 } };
    expect(Math.hypot(a.x - b.x, a.y - b.y) / plan.units_per_m / 1334).toBeCloseTo(1, 2);
  });

  test('has a dot at each whole minute, and a grid of a handy step', () => {
    expect(plan.minutes.map(({ time_ms }) => time_ms)).toEqual(
      [-120_000, -60_000, 0, 60_000, 120_000].map((offset_ms) => CPA_MS + offset_ms),
    );
    expect(plan.grid.step_nm).toBe(0.5);
    expect(plan.grid.lines.length).toBeLessThanOrEqual(13);
    const [one = 0, two = 0] = plan.grid.lines;
    expect((two - one) / plan.units_per_m).toBeCloseTo(926, 6);
  });

  test('a case without samples has none; one whose aircraft stood still is not blown up', () => {
    expect(planOf({ ...CASE, samples: [] }, SIZE)).toBeNull();
    const [still] = CASE.samples;
    if (still === undefined) throw new Error('no sample');
    const small = planOf({ ...CASE, samples: [{ ...still, b: still.a }] }, SIZE);
    expect(small?.units_per_m).toBeCloseTo(SIZE / (500 * 1.12), 6);
  });
});

describe('between samples', () => {
  test('values lie on the straight line, and nothing is known outside', () => {
    const between = interpolate(CASE.samples, CPA_MS + 1000);
    const [before, after] = [interpolate(CASE.samples, CPA_MS), interpolate(CASE.samples, CPA_MS + 2000)];
    expect(between?.range_m).toBeCloseTo(((before?.range_m ?? 0) + (after?.range_m ?? 0)) / 2, 6);
    expect(between?.a[2]).toBeCloseTo(9144.1, 6);
    expect(interpolate(CASE.samples, CPA_MS - 150_001)).toBeNull();
    expect(interpolate(CASE.samples, CPA_MS + 150_001)).toBeNull();
  });

  test('a height missing on one side is not made up', () => {
    const samples = CASE.samples.map((sample, index) => (index % 2 === 0 ? { ...sample, vertical_m: null } : sample));
    expect(interpolate(samples, CPA_MS + 1000)?.vertical_m).toBeNull();
  });

  test('track and speed follow from the positions', () => {
    const a = motionAt(CASE.samples, 'a', CPA_MS);
    expect(a?.track_deg).toBeCloseTo(90, 1);
    expect(a?.speed_mps).toBeCloseTo(32, 1);
    expect(motionAt(CASE.samples, 'b', CPA_MS)?.track_deg).toBeCloseTo(270, 1);
    expect(motionAt(CASE.samples, 'a', CPA_MS + 150_000)).toBeNull();
  });
});

describe('columns of the plots', () => {
  const clause = minimaOf(CASE, MEMORANDUM);

  test('range in NM and height difference in ft, each with its minimum', () => {
    const [times_s, range, vertical, lateralMinimum, verticalMinimum] = rangeColumns(CASE, clause, 'aviation');
    expect(times_s[75]).toBe(CPA_MS / 1000);
    expect(range?.[75]).toBeCloseTo(1334 / 1852, 9);
    expect(vertical?.[75]).toBeCloseTo(86 / 0.3048, 9);
    expect(lateralMinimum?.[0]).toBe(3);
    expect(verticalMinimum?.[150]).toBeCloseTo(3000, 9);
  });

  test('in metric units', () => {
    const [, range, vertical] = rangeColumns(CASE, clause, 'metric');
    expect(range?.[75]).toBeCloseTo(1.334, 9);
    expect(vertical?.[75]).toBe(86);
    expect(heightColumns(CASE, 'metric')[1]?.[75]).toBe(9144);
  });

  test('heights not known stay unknown', () => {
    const samples = CASE.samples.map((sample) => ({ ...sample, a: [sample.a[0], sample.a[1], null] as const }));
    const [, a, b] = heightColumns({ ...CASE, samples }, 'aviation');
    expect(a?.every((value) => value === null)).toBe(true);
    expect(b?.[75]).toBeCloseTo(9230 / 0.3048, 6);
  });

  test('the minima of another version of the memorandum are not drawn', () => {
    expect(minimaOf(CASE, { ...MEMORANDUM, version: 3 })).toBeNull();
    expect(minimaOf(CASE, { ...MEMORANDUM, id: 'other' })).toBeNull();
    expect(minimaOf(CASE, null)).toBeNull();
    expect(rangeColumns(CASE, null, 'aviation')[3]?.every((value) => value === null)).toBe(true);
  });

  test('a case is about its breach, else its loss, else what was said first', () => {
    const { encounter } = CASE;
    expect(clauseOf(CASE)).toBe('separation');
    const bare = { ...CASE, encounter: { ...encounter, breaches: [], losses: [] } };
    expect(clauseOf(bare)).toBe('separation');
    expect(clauseOf({ ...bare, advisories: [] })).toBeNull();
  });
});

describe('around the closest point', () => {
  test('a pass is cut to where it is nearer than five minima', () => {
    const { samples } = aroundClosest(CASE, 500);
    expect(samples.length).toBeLessThan(CASE.samples.length);
    expect(samples.every(({ range_m }) => range_m <= 2500)).toBe(true);
    expect(samples.some(({ time_ms }) => time_ms === CPA_MS)).toBe(true);
    expect(aroundClosest(CASE, 3 * 1852).samples).toEqual(CASE.samples);
  });

  test('but never to less than half a minute on either side', () => {
    const { samples } = aroundClosest(CASE, 1);
    expect([samples[0]?.time_ms, samples.at(-1)?.time_ms]).toEqual([CPA_MS - 30_000, CPA_MS + 30_000]);
  });

  test('a second approach later on is left out', () => {
    const later = CASE.samples.map((sample) => ({ ...sample, time_ms: sample.time_ms + 400_000, range_m: 2000 }));
    const { samples } = aroundClosest({ ...CASE, samples: [...CASE.samples, ...later] }, 500);
    expect(samples.at(-1)?.time_ms).toBeLessThan(CPA_MS + 150_000);
  });

  test('a case whose closest lies after its last sample is shown whole', () => {
    const encounter = { ...CASE.encounter, t_cpa_ms: CPA_MS + 200_000 };
    expect(aroundClosest({ ...CASE, encounter }, 500).samples).toEqual(CASE.samples);
  });
});

test('a table is thinned evenly and keeps its ends', () => {
  const numbers = Array.from({ length: 240 }, (_, index) => index);
  const kept = thinned(numbers, 60);
  expect(kept).toHaveLength(60);
  expect([kept[0], kept.at(-1)]).toEqual([0, 239]);
  expect(new Set(kept).size).toBe(60);
  expect(thinned(numbers, 240)).toEqual(numbers);
});
