import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals } from '../../test/noise.ts';
import { every, observation, START_MS } from '../../test/traffic.ts';
import {
  CLIMB_BLOCK,
  climbProbability,
  climbRate_mps,
  climbRateDeviation_mps,
  heightDeviation_m,
  openClimb,
  updateClimb,
} from './climb.ts';
import { TrackTable } from './table.ts';
import { applyObservation } from './update.ts';

const STEP_25_M = 7.62;
const STEP_100_M = 30.48;
const VARIANCE = 36;

/** Heights every `gap_s`, in steps, by a rate given by time; returns what the filter makes of each. */
function followed(rate: (t_s: number) => number, gap_s: number, to_s: number, step_m: number, said: boolean) {
  const blocks = new Float32Array(CLIMB_BLOCK);
  const out: { t_s: number; climbing: number; rate_mps: number; sure_mps: number }[] = [];
  let height_m = 3000;
  for (const t_s of every(0, to_s, gap_s)) {
    const shown_m = Math.round(height_m / step_m) * step_m;
    const rate_mps = said ? Math.round(rate(t_s) / 0.325) * 0.325 : Number.NaN;
    if (t_s === 0) openClimb(blocks, 0, shown_m, VARIANCE, rate_mps);
    else updateClimb(blocks, 0, gap_s, shown_m, VARIANCE, rate_mps);
    const climbing = climbProbability(blocks, 0);
    out.push({ t_s, climbing, rate_mps: climbRate_mps(blocks, 0), sure_mps: 1.96 * climbRateDeviation_mps(blocks, 0) });
    height_m += rate(t_s) * gap_s;
  }
  return out;
}

const steady = (): number => 0;
const begins = (t_s: number): number => (t_s < 60 ? 0 : 5);

describe('the vertical filter', () => {
  it('holds level flight for level, though heights step by 25 or 100 ft about it', () => {
    for (const step_m of [STEP_25_M, STEP_100_M]) {
      const noise = normals(3);
      const wander = followed((t_s) => (t_s % 2 === 0 ? 1 : -1) * Math.abs(noise()), 1, 300, step_m, false);
      const late = wander.filter(({ t_s }) => t_s > 30);
      expect(late.filter(({ climbing }) => climbing > 0.5).length / late.length).toBeLessThan(0.05);
    }
    const quiet = followed(steady, 5, 300, STEP_25_M, true).filter(({ t_s }) => t_s > 10);
    expect(Math.max(...quiet.map(({ climbing }) => climbing))).toBeLessThan(0.2);
  });

  it('finds a climb that begins: at once by its rate, within 9 s from heights alone', () => {
    const told = followed(begins, 1, 90, STEP_25_M, true);
    expect(told.find(({ t_s, climbing }) => t_s >= 60 && climbing > 0.5)?.t_s).toBe(60);
    const seen = followed(begins, 1, 90, STEP_25_M, false);
    expect(seen.find(({ t_s, climbing }) => t_s >= 60 && climbing > 0.5)!.t_s).toBeLessThanOrEqual(69);
    expect(seen.at(-1)!.rate_mps).toBeCloseTo(5, 0);
    const coarse = followed(begins, 1, 90, STEP_100_M, false);
    expect(coarse.find(({ t_s, climbing }) => t_s >= 60 && climbing > 0.5)!.t_s).toBeLessThanOrEqual(75);
  });

  it('finds that a climb has ended, within 15 s from heights alone', () => {
    for (const [said, by_s] of [
      [true, 64],
      [false, 75],
    ] as const) {
      const ended = followed((t_s) => (t_s < 60 ? 8 : 0), 1, 120, STEP_25_M, said);
      expect(ended.find(({ t_s }) => t_s === 59)!.climbing).toBeGreaterThan(0.9);
      expect(ended.find(({ t_s, climbing }) => t_s >= 60 && climbing < 0.5)!.t_s).toBeLessThanOrEqual(by_s);
      expect(ended.at(-1)!.climbing).toBeLessThan(0.3);
    }
  });

  it('finds a slow climb that is kept up', () => {
    for (const said of [true, false]) {
      const slow = followed(() => 1.3, 1, 60, STEP_25_M, said);
      expect(slow.at(-1)!.climbing).toBeGreaterThan(0.5);
      expect(slow.at(-1)!.rate_mps).toBeCloseTo(1.3, 0);
    }
  });

  it('knows how well it knows the rate', () => {
    const noise = normals(8);
    let [inside, of] = [0, 0];
    for (let run = 0; run < 60; run++) {
      const blocks = new Float32Array(CLIMB_BLOCK);
      const rate_mps = 4 * noise();
      if (Math.abs(rate_mps) < 2) continue;
      openClimb(blocks, 0, 1000 + 6 * noise(), VARIANCE, Number.NaN);
      for (const t of every(1, 60)) {
        updateClimb(blocks, 0, 1, 1000 + rate_mps * t + 6 * noise(), VARIANCE, Number.NaN);
        if (t < 30) continue;
        of += 1;
        if (Math.abs(climbRate_mps(blocks, 0) - rate_mps) <= 1.96 * climbRateDeviation_mps(blocks, 0)) inside += 1;
      }
    }
    expect(of).toBeGreaterThan(500);
    expect(inside / of).toBeGreaterThan(0.93);
  });

  it('property: stays sound, whatever heights and rates come', () => {
    const one = fc.record({
      gap_s: fc.double({ min: 0, max: 60, noNaN: true }),
      height_m: fc.option(fc.double({ min: -100_000, max: 100_000, noNaN: true }), { nil: Number.NaN }),
      rate_mps: fc.option(fc.double({ min: -400, max: 400, noNaN: true }), { nil: Number.NaN }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (rows) => {
        const blocks = new Float32Array(CLIMB_BLOCK);
        openClimb(blocks, 0, 1000, VARIANCE, Number.NaN);
        for (const { gap_s, height_m, rate_mps } of rows) {
          updateClimb(blocks, 0, gap_s, height_m, VARIANCE, rate_mps);
          expect(blocks.every((x) => Number.isFinite(x))).toBe(true);
          expect(climbProbability(blocks, 0)).toBeGreaterThan(0);
          expect(climbProbability(blocks, 0)).toBeLessThan(1);
          expect(climbRateDeviation_mps(blocks, 0)).toBeGreaterThan(0);
          expect(heightDeviation_m(blocks, 0)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('two kinds of height that come by turns', () => {
  it('make no climb of their difference: pressure altitude is followed', () => {
    const table = new TrackTable();
    for (const s of every(0, 60, 2)) {
      const pressure = s % 4 === 0;
      const heights = pressure
        ? { pressure_altitude_m: 2000, geometric_altitude_m: null }
        : { pressure_altitude_m: null, geometric_altitude_m: 2090, geometric_datum: 'ellipsoid' as const };
      const bare = { ground_speed_mps: null, track_deg: null, vertical_rate_mps: null };
      const time_ms = START_MS + s * 1000;
      applyObservation(table, observation({ ...bare, ...heights, time_ms, longitude_deg: -5 + s * 0.002 }), time_ms);
    }
    expect(table.level[0]).toBe(1);
    expect(Math.abs(table.vertical_rate_mps[0]!)).toBeLessThan(0.5);
    expect(table.vertical_accuracy_m[0]).toBeLessThan(20);
  });
});
