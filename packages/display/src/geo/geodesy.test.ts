import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { circle, destination, greatCircle_m, type LngLat, local_m, unwrapped } from './geodesy.ts';

const MINUTE_OF_ARC_M = (6_371_008.8 * Math.PI) / 180 / 60;

test('a minute of latitude northwards', () => {
  const [longitude_deg, latitude_deg] = destination(50, 8, 0, MINUTE_OF_ARC_M);
  expect(longitude_deg).toBeCloseTo(8, 12);
  expect(latitude_deg).toBeCloseTo(50 + 1 / 60, 9);
});

test('a destination lies as far away as was asked, in any direction, also across the antimeridian', () => {
  const place = fc.record({
    latitude_deg: fc.double({ min: -85, max: 85, noNaN: true }),
    longitude_deg: fc.double({ min: -180, max: 180, noNaN: true }),
    bearing_deg: fc.double({ min: 0, max: 360, noNaN: true }),
    distance_m: fc.double({ min: 1, max: 500_000, noNaN: true }),
  });
  fc.assert(
    fc.property(place, ({ latitude_deg, longitude_deg, bearing_deg, distance_m }) => {
      const to = destination(latitude_deg, longitude_deg, bearing_deg, distance_m);
      expect(Math.abs(to[0])).toBeLessThanOrEqual(180);
      expect(greatCircle_m([longitude_deg, latitude_deg], to)).toBeCloseTo(distance_m, 2);
    }),
  );
});

test('a circle is closed and keeps its radius, and does not jump across the antimeridian', () => {
  const ring = circle(10, 179.99, 5556, 16);
  expect(ring).toHaveLength(17);
  expect(ring[16]).toEqual(ring[0]);
  for (const point of ring) {
    expect(greatCircle_m([179.99, 10], point)).toBeCloseTo(5556, 2);
    expect(Math.abs(point[0] - 179.99)).toBeLessThan(1);
  }
});

describe('unwrapped', () => {
  test.each<[LngLat, number, LngLat]>([
    [[-179.9, 5], 179.9, [180.1, 5]],
    [[179.9, 5], -179.9, [-180.1, 5]],
    [[10, 5], 20, [10, 5]],
  ])('%j beside %d is %j', (point, near_deg, expected) => {
    const [longitude_deg, latitude_deg] = unwrapped(point, near_deg);
    expect(longitude_deg).toBeCloseTo(expected[0], 9);
    expect(latitude_deg).toBe(expected[1]);
  });
});

test('local east and north agree with great circles within half a percent over 20 NM', () => {
  const origin: LngLat = [2.6, 38.9];
  for (const bearing_deg of [0, 45, 90, 200]) {
    const { east_m, north_m } = local_m(origin, destination(38.9, 2.6, bearing_deg, 37_040));
    expect(Math.hypot(east_m, north_m) / 37_040).toBeCloseTo(1, 2);
    expect(Math.sign(Math.round(east_m / 100))).toBe(
      Math.sign(Math.round(Math.sin((bearing_deg * Math.PI) / 180) * 100)),
    );
  }
  const west = local_m([179.99, 0], [-179.99, 0]);
  expect(west.east_m).toBeCloseTo(0.02 * 60 * MINUTE_OF_ARC_M, 3);
});
