import { destination, wrap180 } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PermissionArea } from '../memorandum/memorandum.ts';
import { Region } from './region.ts';

const box = (west: number, south: number, east: number, north: number): Region =>
  new Region({ name: 'box', bounds_deg: [west, south, east, north], polygon_deg: null });
const polygon = (...corners: [number, number][]): Region =>
  new Region({ name: 'polygon', bounds_deg: null, polygon_deg: corners } satisfies PermissionArea);

describe('a region', () => {
  it('of a box holds what is between its bounds, also across the date line', () => {
    const region = box(170, -10, -170, 10);
    for (const longitude of [171, 179.9, 180, -180, -179.9, -171]) {
      expect(region.locate(0, longitude, 10), `${longitude}`).toBe('inside');
    }
    for (const [latitude, longitude] of [
      [0, 169],
      [0, -169],
      [0, 0],
      [11, 180],
      [-11, 180],
    ] as const) {
      expect(region.locate(latitude, longitude, 10), `${latitude} ${longitude}`).toBe('outside');
    }
  });

  it('of a box all round the Earth has no edge in the west or east, and none at a pole', () => {
    const region = box(-180, 60, 180, 90);
    for (const longitude of [-180, -90, 0, 179.9999, 180]) expect(region.locate(70, longitude, 5000)).toBe('inside');
    expect(region.locate(89.9999, 12, 5000)).toBe('inside');
    expect(region.locate(59.99, 0, 5000)).toBe('unsure');
    expect(region.locate(50, 0, 5000)).toBe('outside');
  });

  it('of a wide box knows its far edge from either side', () => {
    const region = box(-170, -10, 170, 10);
    expect(region.locate(0, 160, 100_000)).toBe('inside');
    expect(region.locate(0, 169.99, 5000)).toBe('unsure');
    expect(region.locate(0, 170.01, 5000)).toBe('unsure');
    expect(region.locate(0, 180, 5000)).toBe('outside');
  });

  it('of a polygon follows its notches, whichever way round and wherever it begins', () => {
    // An L: the north-east quarter is missing.
    const corners: [number, number][] = [
      [0, 0],
      [0, 4],
      [2, 4],
      [2, 2],
      [4, 2],
      [4, 0],
    ];
    for (let turn = 0; turn < corners.length; turn++) {
      const turned = [...corners.slice(turn), ...corners.slice(0, turn)];
      for (const region of [polygon(...turned), polygon(...turned.toReversed())]) {
        expect([region.locate(1, 3, 10), region.locate(3, 1, 10), region.locate(1, 1, 10)]).toEqual(
          Array(3).fill('inside'),
        );
        expect([region.locate(3, 3, 10), region.locate(5, 1, 10), region.locate(1, -1, 10)]).toEqual(
          Array(3).fill('outside'),
        );
      }
    }
  });

  it('is unsure just where the boundary is within the accuracy, and where the accuracy is not known', () => {
    const m = new Float64Array(2);
    const region = box(10, 40, 20, 50);
    const at = (east_m: number, north_m: number, accuracy_m: number): string => {
      destination(45, 20, east_m, north_m, m);
      return region.locate(m[0]!, m[1]!, accuracy_m);
    };
    expect([at(-1020, 0, 1000), at(-980, 0, 1000), at(980, 0, 1000), at(1020, 0, 1000)]).toEqual([
      'inside',
      'unsure',
      'unsure',
      'outside',
    ]);
    expect(region.locate(45, 15, Number.NaN)).toBe('unsure');
    expect(region.locate(Number.NaN, 15, 10)).toBe('unsure');
  });

  it('is the same when it and the point are turned about the axis of the Earth', () => {
    const corners: [number, number][] = [
      [10, 5],
      [12, 20],
      [25, 14],
      [30, -3],
      [14, -8],
    ];
    const degrees = fc.double({ min: -180, max: 180, noNaN: true });
    fc.assert(
      fc.property(
        degrees,
        fc.double({ min: -20, max: 50, noNaN: true }),
        fc.double({ min: -40, max: 60, noNaN: true }),
        (turn, latitude, longitude) => {
          const here = polygon(...corners).locate(latitude, longitude, 50);
          const turned = corners.map(([lat, lon]): [number, number] => [lat, wrap180(lon + turn)]);
          const there = polygon(...turned).locate(latitude, wrap180(longitude + turn), 50);
          // Rounding moves a point by less than a millimetre: only where the two differ by that may it matter.
          const may = here === there ? here : 'unsure';
          expect([here, polygon(...corners).locate(latitude, longitude, 50.001)]).toContain(may);
        },
      ),
    );
  });

  it('of random corners agrees with the sum of angles that they subtend', () => {
    const corner = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 359 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(corner, { minLength: 3, maxLength: 9, selector: ([, angle]) => angle }),
        fc.tuple(fc.integer({ min: -25, max: 25 }), fc.integer({ min: -25, max: 25 })),
        (rays, [y, x]) => {
          // A star about the middle never crosses itself, unless a gap of half a turn leaves the middle outside.
          const sorted = rays.toSorted((a, b) => a[1] - b[1]);
          const gaps = sorted.map(([, angle], i) => (sorted[(i + 1) % sorted.length]![1] - angle + 360) % 360);
          fc.pre(gaps.every((gap) => gap < 180));
          const corners = sorted.map(([r, angle]): [number, number] => [
            r * Math.sin((angle * Math.PI) / 180),
            170 + r * Math.cos((angle * Math.PI) / 180),
          ]);
          const point: [number, number] = [y + 0.1234, 170 + x + 0.0567];
          let sum = 0;
          corners.forEach(([lat, lon], i) => {
            const [next_lat, next_lon] = corners[(i + 1) % corners.length]!;
            const from = Math.atan2(lat - point[0], lon - point[1]);
            const to = Math.atan2(next_lat - point[0], next_lon - point[1]);
            sum += Math.atan2(Math.sin(to - from), Math.cos(to - from));
          });
          const where = polygon(...corners.map(([lat, lon]): [number, number] => [lat, wrap180(lon)])).locate(
            point[0],
            wrap180(point[1]),
            1,
          );
          if (where !== 'unsure') expect(where).toBe(Math.abs(sum) > 3 ? 'inside' : 'outside');
        },
      ),
      { numRuns: 500 },
    );
  });
});
