import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AltitudeCaptures } from './altitude_capture.ts';

const RATE_MPS = 2.54;
const ACCELERATION_MPS2 = 2.45;

test('every way ends level at its target, without a jump of height or speed, within the acceleration', () => {
  const captures = new AltitudeCaptures(1, RATE_MPS, ACCELERATION_MPS2);
  const metres = fc.double({ min: 0, max: 15_000, noNaN: true });
  fc.assert(
    fc.property(metres, metres, fc.double({ min: -30, max: 30, noNaN: true }), (start_m, target_m, rise_mps) => {
      captures.plan(0, start_m, rise_mps, target_m);
      const end_s = captures.third_s(0);
      expect(captures.first_s(0)).toBeLessThanOrEqual(captures.second_s(0) + 1e-9);
      expect(captures.second_s(0)).toBeLessThanOrEqual(end_s + 1e-9);
      expect(captures.altitudeAt(0, 0)).toBeCloseTo(start_m, 6);
      expect(captures.riseAt(0, 0)).toBeCloseTo(rise_mps, 6);
      expect(captures.altitudeAt(0, end_s)).toBeCloseTo(target_m, 5);
      expect(captures.riseAt(0, end_s)).toBeCloseTo(0, 6);
      expect(captures.altitudeAt(0, end_s + 1)).toBe(target_m);
      const step_s = Math.max(end_s / 400, 1e-3);
      for (let time_s = 0; time_s < end_s; time_s += step_s) {
        const before = captures.riseAt(0, time_s);
        const after = captures.riseAt(0, time_s + step_s);
        expect(Math.abs(after - before)).toBeLessThanOrEqual(ACCELERATION_MPS2 * step_s + 1e-6);
        const climbed_m = captures.altitudeAt(0, time_s + step_s) - captures.altitudeAt(0, time_s);
        const fast_mps = Math.max(Math.abs(before), Math.abs(after));
        expect(Math.abs(climbed_m)).toBeLessThanOrEqual(fast_mps * step_s + ACCELERATION_MPS2 * step_s * step_s + 1e-6);
      }
    }),
    { numRuns: 60 },
  );
});
