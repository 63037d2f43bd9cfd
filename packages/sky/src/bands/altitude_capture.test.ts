import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AltitudeCaptures } from './altitude_capture.ts';

const RATE_MPS = 2.54;
const ACCELERATION_MPS2 = 2.45;

/** Altitude and vertical speed on a way at a time. */
function at(captures: AltitudeCaptures, time_s: number): readonly [altitude_m: number, rise_mps: number] {
  const line = new Float64Array(6);
  captures.time_s = time_s;
  captures.writeLine(0, line);
  const rise_mps = line[5] as number;
  return [(line[2] as number) + time_s * rise_mps, rise_mps];
}

test('every way ends level at its target, without a jump of height or speed, within the acceleration', () => {
  const captures = new AltitudeCaptures(1, RATE_MPS, ACCELERATION_MPS2);
  const metres = fc.double({ min: 0, max: 15_000, noNaN: true });
  fc.assert(
    fc.property(metres, metres, fc.double({ min: -30, max: 30, noNaN: true }), (start_m, target_m, rise_mps) => {
      captures.start_m = start_m;
      captures.rise_mps = rise_mps;
      captures.target_m = target_m;
      captures.plan(0);
      const end_s = captures.third_s(0);
      expect(captures.first_s(0)).toBeLessThanOrEqual(captures.second_s(0) + 1e-9);
      expect(captures.second_s(0)).toBeLessThanOrEqual(end_s + 1e-9);
      expect(at(captures, 0)[0]).toBeCloseTo(start_m, 6);
      expect(at(captures, 0)[1]).toBeCloseTo(rise_mps, 6);
      expect(at(captures, end_s)[0]).toBeCloseTo(target_m, 5);
      expect(at(captures, end_s)[1]).toBeCloseTo(0, 6);
      expect(at(captures, end_s + 1)[0]).toBe(target_m);
      const step_s = Math.max(end_s / 400, 1e-3);
      for (let time_s = 0; time_s < end_s; time_s += step_s) {
        const before = at(captures, time_s)[1];
        const after = at(captures, time_s + step_s)[1];
        expect(Math.abs(after - before)).toBeLessThanOrEqual(ACCELERATION_MPS2 * step_s + 1e-6);
        const climbed_m = at(captures, time_s + step_s)[0] - at(captures, time_s)[0];
        const fast_mps = Math.max(Math.abs(before), Math.abs(after));
        expect(Math.abs(climbed_m)).toBeLessThanOrEqual(fast_mps * step_s + ACCELERATION_MPS2 * step_s * step_s + 1e-6);
      }
    }),
    { numRuns: 60 },
  );
});
