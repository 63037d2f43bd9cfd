import type { Reconstruction } from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { nearest, replayOf } from './replay.ts';

const CPA_MS = Date.UTC(2026, 0, 1, 12);
const ellipse = { major_m: 100, minor_m: 50, orientation_deg: 30 };

/** Two that fly north side by side, a reading every second. */
function figure(): Reconstruction {
  const points = (longitude_deg: number) =>
    Array.from({ length: 601 }, (_, k) => ({
      time_ms: CPA_MS + 1000 * (k - 300),
      latitude_deg: 45 + (k - 300) / 1000,
      longitude_deg,
      altitude_m: 3000,
      altitude_95_m: 20,
      ellipse,
    }));
  const about = { callsign: null, party: null, altitude_datum: 'pressure', sources: [] } as const;
  const closest = { t_cpa_ms: CPA_MS } as Reconstruction['closest'];
  const rest = { range: [], minima: [], advice: [], what_ifs: [], open: [] };
  return {
    case: 'one',
    from_ms: CPA_MS - 300_000,
    to_ms: CPA_MS + 300_000,
    a: { track: 'a', ...about, points: points(10) },
    b: { track: 'b', ...about, points: points(10.02) },
    closest,
    ...rest,
  };
}

test('draws two minutes to either side of the closest point, with ellipses to scale and north up', () => {
  const plan = replayOf(figure(), null, 440)!;
  expect([plan.from_ms, plan.to_ms]).toEqual([CPA_MS - 120_000, CPA_MS + 120_000]);
  expect(plan.a).toHaveLength(241);
  expect(plan.a[0]!.y).toBeGreaterThan(plan.a.at(-1)!.y);
  expect(plan.b[0]!.x).toBeGreaterThan(plan.a[0]!.x);
  const [first, last] = [plan.a[0]!, plan.a.at(-1)!];
  // 0.24 degrees of latitude are 26.7 km, beside which an ellipse of 100 m has its size.
  expect(first.ry / (first.y - last.y)).toBeCloseTo(100 / 26_687, 5);
  expect(first.ry / first.rx).toBeCloseTo(2, 9);
  for (const { x, y } of [...plan.a, ...plan.b]) {
    expect(Math.min(x, y, 440 - x, 440 - y)).toBeGreaterThan(0);
  }
});

test('is none where the two were never heard together, and finds the nearest reading', () => {
  expect(replayOf({ ...figure(), closest: null }, null, 440)).toBe(null);
  const { a } = replayOf(figure(), null, 440)!;
  expect(nearest(a, CPA_MS + 1400)?.time_ms).toBe(CPA_MS + 1000);
  expect(nearest([], 0)).toBe(null);
});
