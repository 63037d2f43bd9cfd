import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEstimate } from './estimate.ts';
import { TargetFilter } from './target_filter.ts';

const EXACT = { position_m: 0, velocity_mps: 0, height_m: 0, climb_mps: 0 };
const NOISY = { position_m: 30, velocity_mps: 1.5, height_m: 8, climb_mps: 0.8 };

/** A turn at `rate` rad/s clockwise from `from_s` on, at 60 m/s, climbing at `climb` from then on. */
function truth(t: number, from_s: number, rate: number, climb: number) {
  const since = Math.max(0, t - from_s);
  const straight = Math.min(t, from_s);
  const heading = rate * since;
  const x = rate === 0 ? 0 : (60 / rate) * (1 - Math.cos(heading));
  const y = 60 * straight + (rate === 0 ? 60 * since : (60 / rate) * Math.sin(heading));
  return { x, y, z: climb * since, vx: 60 * Math.sin(heading), vy: 60 * Math.cos(heading), vz: since > 0 ? climb : 0 };
}

/** A small generator with a seed, of the kind named mulberry32, and normal numbers by Box and Muller. */
function noise(seed: number) {
  let a = seed | 0;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

function follow(errors: typeof EXACT, seconds: number, from_s: number, rate: number, climb: number, seed = 1) {
  const filter = new TargetFilter(errors);
  const n = noise(seed);
  for (let t = 0; t <= seconds; t += 1) {
    const at = truth(t, from_s, rate, climb);
    filter.take(t, {
      x: at.x + n() * errors.position_m,
      y: at.y + n() * errors.position_m,
      z: at.z + n() * errors.height_m,
      vx: at.vx + n() * errors.velocity_mps,
      vy: at.vy + n() * errors.velocity_mps,
      vz: at.vz + n() * errors.climb_mps,
    });
  }
  const out = createEstimate();
  filter.write(0, 0, 0, out);
  return out;
}

describe('a followed target', () => {
  test('exact reports: a turn is seen within two seconds, with its rate and side', () => {
    for (const rate of [0.02, -0.05]) {
      const held = follow(EXACT, 22, 20, rate, 0);
      expect(held.turning).toBeGreaterThan(0.95);
      expect(held.turn_radps).toBeCloseTo(rate, 2);
    }
  });

  test('straight flight is held to be straight', () => {
    expect(follow(EXACT, 60, 99, 0, 0).turning).toBeLessThan(0.1);
    expect(follow(NOISY, 60, 99, 0, 0).turning).toBeLessThan(0.3);
  });

  test('a climb is seen, then held to be steady again', () => {
    expect(follow(EXACT, 41, 40, 0, 5).climbing).toBeGreaterThan(0.9);
    const later = follow(EXACT, 60, 40, 0, 5);
    expect(later.climbing).toBeLessThan(0.1);
    expect(later.steady.vz_mps).toBeCloseTo(5, 1);
  });

  test('noise: what is held is nearer the truth than a report, and within its own errors', () => {
    let square = 0;
    let scaled = 0;
    const runs = 60;
    for (let seed = 1; seed <= runs; seed += 1) {
      const held = follow(NOISY, 40, 99, 0, 0, seed).steady;
      const off = held.vy_mps - 60;
      square += off * off;
      scaled += (off * off) / held.velocity_m2ps2;
    }
    expect(Math.sqrt(square / runs)).toBeLessThan(NOISY.velocity_mps / 2);
    // A mean of 60 squares of standard normal numbers is within 0.5 to 1.7 all but once in a thousand times.
    expect(scaled / runs).toBeGreaterThan(0.4);
    expect(scaled / runs).toBeLessThan(1.7);
  });

  test('unheard, its errors grow; a height never heard stays unknown', () => {
    const filter = new TargetFilter(NOISY);
    const report = { x: 0, y: 0, z: Number.NaN, vx: 10, vy: 0, vz: Number.NaN };
    const out = createEstimate();
    filter.take(0, report);
    filter.take(1, report);
    filter.write(0, 0, 0, out);
    const before = out.steady.position_m2;
    for (let t = 2; t < 8; t += 1) filter.take(t, null);
    filter.write(0, 0, 0, out);
    expect(out.steady.position_m2).toBeGreaterThan(before);
    expect(out.steady.x_m).toBeGreaterThan(40);
    expect(out.steady.z_m).toBeNaN();
    expect(filter.lastHeard_s).toBe(1);
  });

  test('any reports leave numbers, and variances that are none below zero', () => {
    const metres = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    const mps = fc.double({ min: -400, max: 400, noNaN: true });
    const report = fc.record({ x: metres, y: metres, z: metres, vx: mps, vy: mps, vz: mps });
    const sequence = fc.array(fc.option(report, { nil: null }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sequence, fc.constantFrom(EXACT, NOISY), (reports, errors) => {
        const filter = new TargetFilter(errors);
        for (const [t, one] of reports.entries()) filter.take(t, one);
        if (Number.isNaN(filter.lastHeard_s)) return;
        const out = createEstimate();
        filter.write(0, 0, 0, out);
        const { steady, manoeuvring, ...rest } = out;
        for (const value of [...Object.values(rest), ...Object.values(steady), ...Object.values(manoeuvring)]) {
          expect(Number.isFinite(value)).toBe(true);
        }
        for (const account of [steady, manoeuvring]) {
          for (const variance of [
            account.position_m2,
            account.velocity_m2ps2,
            account.height_m2,
            account.climb_m2ps2,
          ]) {
            expect(variance).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
