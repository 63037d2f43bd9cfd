import { relative, SITE_SIZE, wrap180, writeSite } from '@skyaccord/sky';
import { Region } from '../identity/region.ts';
import type { AreaShape, Corner, PermissionArea } from '../memorandum/terms.ts';
import { andAlso, below, outsideOf, type Place, type Whereabouts } from './track_line.ts';

/** `Region` reckons on a sphere, within this of the ellipsoid's distances. */
const SPHERE = 1.006;
/** The line is cut into steps no longer than this, each within 1.5 m of straight. */
const STEP_DEG = 0.1;
/** What the cut line and the plane about a point may be off by: a fixed part, and a part of the distance. */
const LINE_ERROR_M = 5;
const LINE_ERROR_RATIO = 1e-3;

const sites = new Float64Array(2 * SITE_SIZE);
const offset = new Float64Array(2);

/** Along the surface of the ellipsoid, m. */
export function surfaceDistance(
  latitude_deg: number,
  longitude_deg: number,
  to_latitude_deg: number,
  to_longitude_deg: number,
): number {
  writeSite(latitude_deg, longitude_deg, sites, 0);
  writeSite(to_latitude_deg, to_longitude_deg, sites, SITE_SIZE);
  relative(sites, 0, SITE_SIZE, offset);
  return Math.sqrt(offset[0]! * offset[0]! + offset[1]! * offset[1]!);
}

/** Asks whether a place is within so many m of a point. */
export function circleAsk(
  latitude_deg: number,
  longitude_deg: number,
  radius_m: number,
): (place: Place) => Whereabouts {
  const ask = circlesAsk(latitude_deg, longitude_deg, [radius_m]);
  return (place) => ask(place)[0]!;
}

/** The same for several radii at once. */
export function circlesAsk(
  latitude_deg: number,
  longitude_deg: number,
  radii_m: readonly number[],
): (place: Place) => readonly Whereabouts[] {
  return (place) => {
    const away_m = surfaceDistance(place.latitude_deg, place.longitude_deg, latitude_deg, longitude_deg);
    return radii_m.map((radius_m) => below(away_m, place.off_m, radius_m));
  };
}

/** Asks whether a place is within an area; its boundary is part of it to within the error of the place. */
export function areaAsk(area: PermissionArea & Partial<Pick<AreaShape, 'circle'>>): (place: Place) => Whereabouts {
  const { circle } = area;
  if (circle) return circleAsk(circle.latitude_deg, circle.longitude_deg, circle.radius_m);
  const region = new Region(area);
  return ({ latitude_deg, longitude_deg, off_m }) => region.locate(latitude_deg, longitude_deg, off_m * SPHERE);
}

/** Asks whether a place is between floor and ceiling, both included; an unknown height may be anywhere. */
export function levelAsk(floor_m: number | null, ceiling_m: number | null): (place: Place) => Whereabouts {
  return ({ altitude_m, altitude_off_m }) => {
    if (floor_m === null && ceiling_m === null) return 'inside';
    if (altitude_m === null) return 'unsure';
    const high = floor_m === null ? 'inside' : outsideOf(below(altitude_m, altitude_off_m, floor_m));
    const low = ceiling_m === null ? 'inside' : outsideOf(below(-altitude_m, altitude_off_m, -ceiling_m));
    return andAlso(high, low);
  };
}

type Volume = {
  readonly area: PermissionArea & Partial<Pick<AreaShape, 'circle'>>;
  readonly floor_m: number | null;
  readonly ceiling_m: number | null;
};

/** Asks whether a place is in an area and between its levels. */
export function volumeAsk({ area, floor_m, ceiling_m }: Volume): (place: Place) => Whereabouts {
  const inArea = areaAsk(area);
  const atLevel = levelAsk(floor_m, ceiling_m);
  return (place) => {
    const level = atLevel(place);
    return level === 'outside' ? level : andAlso(level, inArea(place));
  };
}

/** Asks whether a place is nearer to a line than so many m. */
export function lineAsk(line_deg: readonly Corner[], distance_m: number): (place: Place) => Whereabouts {
  const ask = linesAsk(line_deg, [distance_m]);
  return (place) => ask(place)[0]!;
}

/** The same for several distances at once. */
export function linesAsk(
  line_deg: readonly Corner[],
  distances_m: readonly number[],
): (place: Place) => readonly Whereabouts[] {
  const distanceTo = lineDistance(line_deg);
  return ({ latitude_deg, longitude_deg, off_m }) => {
    const from_line_m = distanceTo(latitude_deg, longitude_deg);
    const may_be_off_m = off_m + LINE_ERROR_M + LINE_ERROR_RATIO * from_line_m;
    return distances_m.map((distance_m) => below(from_line_m, may_be_off_m, distance_m));
  };
}

/**
 * Distance to the nearest point of a line whose sides are straight in latitude and longitude: the line is cut into
 * short steps, and each step taken for straight on the plane on which the point sees its ends at their true distance.
 */
export function lineDistance(line_deg: readonly Corner[]): (latitude_deg: number, longitude_deg: number) => number {
  const cut = cutLine(line_deg);
  const vertices = new Float64Array((cut.length + 1) * SITE_SIZE);
  cut.forEach(([latitude_deg, longitude_deg], i) => {
    writeSite(latitude_deg, longitude_deg, vertices, (i + 1) * SITE_SIZE);
  });
  return (latitude_deg, longitude_deg) => {
    writeSite(latitude_deg, longitude_deg, vertices, 0);
    relative(vertices, 0, SITE_SIZE, offset);
    let [x, y] = [offset[0]!, offset[1]!];
    let nearest_m2 = x * x + y * y;
    for (let i = 2; i <= cut.length; i++) {
      relative(vertices, 0, i * SITE_SIZE, offset);
      const [dx, dy] = [offset[0]! - x, offset[1]! - y];
      const length2 = dx * dx + dy * dy;
      const along = length2 > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / length2)) : 0;
      const [off_x, off_y] = [x + along * dx, y + along * dy];
      nearest_m2 = Math.min(nearest_m2, off_x * off_x + off_y * off_y);
      x = offset[0]!;
      y = offset[1]!;
    }
    return Math.sqrt(nearest_m2);
  };
}

function cutLine(line_deg: readonly Corner[]): Corner[] {
  const cut: Corner[] = line_deg.slice(0, 1);
  for (let i = 1; i < line_deg.length; i++) {
    const [from, to] = [line_deg[i - 1]!, line_deg[i]!];
    const [up_deg, east_deg] = [to[0] - from[0], wrap180(to[1] - from[1])];
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(up_deg), Math.abs(east_deg)) / STEP_DEG));
    for (let k = 1; k <= steps; k++) {
      cut.push([from[0] + (up_deg * k) / steps, wrap180(from[1] + (east_deg * k) / steps)]);
    }
  }
  return cut;
}
