import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
// As the package hands them out.
import { DetectAndAvoid, PairAlerting, type SavedAlertMemory, standardConfiguration } from '../index.ts';

const NAMES = ['DO_365B_no_SUM', 'Buffered_DWC_SC_228_nom_b', 'SUAS_2000_250'];
const coordinate = fc.integer({ min: -9000, max: 9000 });
const speed = fc.integer({ min: -180, max: 180 });
const flight = fc.record({
  east_m: coordinate,
  north_m: coordinate,
  up_m: fc.integer({ min: -600, max: 600 }),
  own_mps: fc.tuple(speed, speed, fc.integer({ min: -10, max: 10 })),
  other_mps: fc.tuple(speed, speed, fc.integer({ min: -10, max: 10 })),
  /** Where the other one turns, after how many steps. */
  turns_at: fc.integer({ min: 1, max: 30 }),
  gap_s: fc.constantFrom(1, 1, 1, 2, 7),
});

describe('alerts of one pair', () => {
  test('property: are those of detect and avoid, second by second, wherever what is remembered is kept', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(flight, fc.constantFrom(...NAMES), fc.boolean(), (at, name, blind) => {
        const configuration = standardConfiguration(name);
        const reference = new DetectAndAvoid(configuration);
        let saved: SavedAlertMemory = [];
        let { east_m, north_m, up_m } = at;
        let [east, north, up] = at.other_mps;
        for (let k = 0, time_s = 0; k < 40; k += 1, time_s += at.gap_s) {
          if (k === at.turns_at) [east, north] = [-north, east];
          const altitude_m = 1500;
          reference.update({
            time_s,
            ownship: { id: 'own', place: { east_m: 0, north_m: 0, altitude_m }, velocity_mps: at.own_mps },
            traffic: [
              {
                id: 'other',
                place: { east_m, north_m, altitude_m: altitude_m + up_m },
                velocity_mps: [east, north, up],
                heightUnknown: blind,
              },
            ],
          });
          const state = { time_s, east_m, north_m, up_m: blind ? Number.NaN : up_m, own_mps: at.own_mps };
          const found = new PairAlerting(configuration).update({ ...state, other_mps: [east, north, up] }, saved);
          saved = JSON.parse(JSON.stringify(found.saved)) as SavedAlertMemory;
          const level = reference.alertLevel(0);
          const expected = level > 0 ? configuration.alerters[0]!.levels[level - 1]!.region : null;
          expect(found.region, `${name}, step ${k}`).toBe(expected);
          seen.add(`${name} ${expected}`);
          east_m += (east - at.own_mps[0]) * at.gap_s;
          north_m += (north - at.own_mps[1]) * at.gap_s;
          up_m += (up - at.own_mps[2]) * at.gap_s;
        }
      }),
      { numRuns: 150, seed: 365 },
    );
    for (const name of NAMES) expect(seen).toContain(`${name} NEAR`);
    expect(seen).toContain('DO_365B_no_SUM MID');
  });

  test('reach as far as an alert may', () => {
    const { lateral_m, vertical_m, ahead_s } = new PairAlerting(standardConfiguration('DO_365B_no_SUM')).reach;
    expect(lateral_m).toBeCloseTo(0.66 * 1852, 6);
    expect(vertical_m).toBeCloseTo(700 * 0.3048, 6);
    expect(ahead_s).toBe(110);
  });
});
