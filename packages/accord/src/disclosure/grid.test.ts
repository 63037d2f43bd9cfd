import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellOf, coarseVolume } from './grid.ts';
import { lifeSafetyWarning } from './warning.ts';

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
// So near to 180° east that a double rounds to it, a position is told by the first cell to the east of it.
const longitude = fc.double({ min: -180, max: 179.999_999, noNaN: true });
const resolution = fc.double({ min: 50, max: 370_400, noNaN: true });
const RADIANS = Math.PI / 180;
const METRES = 111_195.08;

test('property: a position lies in its cell, and no side of it is longer than agreed', () => {
  fc.assert(
    fc.property(latitude, longitude, resolution, (lat, lon, side_m) => {
      const { south_deg, north_deg, west_deg, east_deg } = cellOf(lat, lon, side_m);
      expect(lat).toBeGreaterThanOrEqual(south_deg - 1e-9);
      expect(lat).toBeLessThanOrEqual(north_deg + 1e-9);
      expect(lon).toBeGreaterThanOrEqual(west_deg - 1e-9);
      expect(lon).toBeLessThanOrEqual(east_deg + 1e-9);
      expect((north_deg - south_deg) * METRES).toBeLessThanOrEqual(side_m * (1 + 1e-9));
      const widest = south_deg <= 0 && north_deg >= 0 ? 0 : Math.min(Math.abs(south_deg), Math.abs(north_deg));
      expect((east_deg - west_deg) * METRES * Math.cos(widest * RADIANS)).toBeLessThanOrEqual(side_m * (1 + 1e-6));
    }),
  );
});

test('property: wherever in a cell one is, the cell is the same to the last bit', () => {
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const middle = fc.double({ min: -80, max: 80, noNaN: true });
  fc.assert(
    fc.property(middle, longitude, resolution, share, share, (lat, lon, side_m, up, along) => {
      const cell = cellOf(lat, lon, side_m);
      const within = cellOf(
        cell.south_deg + up * (cell.north_deg - cell.south_deg),
        cell.west_deg + along * (cell.east_deg - cell.west_deg),
        side_m,
      );
      expect(within).toEqual(cell);
    }),
  );
});

test('property: a volume lies within the one that is told of it', () => {
  const at = fc.record({
    lat: fc.double({ min: -70, max: 70, noNaN: true }),
    lon: fc.double({ min: -170, max: 160, noNaN: true }),
  });
  const size = fc.double({ min: 0, max: 9, noNaN: true });
  fc.assert(
    fc.property(at, size, size, resolution, ({ lat, lon }, high, wide, side_m) => {
      const volume = {
        south_deg: lat,
        north_deg: lat + high,
        west_deg: lon,
        east_deg: lon + wide,
        floor_m: 500,
        ceiling_m: null,
        from_ms: 0,
        until_ms: 1,
      };
      const told = coarseVolume(volume, side_m);
      expect(told.south_deg).toBeLessThanOrEqual(volume.south_deg + 1e-9);
      expect(told.north_deg).toBeGreaterThanOrEqual(volume.north_deg - 1e-9);
      expect(told.west_deg).toBeLessThanOrEqual(volume.west_deg + 1e-9);
      expect(told.east_deg).toBeGreaterThanOrEqual(volume.east_deg - 1e-9);
      expect(told.floor_m).toBeLessThanOrEqual(500);
      expect(told.ceiling_m).toBe(null);
    }),
  );
});

test('a warning under the life-safety clause tells bands, which hold what it is about and nothing finer', () => {
  expect(lifeSafetyWarning('SAFE-1', { bearing_deg: 95, range_m: 3_000, vertical_m: -100 })).toEqual({
    clause: 'SAFE-1',
    bearing: { from_deg: 90, to_deg: 120 },
    distance: { from_m: 1_852, to_m: 3_704 },
    height: { from_m: -304.8, to_m: 0 },
  });
  const far = lifeSafetyWarning('SAFE-1', { bearing_deg: -1, range_m: 100_000, vertical_m: null });
  expect(far).toMatchObject({ bearing: { from_deg: 330, to_deg: 0 }, distance: { to_m: null }, height: null });
  fc.assert(
    fc.property(longitude, fc.double({ min: 0, max: 2e5, noNaN: true }), (bearing_deg, range_m) => {
      const { distance } = lifeSafetyWarning('SAFE-1', { bearing_deg, range_m, vertical_m: null });
      expect(range_m).toBeGreaterThanOrEqual(distance.from_m);
      if (distance.to_m !== null) expect(range_m).toBeLessThan(distance.to_m);
    }),
  );
});
