import type { View } from '@skyaccord/accord';
import type { Feature, FeatureCollection, Polygon } from 'geojson';
import { circle, type LngLat, unwrapped } from '../geo/geodesy.ts';

/** How much of our things another party sees the place of, and how well. */
export type SeenCounts = {
  /** Positions and ways told as they are. */
  exact: number;
  /** Positions told by a cell: within their uncertainty. */
  coarse: number;
  /** Told by a volume alone. */
  areas: number;
  /** Shown, with no place: withheld, or not told yet. */
  placeless: number;
  /** Of which not even the existence is shown. */
  nothing: number;
};

/** What can be drawn of views, and what cannot be, counted. */
export type SeenPlaces = {
  readonly features: FeatureCollection;
  readonly counts: SeenCounts;
  /** Around everything drawn; null: nothing is. */
  readonly bounds: readonly [southWest: LngLat, northEast: LngLat] | null;
};

/** What a map shows of what another party sees: from the views alone, so that it cannot show more than they hold. */
export function placesSeen(views: readonly (View | null)[]): SeenPlaces {
  const counts: SeenCounts = { exact: 0, coarse: 0, areas: 0, placeless: 0, nothing: 0 };
  const drawn: Feature[] = [];
  for (const view of views) {
    if (view === null) {
      counts.nothing += 1;
      continue;
    }
    const of = featuresOf(view);
    counts[kindOf(view)] += 1;
    drawn.push(...of);
  }
  const features: FeatureCollection = { type: 'FeatureCollection', features: drawn };
  return { features, counts, bounds: boundsOf(drawn) };
}

function kindOf({ volume, track }: View): Exclude<keyof SeenCounts, 'nothing'> {
  const last = track.at(-1);
  if (last !== undefined) return last.h_uncertainty_m === undefined ? 'exact' : 'coarse';
  return volume === null ? 'placeless' : 'areas';
}

function featuresOf(view: View): Feature[] {
  const { volume, track } = view;
  const last = track.at(-1);
  const label = nameSeen(view);
  const found: Feature[] = [];
  if (volume !== null) {
    const { west_deg, south_deg, north_deg } = volume;
    const [east_deg] = unwrapped([volume.east_deg, south_deg], west_deg + 180);
    const corners: LngLat[] = [
      [west_deg, south_deg],
      [east_deg, south_deg],
      [east_deg, north_deg],
      [west_deg, north_deg],
      [west_deg, south_deg],
    ];
    found.push(areaOf(corners, last === undefined ? label : ''));
  }
  if (last === undefined) return found;
  const { latitude_deg, longitude_deg, h_uncertainty_m } = last;
  if (track.length > 1) {
    const coordinates = track.map((point) => unwrapped([point.longitude_deg, point.latitude_deg], longitude_deg));
    found.push({ type: 'Feature', properties: { role: 'way' }, geometry: { type: 'LineString', coordinates } });
  }
  if (h_uncertainty_m === undefined) {
    const geometry = { type: 'Point' as const, coordinates: [longitude_deg, latitude_deg] };
    found.push({ type: 'Feature', properties: { role: 'place', label }, geometry });
  } else found.push(areaOf(circle(latitude_deg, longitude_deg, h_uncertainty_m), label));
  return found;
}

const areaOf = (ring: LngLat[], label: string): Feature<Polygon> => ({
  type: 'Feature',
  properties: { role: 'area', label },
  geometry: { type: 'Polygon', coordinates: [ring] },
});

/** By what the other party itself can tell it: never by what we call it. */
function nameSeen({ fields }: View): string {
  for (const name of ['callsign', 'name', 'registration', 'address']) {
    const value = fields[name];
    if (typeof value === 'string') return value;
  }
  return '';
}

function boundsOf(features: readonly Feature[]): SeenPlaces['bounds'] {
  const all = features.flatMap(({ geometry }): number[][] => {
    if (geometry.type === 'Point') return [geometry.coordinates];
    if (geometry.type === 'LineString') return geometry.coordinates;
    return geometry.type === 'Polygon' ? geometry.coordinates.flat() : [];
  });
  const [first] = all;
  if (first === undefined) return null;
  const near = all.map(([x = 0, y = 0]) => unwrapped([x, y], first[0] ?? 0));
  const [xs, ys] = [near.map(([x]) => x), near.map(([, y]) => y)];
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}

const several = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

/** The same in words, for those who do not see the map, and for what it cannot show. */
export function placesWords({ exact, coarse, areas, placeless, nothing }: SeenCounts): string {
  const drawn = [
    ...(exact > 0 ? [several(exact, 'position or way as it is', 'positions or ways as they are')] : []),
    ...(coarse > 0 ? [several(coarse, 'position within its uncertainty', 'positions within their uncertainty')] : []),
    ...(areas > 0 ? [several(areas, 'area', 'areas')] : []),
  ];
  const not = [
    ...(placeless > 0 ? [`${placeless} shown without a place`] : []),
    ...(nothing > 0 ? [`${nothing} withheld altogether`] : []),
  ];
  const on = `On the map: ${drawn.length === 0 ? 'nothing' : drawn.join(', ')}.`;
  return not.length === 0 ? on : `${on} Not on it: ${not.join(', ')}.`;
}
