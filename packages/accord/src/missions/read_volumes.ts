import { polygonFlaw } from '../memorandum/area.ts';
import type { Corner } from '../memorandum/terms.ts';
import type { Plain } from '../plain.ts';
import type { MissionVolume, Shape } from './mission.ts';
import { MOST_POINTS, readPlace } from './read_route.ts';

/** Corners of one polygon, at most (ASTM F3548-21 for constraints). */
const MOST_CORNERS = 1_000;
const MOST_VOLUMES = 200;
const SHAPES = ['bounds_deg', 'polygon_deg', 'circle'] as const;

/** Reads the volumes of a mission: a shape, levels and a time each. */
export function readVolumes(field: Plain): readonly MissionVolume[] {
  const items = field.list(1, MOST_VOLUMES);
  const corners = items.reduce((sum, { value }) => sum + cornersIn(value), 0);
  if (corners > MOST_POINTS) {
    field.wrong(`${corners} corners`, `give at most ${MOST_POINTS} in all`, null);
    return [];
  }
  return items.map((item): MissionVolume => {
    const fields = item.map([...SHAPES, 'floor_m', 'ceiling_m', 'from', 'until'], SHAPES);
    const [floor_m, ceiling_m] = [fields.floor_m.number(-500, 30_480), fields.ceiling_m.number(-500, 30_480)];
    if (ceiling_m <= floor_m) fields.ceiling_m.wrong('not above the floor', 'exchange floor_m and ceiling_m');
    const [from_ms, until_ms] = [fields.from.instant(), fields.until.instant()];
    if (until_ms <= from_ms) fields.until.wrong('not after from', 'exchange from and until');
    return { shape: readShape(item, fields), floor_m, ceiling_m, from_ms, until_ms };
  });
}

/** Corners of a volume that was not read yet. */
function cornersIn(value: unknown): number {
  const corners = (value as { polygon_deg?: unknown } | null)?.polygon_deg;
  return Array.isArray(corners) ? corners.length : 1;
}

/** Reads a box, a polygon or a circle: exactly one. */
export function readShape(item: Plain, fields: Record<(typeof SHAPES)[number], Plain>): Shape {
  if (SHAPES.filter((name) => fields[name].present).length !== 1) {
    item.wrong('a shape is bounds_deg, polygon_deg or circle', 'give exactly one of the three', null);
  }
  return {
    bounds_deg: fields.bounds_deg.present ? readBounds(fields.bounds_deg) : null,
    polygon_deg: fields.polygon_deg.present ? readPolygon(fields.polygon_deg) : null,
    circle: fields.circle.present ? readCircle(fields.circle) : null,
  };
}

function readBounds(field: Plain): NonNullable<Shape['bounds_deg']> {
  const sides = field.list(4, 4);
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = sides.map((side, index) =>
    index % 2 === 0 ? side.number(-180, 180) : side.number(-90, 90),
  );
  if (south >= north) field.wrong('the south bound is not south of the north bound', 'write west, south, east, north');
  if (west === east) field.wrong('west and east are the same', 'give two different longitudes');
  return [west, south, east, north];
}

function readPolygon(field: Plain): readonly Corner[] {
  const corners = field.list(3, MOST_CORNERS).map((item): Corner => {
    const pair = item.list(2, 2);
    const [latitude, longitude] = [pair[0], pair[1]];
    if (latitude === undefined || longitude === undefined) return [Number.NaN, Number.NaN];
    return readPlace({ latitude_deg: latitude, longitude_deg: longitude });
  });
  // Many formats write the first corner again at the end.
  const [first, last] = [corners[0], corners.at(-1)];
  const closed = corners.length > 3 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
  const ring = closed ? corners.slice(0, -1) : corners;
  if (ring.length === 0 || ring.some((corner) => corner.some(Number.isNaN))) return ring;
  const flaw = polygonFlaw(ring);
  if (flaw !== null) field.wrong(flaw.reason, flaw.remedy, null);
  return ring;
}

function readCircle(field: Plain): NonNullable<Shape['circle']> {
  const fields = field.map(['latitude_deg', 'longitude_deg', 'radius_m']);
  const [latitude_deg, longitude_deg] = readPlace(fields);
  const radius_m = fields.radius_m.number(0, 926_000);
  if (radius_m === 0) fields.radius_m.wrong('a circle of zero radius', 'give a radius above 0');
  return { latitude_deg, longitude_deg, radius_m };
}
