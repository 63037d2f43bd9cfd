import type { Memorandum } from '@skyaccord/accord';
import { type LngLat, unwrapped } from '../geo/geodesy.ts';
import type { Picture } from '../state/picture.ts';

type Box = [southWest: LngLat, northEast: LngLat];

/**
 * The box to show first: the memorandum's area where anything flies in it or nothing flies at all, and otherwise the
 * traffic. A lone aircraft far away would shrink a crowd to a dot, so of a crowd the outermost twentieth on each side
 * is left out.
 */
export function firstView(picture: Picture, memorandum: Memorandum | null): Box | null {
  const area = areaOf(memorandum);
  const tracks = [...picture.tracks.values()];
  const [first] = tracks;
  if (first === undefined) return area;
  const points = tracks.map((track) => unwrapped([track.longitude_deg, track.latitude_deg], first.longitude_deg));
  if (area !== null && points.some((point) => holds(area, point))) return area;
  const [west, east] = inner(points.map(([longitude_deg]) => longitude_deg));
  const [south, north] = inner(points.map(([, latitude_deg]) => latitude_deg));
  return [
    [west, south],
    [east, north],
  ];
}

function areaOf(memorandum: Memorandum | null): Box | null {
  if (memorandum === null || memorandum.area === null) return null;
  const [west, south, east, north] = memorandum.area.bounds_deg;
  return [
    [west, south],
    [east < west ? east + 360 : east, north],
  ];
}

function holds([[west, south], [east, north]]: Box, point: LngLat): boolean {
  const [longitude_deg, latitude_deg] = unwrapped(point, (west + east) / 2);
  return longitude_deg >= west && longitude_deg <= east && latitude_deg >= south && latitude_deg <= north;
}

const CROWD = 20;

function inner(values: number[]): [number, number] {
  const sorted = values.toSorted((one, other) => one - other);
  const cut = sorted.length > CROWD ? Math.floor(sorted.length / 20) : 0;
  return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
}
