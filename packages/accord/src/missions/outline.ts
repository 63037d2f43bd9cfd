import { cos, destination, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Corner } from '../memorandum/terms.ts';
import type { Shape } from './mission.ts';

/** Sides are cut into steps no longer than this, each within 1.5 m of straight. */
const STEP_DEG = 0.1;
/** Corners of the polygon around a circle. */
const CORNERS = 64;

const place = new Float64Array(2);

/** The boundary of a shape as a closed ring of near points, each the short way on from the one before. */
export function outlineOf(shape: Shape): readonly Corner[] {
  const corners = cornersOf(shape);
  const ring: Corner[] = [];
  corners.forEach(([latitude_deg, longitude_deg], k) => {
    const [north_deg, east_deg] = corners[(k + 1) % corners.length] as Corner;
    const up_deg = north_deg - latitude_deg;
    const along_deg = shape.bounds_deg === null ? shortWay(east_deg - longitude_deg) : east_deg - longitude_deg;
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(up_deg), Math.abs(along_deg)) / STEP_DEG));
    for (let i = 0; i < steps; i += 1) {
      ring.push([latitude_deg + (up_deg * i) / steps, shortWay(longitude_deg + (along_deg * i) / steps)]);
    }
  });
  return [...ring, ring[0] as Corner];
}

function cornersOf({ bounds_deg, polygon_deg, circle }: Shape): readonly Corner[] {
  if (polygon_deg !== null) return polygon_deg;
  if (circle !== null) {
    // Around the circle, so that no part of it is left out.
    const radius_m = circle.radius_m / cos(Math.PI / CORNERS);
    return Array.from({ length: CORNERS }, (_, k): Corner => {
      const course = (360 * k * RAD_PER_DEG) / CORNERS;
      destination(circle.latitude_deg, circle.longitude_deg, radius_m * sin(course), radius_m * cos(course), place);
      return [place[0] ?? 0, place[1] ?? 0];
    });
  }
  const [west, south, east, north] = bounds_deg ?? [0, 0, 0, 0];
  const end = west < east ? east : east + 360;
  return [
    [south, west],
    [south, end],
    [north, end],
    [north, west],
  ];
}

function shortWay(longitude_deg: number): number {
  const turned = (((longitude_deg + 180) % 360) + 360) % 360;
  return turned - 180;
}
