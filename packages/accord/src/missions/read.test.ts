import { describe, expect, it } from 'vitest';
import { accordWith, missionOf, skyOf, T0 } from '../../test/missions.ts';
import { checkMission } from './check.ts';
import { readHazardArea } from './hazards.ts';
import { readMission } from './read.ts';

const NOW = T0 - 3_600_000;
const AREA = { name: 'area', bounds_deg: [5, 45, 11, 49] as const };
const iso = (seconds: number): string => new Date(T0 + 1000 * seconds).toISOString();
type Point = Record<string, unknown>;
const point = (latitude_deg: number, longitude_deg: number, seconds: number, altitude_m = 3000): Point => ({
  latitude_deg,
  longitude_deg,
  altitude_m,
  time: iso(seconds),
});
const BASE = { id: 'm1', party: 'nc', aircraft: { crew: 'crewed' }, purpose: 'medical' };
const routed = (...route: Point[]) => ({ ...BASE, route });
const volume = (polygon_deg: readonly (readonly number[])[], more: object = {}) => ({
  ...BASE,
  volumes: [{ polygon_deg, floor_m: 0, ceiling_m: 1000, from: iso(0), until: iso(600), ...more }],
});
const wrongs = (value: unknown): string[] => {
  const found = readMission(value, { now_ms: NOW, area: AREA });
  return 'wrongs' in found ? found.wrongs.map(({ field, reason, remedy }) => `${field}: ${reason}; ${remedy}`) : [];
};
const read = (value: unknown) => {
  const found = readMission(value, { now_ms: NOW, area: null });
  if ('wrongs' in found) throw new Error(JSON.stringify(found.wrongs));
  return found.mission;
};
const square = [
  [47, 8],
  [47, 9],
  [48, 9],
  [48, 8],
] as const;

describe('a mission is refused with the field, the reason and the remedy', () => {
  it.each<[string, unknown, string]>([
    [
      'latitude and longitude exchanged, out of range',
      routed(point(147, 8, 0), point(148, 8, 600)),
      'route[0].latitude_deg: out of range; exchange latitude_deg and longitude_deg',
    ],
    [
      'exchanged, but both in range',
      routed(point(8, 47, 0), point(9, 47, 900)),
      'and inside it with latitude and longitude exchanged; exchange latitude_deg and longitude_deg',
    ],
    [
      'a volume that crosses itself',
      volume([square[0], square[2], square[1], square[3]]),
      'volumes[0].polygon_deg: the sides from corners 0 and 2 meet; give the corners in their order along the boundary',
    ],
    [
      'a volume round a pole',
      volume([
        [80, 0],
        [80, 120],
        [80, -120],
      ]),
      'volumes[0].polygon_deg: the polygon goes round a pole; use bounds up to 90 degrees of latitude',
    ],
    [
      'an address that is none',
      { ...BASE, aircraft: { crew: 'crewed', address: '~12345' }, route: [point(47, 8, 0), point(47, 9, 600)] },
      'aircraft.address: not an ICAO address; write its six hex digits, such as 4b1a2c',
    ],
    [
      'times in the past',
      routed(point(47, 8, -4000), point(47, 9, 600)),
      'route: it begins before now, 2030-10-15T05:00:00.000Z; give times that are yet to come',
    ],
    [
      'more than 30 days ahead',
      routed(point(47, 8, 2_700_000), point(47, 9, 2_700_600)),
      'route: it begins more than 30 days ahead; file it later',
    ],
    [
      '10,001 points',
      { ...BASE, route: Array.from({ length: 10_001 }, (_, k) => point(47, 8 + k / 1e5, k)) },
      'route: a list of 10001; give 2 to 10000',
    ],
    [
      '10,001 corners in all',
      {
        ...BASE,
        volumes: Array.from({ length: 11 }, () => ({
          polygon_deg: Array.from({ length: 1000 }, (_, k) => [47, k / 1e4]),
        })),
      },
      'volumes: 11000 corners; give at most 10000 in all',
    ],
    [
      'zero length',
      routed(point(47, 8, 0), point(47, 8, 600)),
      'route: a route of zero length; give volumes for a flight that stays in one place',
    ],
    [
      'no time between two points',
      routed(point(47, 8, 0), point(47, 9, 0)),
      'route[1].time: not later than the point before; give points in the order in which they are flown',
    ],
    [
      'faster than anything flies',
      routed(point(47, 8, 0), point(47, 9, 5)),
      'route[1]: 15157 m/s from the point before; correct a place or a time; latitude and longitude may be exchanged',
    ],
    [
      'opposite points',
      routed(point(0, 8, 0), point(0, -172, 86_400)),
      'route[1]: opposite to the point before on the Earth; put a point between the two',
    ],
    ['neither route nor volumes', BASE, ': a mission needs a route or volumes; give exactly one of the two'],
    [
      'a ceiling below the floor',
      volume(square, { floor_m: 2000 }),
      'volumes[0].ceiling_m: not above the floor; exchange floor_m and ceiling_m',
    ],
    [
      'a number that is none',
      routed({ ...point(47, 8, 0), altitude_m: Number.NaN }, point(47, 9, 600)),
      'route[0].altitude_m: out of range; write a number from -500 to 30480',
    ],
    [
      'text for a number',
      routed({ ...point(47, 8, 0), latitude_deg: '47' }, point(47, 9, 600)),
      'route[0].latitude_deg: not a number; write degrees north from -90 to 90, south negative',
    ],
    [
      'an unknown field',
      { ...routed(point(47, 8, 0), point(47, 9, 600)), colour: 'red' },
      'colour: not a field that is known here',
    ],
    [
      'a time in another zone',
      routed({ ...point(47, 8, 0), time: '2030-10-15T06:00:00+02:00' }, point(47, 9, 600)),
      'route[0].time: not a time in UTC; write a UTC time such as 2030-10-15T06:00:00Z, or whole ms since 1970',
    ],
    ['nothing', null, ': nothing; write a mission'],
  ])('%s', (_name, value, expected) => {
    expect(wrongs(value).join('\n')).toContain(expected);
  });

  it('many faults at once are all told, within a bound', () => {
    const found = wrongs({ ...BASE, route: Array.from({ length: 5000 }, () => point(200, 8, 0)) });
    expect(found).toHaveLength(100);
  });
});

describe('what is unusual and right is taken', () => {
  it('a route of 10,000 points, and one across the date line and over the pole, each checked against others there', () => {
    expect(
      read({ ...BASE, route: Array.from({ length: 10_000 }, (_, k) => point(47, 8 + k / 1e4, 2 * k)) }).route,
    ).toHaveLength(10_000);
    const cases: [Point[], [number, number, number, number][]][] = [
      [
        [point(-17, 179.5, 0), point(-17, -179.5, 600)],
        [
          [-17, -179.5, 3000, 0],
          [-17, 179.5, 3000, 600],
        ],
      ],
      [
        [point(89, 0, 0), point(89, 180, 1500)],
        [
          [89, 90, 3000, 0],
          [89, -90, 3000, 1500],
        ],
      ],
    ];
    for (const [route, other] of cases) {
      const sky = skyOf(accordWith(), [missionOf(other, { id: 'other', party: 'mu' })]);
      const [finding] = checkMission(read(routed(...route)), sky);
      expect(finding).toMatchObject({ kind: 'mission', mission: 'other' });
      expect(finding?.least_m).toBeLessThan(2000);
    }
  });

  it('a volume across the date line, closed as many formats close it, meets what flies through it', () => {
    const mission = read(
      volume(
        [
          [-17.5, 179.5],
          [-17.5, -179.5],
          [-16.5, -179.5],
          [-16.5, 179.5],
          [-17.5, 179.5],
        ],
        { ceiling_m: 4000, until: iso(1800) },
      ),
    );
    expect(mission.volumes?.[0]?.shape.polygon_deg).toHaveLength(4);
    const flights = [
      missionOf(
        [
          [-17, 178, 3000, 0],
          [-17, -178, 3000, 1800],
        ],
        { id: 'through' },
      ),
      missionOf(
        [
          [-18, 178, 3000, 0],
          [-18, -178, 3000, 1800],
        ],
        { id: 'past' },
      ),
    ];
    expect(checkMission(mission, skyOf(accordWith(), flights)).map((one) => one.mission)).toEqual(['through']);
    expect(checkMission(flights[0] as never, skyOf(accordWith(), [mission])).map((one) => one.mission)).toEqual(['m1']);
  });

  it('two volumes meet where they overlap, cross, lie within each other or nearer than the minimum, and nowhere else', () => {
    const own = read(volume(square));
    const others = {
      overlaps: [
        [47.5, 8.5],
        [47.5, 9.5],
        [48.5, 9.5],
        [48.5, 8.5],
      ],
      crosses: [
        [47.4, 7],
        [47.4, 10],
        [47.6, 10],
        [47.6, 7],
      ],
      within: [
        [47.4, 8.4],
        [47.4, 8.6],
        [47.6, 8.6],
        [47.6, 8.4],
      ],
      around: [
        [46, 7],
        [46, 10],
        [49, 10],
        [49, 7],
      ],
      near: [
        [48.04, 8],
        [48.04, 9],
        [49, 9],
        [49, 8],
      ],
      apart: [
        [48.06, 8],
        [48.06, 9],
        [49, 9],
        [49, 8],
      ],
    };
    const met = Object.entries(others).map(([id, ring]) => {
      const other = { ...read(volume(ring)), id, party: 'mu' };
      return [id, checkMission(own, skyOf(accordWith(), [other])).length];
    });
    expect(Object.fromEntries(met)).toEqual({ overlaps: 1, crosses: 1, within: 1, around: 1, near: 1, apart: 0 });
  });
});

describe('a hazard area', () => {
  it.each([
    [{ id: 'h', name: 'n', source: 's' }, 'a shape is bounds_deg, polygon_deg or circle'],
    [
      { id: 'h', name: 'n', source: 's', circle: { latitude_deg: 47, longitude_deg: 8, radius_m: 0 } },
      'a circle of zero radius',
    ],
    [
      { id: 'h', name: 'n', source: 's', bounds_deg: [8, 47, 9, 46] },
      'the south bound is not south of the north bound',
    ],
    [{ id: 'h', name: 'n', source: 's', bounds_deg: [8, 46, 9, 47], from: iso(10), until: iso(0) }, 'not after from'],
  ])('%# is refused', (value, reason) => {
    const found = readHazardArea(value);
    expect('wrongs' in found ? found.wrongs.map((one) => one.reason) : []).toContain(reason);
  });
});
