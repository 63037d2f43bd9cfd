import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEG_PER_RAD, RAD_PER_DEG, wrap180, wrap360 } from './angle.ts';

describe('angles in degrees', () => {
  test.each([
    [0, 0, 0],
    [-0, 0, 0],
    [360, 0, 0],
    [-360, 0, 0],
    [180, 180, 180],
    [-180, 180, 180],
    [540, 180, 180],
    [181, 181, -179],
    [-1, 359, -1],
    [725, 5, 5],
    [-1e-20, 0, -1e-20],
    [359.99999999999994, 359.99999999999994, 359.99999999999994 - 360],
  ])('%f is %f in a full circle and %f from north', (angle_deg, full, half) => {
    expect(Object.is(wrap360(angle_deg), full)).toBe(true);
    expect(Object.is(wrap180(angle_deg), half)).toBe(true);
  });

  test('results lie in the range and differ from the angle by whole turns', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), (angle_deg) => {
        const full = wrap360(angle_deg);
        const half = wrap180(angle_deg);
        expect(full >= 0 && full < 360).toBe(true);
        expect(half > -180 && half <= 180).toBe(true);
        const turns = (angle_deg - full) / 360;
        expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-9);
        expect(Math.abs(wrap180(full - half))).toBeLessThan(1e-9);
        expect(wrap360(full)).toBe(full);
        expect(wrap180(half)).toBe(half);
      }),
    );
  });

  test('no angle gives no angle', () => {
    for (const none of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(wrap360(none)).toBeNaN();
      expect(wrap180(none)).toBeNaN();
    }
  });

  test('the factors are the doubles nearest to pi/180 and 180/pi', () => {
    expect(RAD_PER_DEG).toBe(Math.PI / 180);
    expect(DEG_PER_RAD).toBe(180 / Math.PI);
  });
});
