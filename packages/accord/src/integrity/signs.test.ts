import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heard, over, Sky } from '../../test/sky.ts';
import { every, type Flight, observation, reportsOf, START_MS } from '../../test/traffic.ts';
import type { TrackFlagKind } from '../outcome.ts';

const ADDRESS = 'd1a001';
const flight: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 40, speed_mps: 150 };
const M_PER_DEG = 111_195;

describe('signs of GNSS interference', () => {
  it('positions that go elsewhere than the stated velocity leads', () => {
    const sky = heard(...over(reportsOf(flight, every(0, 90)), () => ({ track_deg: 250 })));
    expect(sky.flags()).toEqual(['spoofing_suspected']);
    expect(sky.detail('spoofing_suspected')).toMatch(/^its speed leads \d\.\d NM from where its positions go/);
  });

  it('a GNSS height that leaves the pressure height at once; not one that differs steadily, nor slowly more', () => {
    const with_m = (gnss_m: (i: number) => number): Sky =>
      heard(...over(reportsOf(flight, every(0, 60)), (_, i) => ({ geometric_altitude_m: 6000 + gnss_m(i) })));
    expect(with_m(() => 250).raised()).toEqual([]);
    expect(with_m((i) => i * 8).raised()).toEqual([]);
    expect(with_m((i) => (i < 30 ? 100 : 700)).raised()).toEqual(['spoofing_suspected']);
    expect(with_m((i) => (i === 30 ? 900 : 100)).raised()).toEqual([]);
  });

  it('two aircraft in one place with one motion, far apart in height; not stacked nearer, nor passing, nor side by side', () => {
    const pair = (up_m: number, over_: Partial<Flight> = {}): TrackFlagKind[] =>
      heard(
        ...reportsOf({ ...flight, speed_mps: 60 }, every(0, 90)),
        ...reportsOf(
          { ...flight, speed_mps: 60, address: 'd2b001', altitude_m: 6000 + up_m, ...over_ },
          every(0.3, 90.3),
        ),
      ).raised();
    expect(pair(1500)).toEqual(['spoofing_suspected', 'spoofing_suspected']);
    expect(pair(-1500)).toEqual(['spoofing_suspected', 'spoofing_suspected']);
    expect(pair(305)).toEqual([]);
    expect(pair(1500, { east_m: 300 })).toEqual([]);
    expect(pair(1500, { track_deg: 90 })).toEqual([]);
  });

  it('a speed over ground that keeps nothing in the air so high; but for a balloon, and lower down', () => {
    const slow = (altitude_m: number, category: string | null): TrackFlagKind[] =>
      heard(...reportsOf({ ...flight, altitude_m, speed_mps: 26, over: { category } }, every(0, 60))).raised();
    expect(slow(11_582, null)).toEqual(['spoofing_suspected']);
    expect(slow(11_582, 'A3')).toEqual(['spoofing_suspected']);
    expect(slow(11_582, 'B2')).toEqual([]);
    expect(slow(3000, null)).toEqual([]);
  });

  it('an accuracy that collapses in flight; not one that was always poor, nor on the ground', () => {
    const stated = (accuracy_m: (i: number) => number, on_ground = false): TrackFlagKind[] =>
      heard(
        ...over(reportsOf(flight, every(0, 40)), (_, i) => ({ position_accuracy_m: accuracy_m(i), on_ground })),
      ).raised();
    expect(stated((i) => (i < 20 ? 93 : 18_520))).toEqual(['spoofing_suspected']);
    expect(stated(() => 18_520)).toEqual([]);
    expect(stated((i) => (i < 20 ? 93 : 926))).toEqual([]);
    expect(stated((i) => (i < 20 ? 93 : 18_520), true)).toEqual([]);
  });
});

describe('clocks', () => {
  it('old positions given as new ones, with a new time', () => {
    const reports = over(reportsOf(flight, every(0, 60)), (o, i) => {
      const { latitude_deg, longitude_deg } = reportsOf(flight, [i - (i % 3 === 2 ? 1 : 0)])[0]!;
      return { ...o, latitude_deg, longitude_deg };
    });
    expect(heard(...reports).flags()).toEqual(['clock_fault']);
  });

  it('positions that go as the velocity leads, but twice as far', () => {
    const sky = heard(
      ...over(reportsOf(flight, every(0, 120)), (o) => ({ ground_speed_mps: o.ground_speed_mps! / 2 })),
    );
    expect(sky.flags()).toEqual(['clock_fault']);
    expect(sky.detail('clock_fault')).toMatch(/^its times contradict its motion: \d\.\d NM by its positions, /);
  });

  it('reports that come half a minute after their own time; not those of a few seconds', () => {
    const with_s = (late_s: number): TrackFlagKind[] => {
      const sky = new Sky();
      for (const o of reportsOf(flight, every(0, 60))) sky.hearAt(o, o.time_ms + late_s * 1000);
      return sky.raised();
    };
    expect(with_s(30)).toEqual(['clock_fault']);
    expect(with_s(8)).toEqual([]);
  });

  it('a second source that gives the path anew with the time of now', () => {
    const lag = reportsOf({ ...flight, speed_mps: 230 }, every(0, 60)).map((o) => ({
      ...o,
      source: 'lag',
      time_ms: o.time_ms + 20_500,
    }));
    const sky = heard(...reportsOf({ ...flight, speed_mps: 230 }, every(0, 80)), ...lag);
    expect(sky.raised()).toEqual(['clock_fault']);
    expect(sky.detail('clock_fault')).toContain('(lag)');
  });
});

describe('noise', () => {
  it('property: positions that wander at random far beyond what they state are flagged', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: -700, max: 700 }), fc.integer({ min: -700, max: 700 })), {
      minLength: 60,
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (walk) => {
        let [east_m, north_m] = [0, 0];
        const reports = reportsOf({ ...flight, speed_mps: 60 }, every(0, 59)).map((o, i) => {
          east_m += walk[i]![0];
          north_m += walk[i]![1];
          return {
            ...o,
            position_accuracy_m: 30,
            latitude_deg: 45.3 + north_m / M_PER_DEG,
            longitude_deg: -5 + east_m / (M_PER_DEG * 0.7034),
          };
        });
        expect(heard(...reports).raised()).toContain('noise');
      }),
      { numRuns: 60 },
    );
  });

  it('positions of one that stands, further apart than they state', () => {
    const reports = every(0, 30).map((s) =>
      observation({
        time_ms: START_MS + s * 1000,
        ground_speed_mps: 0,
        track_deg: 0,
        position_accuracy_m: 30,
        latitude_deg: 45.3 + (s % 2) * 0.002,
      }),
    );
    expect(heard(...reports).flags()).toEqual(['noise']);
  });

  it('heights that leap as no aircraft does, also under one repeated position', () => {
    const leaping = over(reportsOf(flight, every(0, 60)), (_, i) => ({
      pressure_altitude_m: i % 5 === 4 ? 6500 : 6000,
    }));
    expect(heard(...leaping).flags()).toEqual(['noise']);
    const [stands, high] = [observation({ pressure_altitude_m: 472 }), observation({ pressure_altitude_m: 11_582 })];
    const sky = heard(stands, { ...stands, source: 'b' }, { ...high, source: 'c' });
    expect(sky.flags()).toEqual(['noise']);
    expect(sky.detail('noise')).toBe('its height leaps: 1549 ft, then 37999 ft');
  });

  it('a position that is still the same when the track was dropped over it, and a new one begins there', () => {
    const stuck = over(reportsOf(flight, every(0, 300, 10)), (_, i) =>
      i < 3 ? {} : { latitude_deg: 45.33, longitude_deg: -4.98 },
    );
    const sky = heard(...stuck.slice(0, 16));
    expect(sky.raised()).toContain('frozen');
    sky.drop(ADDRESS);
    sky.hear(...stuck.slice(16, 17));
    expect(sky.flags()).toEqual(['frozen']);
    expect(sky.integrity.flagsOf(0)[0]!.detail).toMatch(/^back at the very position where it was heard \d+ s before/);
  });

  it('a position that stands still while the speed says otherwise', () => {
    const stuck = over(reportsOf(flight, every(0, 60)), (o, i) =>
      i < 20 ? {} : { latitude_deg: 45.33, longitude_deg: -4.98, time_ms: o.time_ms },
    );
    const sky = heard(...stuck);
    expect(sky.flags()).toContain('frozen');
    expect(sky.detail('frozen')).toMatch(/^stood still for 1\d s while its speed says 292 kt$/);
  });
});
