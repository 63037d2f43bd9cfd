import type { Place, Whereabouts } from '../judges/track_line.ts';
import { areaAsk, lineAsk } from '../judges/volume.ts';
import type { Corner } from '../memorandum/terms.ts';
import type { Shape } from './mission.ts';

/** Metres in a degree of latitude, not less than anywhere on the ellipsoid. */
const M_PER_DEG = 111_700;

/** A part of the surface ready to be asked: a shape with a margin around it, or a line with its stand-off. */
export type Region = {
  /** Whether any point within `off_m` of a place may be within the margin: never no where one is. */
  readonly meets: (latitude_deg: number, longitude_deg: number, off_m: number) => boolean;
  /** Whether every point within `off_m` of a place is certainly within the margin. */
  readonly covers: (latitude_deg: number, longitude_deg: number, off_m: number) => boolean;
  /** A box around it all, degrees; longitudes as a middle and half a width (180: all the way round). */
  readonly box: RegionBox;
};
export type RegionBox = {
  readonly south_deg: number;
  readonly north_deg: number;
  readonly middle_deg: number;
  readonly half_deg: number;
};

const place = (latitude_deg: number, longitude_deg: number, off_m: number): Place => ({
  latitude_deg,
  longitude_deg,
  off_m,
  altitude_m: null,
  altitude_off_m: 0,
});

/** A shape and everything within `margin_m` of it. */
export function shapeRegion(shape: Shape, margin_m: number): Region {
  const { circle } = shape;
  if (circle !== null) {
    const wide: Shape = { ...shape, circle: { ...circle, radius_m: circle.radius_m + margin_m } };
    return asked(areaAsk({ ...wide, name: '' }), 0, boxOf(shape, margin_m));
  }
  return asked(areaAsk({ ...shape, name: '' }), margin_m, boxOf(shape, margin_m));
}

/** Everything nearer to a line than its stand-off. */
export function lineRegion(line_deg: readonly Corner[], standoff_m: number): Region {
  return asked(lineAsk(line_deg, standoff_m), 0, cornersBox(line_deg, standoff_m));
}

function asked(ask: (place: Place) => Whereabouts, margin_m: number, box: RegionBox): Region {
  return {
    meets: (latitude_deg, longitude_deg, off_m) =>
      ask(place(latitude_deg, longitude_deg, margin_m + off_m)) !== 'outside',
    covers: (latitude_deg, longitude_deg, off_m) =>
      ask(place(latitude_deg, longitude_deg, off_m)) === 'inside' ||
      // Within the margin around it, with what the sphere of the asked distance may be off.
      (margin_m > off_m && ask(place(latitude_deg, longitude_deg, (margin_m - off_m) / 1.02)) !== 'outside'),
    box,
  };
}

function boxOf({ bounds_deg, polygon_deg, circle }: Shape, margin_m: number): RegionBox {
  if (circle !== null) {
    return cornersBox([[circle.latitude_deg, circle.longitude_deg]], circle.radius_m + margin_m);
  }
  if (polygon_deg !== null) return cornersBox(polygon_deg, margin_m);
  const [west, south, east, north] = bounds_deg ?? [0, 0, 0, 0];
  const width = west < east ? east - west : east - west + 360;
  return widened({ south_deg: south, north_deg: north, middle_deg: west + width / 2, half_deg: width / 2 }, margin_m);
}

function cornersBox(corners: readonly Corner[], margin_m: number): RegionBox {
  let [south, north] = [90, -90];
  let along = corners[0]?.[1] ?? 0;
  let [west, east, before] = [along, along, along];
  for (const [latitude, longitude] of corners) {
    along += ((longitude - before + 540) % 360) - 180;
    before = longitude;
    [west, east] = [Math.min(west, along), Math.max(east, along)];
    [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
  }
  const box = { south_deg: south, north_deg: north, middle_deg: (west + east) / 2, half_deg: (east - west) / 2 };
  return widened(box, margin_m);
}

function widened({ south_deg, north_deg, middle_deg, half_deg }: RegionBox, margin_m: number): RegionBox {
  const margin_deg = (1.02 * margin_m) / M_PER_DEG + 0.01;
  const [south, north] = [south_deg - margin_deg, north_deg + margin_deg];
  const highest = Math.max(Math.abs(south), Math.abs(north));
  // Towards the pole a degree of longitude is short; a chord of the cosine bounds it from below.
  const narrow = Math.max(0, 1 - highest / 90);
  const east_deg = narrow <= 0.01 ? 180 : margin_deg / narrow;
  return { south_deg: south, north_deg: north, middle_deg, half_deg: Math.min(180, half_deg + east_deg) };
}

/** Whether two boxes have a point in common. */
export function boxesMeet(a: RegionBox, b: RegionBox): boolean {
  if (a.north_deg < b.south_deg || b.north_deg < a.south_deg) return false;
  const apart = Math.abs(((((a.middle_deg - b.middle_deg) % 360) + 540) % 360) - 180);
  return apart <= a.half_deg + b.half_deg;
}
