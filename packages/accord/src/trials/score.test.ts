import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Flyer, VOLUMES } from './encounter.ts';
import { Fleet } from './flight.ts';
import { Deviation, isWellClearLost, Scorer } from './score.ts';

const at = (pos: Flyer['pos'], vel: Flyer['vel'] = [0, 100, 0]): Flyer => ({
  pos,
  vel,
  speed_mps: [0, 1000],
  plan: [[0, 0, 0, 0]],
});
const ahead = { turn_rate_radps: 0, accel_mps2: 0, vertical_mps: 0 };

describe('well clear', () => {
  const enroute = VOLUMES.enroute.dwc;

  test('is lost at the bounds themselves', () => {
    expect(isWellClearLost(enroute, 1222.32, 0, 137.16, 0, 0)).toBe(true);
    expect(isWellClearLost(enroute, 1222.33, 0, 0, 0, 0)).toBe(false);
    expect(isWellClearLost(enroute, 0, 0, 137.17, 0, 0)).toBe(false);
  });

  test('is lost where modified tau is short and the pass is near', () => {
    // 200 m/s head on: (r^2 - DTHR^2) / (r v) is 35 s at r = 7,210 m.
    expect(isWellClearLost(enroute, 7200, 0, 0, -200, 0)).toBe(true);
    expect(isWellClearLost(enroute, 7220, 0, 0, -200, 0)).toBe(false);
    expect(isWellClearLost(enroute, 7200, 0, 0, 200, 0)).toBe(false);
    expect(isWellClearLost(enroute, 7000, 1230, 0, -200, 0)).toBe(false);
    expect(isWellClearLost(VOLUMES.terminal.dwc, 7000, 0, 0, -200, 0)).toBe(false);
  });

  test('is that of the definition', () => {
    const place = fc.double({ min: -12_000, max: 12_000, noNaN: true });
    const speed = fc.double({ min: -400, max: 400, noNaN: true });
    fc.assert(
      fc.property(place, place, speed, speed, (sx, sy, vx, vy) => {
        const range = Math.hypot(sx, sy);
        const rate = sx * vx + sy * vy;
        const miss = Math.hypot(vx, vy) === 0 ? range : Math.abs(sx * vy - sy * vx) / Math.hypot(vx, vy);
        const tau = rate < 0 ? (1222.32 ** 2 - range ** 2) / rate : Number.POSITIVE_INFINITY;
        fc.pre(Math.abs(range - 1222.32) > 1e-6 && Math.abs(miss - 1222.32) > 1e-6 && Math.abs(tau - 35) > 1e-6);
        expect(isWellClearLost(enroute, sx, sy, 100, vx, vy)).toBe(
          range <= 1222.32 || (rate < 0 && miss <= 1222.32 && tau <= 35),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the score of a pair', () => {
  const pass = (other: Flyer, steps = 300) => {
    const fleet = new Fleet([at([0, 0, 1000]), other], 2.5);
    const scorer = new Scorer('terminal', 1);
    scorer.sample(0, fleet);
    for (let n = 1; n <= steps; n++) {
      fleet.step(0, ahead);
      fleet.step(1, ahead);
      scorer.sample(n / 10, fleet);
    }
    return scorer.pairs[0];
  };

  test('tells the least distance, its time, and the height then', () => {
    const pair = pass(at([300, 2000, 1050], [0, -100, 0]));
    expect(pair?.min_horizontal_m).toBeCloseTo(300, 9);
    expect(pair?.t_min_horizontal_s).toBeCloseTo(10, 9);
    expect(pair?.vertical_at_min_horizontal_m).toBeCloseTo(50, 9);
    expect(pair?.min_norm_nmac).toBeCloseTo(300 / 152.4, 9);
    expect(pair?.min_norm_dwc).toBeCloseTo(300 / 457.2, 9);
    expect(pair?.nmac).toBe(false);
    // sqrt(457.2^2 - 300^2) = 345.0 m of 200 m/s before the pass.
    expect(pair?.t_first_lowc_s).toBeCloseTo(8.3, 9);
  });

  test('an NMAC needs both, and is none at the bound itself', () => {
    expect(pass(at([100, 2000, 1020], [0, -100, 0]))?.nmac).toBe(true);
    expect(pass(at([100, 2000, 1030.48], [0, -100, 0]))?.nmac).toBe(false);
    expect(pass(at([152.4, 2000, 1000], [0, -100, 0]))?.nmac).toBe(false);
  });
});

describe('deviation', () => {
  test('is nothing for who keeps to the plan', () => {
    const fleet = new Fleet([at([0, 0, 1000]), at([0, 0, 1000])], 2.5);
    const deviation = new Deviation(fleet, 0, 1);
    for (let n = 0; n < 100; n++) {
      for (const slot of [0, 1]) fleet.step(slot, { ...ahead, turn_rate_radps: 0.02, vertical_mps: 3 });
      deviation.sample(fleet);
    }
    expect(deviation.extra_m(fleet)).toBeCloseTo(0, 9);
    expect(deviation.altitude_m).toBe(0);
  });

  test('is the way flown and still to go, beyond the way of the plan', () => {
    const fleet = new Fleet([at([0, 0, 1000], [100, 0, 0]), at([0, 0, 1000])], 2.5);
    const deviation = new Deviation(fleet, 0, 1);
    for (let n = 0; n < 100; n++) {
      fleet.step(0, { ...ahead, vertical_mps: 5 });
      fleet.step(1, ahead);
      deviation.sample(fleet);
    }
    // 1,000 m to the side, then across to 13,000 m ahead.
    expect(deviation.extra_m(fleet)).toBeCloseTo(1000 + Math.hypot(1000, 13_000) - 13_000, 6);
    expect(deviation.altitude_m).toBeCloseTo(5 * 8 + 5, 9);
  });
});
