import geodesic from 'geographiclib-geodesic';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { Observation } from '../observation.ts';
import { scenarioObservations } from './observe.ts';
import { readScenario } from './parse.ts';

const wgs84 = geodesic.Geodesic.WGS84;
const check = Compile(Observation);
const START_MS = 1_700_000_000_000;

const scenario = (body: string, duration = '100 s', seed = 7): string => `
skyaccord: scenario/1
id: trial
title: Trial
origin: {latitude: 60 deg, longitude: 179.9 deg}
seed: ${seed}
duration: ${duration}
${body}`;

const observe = (text: string): ReturnType<typeof scenarioObservations> => {
  return scenarioObservations(readScenario(text), START_MS);
};

const PERFECT = `
sources: [{id: s, technology: adsb, interval: 1 s}]
aircraft:
  - id: a
    address: d1a001
    callsign: NORD1
    category: A3
    start: {east: -6 NM, north: 5 NM, altitude: 10000 ft, track: 90 deg, speed: 400 kt}
    changes: [{at: 20 s, altitude: 12000 ft, rate: 3000 ft/min}, {at: 20 s, track: 120 deg, rate: 1 deg/s}]
    heard_by: [{source: s, offset: 0.5 s}]
`;

const STRAIGHT = PERFECT.replace(/ {4}changes: .*\n/, '').replace('offset: 0.5 s', 'offset: 0 s');

describe('the observations of a scenario', () => {
  it('are valid, numbered for each source and sorted by time, source and sequence', () => {
    const body = PERFECT.replace(
      'heard_by: [',
      'heard_by: [{source: s, address: ~d1a001}, {source: s, interval: 0.3 s}, ',
    );
    const observations = observe(scenario(body));
    expect(observations.length).toBe(100 + 334 + 100);
    for (const observation of observations) expect(check.Check(observation)).toBe(true);
    expect(observations.map((one) => one.sequence)).toEqual(observations.map((_, index) => index));
    for (let index = 1; index < observations.length; index++) {
      expect(observations[index]!.time_ms).toBeGreaterThanOrEqual(observations[index - 1]!.time_ms);
    }
  });

  it('move as they say: position, track, speed and rate agree on the ellipsoid, also across the date line', () => {
    const observations = observe(scenario(PERFECT));
    expect(
      observations.some((one) => one.longitude_deg > 179) && observations.some((one) => one.longitude_deg < 0),
    ).toBe(true);
    for (let index = 1; index < observations.length; index++) {
      const [a, b] = [observations[index - 1]!, observations[index]!];
      const way = wgs84.Inverse(a.latitude_deg, a.longitude_deg, b.latitude_deg, b.longitude_deg);
      expect(Math.abs(way.s12! - (a.ground_speed_mps! + b.ground_speed_mps!) / 2)).toBeLessThan(0.02);
      // The direction midway between two reports, turning at 1 degree a second at most.
      const turned = ((b.track_deg! - a.track_deg! + 540) % 360) - 180;
      const midway = a.track_deg! + turned / 2;
      const off = (((((way.azi1! + way.azi2!) / 2 - midway + 540) % 360) + 360) % 360) - 180;
      expect(Math.abs(off)).toBeLessThan(0.2);
      const climbed = b.pressure_altitude_m! - a.pressure_altitude_m!;
      expect(climbed).toBeGreaterThanOrEqual(Math.min(a.vertical_rate_mps!, b.vertical_rate_mps!) - 1e-9);
      expect(climbed).toBeLessThanOrEqual(Math.max(a.vertical_rate_mps!, b.vertical_rate_mps!) + 1e-9);
    }
  });

  it('are the same each time, other with another seed, and keep when an aircraft is added', () => {
    const noisy = PERFECT.replace(
      'interval: 1 s',
      'interval: 1 s, position_error: 50 m, velocity_error: 5 kt, drop: 0.2',
    );
    const other = noisy.slice(noisy.indexOf('  - id: a')).replace('id: a', 'id: b').replace('d1a001', 'd1a002');
    const alone = observe(scenario(noisy));
    expect(observe(scenario(noisy))).toEqual(alone);
    expect(observe(scenario(noisy, '100 s', 8))).not.toEqual(alone);
    const both = observe(scenario(noisy + other));
    const places = (list: typeof alone, address: string): (number | null)[][] => {
      return list
        .filter((one) => one.address === address)
        .map((one) => [one.time_ms, one.latitude_deg, one.longitude_deg, one.track_deg]);
    };
    expect(places(both, 'd1a001')).toEqual(places(alone, 'd1a001'));
    expect(places(both, 'd1a002')).not.toEqual(places(alone, 'd1a001'));
  });

  it('are off by what the source adds: 95 of 100 within its error, and as many lost as it drops', () => {
    const often = STRAIGHT.replace('interval: 1 s', 'interval: 0.1 s');
    const noisy = often.replace('0.1 s', '0.1 s, position_error: 200 m, velocity_error: 10 kt, drop: 0.3');
    const truth = new Map(observe(scenario(often, '900 s')).map((one) => [one.time_ms, one]));
    const seen = observe(scenario(noisy, '900 s'));
    const kept = seen.length / truth.size;
    expect(truth.size).toBe(9000);
    expect(Math.abs(kept - 0.7)).toBeLessThan(0.02);
    let near = 0;
    let slow = 0;
    for (const one of seen) {
      const true_ = truth.get(one.time_ms)!;
      const off = wgs84.Inverse(one.latitude_deg, one.longitude_deg, true_.latitude_deg, true_.longitude_deg).s12!;
      near += off < 200 ? 1 : 0;
      const angle = ((one.track_deg! - true_.track_deg!) * Math.PI) / 180;
      const [v, w] = [one.ground_speed_mps!, true_.ground_speed_mps!];
      slow += Math.sqrt(v * v + w * w - 2 * v * w * Math.cos(angle)) < (10 * 1852) / 3600 ? 1 : 0;
    }
    expect(Math.abs(near / seen.length - 0.95)).toBeLessThan(0.012);
    expect(Math.abs(slow / seen.length - 0.95)).toBeLessThan(0.012);
  });

  it('hold no more than the source reports', () => {
    const reports = (list: string): ReturnType<typeof observe>[number] => {
      return observe(
        scenario(
          PERFECT.replace(
            'interval: 1 s',
            `interval: 1 s, reports: ${list}, altitude_accuracy: 9 m, velocity_accuracy: 2 m/s`,
          ),
        ),
      )[0]!;
    };
    expect(reports('[]')).toMatchObject({
      callsign: null,
      category: null,
      pressure_altitude_m: null,
      on_ground: null,
      ground_speed_mps: null,
      track_deg: null,
      vertical_rate_mps: null,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
    });
    expect(reports('[altitude]')).toMatchObject({
      pressure_altitude_m: 3048,
      on_ground: false,
      altitude_accuracy_m: 9,
      track_deg: null,
    });
    expect(reports('[velocity]')).toMatchObject({
      pressure_altitude_m: null,
      vertical_rate_mps: null,
      velocity_accuracy_mps: 2,
    });
    expect(reports('[identity]')).toMatchObject({ callsign: 'NORD1', category: 'A3', track_deg: null });
  });

  it('carry the error of the clock in their time, not in their place', () => {
    const late = observe(scenario(PERFECT.replace('interval: 1 s', 'interval: 1 s, clock_offset: 0.3 s')));
    const right = observe(scenario(PERFECT));
    expect(late.map((one) => one.time_ms - 300)).toEqual(right.map((one) => one.time_ms));
    expect(late.map((one) => one.longitude_deg)).toEqual(right.map((one) => one.longitude_deg));
  });
});

describe('a resolution advisory in a scenario', () => {
  it('is reported from its beginning to its end, and is unknown of aircraft that have none', () => {
    const text = scenario(
      STRAIGHT.replace('    heard_by', '    resolution_advisory: {from: 10 s, to: 12 s}\n    heard_by'),
    );
    const said = observe(text).filter((one) => one.resolution_advisory);
    expect(said.map((one) => one.time_ms - START_MS)).toEqual([10_000, 11_000]);
    expect(observe(text)[0]?.resolution_advisory).toBe(false);
    expect(observe(scenario(STRAIGHT))[0]?.resolution_advisory).toBeNull();
  });
});
