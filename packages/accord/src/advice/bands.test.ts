import { createPath, pathMeets, wrap180, writeTurn } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NEAR, ofKind, play, reportsOf, WIDE } from '../../test/traffic.ts';
import type { AdviceBands } from '../outcome.ts';
import { Watch } from '../watch.ts';
import { bandsFor } from './bands.ts';
import type { Own } from './own.ts';
import { performanceOf } from './performance.ts';
import type { Other } from './traffic.ts';

/** Northbound at a speed at which the engine is made, so that both turn at one rate. */
const own: Own = {
  east_mps: 0,
  north_mps: 199.999,
  up_mps: 0,
  track_deg: 0,
  ground_speed_mps: 199.999,
  turn_rate_degps: 0,
  altitude_m: 6000,
  crew: 'crewed',
};
const MINIMA = { clause: 'NEAR', lateral_m: 1852, vertical_m: 304.8, leave_by_s: null };
const other = (over: Partial<Other> = {}): Other => ({
  slot: 1,
  id: 'd2b001',
  east_m: 0,
  north_m: 20_000,
  up_m: 0,
  east_mps: 0,
  north_mps: -200,
  up_mps: 0,
  turn_rate_degps: 0,
  turning: 0,
  position_sigma_m: 20,
  velocity_sigma_mps: 0.5,
  height_sigma_m: 10,
  climb_sigma_mps: 0.3,
  crew: 'crewed',
  constraints: [MINIMA],
  ...over,
});
const saysAt = (bands: AdviceBands['track_deg'], value: number): string | undefined =>
  bands.find(({ from, to }) => from <= value && value <= to)?.says;

describe('bands', () => {
  it('say that the way to another aircraft is no way, and other ways are', () => {
    const { track_deg, vertical_rate_mps, altitude_m, ground_speed_mps } = bandsFor(own, [other()]);
    expect(saysAt(track_deg, 1)).toBe('conflict');
    expect(saysAt(track_deg, 90)).toBe('free');
    expect(saysAt(vertical_rate_mps, 0)).not.toBe('free');
    expect(saysAt(altitude_m, 6000)).not.toBe('free');
    expect(ground_speed_mps.every(({ says }) => says !== 'free')).toBe(true);
  });

  it('go from low to high without a gap, and neighbours differ', () => {
    for (const bands of Object.values(bandsFor(own, [other({ east_m: 4000, up_m: 200 })]))) {
      for (let i = 1; i < bands.length; i++) {
        expect(bands[i]!.from).toBe(bands[i - 1]!.to);
        expect(bands[i]!.says).not.toBe(bands[i - 1]!.says);
      }
    }
  });

  it('know no height where there is none: no level is a way out, and no level is told of an own height unknown', () => {
    const { altitude_m, track_deg } = bandsFor(own, [other({ up_m: Number.NaN })]);
    expect(altitude_m.every(({ says }) => says !== 'free')).toBe(true);
    expect(saysAt(track_deg, 90)).toBe('free');
    const blind = bandsFor({ ...own, altitude_m: Number.NaN }, [other({ up_m: Number.NaN })]);
    expect([blind.altitude_m, blind.vertical_rate_mps]).toEqual([[], []]);
    expect(saysAt(blind.track_deg, 1)).toBe('conflict');
  });

  it('property: a turn into the middle step of a free stretch keeps the minima, into that of a conflict does not', () => {
    const path = createPath(1, 180);
    const { turn_rate_degps } = performanceOf('crewed', 200);
    const far = fc.integer({ min: -30_000, max: 30_000 });
    const speed = fc.integer({ min: -200, max: 200 });
    const some = fc.array(fc.record({ east_m: far, north_m: far, east_mps: speed, north_mps: speed }), {
      minLength: 1,
      maxLength: 3,
    });
    let conflicts = 0;
    fc.assert(
      fc.property(some, (at) => {
        const traffic = at.map((one, i) => other({ ...one, id: `t${i}` }));
        fc.pre(at.every((one) => Math.hypot(one.east_m, one.north_m) > 4000));
        for (const { from, to, says } of bandsFor(own, traffic).track_deg) {
          // Bands are tried every 5°; what lies between two steps is told as they are.
          const middle_deg = 5 * Math.round((from + to) / 10);
          if (says === 'recovery' || middle_deg <= from || middle_deg >= to) continue;
          writeTurn(path, own.east_mps, own.north_mps, 0, wrap180(middle_deg), turn_rate_degps);
          const meets = traffic.some((one) =>
            pathMeets(
              path,
              200,
              0,
              one.east_m,
              one.north_m,
              0,
              one.east_mps,
              one.north_mps,
              0,
              // Paths are sampled: at the very edge either may be right.
              MINIMA.lateral_m * (says === 'conflict' ? 1.01 : 0.99),
              MINIMA.vertical_m,
            ),
          );
          expect(meets, `${from} to ${to} is ${says}`).toBe(says === 'conflict');
          if (meets) conflicts += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(conflicts).toBeGreaterThan(0);
  });
});

describe('an alert', () => {
  const first: Flight = {
    address: 'd1a001',
    east_m: 0,
    north_m: -25_000,
    altitude_m: 6000,
    track_deg: 0,
    speed_mps: 200,
  };
  const second: Flight = { ...first, address: 'd2b001', north_m: 25_000, track_deg: 180 };

  it('shows them from a warning on beside each advice, and what is advised is free', () => {
    const watch = new Watch({ memorandum: memorandumWith(WIDE, NEAR) });
    const outcomes = play(watch, [...reportsOf(first, every(0, 90)), ...reportsOf(second, every(0.5, 90))]);
    const told = [...ofKind(outcomes, 'alert_raised'), ...ofKind(outcomes, 'alert_updated')];
    expect(told.filter(({ alert }) => alert.level !== 'advisory').length).toBeGreaterThan(3);
    let turns = 0;
    for (const { alert } of told) {
      expect(alert.advice).toHaveLength(2);
      for (const { bands, manoeuvres, clear } of alert.advice) {
        if (alert.level === 'advisory') {
          expect(bands).toBeUndefined();
          continue;
        }
        expect(bands).toBeDefined();
        const [first] = manoeuvres;
        if (!clear || manoeuvres.length !== 1 || first?.kind !== 'turn') continue;
        // At an edge either side holds; a little late nothing is free any more, and recovery says the same.
        const at = bands!.track_deg.filter(({ from, to }) => from <= first.to_track_deg && first.to_track_deg <= to);
        expect(at.some(({ says }) => says !== 'conflict')).toBe(true);
        turns += 1;
      }
    }
    expect(turns).toBeGreaterThan(3);
  });
});
