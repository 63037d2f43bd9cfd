import type { Observation } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observation, START_MS } from '../test/traffic.ts';
import { compareObservations, TICK_MS, tickOf } from './ordering.ts';

describe('tickOf', () => {
  it('puts an instant on the edge of a tick into the tick that ends there', () => {
    expect(tickOf(0)).toBe(0);
    expect(tickOf(1)).toBe(1);
    expect(tickOf(100)).toBe(1);
    expect(tickOf(101)).toBe(2);
    expect(tickOf(START_MS)).toBe(START_MS / TICK_MS);
    expect(tickOf(START_MS + 1)).toBe(START_MS / TICK_MS + 1);
  });

  it('never ends before its inputs, nor 100 ms after them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), (time_ms) => {
        const end_ms = tickOf(time_ms) * TICK_MS;
        expect(end_ms).toBeGreaterThanOrEqual(time_ms);
        expect(end_ms - time_ms).toBeLessThan(TICK_MS);
      }),
    );
  });
});

/** Values that a field of an observation may differ in; one entry for each field of the schema. */
const DIFFERENT: { [K in keyof Observation]: readonly [Observation[K], Observation[K]] } = {
  source: ['a', 'b'],
  sequence: [1, 2],
  time_ms: [START_MS, START_MS + 1],
  address: ['d1a001', 'd1a002'],
  address_kind: ['icao', 'logger'],
  technology: ['adsb', 'radar'],
  callsign: [null, 'NORD1'],
  registration: [null, 'XX-ABC'],
  category: [null, 'A1'],
  latitude_deg: [45, 46],
  longitude_deg: [-5, 5],
  pressure_altitude_m: [null, 0],
  geometric_altitude_m: [-10, 10],
  geometric_datum: ['ellipsoid', 'unknown'],
  on_ground: [null, true],
  ground_speed_mps: [null, 0],
  track_deg: [0, 90],
  vertical_rate_mps: [-1, 1],
  resolution_advisory: [false, true],
  position_accuracy_m: [null, 30],
  altitude_accuracy_m: [null, 15],
  velocity_accuracy_mps: [3, 10],
  party: [null, 'nc'],
};
const FIELDS = Object.keys(DIFFERENT) as (keyof Observation)[];

/** Observations that differ in few fields, so that ties in the leading ones are common. */
const nearlyEqual: fc.Arbitrary<Observation> = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS), fc.boolean()), { maxLength: 3 })
  .map((changes) =>
    observation(Object.fromEntries(changes.map(([field, second]) => [field, DIFFERENT[field][second ? 1 : 0]]))),
  );

describe('compareObservations', () => {
  it('tells apart any two observations that differ in one field only', () => {
    for (const field of FIELDS) {
      const [x, y] = DIFFERENT[field].map((value) => observation({ [field]: value }));
      const order = compareObservations(x!, y!);
      expect(order, field).not.toBe(0);
      expect(Number.isNaN(order), field).toBe(false);
      expect(Math.sign(compareObservations(y!, x!)), field).toBe(-Math.sign(order));
    }
  });

  it('goes by time, then source, then sequence', () => {
    const early = observation({ time_ms: START_MS, source: 'z', sequence: 9 });
    const late = observation({ time_ms: START_MS + 1, source: 'a', sequence: 1 });
    expect(compareObservations(early, late)).toBeLessThan(0);
    const first = observation({ source: 'a', sequence: 9 });
    const second = observation({ source: 'b', sequence: 1 });
    expect(compareObservations(first, second)).toBeLessThan(0);
    expect(compareObservations(observation({ sequence: 9 }), observation({ sequence: 10 }))).toBeLessThan(0);
  });

  it('sorts to one order from any arrangement', () => {
    const arrangements = fc
      .array(nearlyEqual, { minLength: 2, maxLength: 12 })
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
      );
    fc.assert(
      fc.property(arrangements, ([one, other]) => {
        const sorted = (list: readonly Observation[]): string => JSON.stringify([...list].sort(compareObservations));
        expect(sorted(other)).toBe(sorted(one));
      }),
    );
  });

  it('compares text by code units, not by locale', () => {
    expect(compareObservations(observation({ source: 'Z' }), observation({ source: 'a' }))).toBeLessThan(0);
    expect(compareObservations(observation({ source: 'z' }), observation({ source: 'é' }))).toBeLessThan(0);
  });
});
