import { cos } from '@skyaccord/sky';
import type { Point, Volume } from './thing.ts';

/** Metres of a degree of latitude on a sphere of the Earth's mean radius, 6,371,009 m. */
const DEGREE_M = 111_195.08;
const RADIANS = Math.PI / 180;
/** Heights are told in bands of 1,000 ft. */
export const BAND_M = 304.8;

type Cell = {
  readonly west_deg: number;
  readonly south_deg: number;
  readonly east_deg: number;
  readonly north_deg: number;
};

/**
 * The cell of a grid that lies fixed on the Earth, whoever asks and whatever flies: two positions in one cell cannot be
 * told apart, however often one asks. Random noise would average out, and a grid laid around the aircraft would give
 * its centre away. No side of a cell is longer than `resolution_m`.
 */
export function cellOf(latitude_deg: number, longitude_deg: number, resolution_m: number): Cell {
  const rows = Math.max(1, Math.ceil((180 * DEGREE_M) / resolution_m));
  const row = Math.min(rows - 1, Math.max(0, Math.floor(((latitude_deg + 90) / 180) * rows)));
  const south_deg = (180 * row) / rows - 90;
  const north_deg = (180 * (row + 1)) / rows - 90;
  // A row is widest at its side towards the equator.
  const widest_deg = south_deg <= 0 && north_deg >= 0 ? 0 : Math.min(Math.abs(south_deg), Math.abs(north_deg));
  const columns = Math.max(1, Math.ceil((360 * DEGREE_M * cos(widest_deg * RADIANS)) / resolution_m));
  const turned = ((((longitude_deg + 180) % 360) + 360) % 360) / 360;
  const column = Math.min(columns - 1, Math.floor(turned * columns));
  return {
    south_deg,
    north_deg,
    west_deg: (360 * column) / columns - 180,
    east_deg: (360 * (column + 1)) / columns - 180,
  };
}

const floorOf = (altitude_m: number): number => Math.floor(altitude_m / BAND_M) * BAND_M;

/** Half of the diagonal of a cell, and as much as an aircraft may have flown since the report that it was told by. */
const UNCERTAINTY = 1 / Math.SQRT2 + 1;

/** The middle of the cell and of the height band that a point is in, at the last of the instants that are told. */
export function coarsePoint(
  point: Point,
  resolution_m: number,
  step_s: number,
): Point & { readonly h_uncertainty_m: number } {
  const cell = cellOf(point.latitude_deg, point.longitude_deg, resolution_m);
  return {
    time_ms: Math.floor(point.time_ms / (1000 * step_s)) * 1000 * step_s,
    latitude_deg: (cell.south_deg + cell.north_deg) / 2,
    longitude_deg: (cell.west_deg + cell.east_deg) / 2,
    altitude_m: point.altitude_m === null ? null : floorOf(point.altitude_m) + BAND_M / 2,
    h_uncertainty_m: Math.ceil(resolution_m * UNCERTAINTY),
  };
}

/** The cell and the height band around a point, from its time on for as long as the next one may take. */
export function volumeAround(point: Point, resolution_m: number, step_s: number): Volume {
  const { time_ms, altitude_m } = point;
  return {
    ...cellOf(point.latitude_deg, point.longitude_deg, resolution_m),
    floor_m: altitude_m === null ? null : floorOf(altitude_m),
    ceiling_m: altitude_m === null ? null : floorOf(altitude_m) + BAND_M,
    from_ms: time_ms,
    until_ms: time_ms + 1000 * step_s,
  };
}

/** The least box of whole cells and height bands that a volume lies in; its times stay. */
export function coarseVolume(volume: Volume, resolution_m: number): Volume {
  const low = cellOf(volume.south_deg, volume.west_deg, resolution_m);
  const high = cellOf(volume.north_deg, volume.east_deg, resolution_m);
  // Columns differ between rows: the widest answer of both rows holds all.
  const left = cellOf(volume.north_deg, volume.west_deg, resolution_m);
  const right = cellOf(volume.south_deg, volume.east_deg, resolution_m);
  return {
    south_deg: low.south_deg,
    north_deg: high.north_deg,
    west_deg: Math.min(low.west_deg, left.west_deg),
    east_deg: Math.max(high.east_deg, right.east_deg),
    floor_m: volume.floor_m === null ? null : floorOf(volume.floor_m),
    ceiling_m: volume.ceiling_m === null ? null : floorOf(volume.ceiling_m) + BAND_M,
    from_ms: volume.from_ms,
    until_ms: volume.until_ms,
  };
}
