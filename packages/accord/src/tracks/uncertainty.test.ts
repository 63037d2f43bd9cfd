import { TECHNOLOGIES } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumedAccuracy_m, grownAccuracy_m } from './uncertainty.ts';

const accuracy = fc.double({ min: 1e-3, max: 5000, noNaN: true });
const speed = fc.double({ min: 0, max: 50, noNaN: true });
const age = fc.double({ min: 0, max: 300, noNaN: true });
const more = fc.double({ min: 0, max: 100, noNaN: true });

describe('grownAccuracy_m', () => {
  it('never shrinks with age, position error or velocity error', () => {
    fc.assert(
      fc.property(accuracy, speed, age, more, (accuracy_m, velocity_mps, age_s, by) => {
        const now = grownAccuracy_m(accuracy_m, velocity_mps, age_s);
        expect(grownAccuracy_m(accuracy_m, velocity_mps, age_s + by)).toBeGreaterThanOrEqual(now);
        expect(grownAccuracy_m(accuracy_m + by, velocity_mps, age_s)).toBeGreaterThanOrEqual(now);
        expect(grownAccuracy_m(accuracy_m, velocity_mps + by, age_s)).toBeGreaterThanOrEqual(now);
        expect(now).toBeGreaterThanOrEqual(accuracy_m * (1 - 1e-15));
      }),
    );
  });

  it('is the reported radius at age 0, also before it, and the root sum of squares later', () => {
    expect(grownAccuracy_m(30, 3, 0)).toBe(30);
    expect(grownAccuracy_m(30, 3, -5)).toBe(30);
    // 40 m of drift and 0.5 · 1.5 m/s² · 10² = 75 m: √(30² + 40² + 75²).
    expect(grownAccuracy_m(30, 4, 10)).toBeCloseTo(90.138782, 6);
  });

  it('stops at 10 NM', () => {
    expect(grownAccuracy_m(0, 0, 1e6)).toBe(18_520);
  });
});

describe('assumedAccuracy_m', () => {
  it('is wide for what is badly seen and given for every technology', () => {
    for (const technology of TECHNOLOGIES) expect(assumedAccuracy_m(technology)).toBeGreaterThan(0);
    const order = (['logger', 'flarm', 'adsb', 'tisb', 'radar', 'visual'] as const).map((one) =>
      assumedAccuracy_m(one),
    );
    expect(order).toEqual([...order].sort((x, y) => x - y));
    expect(assumedAccuracy_m('unknown')).toBeGreaterThan(assumedAccuracy_m('adsb'));
  });
});
