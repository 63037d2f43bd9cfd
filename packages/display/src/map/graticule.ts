import type { Feature, FeatureCollection } from 'geojson';

/** Meridians and parallels reach no further: Mercator ends near 85°. */
const EDGE_DEG = 85;

/**
 * Lines of latitude and longitude, a line a degree. `step` is the coarsest grid (1, 5 or 15°) a line belongs to, so
 * that the style can thin them out as the map zooms away. Both kinds are straight in Mercator: two points do, but for
 * the labels along them, which need the line to be in pieces.
 */
export function graticule(): FeatureCollection {
  const features: Feature[] = [];
  for (let longitude_deg = -180; longitude_deg < 180; longitude_deg += 1) {
    const points = [-EDGE_DEG, 0, EDGE_DEG].map((latitude_deg) => [longitude_deg, latitude_deg]);
    features.push(line(points, longitude_deg, degrees(longitude_deg, 'E', 'W')));
  }
  for (let latitude_deg = -EDGE_DEG; latitude_deg <= EDGE_DEG; latitude_deg += 1) {
    const points = [-180, -90, 0, 90, 180].map((longitude_deg) => [longitude_deg, latitude_deg]);
    features.push(line(points, latitude_deg, degrees(latitude_deg, 'N', 'S')));
  }
  return { type: 'FeatureCollection', features };
}

function line(coordinates: number[][], at_deg: number, label: string): Feature {
  const step = at_deg % 15 === 0 ? 15 : at_deg % 5 === 0 ? 5 : 1;
  return { type: 'Feature', properties: { step, label }, geometry: { type: 'LineString', coordinates } };
}

function degrees(value_deg: number, positive: string, negative: string): string {
  return value_deg === 0 ? '0°' : `${Math.abs(value_deg)}°${value_deg > 0 ? positive : negative}`;
}
