import { readMission } from '@skyaccord/accord';
import { missionsFromGeoJson } from '@skyaccord/wire';
import { describe, expect, test } from 'vitest';
import { type Drawn, geoJsonOf, lacks, passes, wayOf_m } from './drawn.ts';

const T0 = Date.parse('2030-10-15T06:00:00Z');
const DRAWN: Drawn = {
  shape: 'way',
  id: ' relief-7 ',
  party: 'nc',
  callsign: 'KITE7',
  category: 'fixed_wing',
  crew: 'crewed',
  purpose: 'humanitarian',
  priority: 10,
  points: [
    { longitude_deg: 20, latitude_deg: 10, level_ft: 9000 },
    { longitude_deg: 21, latitude_deg: 10, level_ft: 9000 },
    { longitude_deg: 21, latitude_deg: 11, level_ft: 12_000 },
  ],
  departs_ms: T0,
  speed_kt: 240,
  until_ms: T0 + 3_600_000,
  floor_ft: 0,
  ceiling_ft: 5000,
  aside_nm: 0.5,
  early_late_min: 2,
  latest_delay_min: 60,
};

/** As the node reads it. */
function read(drawn: Drawn) {
  const { records, problems } = missionsFromGeoJson(geoJsonOf(drawn));
  expect(problems).toEqual([]);
  const found = readMission(records[0]?.data, { now_ms: T0 - 3_600_000, area: null });
  if (!('mission' in found)) throw new Error(JSON.stringify(found.wrongs));
  return found.mission;
}

describe('a mission that is drawn', () => {
  test('as a way is read by the node as it was meant', () => {
    const mission = read(DRAWN);
    expect(mission).toMatchObject({ id: 'relief-7', party: 'nc', callsign: 'KITE7', priority: 10, volumes: null });
    expect(mission.route?.map(({ altitude_m }) => Math.round(altitude_m))).toEqual([2743, 2743, 3658]);
    expect(mission.uncertainty).toEqual({ lateral_m: 926, vertical_m: 0, time_s: 120 });
    expect(mission.flexibility.latest_delay_s).toBe(3600);
    // A degree along a meridian is 60.04 NM on the mean sphere: a quarter of an hour at 240 kt.
    const [, second_ms = 0, third_ms = 0] = passes(DRAWN.points, T0, 240);
    expect((third_ms - second_ms) / 1000).toBeCloseTo((60.04 / 240) * 3600, -1);
    expect(mission.route?.[2]?.time_ms).toBe(third_ms);
    expect(wayOf_m(DRAWN.points)).toBeCloseTo(((third_ms - T0) / 1000) * 240 * (1852 / 3600), -1);
  });

  test('as an area is a volume between its levels and times', () => {
    const mission = read({ ...DRAWN, shape: 'area' });
    expect(mission.route).toBeNull();
    const [volume] = mission.volumes ?? [];
    expect(volume).toMatchObject({ floor_m: 0, ceiling_m: 1524, from_ms: T0, until_ms: T0 + 3_600_000 });
  });

  test.each([
    [{ id: '  ' }, 'Give it a name.'],
    [{ party: '' }, 'Say whose it is.'],
    [{ departs_ms: Number.NaN }, 'Say when it begins.'],
    [{ points: DRAWN.points.slice(0, 1) }, 'Click 1 more on the map, or add them below.'],
    [{ speed_kt: 0 }, 'Give its speed.'],
    [{ shape: 'area', until_ms: T0 }, 'Say until when, after it begins.'],
    [{}, null],
  ] as const)('that lacks something says what: %o', (over, said) => {
    expect(lacks({ ...DRAWN, ...over } as Drawn)).toBe(said);
  });
});
