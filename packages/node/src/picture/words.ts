import { M_PER_FT, M_PER_NM, MPS_PER_KT } from '@skyaccord/wire';

/** Figures as people in aviation read them. A tenth of a nautical mile and more in NM; what is nearer, in metres. */
export function distanceWords(distance_m: number): string {
  return distance_m < 0.1 * M_PER_NM ? `${Math.round(distance_m)} m` : `${(distance_m / M_PER_NM).toFixed(1)} NM`;
}

/** A height or a difference of heights, to the foot. */
export const heightWords = (height_m: number): string => `${Math.round(height_m / M_PER_FT)} ft`;

/** To the knot; a tenth below ten, since what is left of a speed between two reports of one aircraft is small. */
export function speedWords(speed_mps: number): string {
  const speed_kt = speed_mps / MPS_PER_KT;
  return `${speed_kt < 9.95 ? speed_kt.toFixed(1) : Math.round(speed_kt)} kt`;
}
