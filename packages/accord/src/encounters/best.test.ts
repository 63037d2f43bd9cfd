import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circling, flown, type Path, rangeOf, straight } from '../../test/flown.ts';
import { every, START_MS } from '../../test/traffic.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { bestEstimate } from './best.ts';

/** Reports of two paths, each position off by up to `error_m` as a fixed pattern has it. */
function heard(a: Path, b: Path, times_s: readonly number[], error_m: number, seed = 1): TrackTable {
  const table = new TrackTable();
  let state = seed;
  const error = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * error_m;
  };
  const off =
    (path: Path): Path =>
    (t_s) => {
      const at = path(t_s);
      return { ...at, east_m: at.east_m + error(), north_m: at.north_m + error() };
    };
  const over = { position_accuracy_m: Math.max(5, error_m * 1.4) };
  const reports = [flown('d1a000', off(a), times_s, over), flown('d1a001', off(b), times_s, over)].flat();
  for (const o of reports.sort((x, y) => x.time_ms - y.time_ms)) applyObservation(table, o, o.time_ms);
  return table;
}

/** The true closest within the time, by looking every 10 ms. */
function closestOf(a: Path, b: Path, from_s: number, to_s: number): { t_s: number; h_m: number } {
  let best = { t_s: from_s, h_m: Infinity };
  for (let t_s = from_s; t_s <= to_s; t_s += 0.01) {
    const h_m = rangeOf(a(t_s), b(t_s));
    if (h_m < best.h_m) best = { t_s, h_m };
  }
  return best;
}

/** A closest instant, s after the start, in the middle of what was measured. */
const at = (t_s: number, pause_s = 3600) => {
  const time_ms = START_MS + Math.round(t_s * 1000);
  return { time_ms, from_ms: time_ms - pause_s * 1000, to_ms: time_ms + pause_s * 1000 };
};

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('the best estimate of a closest point', () => {
  it('of two on straight lines is theirs, however sparse the reports', () => {
    const a = straight({}, 90, 60);
    const b = straight({ east_m: 1800, north_m: -1500, up_m: 1040 }, 0, 50);
    const truth = closestOf(a, b, 0, 60);
    const best = bestEstimate(heard(a, b, every(0, 60, 5), 0), 0, 1, at(Math.round(truth.t_s)));
    expect(best?.h_cpa_m).toBeCloseTo(truth.h_m, -1);
    expect((best!.t_cpa_ms - START_MS) / 1000).toBeCloseTo(truth.t_s, 0);
    expect(best?.v_cpa_m).toBeCloseTo(40, 0);
  });

  it('lies within its 95 % radius of the truth nearly always, turning or straight', () => {
    let within = 0;
    let runs = 0;
    fc.assert(
      fc.property(
        number(200, 600),
        number(30, 70),
        number(0, 359),
        fc.boolean(),
        fc.nat(),
        (off, v, track, turns, seed) => {
          const a = turns ? circling({}, 700, v, track) : straight({}, track, v);
          const meet = a(30);
          const b = straight({ east_m: meet.east_m - 30 * 40, north_m: meet.north_m + off, up_m: 1010 }, 90, 40);
          const truth = closestOf(a, b, 15, 45);
          const table = heard(a, b, every(0, 60), 20, seed);
          const best = bestEstimate(table, 0, 1, at(truth.t_s));
          runs += 1;
          if (Math.abs(best!.h_cpa_m - truth.h_m) <= best!.h_uncertainty_m) within += 1;
          expect(best!.h_uncertainty_m).toBeLessThan(60);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
    expect(within / runs).toBeGreaterThan(0.9);
  });

  it('is not sought where nothing was measured', () => {
    const a = straight({}, 90, 60);
    const b = straight({ east_m: 3600, north_m: 300 }, 270, 60);
    const table = heard(a, b, every(0, 60), 0);
    expect(bestEstimate(table, 0, 1, at(24))?.t_cpa_ms).toBeCloseTo(START_MS + 30_000, -2);
    expect(bestEstimate(table, 0, 1, at(24, 2))?.t_cpa_ms).toBeCloseTo(START_MS + 26_000, -2);
  });

  it('is none where the smoothed turn is one that nothing flies', () => {
    const other = straight({ east_m: -900, north_m: 300 }, 90, 30);
    const turning = (speed_mps: number) => heard(circling({}, 300, speed_mps, 0), other, every(0, 60), 0);
    expect(bestEstimate(turning(200), 0, 1, at(30))).toBeNull();
    expect(bestEstimate(turning(60), 0, 1, at(30))).not.toBeNull();
  });

  it('is none where the reports kept do not reach, and has no height where there is none in common', () => {
    const a = straight({}, 90, 60);
    const b = straight({ north_m: 500 }, 90, 60);
    expect(bestEstimate(heard(a, b, every(0, 60), 0), 0, 1, at(-60))).toBeNull();
    const table = new TrackTable();
    const blind = { pressure_altitude_m: null };
    for (const t_s of every(0, 40)) {
      for (const o of [...flown('d1a000', a, [t_s]), ...flown('d1a001', b, [t_s], blind)]) {
        applyObservation(table, o, o.time_ms);
      }
    }
    expect(bestEstimate(table, 0, 1, at(20))).toMatchObject({ v_cpa_m: null });
  });
});
