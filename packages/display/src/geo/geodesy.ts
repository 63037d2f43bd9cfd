/**
 * Geometry for drawing, on a sphere of the Earth's mean radius (R1 of the GRS 80, 6,371,008.8 m): within 0.6 % of the
 * ellipsoid, which no line on a map shows. Figures that people read come from the watch, never from here.
 */
const EARTH_RADIUS_M = 6_371_008.8;
const DEG = Math.PI / 180;

/** GeoJSON's order. */
export type LngLat = [longitude_deg: number, latitude_deg: number];

/** The point `distance_m` away along a great circle that starts in direction `bearing_deg`. */
export function destination(
  latitude_deg: number,
  longitude_deg: number,
  bearing_deg: number,
  distance_m: number,
): LngLat {
  const angle = distance_m / EARTH_RADIUS_M;
  const latitude = latitude_deg * DEG;
  const bearing = bearing_deg * DEG;
  const sine = Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(bearing);
  const to = Math.asin(Math.min(1, Math.max(-1, sine)));
  const east = Math.sin(bearing) * Math.sin(angle) * Math.cos(latitude);
  const north = Math.cos(angle) - Math.sin(latitude) * sine;
  return [normalLongitude(longitude_deg + Math.atan2(east, north) / DEG), to / DEG];
}

/** Great-circle distance (haversine). */
export function greatCircle_m(from: LngLat, to: LngLat): number {
  const half = (value_deg: number) => Math.sin((value_deg * DEG) / 2) ** 2;
  const squared = half(to[1] - from[1]) + Math.cos(from[1] * DEG) * Math.cos(to[1] * DEG) * half(to[0] - from[0]);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(squared)));
}

/** A closed ring of `points` points around a centre, fit for a GeoJSON polygon. */
export function circle(latitude_deg: number, longitude_deg: number, radius_m: number, points = 64): LngLat[] {
  const ring: LngLat[] = [];
  for (let index = 0; index < points; index += 1) {
    ring.push(unwrapped(destination(latitude_deg, longitude_deg, (index * 360) / points, radius_m), longitude_deg));
  }
  const [first] = ring;
  if (first !== undefined) ring.push([first[0], first[1]]);
  return ring;
}

/** The same point, on the same side of the antimeridian as `near_deg`: a line then does not run around the world. */
export function unwrapped(point: LngLat, near_deg: number): LngLat {
  const turns = Math.round((near_deg - point[0]) / 360);
  return turns === 0 ? point : [point[0] + turns * 360, point[1]];
}

/** East and north of an origin in metres, for plots of a few tens of miles. */
export function local_m(origin: LngLat, point: LngLat): { east_m: number; north_m: number } {
  const [longitude_deg] = unwrapped(point, origin[0]);
  return {
    east_m: (longitude_deg - origin[0]) * DEG * EARTH_RADIUS_M * Math.cos(origin[1] * DEG),
    north_m: (point[1] - origin[1]) * DEG * EARTH_RADIUS_M,
  };
}

function normalLongitude(longitude_deg: number): number {
  return ((((longitude_deg + 180) % 360) + 360) % 360) - 180;
}
