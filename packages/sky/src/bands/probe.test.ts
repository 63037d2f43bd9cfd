import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { type DrawnEncounter, encounters, flatSky } from '../../test/encounters.ts';
import { STANDARD_CONFIGURATIONS, standardConfiguration } from '../config/standard.ts';
import type { DetectAndAvoid } from '../detect_and_avoid.ts';
import { DetectAndAvoid as Bounded } from '../detect_and_avoid.ts';
import type { BandKind } from './manoeuvre.ts';

const KINDS: readonly BandKind[] = ['direction', 'horizontal_speed', 'vertical_speed', 'altitude'];

// The same engine with nothing in front of its exact tests.
vi.resetModules();
vi.doMock('../detectors/reach.ts', () => {
  const whole = (...[, , , , window, out]: [unknown, unknown, unknown, unknown, Float64Array, Float64Array]) => {
    out[0] = Number.NEGATIVE_INFINITY;
    out[1] = Number.POSITIVE_INFINITY;
    return (window[1] as number) >= 0;
  };
  return {
    answersShorter: () => false,
    tallest: () => Number.POSITIVE_INFINITY,
    horizontalReach: whole,
    verticalReach: whole,
  };
});
const { DetectAndAvoid: Plain } = await import('../detect_and_avoid.ts');
afterAll(() => vi.doUnmock('../detectors/reach.ts'));

function answers(engine: DetectAndAvoid, drawn: DrawnEncounter) {
  engine.forget();
  engine.update(flatSky(drawn));
  const waits = KINDS.flatMap((kind) => drawn.traffic.map((_, i) => engine.lastTimeToManoeuvre_s(kind, i)));
  return [KINDS.map((kind) => engine.bands(kind)), waits];
}

const KNOT_MPS = 1852 / 3600;
const FOOT_M = 0.3048;

/** Values that lie on limits, thresholds and steps, or make motions and distances equal. */
const speeds = fc.constantFrom(0, 10 * KNOT_MPS, -100, 100, 50, 700 * KNOT_MPS, -2 * KNOT_MPS, 60, -60);
const climbs = fc.constantFrom(0, 0, 500 * (FOOT_M / 60), -500 * (FOOT_M / 60), 30.48, 2.54, -5);
const lengths = fc.constantFrom(
  0,
  1500 * FOOT_M,
  2000 * FOOT_M,
  0.66 * 1852,
  2200 * FOOT_M,
  -9260,
  -6000,
  3000,
  12_000,
  500 * FOOT_M,
);
const heights = fc.constantFrom(
  100 * FOOT_M,
  3000,
  3000 + 450 * FOOT_M,
  3000 - 700 * FOOT_M,
  3000 + 30.48,
  800,
  850,
  2900,
);
const place = fc.tuple(lengths, lengths, heights);
const motion = fc.tuple(speeds, speeds, climbs);
const aircraft = fc.record({ position: place, velocity: motion });
const degenerate: fc.Arbitrary<DrawnEncounter> = fc.record({
  own: fc.record({ position: fc.tuple(fc.constant(0), fc.constant(0), heights), velocity: motion }),
  traffic: fc.array(aircraft, { minLength: 1, maxLength: 3 }),
});

test.each(STANDARD_CONFIGURATIONS)('%s: the bounds in front of the exact tests change no answer', (name) => {
  const bounded = new Bounded(standardConfiguration(name));
  const plain = new Plain(standardConfiguration(name)) as DetectAndAvoid;
  const same = (drawn: DrawnEncounter) => {
    expect(answers(bounded, drawn)).toEqual(answers(plain, drawn));
  };
  fc.assert(fc.property(degenerate, same), { numRuns: 40 });
  fc.assert(fc.property(encounters(3), same), { numRuns: 15 });
});
