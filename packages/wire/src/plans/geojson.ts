import { MOST_PLAN_LENGTH, MOST_RECORDS, type PlainRecord, type PlainRecords, unreadable } from './record.ts';

type Feature = {
  readonly id?: unknown;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
  readonly properties?: Readonly<Record<string, unknown>> | null;
};

/**
 * Missions from GeoJSON (RFC 7946): each feature is one. A LineString is its route, coordinates [longitude, latitude,
 * altitude in m], with `times` in the properties, one a coordinate; a Polygon is a volume of it, with `floor_m`,
 * `ceiling_m`, `from` and `until`; a Point with `radius_m` a circle. All other properties are the mission's own fields.
 */
export function missionsFromGeoJson(text: string): PlainRecords {
  const features = featuresOf(text);
  if (!Array.isArray(features)) return features as PlainRecords;
  const records: PlainRecord[] = [];
  const problems: { place: string; reason: string; remedy: string }[] = [];
  for (const [index, feature] of (features as readonly Feature[]).entries()) {
    const place = `features[${index}]`;
    const read = missionOf(feature ?? {});
    if ('reason' in read) problems.push({ place, ...read });
    else records.push({ place, data: read.data });
  }
  return { records, problems };
}

/** The features of a collection, or a single one. */
export function featuresOf(text: string): readonly unknown[] | PlainRecords {
  if (text.length > MOST_PLAN_LENGTH)
    return unreadable('it is too long', `give at most ${MOST_PLAN_LENGTH} characters`);
  let found: { type?: unknown; features?: unknown } | null;
  try {
    found = JSON.parse(text.replace(/^\uFEFF/, '')) as typeof found;
  } catch {
    return unreadable('it is not JSON', 'give GeoJSON');
  }
  if (found?.type === 'Feature') return [found];
  if (found?.type !== 'FeatureCollection' || !Array.isArray(found.features)) {
    return unreadable('it is no FeatureCollection and no Feature', 'give GeoJSON');
  }
  if (found.features.length > MOST_RECORDS)
    return unreadable(`${found.features.length} features`, `give ${MOST_RECORDS}`);
  return found.features as readonly unknown[];
}

const REST = ['times', 'floor_m', 'ceiling_m', 'from', 'until', 'radius_m'] as const;

function missionOf(feature: Feature): { data: Record<string, unknown> } | { reason: string; remedy: string } {
  const properties = feature.properties ?? {};
  const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !REST.includes(name as never)));
  const data = { ...(feature.id === undefined ? {} : { id: String(feature.id) }), ...own };
  const { type, coordinates } = feature.geometry ?? {};
  const { times, floor_m, ceiling_m, from, until, radius_m } = properties;
  if (type === 'LineString' && Array.isArray(coordinates)) {
    if (!Array.isArray(times) || times.length !== coordinates.length) {
      return {
        reason: `${coordinates.length} coordinates without as many times`,
        remedy: 'add times, one a coordinate',
      };
    }
    const route = (coordinates as readonly unknown[]).map((one, k) => {
      const [longitude_deg, latitude_deg, altitude_m] = Array.isArray(one) ? (one as readonly unknown[]) : [];
      return { latitude_deg, longitude_deg, altitude_m, time: times[k] as unknown };
    });
    return { data: { ...data, route } };
  }
  const shape = shapeOf(type, coordinates, radius_m);
  if (shape === null) {
    return {
      reason: `geometry ${String(type)}`,
      remedy: 'use LineString, Polygon without holes, or Point with radius_m',
    };
  }
  return { data: { ...data, volumes: [{ ...shape, floor_m, ceiling_m, from, until }] } };
}

/** The outer ring of a polygon, or a circle, as plain data; null for what is neither, and for a polygon with holes. */
export function shapeOf(type: unknown, coordinates: unknown, radius_m: unknown): Record<string, unknown> | null {
  if (type === 'Polygon' && Array.isArray(coordinates) && coordinates.length === 1 && Array.isArray(coordinates[0])) {
    const ring = coordinates[0] as readonly unknown[];
    const corners = ring.map((one) => (Array.isArray(one) ? [one[1] as unknown, one[0] as unknown] : one));
    return { polygon_deg: corners };
  }
  if (type === 'Point' && Array.isArray(coordinates) && radius_m !== undefined) {
    const [longitude_deg, latitude_deg] = coordinates as readonly unknown[];
    return { circle: { latitude_deg, longitude_deg, radius_m } };
  }
  return null;
}
