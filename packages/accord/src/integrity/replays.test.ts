import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heard, over } from '../../test/sky.ts';
import { every, type Flight, observation, reportsOf, START_MS } from '../../test/traffic.ts';

const ADDRESS = 'd1a001';
const flight: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 40, speed_mps: 150 };

describe('replayed traffic', () => {
  const real = reportsOf({ ...flight, climb_mps: 2 }, every(0, 300));

  it('is flagged when a whole flight comes again, under its own address or another', () => {
    for (const address of [ADDRESS, 'd2b001']) {
      const sky = heard(...real);
      sky.drop(ADDRESS);
      sky.hear(...over(real, (o) => ({ address, time_ms: o.time_ms + 900_000 })));
      expect(sky.flags(address), address).toContain('replayed');
      expect(sky.detail('replayed')).toBe('its reports repeat what was reported 900 s before, digit for digit');
    }
  });

  it('property: any stretch of 100 reports sent again by any shift of 30 s and more is flagged', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 30_000, max: 3_600_000 }), (from, shift_ms) => {
        const sky = heard(...real);
        const again = real
          .slice(from, from + 100)
          .map((o) => ({ ...o, address: 'd2b001', time_ms: o.time_ms + 300_000 + shift_ms }));
        expect(sky.hear(...again).raised()).toEqual(expect.arrayContaining(['replayed']));
      }),
      { numRuns: 40 },
    );
  });

  it('is not what a second receiver hears a few seconds later, nor a circuit flown again, nor an aircraft that stands', () => {
    const second = over(real, (o) => ({ address: '~d2b001', time_ms: o.time_ms + 4000 }));
    expect(heard(...real, ...second).raised()).toEqual([]);
    const again = reportsOf({ ...flight, climb_mps: 2, north_m: 3 }, every(0, 300)).map((o) => ({
      ...o,
      time_ms: o.time_ms + 900_000,
    }));
    const sky = heard(...real);
    sky.drop(ADDRESS);
    expect(sky.hear(...again).raised()).toEqual([]);
    const stands = every(0, 600).map((s) =>
      observation({ time_ms: START_MS + s * 1000, ground_speed_mps: 1, track_deg: 5 }),
    );
    expect(heard(...stands).raised()).toEqual([]);
  });
});
