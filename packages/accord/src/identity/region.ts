import { cos, RAD_PER_DEG, wrap180 } from '@skyaccord/sky';
import { unwrapped } from '../memorandum/area.ts';
import type { PermissionArea } from '../memorandum/memorandum.ts';

/** Metres in a degree of latitude, of a sphere of the Earth's mean radius; within 0.6 % of the ellipsoid's anywhere. */
const M_PER_DEG = 111_195;

export type Whereabouts = 'inside' | 'outside' | 'unsure';

/** An area ready to be asked for points: a ring of corners, its longitudes running on across the date line. */
export class Region {
  readonly #latitudes_deg: readonly number[];
  /** One more than corners: the first again at the end. */
  readonly #longitudes_deg: readonly number[];
  readonly #west_deg: number;
  /** It goes all the way round, so its sides along meridians bound nothing. */
  readonly #round: boolean;

  constructor(area: PermissionArea) {
    const corners = area.polygon_deg ?? cornersOf(area.bounds_deg ?? [0, 0, 0, 0]);
    this.#latitudes_deg = corners.map(([latitude_deg]) => latitude_deg);
    this.#longitudes_deg = area.polygon_deg ? unwrapped(corners) : [...corners.map(([, east]) => east), corners[0]![1]];
    this.#west_deg = this.#longitudes_deg.reduce((west, one) => Math.min(west, one));
    this.#round = this.#longitudes_deg.some((one) => one - this.#west_deg >= 360);
  }

  /** Where a point is that is known to within `accuracy_m`; `unsure` when the boundary is nearer than that. */
  locate(latitude_deg: number, longitude_deg: number, accuracy_m: number): Whereabouts {
    const distance_m = this.#distance(latitude_deg, longitude_deg);
    if (!(distance_m > accuracy_m)) return 'unsure';
    return this.#holds(latitude_deg, longitude_deg) ? 'inside' : 'outside';
  }

  /** Even-odd rule along the parallel eastwards. */
  #holds(latitude_deg: number, longitude_deg: number): boolean {
    const offset_deg = (longitude_deg - this.#west_deg) % 360;
    const at_deg = this.#west_deg + (offset_deg < 0 ? offset_deg + 360 : offset_deg);
    let inside = false;
    for (let i = 0; i < this.#latitudes_deg.length; i++) {
      const from_deg = this.#latitudes_deg[i]!;
      const to_deg = this.#latitudes_deg[(i + 1) % this.#latitudes_deg.length]!;
      if (from_deg > latitude_deg === to_deg > latitude_deg) continue;
      const along = (latitude_deg - from_deg) / (to_deg - from_deg);
      const east_deg = this.#longitudes_deg[i]!;
      if (at_deg < east_deg + along * (this.#longitudes_deg[i + 1]! - east_deg)) inside = !inside;
    }
    return inside;
  }

  /** To the nearest side, reckoned on a plane about the point: good near it, which is where it matters. */
  #distance(latitude_deg: number, longitude_deg: number): number {
    const m_per_east_deg = M_PER_DEG * cos(latitude_deg * RAD_PER_DEG);
    let nearest_m2 = Infinity;
    for (let i = 0; i < this.#latitudes_deg.length; i++) {
      const from_deg = this.#latitudes_deg[i]!;
      const to_deg = this.#latitudes_deg[(i + 1) % this.#latitudes_deg.length]!;
      const step_deg = this.#longitudes_deg[i + 1]! - this.#longitudes_deg[i]!;
      if ((this.#round && step_deg === 0) || (from_deg === to_deg && Math.abs(from_deg) === 90)) continue;
      const y = (from_deg - latitude_deg) * M_PER_DEG;
      const dx = step_deg * m_per_east_deg;
      const dy = (to_deg - from_deg) * M_PER_DEG;
      const east_deg = wrap180(this.#longitudes_deg[i]! - longitude_deg);
      // A long side may pass the point the other way round the Earth.
      for (const turn_deg of [-360, 0, 360]) {
        nearest_m2 = Math.min(nearest_m2, distance2((east_deg + turn_deg) * m_per_east_deg, y, dx, dy));
      }
    }
    return Math.sqrt(nearest_m2);
  }
}

/** Squared distance of the origin from the side that begins at x, y and goes on by dx, dy. */
function distance2(x: number, y: number, dx: number, dy: number): number {
  const length2 = dx * dx + dy * dy;
  const along = length2 > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / length2)) : 0;
  const off_x = x + along * dx;
  const off_y = y + along * dy;
  return off_x * off_x + off_y * off_y;
}

type Corner = readonly [latitude_deg: number, longitude_deg: number];

function cornersOf([west, south, east, north]: NonNullable<PermissionArea['bounds_deg']>): readonly Corner[] {
  const end = west < east ? east : east + 360;
  return [
    [south, west],
    [south, end],
    [north, end],
    [north, west],
  ];
}
