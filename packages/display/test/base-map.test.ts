import type { Feature, MultiLineString, MultiPolygon, Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import { baseMapFiles } from '../build/base-map.ts';
import { unwrapLine, unwrapRing } from '../build/unwrap.ts';

test('a line across the antimeridian goes on instead of jumping around the world', () => {
  const line = [
    [170, 65],
    [179.5, 66],
    [-179, 67],
    [-175, 68],
  ];
  expect(unwrapLine(line)).toEqual([
    [170, 65],
    [179.5, 66],
    [181, 67],
    [185, 68],
  ]);
  expect(unwrapLine(line.toReversed())).toEqual([
    [185, 68],
    [181, 67],
    [179.5, 66],
    [170, 65],
  ]);
  expect(
    unwrapLine([
      [10, 50],
      [11, 51],
    ]),
  ).toEqual([
    [10, 50],
    [11, 51],
  ]);
});

test('an edge along the antimeridian keeps to one side of it, whichever sign its points have', () => {
  const ring = unwrapRing([
    [178, -16],
    [180, -16],
    [-180, -16.5],
    [180, -17],
    [178, -17],
    [178, -16],
  ]);
  expect(ring.map(([longitude_deg]) => longitude_deg)).toEqual([178, 180, 180, 180, 178, 178]);
});

test('a ring around the pole is closed over the pole', () => {
  const ring = unwrapRing([
    [-120, -70],
    [0, -75],
    [120, -70],
    [-120, -70],
  ]);
  expect(ring).toEqual([
    [-120, -70],
    [0, -75],
    [120, -70],
    [240, -70],
    [240, -90],
    [-120, -90],
    [-120, -70],
  ]);
});

describe('the outlines of the world', () => {
  const files = baseMapFiles();
  const land = (JSON.parse(files['base/land.json'] ?? '') as Feature<MultiPolygon>).geometry;
  const borders = (JSON.parse(files['base/borders.json'] ?? '') as Feature<MultiLineString>).geometry;
  const rings = land.coordinates.flat();

  const longestStep = (lines: Position[][]) => {
    let longest_deg = 0;
    for (const line of lines) {
      for (const [index, [longitude_deg = 0, latitude_deg = 0]] of line.entries()) {
        // Beyond 85 degrees Mercator shows nothing; there rings close over the pole.
        if (index === 0 || Math.abs(latitude_deg) > 85) continue;
        const [before_deg = 0, beforeLatitude_deg = 0] = line[index - 1] ?? [];
        if (Math.abs(beforeLatitude_deg) <= 85)
          longest_deg = Math.max(longest_deg, Math.abs(longitude_deg - before_deg));
      }
    }
    return longest_deg;
  };

  test('have no line that runs across the map', () => {
    expect(longestStep(rings)).toBeLessThan(20);
    expect(longestStep(borders.coordinates)).toBeLessThan(40);
  });

  test('have rings that are closed', () => {
    expect(rings.length).toBeGreaterThan(1000);
    expect(rings.filter((ring) => String(ring[0]) !== String(ring.at(-1)))).toEqual([]);
  });

  test.each([
    ['the Sahara', 10, 25, true],
    ['Chukotka, beyond the antimeridian', -175, 66.5, true],
    ['the South Atlantic, at the latitude of Fiji', -20, -16.5, false],
    ['the middle of Antarctica', 30, -80, true],
    ['the Atlantic', -30, 45, false],
    ['Hudson Bay', -85, 59, false],
    ['the Caspian Sea', 51, 41, false],
    ['the Pacific', -140, 0, false],
  ])('know %s', (_name, longitude_deg, latitude_deg, dry) => {
    const inside = land.coordinates.some((polygon) => isInside(polygon, longitude_deg, latitude_deg));
    expect(inside).toBe(dry);
  });
});

/** By the even-odd rule, over all rings of a polygon at once. */
function isInside(polygon: Position[][], x: number, y: number): boolean {
  let inside = false;
  for (const ring of polygon) {
    for (let index = 1; index < ring.length; index += 1) {
      const [x1 = 0, y1 = 0] = ring[index - 1] ?? [];
      const [x2 = 0, y2 = 0] = ring[index] ?? [];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}
