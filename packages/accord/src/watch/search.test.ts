import { SweptGrid } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  every,
  type Flight,
  memorandumWith,
  NEAR,
  ofKind,
  play,
  reportsOf,
  START_MS,
  WIDE,
} from '../../test/traffic.ts';
import { PairGeometry } from '../encounters/geometry.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { Watch } from '../watch.ts';
import { placeTrack, reachOf, worthWatching } from './search.ts';

const memorandum = memorandumWith(WIDE, NEAR);
const reach = reachOf(memorandum);
const flight: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const PARTIES = ['d1a001', 'd2b001'] as const;

const anywhere = (address: string): fc.Arbitrary<Flight> =>
  fc.record({
    address: fc.constant(address),
    east_m: fc.integer({ min: -40_000, max: 40_000 }),
    north_m: fc.integer({ min: -40_000, max: 40_000 }),
    altitude_m: fc.integer({ min: 5000, max: 8000 }),
    track_deg: fc.integer({ min: 0, max: 359 }),
    speed_mps: fc.integer({ min: 0, max: 300 }),
    climb_mps: fc.integer({ min: -15, max: 15 }),
    origin: fc.constantFrom(
      { latitude_deg: 45.3, longitude_deg: -5 },
      { latitude_deg: -17, longitude_deg: 179.99 },
      { latitude_deg: 88, longitude_deg: 60 },
    ),
    over: fc.record({ position_accuracy_m: fc.constantFrom(10, 500, 4000, 18_000) }),
  });

describe('the broad phase', () => {
  it('never keeps from the exact test a pair that it would find worth watching', () => {
    let met = 0;
    fc.assert(
      fc.property(anywhere(PARTIES[0]), anywhere(PARTIES[1]), (a, b) => {
        const table = new TrackTable();
        const grid = new SweptGrid(64);
        for (const one of [a, { ...b, origin: a.origin! }]) {
          const { slot } = applyObservation(table, reportsOf(one, [0])[0]!, START_MS);
          table.words[slot]!.identity = { ...table.words[slot]!.identity, party: slot === 0 ? 'nc' : 'mu' };
          placeTrack(grid, table, slot, reach);
        }
        if (!worthWatching(table, memorandum, reach, 0, 1, new PairGeometry(), START_MS)) return;
        met += 1;
        expect(grid.candidates(0, new Int32Array(64))).toBe(1);
        expect(grid.candidates(1, new Int32Array(64))).toBe(1);
      }),
      { numRuns: 1500, seed: 20151020 },
    );
    expect(met).toBeGreaterThan(60);
  });

  it('finds one that is known only to within miles as far out as its minima are widened', () => {
    const far = memorandumWith(WIDE.replace('3 NM', '10 NM'));
    const vague: Flight = { ...flight, address: 'T1', east_m: 35_000, over: { position_accuracy_m: 18_000 } };
    const watch = new Watch({ memorandum: far });
    play(watch, [...reportsOf(flight, every(0, 5)), ...reportsOf(vague, every(0, 5))]);
    expect(watch.counts().encounters).toBe(1);
  });
});

describe('a pair', () => {
  it('is found by the report of either side, though the other one says nothing then', () => {
    const beside: Flight = { ...flight, address: 'd2b001', east_m: 3000 };
    for (const [first, second] of [
      [flight, beside],
      [beside, flight],
    ] as const) {
      const watch = new Watch({ memorandum });
      play(watch, [...reportsOf(first, [0]), ...reportsOf(second, [5])]);
      expect(watch.counts().encounters).toBe(1);
    }
  });

  it('is found by the one that turns in, though the other one says nothing then', () => {
    const watch = new Watch({ memorandum });
    const far = { ...flight, address: 'd2b001', east_m: 24_000, north_m: 24_000 };
    play(watch, [...reportsOf({ ...flight, east_m: 0 }, [0]), ...reportsOf({ ...far, track_deg: 0 }, [0.1])]);
    expect(watch.counts().encounters).toBe(0);
    play(watch, reportsOf({ ...far, east_m: far.east_m - 200, track_deg: 270 }, [1]));
    expect(watch.counts().encounters).toBe(1);
  });
});

describe('what is not watched', () => {
  const pairs = (a: Flight, b: Flight): number => {
    const watch = new Watch({ memorandum });
    play(watch, [...reportsOf(a, every(0, 5)), ...reportsOf(b, every(0, 5))]);
    return watch.counts().encounters;
  };
  const beside: Flight = { ...flight, address: 'd2b001', east_m: 3000 };

  it('is a pair that no clause binds', () => {
    expect(pairs(flight, beside)).toBe(1);
    expect(pairs(flight, { ...beside, address: 'd1a002' })).toBe(0);
  });

  it('is an aircraft on the ground', () => {
    expect(pairs(flight, { ...beside, over: { on_ground: true } })).toBe(0);
  });

  it('is a pair far apart in height that does not close', () => {
    expect(pairs(flight, { ...beside, altitude_m: 9000 })).toBe(0);
    expect(pairs(flight, { ...beside, altitude_m: 9000, climb_mps: -15 })).toBe(1);
  });
});

describe('a report from up to 2 s ahead of the watch', () => {
  it('is carried back to now like an old one is carried on', () => {
    const west: Flight = { ...flight, address: 'd2b001', north_m: 20_000, track_deg: 180 };
    const range_m = (ahead_s: number): number => {
      const watch = new Watch({ memorandum });
      const tick = START_MS / 100;
      const outcomes = watch.advance(tick, [...reportsOf(flight, [0]), ...reportsOf(west, [ahead_s])]);
      return ofKind(outcomes, 'alert_raised')[0]!.alert.range_m;
    };
    expect(range_m(1.9)).toBeCloseTo(range_m(0), -1);
  });
});
