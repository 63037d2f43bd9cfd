import { asin, atan2, cos, DEG_PER_RAD, RAD_PER_DEG, sin } from '@skyaccord/sky';

/** A direction from the centre of the Earth, of length 1. */
export type Direction = readonly [x: number, y: number, z: number];

/** The direction of a place. */
export function direction(latitude_deg: number, longitude_deg: number): Direction {
  const [latitude, longitude] = [latitude_deg * RAD_PER_DEG, longitude_deg * RAD_PER_DEG];
  return [cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)];
}

/** The place under a direction of any length, degrees. */
export function placeOf([x, y, z]: Direction): readonly [latitude_deg: number, longitude_deg: number] {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [asin(Math.max(-1, Math.min(1, z / length))) * DEG_PER_RAD, atan2(y, x) * DEG_PER_RAD];
}

/** The angle between two directions of length 1, rad; good to rounding also where they are near or opposite. */
export function angle([px, py, pz]: Direction, [qx, qy, qz]: Direction): number {
  const [nx, ny, nz] = [py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx];
  return atan2(Math.sqrt(nx * nx + ny * ny + nz * nz), px * qx + py * qy + pz * qz);
}

/** The direction at an angle from one towards another along their great circle; `total` is the angle between them. */
export function between(p: Direction, q: Direction, total: number, share: number): Direction {
  if (total < 1e-12) return p;
  const [a, b] = [sin((1 - share) * total) / sin(total), sin(share * total) / sin(total)];
  return [a * p[0] + b * q[0], a * p[1] + b * q[1], a * p[2] + b * q[2]];
}
