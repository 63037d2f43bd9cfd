import fc from 'fast-check';
import geodesic from 'geographiclib-geodesic';
import { describe, expect, test } from 'vitest';
import { Random } from '../test/random.ts';
import { horizontalCpa } from './cylinder.ts';
import { SweptGrid } from './grid.ts';
import { relative, rotateVelocity, SITE_SIZE, writeSite } from './site.ts';

const wgs84 = geodesic.Geodesic.WGS84;
const AHEAD_S = 300;

type Flight = {
  latitude_deg: number;
  longitude_deg: number;
  east_mps: number;
  north_mps: number;
  ahead_s: number;
  margin_m: number;
};

const flight = (latitude_deg: number, longitude_deg: number, margin_m = 5000): Flight => ({
  latitude_deg,
  longitude_deg,
  east_mps: 0,
  north_mps: 0,
  ahead_s: AHEAD_S,
  margin_m,
});

function place(grid: SweptGrid, slot: number, f: Flight): void {
  grid.place(slot, f.latitude_deg, f.longitude_deg, f.east_mps, f.north_mps, f.ahead_s, f.margin_m);
}

function gridOf(flights: readonly Flight[], cell_m?: number): SweptGrid {
  const grid = new SweptGrid(Math.max(1, flights.length), cell_m);
  flights.forEach((f, slot) => {
    place(grid, slot, f);
  });
  return grid;
}

function candidates(grid: SweptGrid, slot: number, room = 1000): number[] {
  const out = new Int32Array(room).fill(-1);
  const count = grid.candidates(slot, out);
  expect([...out.subarray(count)].every((one) => one === -1)).toBe(true);
  return [...out.subarray(0, count)].sort((a, b) => a - b);
}

/** ECEF of the geodesic from start to end, every ten seconds. */
function flown(f: Flight): number[][] {
  const speed_mps = Math.hypot(f.east_mps, f.north_mps);
  const azimuth_deg = (Math.atan2(f.east_mps, f.north_mps) * 180) / Math.PI;
  const line = wgs84.DirectLine(f.latitude_deg, f.longitude_deg, azimuth_deg, 1);
  return Array.from({ length: 31 }, (_, i) => {
    const { lat2, lon2 } = line.Position((speed_mps * f.ahead_s * i) / 30);
    const [phi, lambda] = [(lat2! * Math.PI) / 180, (lon2! * Math.PI) / 180];
    const e2 = 0.0066943799901413165;
    const n = 6378137 / Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
    return [n * Math.cos(phi) * Math.cos(lambda), n * Math.cos(phi) * Math.sin(lambda), n * (1 - e2) * Math.sin(phi)];
  });
}

/** Least distance between two flights at one time: each step's relative motion is taken as straight. */
function nearest_m(a: number[][], b: number[][]): number {
  let least2 = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < a.length; i += 1) {
    const s = a[i]!.map((x, k) => b[i]![k]! - x);
    const v = a[i + 1]!.map((x, k) => b[i + 1]![k]! - x - s[k]!);
    const vv = v.reduce((sum, x) => sum + x * x, 0);
    const sv = v.reduce((sum, x, k) => sum + x * s[k]!, 0);
    const f = vv > 0 ? Math.min(1, Math.max(0, -sv / vv)) : 0;
    least2 = Math.min(
      least2,
      s.reduce((sum, x, k) => sum + (x + v[k]! * f) ** 2, 0),
    );
  }
  return Math.sqrt(least2);
}

const sites = new Float64Array(2 * SITE_SIZE);
const flat = new Float64Array(2);

/** The same in the flat picture at a, where pairs are judged; null when they are more than 500 km apart. */
function nearestInPlane_m(a: Flight, b: Flight): number | null {
  writeSite(a.latitude_deg, a.longitude_deg, sites, 0);
  writeSite(b.latitude_deg, b.longitude_deg, sites, SITE_SIZE);
  relative(sites, 0, SITE_SIZE, flat);
  const [sx, sy] = [flat[0]!, flat[1]!];
  if (Math.hypot(sx, sy) > 500_000) return null;
  rotateVelocity(sites, SITE_SIZE, 0, b.east_mps, b.north_mps, flat);
  const [vx, vy] = [flat[0]! - a.east_mps, flat[1]! - a.north_mps];
  const t = Math.min(AHEAD_S, horizontalCpa(sx, sy, vx, vy));
  return Math.hypot(sx + vx * t, sy + vy * t);
}

/** Crowds where cells are odd: anywhere, at both poles, on the date line, on the equator, along a high parallel. */
function crowd(random: Random, count: number): Flight[] {
  const [latitude_deg, longitude_deg] = [
    [random.between(-85, 85), random.between(-180, 180)],
    [90, 0],
    [-89.7, 50],
    [random.between(-70, 70), 180],
    [0, random.between(-180, 180)],
    [88.5, -179],
  ][random.whole(0, 5)]! as [number, number];
  const spread_deg = random.between(0.2, 3);
  return Array.from({ length: count }, () => {
    const latitude = latitude_deg + random.between(-spread_deg, spread_deg);
    const squeeze = Math.max(0.02, Math.cos((latitude_deg * Math.PI) / 180));
    const track = random.between(0, 2 * Math.PI);
    const speed_mps = random.between(0, 600);
    return {
      latitude_deg: Math.abs(latitude) > 90 ? Math.sign(latitude) * 180 - latitude : latitude,
      longitude_deg: longitude_deg + random.between(-spread_deg, spread_deg) / squeeze,
      east_mps: speed_mps * Math.sin(track),
      north_mps: speed_mps * Math.cos(track),
      ahead_s: AHEAD_S,
      margin_m: random.between(0, 12_000),
    };
  });
}

describe('candidates', () => {
  test('hold every pair that comes within reach, also at the poles and across the date line; and few others', () => {
    const random = new Random(11);
    let within = 0;
    let offered = 0;
    for (let round = 0; round < 60; round += 1) {
      const flights = crowd(random, 40);
      const ways = flights.map(flown);
      const grid = gridOf(flights, random.between(10_000, 80_000));
      const found = flights.map((_, slot) => new Set(candidates(grid, slot)));
      for (let a = 0; a < flights.length; a += 1) {
        offered += found[a]!.size;
        for (let b = 0; b < flights.length; b += 1) {
          if (a === b) continue;
          const reach_m = flights[a]!.margin_m + flights[b]!.margin_m;
          const flat_m = nearestInPlane_m(flights[a]!, flights[b]!) ?? Number.POSITIVE_INFINITY;
          if (nearest_m(ways[a]!, ways[b]!) >= reach_m && flat_m >= reach_m) continue;
          within += 1;
          expect(found[a]!.has(b), JSON.stringify([flights[a], flights[b]])).toBe(true);
        }
      }
    }
    expect(within).toBeGreaterThan(3000);
    // Boxes of up to 180 km in a crowd some 300 km wide: most pairs overlap, not all.
    expect(offered).toBeLessThan(60 * 40 * 39 * 0.9);
  });

  test('are mutual, without oneself, and each once', () => {
    const random = new Random(12);
    for (let round = 0; round < 20; round += 1) {
      const grid = gridOf(crowd(random, 60));
      const found = Array.from({ length: 60 }, (_, slot) => candidates(grid, slot));
      found.forEach((others, slot) => {
        expect(new Set(others).size).toBe(others.length);
        expect(others).not.toContain(slot);
        for (const other of others) expect(found[other]).toContain(slot);
      });
    }
  });

  test('two over the pole from each other, two on either side of the date line, two longitudes of one place', () => {
    const grid = gridOf([
      flight(89.98, 10),
      flight(89.98, -170),
      flight(-20, 179.99),
      flight(-20, -179.99),
      flight(40, 190),
      flight(40, -170),
      flight(0, 0),
    ]);
    expect(candidates(grid, 0)).toEqual([1]);
    expect(candidates(grid, 2)).toEqual([3]);
    expect(candidates(grid, 4)).toEqual([5]);
    expect(candidates(grid, 6)).toEqual([]);
  });

  test('aircraft in one cell whose boxes do not overlap are left out', () => {
    const grid = gridOf([flight(50, 0, 1000), flight(50, 0.2, 1000), flight(50, 0.02, 1000)], 100_000);
    expect(candidates(grid, 0)).toEqual([2]);
    expect(candidates(grid, 1)).toEqual([]);
  });

  test('a box over more than a thousand cells is met by everyone near, and meets them', () => {
    const wide = { ...flight(50, 0), margin_m: 3_000_000 };
    const grid = gridOf([wide, flight(52, 3), flight(-50, 170), wide]);
    expect(candidates(grid, 0)).toEqual([1, 3]);
    expect(candidates(grid, 1)).toEqual([0, 3]);
    expect(candidates(grid, 2)).toEqual([]);
    place(grid, 0, flight(51, 3));
    expect(candidates(grid, 1)).toEqual([3]);
    place(grid, 0, flight(52, 3.001));
    expect(candidates(grid, 1)).toEqual([0, 3]);
    grid.remove(3);
    expect(candidates(grid, 1)).toEqual([0]);
  });
});

describe('coming, moving and going', () => {
  test('after any sequence the candidates are those of a grid built afresh', () => {
    const step = fc.record({
      slot: fc.nat(30),
      remove: fc.boolean(),
      latitude_deg: fc.oneof(
        fc.double({ min: 48, max: 52, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
      ),
      longitude_deg: fc.oneof(
        fc.double({ min: 178, max: 182, noNaN: true }),
        fc.double({ min: 5, max: 7, noNaN: true }),
      ),
      east_mps: fc.double({ min: -300, max: 300, noNaN: true }),
      north_mps: fc.double({ min: -300, max: 300, noNaN: true }),
      ahead_s: fc.constantFrom(0, 60, 300),
      margin_m: fc.oneof(fc.double({ min: 0, max: 10_000, noNaN: true }), fc.constant(4_000_000)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        // One slot of room: growth by doubling is part of the sequence.
        const grid = new SweptGrid(1);
        const present = new Map<number, Flight>();
        for (const { slot, remove, ...f } of steps) {
          if (remove) {
            grid.remove(slot);
            present.delete(slot);
          } else {
            place(grid, slot, f);
            present.set(slot, f);
          }
        }
        const fresh = new SweptGrid(31);
        for (const [slot, f] of present) place(fresh, slot, f);
        for (let slot = 0; slot <= 30; slot += 1) expect(candidates(grid, slot)).toEqual(candidates(fresh, slot));
      }),
      { numRuns: 60 },
    );
  });

  test("one that is not in has no candidates and is in nobody's; removing it changes nothing", () => {
    const grid = gridOf([flight(10, 10), flight(10, 10)]);
    grid.remove(7);
    expect(candidates(grid, 7)).toEqual([]);
    grid.remove(1);
    grid.remove(1);
    expect(candidates(grid, 0)).toEqual([]);
    expect(candidates(grid, 1)).toEqual([]);
    place(grid, 1, flight(10, 10));
    expect(candidates(grid, 0)).toEqual([1]);
  });

  test('no room in out is an error that names the capacity', () => {
    const grid = gridOf([flight(10, 10), flight(10, 10), flight(10, 10)]);
    expect(() => grid.candidates(0, new Int32Array(1))).toThrow(/out holds 1 slots.*capacity, 3/);
    expect(grid.candidates(0, new Int32Array(2))).toBe(2);
  });

  test.each<[Partial<Flight> & { slot?: number }, string]>([
    [{ latitude_deg: 90.1 }, 'latitude_deg 90.1'],
    [{ latitude_deg: Number.NaN }, 'latitude_deg NaN'],
    [{ longitude_deg: Number.POSITIVE_INFINITY }, 'longitude_deg Infinity'],
    [{ east_mps: Number.NaN }, 'east_mps NaN'],
    [{ north_mps: Number.NEGATIVE_INFINITY }, 'north_mps -Infinity'],
    [{ ahead_s: -1 }, 'ahead_s -1'],
    [{ margin_m: Number.NaN }, 'margin_m NaN'],
    [{ slot: -1 }, 'slot -1'],
    [{ slot: 0.5 }, 'slot 0.5'],
    [{ slot: 2 ** 24 }, 'slot 16777216'],
  ])('%o is refused by name, and changes nothing', ({ slot = 0, ...bad }, words) => {
    const grid = gridOf([flight(10, 10), flight(10, 10)]);
    expect(() => place(grid, slot, { ...flight(40, 40), ...bad })).toThrow(words);
    expect(candidates(grid, 0)).toEqual([1]);
    expect(candidates(grid, 1)).toEqual([0]);
  });

  test.each([
    [0, 37_040, 'capacity 0'],
    [2.5, 37_040, 'capacity 2.5'],
    [10, 50, 'cell_m 50'],
    [10, Number.NaN, 'cell_m NaN'],
  ])('a grid of %f slots and %f m cells is refused: %s', (capacity, cell_m, words) => {
    expect(() => new SweptGrid(capacity, cell_m)).toThrow(words);
  });
});
