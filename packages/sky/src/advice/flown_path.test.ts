import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlownPath, leastApart } from './flown_path.ts';

/** Straight on from the origin. */
function straight(vx: number, vy: number, vz: number) {
  const path = createFlownPath();
  for (let i = 0; i < path.t.length; i += 1) {
    const t = i * 3;
    [path.t[i], path.x[i], path.y[i], path.z[i]] = [t, vx * t, vy * t, vz * t];
  }
  return path;
}

describe('how near two paths come', () => {
  const speed = fc.integer({ min: -200, max: 200 });
  const rate = fc.integer({ min: -10, max: 10 });
  const place = fc.integer({ min: -12_000, max: 12_000 });
  const height = fc.integer({ min: -900, max: 900 });

  it('property: is what fine steps find, and never more', () => {
    fc.assert(
      fc.property(fc.tuple(speed, speed, rate, speed, speed, rate), place, place, height, (v, x, y, z) => {
        const apart = { east_m: x, north_m: y, up_m: z, east_mps: 1, north_mps: -1, up_mps: 0.1 };
        const found = leastApart(straight(v[0], v[1], v[2]), straight(v[3], v[4], v[5]), apart, 5000, 300);
        let least = Number.POSITIVE_INFINITY;
        for (let t = 0; t <= 147; t += 0.05) {
          const h = Math.hypot(x + (v[3] - v[0] + 1) * t, y + (v[4] - v[1] - 1) * t) / 5000;
          least = Math.min(least, Math.max(h, Math.abs(z + (v[5] - v[2] + 0.1) * t) / 300));
        }
        least = Math.min(2, least);
        expect(found).toBeLessThanOrEqual(least + 1e-9);
        // In half a step two move by 570 m and 20 m a second at most.
        expect(found).toBeGreaterThan(least - 0.005);
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  it('takes an unknown height for the same height', () => {
    const apart = { east_m: 3000, north_m: 0, up_m: Number.NaN, east_mps: 0, north_mps: 0, up_mps: 0 };
    expect(leastApart(straight(0, 0, 5), straight(0, 0, -5), apart, 6000, 300)).toBeCloseTo(0.5, 12);
  });
});
