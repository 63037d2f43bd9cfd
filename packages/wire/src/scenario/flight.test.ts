import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flight } from './flight.ts';
import type { FlightChange, ScenarioAircraft } from './scenario.ts';

const START = { at_s: 0, east_m: 0, north_m: 0, altitude_m: 3000, track_deg: 90, speed_mps: 100 };

function flight(changes: FlightChange[], start = START): Flight {
  const aircraft: ScenarioAircraft = {
    id: 'a',
    callsign: null,
    category: null,
    start,
    changes,
    stop_ms: 1_000_000,
    resolution_advisory: null,
    heard_by: [],
  };
  return new Flight(aircraft);
}

describe('a flight', () => {
  it('goes straight on until something changes', () => {
    const state = flight([]).at(60);
    expect(state.east_m).toBeCloseTo(6000, 9);
    expect(state.north_m).toBeCloseTo(0, 9);
    expect(state).toMatchObject({ altitude_m: 3000, track_deg: 90, speed_mps: 100, climb_mps: 0 });
  });

  it('turns the shorter way on a circle of radius v / rate, and rolls out on the new track', () => {
    const left = flight([{ kind: 'track', at_s: 10, to: 0, rate: 3, direction: 'shorter' }]);
    const radius = 100 / ((3 * Math.PI) / 180);
    const out = left.at(40);
    expect(out.track_deg).toBeCloseTo(0, 9);
    expect(out.east_m).toBeCloseTo(1000 + radius, 6);
    expect(out.north_m).toBeCloseTo(radius, 6);
    expect(left.at(100).east_m).toBeCloseTo(1000 + radius, 6);
    expect(left.at(100).north_m).toBeCloseTo(radius + 6000, 6);
  });

  it('turns the longer way when it is told to, and turns about to the right', () => {
    const track = (direction: 'shorter' | 'left' | 'right', to: number, at_s: number): number => {
      return flight([{ kind: 'track', at_s: 0, to, rate: 3, direction }]).at(at_s).track_deg;
    };
    expect(track('left', 180, 10)).toBeCloseTo(60, 9);
    expect(track('left', 180, 90)).toBeCloseTo(180, 9);
    expect(track('right', 0, 10)).toBeCloseTo(120, 9);
    expect(track('right', 0, 90)).toBeCloseTo(0, 9);
    expect(track('shorter', 270, 10)).toBeCloseTo(120, 9);
    expect(track('right', 180, 10)).toBeCloseTo(120, 9);
    expect(track('left', 0, 10)).toBeCloseTo(60, 9);
  });

  it('climbs, descends and levels off', () => {
    const climbing = flight([
      { kind: 'altitude', at_s: 10, to: 3500, rate: 10 },
      { kind: 'altitude', at_s: 100, to: 3400, rate: 5 },
    ]);
    expect(climbing.at(30)).toMatchObject({ altitude_m: 3200, climb_mps: 10 });
    expect(climbing.at(60)).toMatchObject({ altitude_m: 3500, climb_mps: 0 });
    expect(climbing.at(110)).toMatchObject({ altitude_m: 3450, climb_mps: -5 });
    expect(climbing.at(500)).toMatchObject({ altitude_m: 3400, climb_mps: 0 });
  });

  it('lets a change that comes early replace the one under way, of its own kind only', () => {
    const changed = flight([
      { kind: 'altitude', at_s: 0, to: 6000, rate: 10 },
      { kind: 'speed', at_s: 50, to: 150, rate: 1 },
      { kind: 'altitude', at_s: 100, to: 3000, rate: 20 },
    ]);
    expect(changed.at(75)).toMatchObject({ altitude_m: 3750, climb_mps: 10, speed_mps: 125 });
    expect(changed.at(120)).toMatchObject({ altitude_m: 3600, climb_mps: -20, speed_mps: 150 });
    expect(changed.at(600)).toMatchObject({ altitude_m: 3000, climb_mps: 0 });
  });

  it('does nothing when it is told to do what it does', () => {
    const same = flight([
      { kind: 'track', at_s: 5, to: 90, rate: 3, direction: 'left' },
      { kind: 'speed', at_s: 5, to: 100, rate: 1 },
    ]);
    expect(same.at(100).east_m).toBeCloseTo(10_000, 9);
    expect(same.at(100).track_deg).toBe(90);
  });

  it('agrees with a numerical integration whatever changes overlap', () => {
    const at_s = fc.integer({ min: 0, max: 200 });
    const change: fc.Arbitrary<FlightChange> = fc.oneof(
      fc.record({
        kind: fc.constant('track' as const),
        at_s,
        to: fc.integer({ min: 0, max: 359 }),
        rate: fc.integer({ min: 1, max: 60 }).map((tenths) => tenths / 10),
        direction: fc.constantFrom('shorter' as const, 'left' as const, 'right' as const),
      }),
      fc.record({
        kind: fc.constantFrom('speed' as const, 'altitude' as const),
        at_s,
        to: fc.integer({ min: 50, max: 250 }),
        rate: fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10),
      }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const flown = flight([...changes].sort((a, b) => a.at_s - b.at_s));
        // Midpoint steps of 0.05 s over the state's own velocity; corners cost at most a step each.
        let east = 0;
        let north = 0;
        let altitude = START.altitude_m;
        for (let step = 0; step < 6000; step++) {
          const { speed_mps, track_deg, climb_mps } = flown.at((step + 0.5) * 0.05);
          const track = (track_deg * Math.PI) / 180;
          east += speed_mps * Math.sin(track) * 0.05;
          north += speed_mps * Math.cos(track) * 0.05;
          altitude += climb_mps * 0.05;
        }
        const state = flown.at(300);
        expect(Math.abs(state.east_m - east)).toBeLessThan(2);
        expect(Math.abs(state.north_m - north)).toBeLessThan(2);
        expect(Math.abs(state.altitude_m - altitude)).toBeLessThan(2);
      }),
      { numRuns: 60 },
    );
  });
});
