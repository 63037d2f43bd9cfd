import type { Position } from 'geojson';

const POLE_DEG = 90;

/**
 * A line whose longitudes go on past 180 degrees where it crosses the antimeridian, instead of jumping around the
 * world: so a flat map can draw it. Moved by whole turns to lie about the meridian of Greenwich.
 */
export function unwrapLine(line: readonly Position[]): Position[] {
  const points: Position[] = [];
  let turns = 0;
  let before_deg = line[0]?.[0] ?? 0;
  for (const [longitude_deg = 0, latitude_deg = 0] of line) {
    if (longitude_deg - before_deg > 180) turns -= 1;
    else if (longitude_deg - before_deg < -180) turns += 1;
    before_deg = longitude_deg;
    points.push([longitude_deg + turns * 360, latitude_deg]);
  }
  let [west_deg, east_deg] = [Infinity, -Infinity];
  for (const [longitude_deg = 0] of points) {
    west_deg = Math.min(west_deg, longitude_deg);
    east_deg = Math.max(east_deg, longitude_deg);
  }
  const shift_deg = -Math.round((west_deg + east_deg) / 2 / 360) * 360;
  return points.map(([longitude_deg = 0, latitude_deg = 0]) => [longitude_deg + shift_deg, latitude_deg]);
}

/**
 * The same for a closed ring. One around a pole does not come back to where it began, but a turn away from it: it is
 * closed over the pole, so that what lies inside stays inside.
 */
export function unwrapRing(ring: readonly Position[]): Position[] {
  const points = unwrapLine(ring);
  const [start, end] = [points[0], points.at(-1)];
  if (start === undefined || end === undefined || Math.abs((end[0] ?? 0) - (start[0] ?? 0)) < 180) return points;
  const pole_deg = (start[1] ?? 0) < 0 ? -POLE_DEG : POLE_DEG;
  return [...points, [end[0] ?? 0, pole_deg], [start[0] ?? 0, pole_deg], start];
}
