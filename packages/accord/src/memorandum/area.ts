import { wrap180 } from '@skyaccord/sky';
import type { Field } from '@skyaccord/wire';
import type { Area, AreaShape, Bounds, Corner, PermissionArea } from './terms.ts';

const LONGITUDE = { min: -180, max: 180 };
const LATITUDE = { min: -90, max: 90 };
const MOST_CORNERS = 256;

/** Reads a name and a box of latitude and longitude. */
export function parseArea(field: Field): Area {
  const fields = field.map(['name', 'bounds']);
  return { name: fields.name.text(120), bounds_deg: parseBounds(fields.bounds) };
}

/** Reads a name and either a box or a polygon. */
export function parsePermissionArea(field: Field): PermissionArea {
  const fields = field.map(['name', 'bounds', 'polygon'], ['bounds', 'polygon']);
  if (field.present && fields.bounds.present === fields.polygon.present) {
    field.problem('an area needs either bounds or a polygon', 'give exactly one of the two', null);
  }
  return {
    name: fields.name.text(120),
    bounds_deg: fields.bounds.present ? parseBounds(fields.bounds) : null,
    polygon_deg: fields.polygon.present ? parsePolygon(fields.polygon) : null,
  };
}

/** Reads a name and a box, a polygon or a circle. */
export function parseAreaShape(field: Field): AreaShape {
  const shapes = ['bounds', 'polygon', 'circle'] as const;
  const fields = field.map(['name', ...shapes], shapes);
  if (field.present && shapes.filter((shape) => fields[shape].present).length !== 1) {
    field.problem('an area needs bounds, a polygon or a circle', 'give exactly one of the three', null);
  }
  return {
    name: fields.name.text(120),
    bounds_deg: fields.bounds.present ? parseBounds(fields.bounds) : null,
    polygon_deg: fields.polygon.present ? parsePolygon(fields.polygon) : null,
    circle: fields.circle.present ? parseCircle(fields.circle) : null,
  };
}

function parseCircle(field: Field): NonNullable<AreaShape['circle']> {
  const circle = field.map(['latitude', 'longitude', 'radius']);
  return {
    latitude_deg: circle.latitude.quantity('angle', LATITUDE),
    longitude_deg: circle.longitude.quantity('angle', LONGITUDE),
    radius_m: circle.radius.quantity('length', { above: 0, max: 500 * 1852 }),
  };
}

/** Reads a name and a line of at least two corners; it may cross itself, but has no two corners alike in a row. */
export function parseLine(field: Field): { readonly name: string; readonly line_deg: readonly Corner[] } {
  const fields = field.map(['name', 'line']);
  const line_deg = fields.line.list(2, MOST_CORNERS).map(parseCorner);
  line_deg.forEach((corner, i) => {
    const before = line_deg[i - 1];
    if (before === undefined) return;
    const step = Math.abs(wrap180(corner[1] - before[1]));
    if (step === 0 && corner[0] === before[0]) {
      fields.line.problem(`corners ${i - 1} and ${i} are the same`, 'keep one of them', null);
    } else if (step === 180) {
      const reason = `corners ${i - 1} and ${i} are 180 degrees of longitude apart`;
      fields.line.problem(reason, 'put a corner between them', null);
    }
  });
  return { name: fields.name.text(120), line_deg };
}

function parseCorner(field: Field): Corner {
  const corner = field.map(['latitude', 'longitude']);
  return [corner.latitude.quantity('angle', LATITUDE), corner.longitude.quantity('angle', LONGITUDE)];
}

/** A box of latitude and longitude; where west is greater than east it spans the date line. */
function parseBounds(field: Field): Bounds {
  const bounds = field.map(['west', 'south', 'east', 'north']);
  const west = bounds.west.quantity('angle', LONGITUDE);
  const south = bounds.south.quantity('angle', LATITUDE);
  const east = bounds.east.quantity('angle', LONGITUDE);
  const north = bounds.north.quantity('angle', LATITUDE);
  if (south >= north) field.problem('the south bound is not south of the north bound', 'exchange them', null);
  if (west === east) field.problem('west and east are the same', 'give two different longitudes', null);
  return [west, south, east, north];
}

/** Corners in order, either way round; its sides are straight in latitude and longitude and do not cross. */
function parsePolygon(field: Field): readonly Corner[] {
  const corners = field.list(3, MOST_CORNERS).map(parseCorner);
  if (corners.length === 0 || corners.some((corner) => corner.some(Number.isNaN))) return corners;
  const wrong = polygonFlaw(corners);
  if (wrong !== null) field.problem(wrong.reason, wrong.remedy, null);
  return corners;
}

/** What makes a ring of corners no polygon; `null` when nothing does. */
export function polygonFlaw(corners: readonly Corner[]): { reason: string; remedy: string } | null {
  const along = unwrapped(corners);
  for (let i = 0; i < corners.length; i++) {
    const step = along[i + 1]! - along[i]!;
    if (step === 0 && corners[i]![0] === corners[(i + 1) % corners.length]![0]) {
      return { reason: `corners ${i} and ${(i + 1) % corners.length} are the same`, remedy: 'keep one of them' };
    }
    // Which way round the Earth such a side goes cannot be told.
    if (Math.abs(step) === 180) {
      const reason = `corners ${i} and ${(i + 1) % corners.length} are 180 degrees of longitude apart`;
      return { reason, remedy: 'put a corner between them' };
    }
  }
  if (Math.abs(along[corners.length]! - along[0]!) > 1) {
    return { reason: 'the polygon goes round a pole', remedy: 'use bounds up to 90 degrees of latitude' };
  }
  const crossing = firstCrossing(corners, along);
  if (crossing === null) return null;
  const reason = `the sides from corners ${crossing[0]} and ${crossing[1]} meet`;
  return { reason, remedy: 'give the corners in their order along the boundary' };
}

/**
 * Longitudes of the corners and of the first one again at the end, each the short way on from the one before, so that a
 * polygon across the date line is one piece.
 */
export function unwrapped(corners: readonly Corner[]): number[] {
  const along = [corners[0]![1]];
  for (let i = 1; i <= corners.length; i++) {
    along.push(along[i - 1]! + wrap180(corners[i % corners.length]![1] - along[i - 1]!));
  }
  return along;
}

/** The first corners of two sides that meet elsewhere than in the corner they share; `null` when none do. */
function firstCrossing(corners: readonly Corner[], along: readonly number[]): readonly [number, number] | null {
  const last = corners.length - 1;
  const at = (i: number): Corner => [corners[i % corners.length]![0], along[i]!];
  for (let i = 0; i <= last; i++) {
    for (let j = i + 1; j <= last; j++) {
      const [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)];
      const bad = j === i + 1 ? foldsBack(a, b, d) : i === 0 && j === last ? foldsBack(b, a, c) : meet(a, b, c, d);
      if (bad) return [i, j];
    }
  }
  return null;
}

/** Twice the area of the triangle, positive when it turns left. */
const turn = (a: Corner, b: Corner, c: Corner): number => (b[1] - a[1]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[1] - a[1]);

const between = (a: Corner, b: Corner, c: Corner): boolean =>
  Math.min(a[0], b[0]) <= c[0] &&
  c[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= c[1] &&
  c[1] <= Math.max(a[1], b[1]);

/** Have two sides a point in common? */
function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const c_side = Math.sign(turn(a, b, c));
  const d_side = Math.sign(turn(a, b, d));
  const a_side = Math.sign(turn(c, d, a));
  const b_side = Math.sign(turn(c, d, b));
  if (c_side * d_side < 0 && a_side * b_side < 0) return true;
  return (
    (c_side === 0 && between(a, b, c)) ||
    (d_side === 0 && between(a, b, d)) ||
    (a_side === 0 && between(c, d, a)) ||
    (b_side === 0 && between(c, d, b))
  );
}

/** Does the way from a corner to the next but one run back over itself at the corner between? */
function foldsBack(from: Corner, corner: Corner, to: Corner): boolean {
  if (turn(from, corner, to) !== 0) return false;
  return (from[0] - corner[0]) * (to[0] - corner[0]) + (from[1] - corner[1]) * (to[1] - corner[1]) > 0;
}
