import { PlanSet } from '@skyaccord/sky';
import type { Corner } from '../memorandum/terms.ts';
import { staysIn } from './flight.ts';
import type { Shape } from './mission.ts';
import { outlineOf } from './outline.ts';
import { boxesMeet, type Region, shapeRegion } from './region.ts';

/** Whether a shape has a point in common with a region; `inside` is any point of the region. To within 10 m. */
export function shapeMeets(shape: Shape, region: Region, inside: Corner): boolean {
  const own = shapeRegion(shape, 0);
  if (!boxesMeet(own.box, region.box)) return false;
  // The region lies within the shape, or an edge of the shape is in the region, or the shape lies within it.
  if (own.meets(inside[0], inside[1], 0)) return true;
  const edges = outlineOf(shape).flatMap(([latitude_deg, longitude_deg], k) => [latitude_deg, longitude_deg, 0, k]);
  return staysIn(new PlanSet('sphere', [edges]), region, 0, 0).length > 0;
}
