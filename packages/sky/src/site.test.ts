import fc from 'fast-check';
import geodesic from 'geographiclib-geodesic';
import { describe, expect, test } from 'vitest';
import { Random } from '../test/random.ts';
import { wrap180 } from './angle.ts';
import { chord2, destination, fromEcef, relative, rotateVelocity, SITE_SIZE, writeSite } from './site.ts';

const wgs84 = geodesic.Geodesic.WGS84;
const RAD = Math.PI / 180;
const sites = new Float64Array(3 * SITE_SIZE);
const [A, B, C] = [0, SITE_SIZE, 2 * SITE_SIZE];
const out = new Float64Array(2);
const result = (): [number, number] => [out[0]!, out[1]!];

type Place = { latitude_deg: number; longitude_deg: number };

/** Anywhere, with a good share beside the poles, the date line and the equator. */
function drawPlace(random: Random): Place {
  const latitude_deg = [
    random.between(-90, 90),
    random.between(89.9, 90),
    random.between(-90, -89.9),
    90,
    -90,
    random.between(-0.1, 0.1),
  ][random.whole(0, 5)]!;
  const longitude_deg = [random.between(-180, 180), 180, -180, random.between(179.9, 180), 0][random.whole(0, 4)]!;
  return { latitude_deg, longitude_deg };
}

const place = fc.record({
  latitude_deg: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude_deg: fc.double({ min: -180, max: 180, noNaN: true }),
});
const velocity = fc.record({
  east_mps: fc.double({ min: -400, max: 400, noNaN: true }),
  north_mps: fc.double({ min: -400, max: 400, noNaN: true }),
});

const write = (at: Place, offset: number): void => writeSite(at.latitude_deg, at.longitude_deg, sites, offset);

/** The end of the geodesic of a length in a direction. */
function direct(from: Place, azimuth_deg: number, distance_m: number): Place {
  const { lat2, lon2 } = wgs84.Direct(from.latitude_deg, from.longitude_deg, azimuth_deg, distance_m);
  return { latitude_deg: lat2!, longitude_deg: lon2! };
}

function distance_m(a: Place, b: Place): number {
  return wgs84.Inverse(a.latitude_deg, a.longitude_deg, b.latitude_deg, b.longitude_deg).s12!;
}

describe('a site', () => {
  test('lies on the ellipsoid, with unit vectors east and north, square to each other and to up', () => {
    fc.assert(
      fc.property(place, (at) => {
        write(at, A);
        const [x, y, z, ex, ey, nx, ny, nz] = [...sites.subarray(A, A + SITE_SIZE)] as [
          number,
          number,
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const a = 6378137;
        const b = a * (1 - 1 / 298.257223563);
        expect((x * x + y * y) / (a * a) + (z * z) / (b * b)).toBeCloseTo(1, 13);
        expect(ex * ex + ey * ey).toBeCloseTo(1, 14);
        expect(nx * nx + ny * ny + nz * nz).toBeCloseTo(1, 14);
        expect(ex * nx + ey * ny).toBeCloseTo(0, 14);
        // The gradient of the ellipsoid's equation is up.
        const [ux, uy, uz] = [x / (a * a), y / (a * a), z / (b * b)];
        expect((nx * ux + ny * uy + nz * uz) * a).toBeCloseTo(0, 12);
        expect((ex * ux + ey * uy) * a).toBeCloseTo(0, 12);
      }),
    );
  });

  test('known places: the equator at Greenwich, the pole', () => {
    writeSite(0, 0, sites, A);
    expect([...sites.subarray(A, A + 8)]).toEqual([6378137, 0, 0, -0, 1, -0, -0, 1]);
    writeSite(90, 0, sites, A);
    expect(sites[A + 2]).toBeCloseTo(6356752.3142, 4);
  });
});

describe('where one place lies from another', () => {
  test.each([
    [1, 2e-8],
    [1000, 1e-10],
    [20_000, 7e-9],
    [50_000, 5e-8],
    [200_000, 7e-7],
    [500_000, 5e-6],
  ])('at %d m within %f of the geodesic, in length and direction, poles and date line included', (way_m, share) => {
    const random = new Random(way_m);
    for (let i = 0; i < 1000; i += 1) {
      const from = drawPlace(random);
      const azimuth_deg = random.between(-180, 180);
      write(from, A);
      write(direct(from, azimuth_deg, way_m), B);
      relative(sites, A, B, out);
      const off_m = Math.hypot(
        out[0]! - way_m * Math.sin(azimuth_deg * RAD),
        out[1]! - way_m * Math.cos(azimuth_deg * RAD),
      );
      expect(off_m / way_m, JSON.stringify({ from, azimuth_deg })).toBeLessThan(share);
    }
  });

  test('a place lies at nothing from itself, and at nothing from its antipode, which has no direction', () => {
    write({ latitude_deg: 47, longitude_deg: 8 }, A);
    write({ latitude_deg: 47, longitude_deg: 8 }, B);
    relative(sites, A, B, out);
    expect(result()).toEqual([0, 0]);
    expect(chord2(sites, A, B)).toBe(0);
    sites.set([6378137, 0, 0, 0, 1, 0, 0, 1, -6378137, 0, 0, 0, -1, 0, 0, 1], 0);
    relative(sites, A, B, out);
    expect(result()).toEqual([0, 0]);
  });

  test('longitudes a full turn apart are one place', () => {
    fc.assert(
      fc.property(place, (at) => {
        write(at, A);
        writeSite(at.latitude_deg, at.longitude_deg + (at.longitude_deg > 0 ? -360 : 360), sites, B);
        expect(chord2(sites, A, B)).toBeLessThan(1e-15);
      }),
    );
  });

  test('the chord is the straight distance, the same both ways', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        write(a, A);
        write(b, B);
        const chord_m = Math.sqrt(chord2(sites, A, B));
        expect(chord2(sites, B, A)).toBe(chord2(sites, A, B));
        expect(chord_m).toBeLessThanOrEqual(distance_m(a, b) + 1e-6);
        expect(chord_m).toBeGreaterThanOrEqual((distance_m(a, b) * 2) / Math.PI - 25_000);
      }),
    );
  });
});

describe('a velocity seen from another place', () => {
  test('is itself at its own place, keeps its speed, and comes back from the other place', () => {
    fc.assert(
      fc.property(place, velocity, fc.double({ min: 0, max: 360, noNaN: true }), (from, v, azimuth_deg) => {
        write(from, A);
        write(direct(from, azimuth_deg, 100_000), B);
        const { east_mps, north_mps } = v;
        const speed_mps = Math.hypot(east_mps, north_mps);
        rotateVelocity(sites, A, A, east_mps, north_mps, out);
        expect(Math.hypot(out[0]! - east_mps, out[1]! - north_mps)).toBeLessThan(1e-12);
        rotateVelocity(sites, A, B, east_mps, north_mps, out);
        expect(Math.hypot(out[0]!, out[1]!)).toBeCloseTo(speed_mps, 9);
        rotateVelocity(sites, B, A, out[0]!, out[1]!, out);
        // Projecting there and back turns it by less than half the square of the angle between the planes.
        expect(Math.hypot(out[0]! - east_mps, out[1]! - north_mps)).toBeLessThan(1.3e-4 * speed_mps + 1e-12);
      }),
    );
  });

  test('is how the place moves: 10 s of flight 50 km away, within 1e-4 of its length', () => {
    const random = new Random(5);
    for (let i = 0; i < 500; i += 1) {
      const own = drawPlace(random);
      const other = direct(own, random.between(-180, 180), 50_000);
      const track_deg = random.between(-180, 180);
      write(own, A);
      write(other, B);
      write(direct(other, track_deg, 2000), C);
      relative(sites, A, B, out);
      const [east_m, north_m] = result();
      relative(sites, A, C, out);
      const [east2_m, north2_m] = result();
      rotateVelocity(sites, B, A, 200 * Math.sin(track_deg * RAD), 200 * Math.cos(track_deg * RAD), out);
      const off_m = Math.hypot(east2_m - east_m - 10 * out[0]!, north2_m - north_m - 10 * out[1]!);
      expect(off_m, JSON.stringify({ own, other, track_deg })).toBeLessThan(0.2);
    }
  });

  test('at the pole, the same flight has every track', () => {
    writeSite(90, 0, sites, A);
    writeSite(90, 90, sites, B);
    rotateVelocity(sites, A, B, 0, 100, out);
    // North along the meridian 0 is toward the meridian 180: east, seen from the meridian 90.
    expect(out[0]).toBeCloseTo(100, 9);
    expect(out[1]).toBeCloseTo(0, 9);
  });
});

describe('the place at the end of a way', () => {
  test.each([
    [0.001, 1e-8],
    [1000, 1e-6],
    [50_000, 0.002],
    [200_000, 0.12],
    [500_000, 2],
  ])('after %d m within %f m of the end of the geodesic', (way_m, off_m) => {
    const random = new Random(way_m * 1000);
    for (let i = 0; i < 1000; i += 1) {
      const from = drawPlace(random);
      const azimuth_deg = random.between(-180, 180);
      const east_m = way_m * Math.sin(azimuth_deg * RAD);
      const north_m = way_m * Math.cos(azimuth_deg * RAD);
      destination(from.latitude_deg, from.longitude_deg, east_m, north_m, out);
      const [latitude_deg, longitude_deg] = result();
      const end = { latitude_deg, longitude_deg };
      expect(distance_m(end, direct(from, azimuth_deg, way_m)), JSON.stringify({ from, azimuth_deg })).toBeLessThan(
        off_m,
      );
      expect(longitude_deg > -180 && longitude_deg <= 180).toBe(true);
    }
  });

  test('undoes `relative`', () => {
    fc.assert(
      fc.property(place, velocity, (from, v) => {
        const [east_m, north_m] = [v.east_mps * 100, v.north_mps * 100];
        destination(from.latitude_deg, from.longitude_deg, east_m, north_m, out);
        write(from, A);
        writeSite(out[0]!, out[1]!, sites, B);
        relative(sites, A, B, out);
        expect(Math.hypot(out[0]! - east_m, out[1]! - north_m)).toBeLessThan(0.006);
      }),
    );
  });

  test('no way leads nowhere', () => {
    fc.assert(
      fc.property(place, (at) => {
        destination(at.latitude_deg, at.longitude_deg, 0, 0, out);
        expect(out[0]).toBeCloseTo(at.latitude_deg, 12);
        if (Math.abs(at.latitude_deg) < 89.999) expect(wrap180(out[1]! - at.longitude_deg)).toBeCloseTo(0, 9);
      }),
    );
  });

  test('over the pole the longitude turns by half a circle; across the date line it changes sign', () => {
    destination(89.9, 20, 0, 30_000, out);
    expect(out[0]).toBeLessThan(89.9);
    expect(out[1]).toBeCloseTo(-160, 9);
    destination(10, 179.99, 5000, 0, out);
    expect(out[1]).toBeLessThan(-179.9);
  });
});

describe('latitude and longitude of a point in ECEF', () => {
  test('give back the place, on the ground and from 10 km below it to 50 km above', () => {
    fc.assert(
      fc.property(place, fc.double({ min: -10_000, max: 50_000, noNaN: true }), (at, height_m) => {
        write(at, A);
        const [sinPhi, cosPhi] = [Math.sin(at.latitude_deg * RAD), Math.cos(at.latitude_deg * RAD)];
        const [sinLambda, cosLambda] = [Math.sin(at.longitude_deg * RAD), Math.cos(at.longitude_deg * RAD)];
        for (const h of [0, height_m]) {
          const x = sites[A]! + h * cosPhi * cosLambda;
          const y = sites[A + 1]! + h * cosPhi * sinLambda;
          fromEcef(x, y, sites[A + 2]! + h * sinPhi, out);
          expect(Math.abs(out[0]! - at.latitude_deg)).toBeLessThan(h === 0 ? 2e-14 * 90 : 1e-9);
          if (Math.abs(at.latitude_deg) < 89.999)
            expect(Math.abs(wrap180(out[1]! - at.longitude_deg))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  test('on the axis the longitude is 0, at the centre so is the latitude', () => {
    fromEcef(0, 0, -6356752, out);
    expect(result()).toEqual([-90, 0]);
    fromEcef(0, 0, 6356752, out);
    expect(result()).toEqual([90, 0]);
    fromEcef(-6378137, -0, 0, out);
    expect(result()).toEqual([0, 180]);
  });
});
