import { describe, expect, test } from 'vitest';
import type { TrailPoint } from '../api/types.ts';
import { destination } from '../geo/geodesy.ts';
import { ellipseScale } from '../plots/grid.ts';
import { trailColumns, trailPlan } from './trail.ts';

/** Eastwards at 100 m/s, a point every five seconds, level at 914.4 m; then silent for a minute. */
const TRAIL: TrailPoint[] = [0, 5, 10, 70, 75].map((second) => {
  const [longitude_deg, latitude_deg] = destination(47, 10, 90, second * 100);
  return [second * 1000, latitude_deg, longitude_deg, second === 75 ? null : 914.4];
});

describe('the plot of a trail', () => {
  test('height as reported, speed from the positions, nothing where nothing is known', () => {
    const [times, heights, speeds] = trailColumns(TRAIL, 'metric');
    expect(times).toEqual([0, 5, 10, 40, 70, 75]);
    expect(heights).toEqual([914.4, 914.4, 914.4, null, 914.4, null]);
    expect(speeds?.map((speed) => speed?.toFixed(1) ?? null)).toEqual([null, '360.0', '360.0', null, null, '360.0']);
  });

  test('in feet and knots', () => {
    const [, heights, speeds] = trailColumns(TRAIL, 'aviation');
    expect(heights?.[0]).toBeCloseTo(3000, 9);
    expect(speeds?.[1]).toBeCloseTo(194.38, 1);
  });

  test('two points of one time give no speed', () => {
    const [first] = TRAIL;
    if (first === undefined) throw new Error('no point');
    expect(trailColumns([first, first], 'metric')[2]).toEqual([null, null]);
  });
});

describe('the plan of a trail', () => {
  test('north up, to scale, broken where nothing was heard, with the aircraft at its end', () => {
    const plan = trailPlan(TRAIL, 300);
    expect(plan?.lines.map((line) => line.length)).toEqual([3, 2]);
    const [start] = plan?.lines[0] ?? [];
    expect(plan?.now.x).toBeGreaterThan(start?.x ?? 300);
    expect(plan?.now.y).toBeCloseTo(start?.y ?? 0, 0);
    expect(((plan?.now.x ?? 0) - (start?.x ?? 0)) / (plan?.units_per_m ?? 1)).toBeCloseTo(7500, -1);
    for (const { x, y } of plan?.lines.flat() ?? []) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x, y)).toBeLessThanOrEqual(300);
    }
  });

  test('of one that stands still is not blown up, and of none is none', () => {
    expect(trailPlan(TRAIL.slice(0, 1), 300)?.units_per_m).toBeCloseTo(300 / 480, 6);
    expect(trailPlan([], 300)).toBeNull();
  });
});

test.each([
  [0.2, 1],
  [1, 1],
  [1.5, 2],
  [84, 100],
  [200, 200],
  [2600, 5000],
  [Number.POSITIVE_INFINITY, 1_000_000],
])('an ellipse of %d m stands in a ring of %d m', (major_m, ring_m) => {
  expect(ellipseScale(major_m, 50)).toEqual({ ring_m, units_per_m: 50 / ring_m });
});
