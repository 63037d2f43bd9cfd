import { featuresOf, shapeOf } from '../plans/geojson.ts';
import type { PlainRecord, PlainRecords } from '../plans/record.ts';

const FOOT_M = 0.3048;
/** A level above mean sea or the ellipsoid against 1013.25 hPa: pressure of the day and geoid, and its temperature. */
const DATUM_M = 400;
const DATUM_SHARE = 0.08;
/** The highest ground there is: an upper limit above ground is no higher than this above its height, m. */
const HIGHEST_GROUND_M = 8_849;
const LIMITS_M = [-500, 30_480] as const;

type Geometry = {
  readonly type?: unknown;
  readonly coordinates?: unknown;
  readonly extent?: { readonly subType?: unknown; readonly radius?: unknown };
  readonly layer?: Layer;
  readonly geometries?: unknown;
};
type Layer = {
  readonly uom?: unknown;
  readonly lower?: unknown;
  readonly lowerReference?: unknown;
  readonly upper?: unknown;
  readonly upperReference?: unknown;
};
type Properties = Readonly<Record<string, unknown>>;
type Trouble = { readonly reason: string; readonly remedy: string };

/**
 * Hazard areas from GeoJSON (RFC 7946) and from ED-318 geo-zones, which are GeoJSON with layers, circles and times of
 * their own. In plain GeoJSON the properties are the fields of a hazard area. Of ED-318 a zone without restriction is
 * left out, a prohibited one is closed, one with authorisation needs clearance, and any other asks for caution; its
 * heights are widened by what they may differ from a level against 1013.25 hPa. A zone of several geometries is several
 * areas. What its times say by days and hours is not read: such a zone counts as in force all through.
 */
export function hazardAreasFromGeoJson(text: string, source: string): PlainRecords {
  const features = featuresOf(text);
  if (!Array.isArray(features)) return features as PlainRecords;
  const records: PlainRecord[] = [];
  const problems: { place: string; reason: string; remedy: string }[] = [];
  for (const [index, one] of (features as readonly unknown[]).entries()) {
    const feature = (one ?? {}) as { id?: unknown; geometry?: Geometry | null; properties?: Properties | null };
    const place = `features[${index}]`;
    const properties = feature.properties ?? {};
    const geometries = partsOf(feature.geometry ?? {});
    for (const [part, geometry] of geometries.entries()) {
      const at = geometries.length === 1 ? place : `${place}.geometries[${part}]`;
      const zone = 'identifier' in properties && 'country' in properties;
      const read = zone
        ? geoZone(geometry, properties, geometries.length === 1 ? '' : `-${part + 1}`, source)
        : plainArea(geometry, properties, feature.id, source);
      for (const area of read) {
        if ('reason' in area) problems.push({ place: at, ...(area as Trouble) });
        else records.push({ place: at, data: area });
      }
    }
  }
  return { records, problems };
}

const partsOf = (geometry: Geometry): readonly Geometry[] =>
  geometry.type === 'GeometryCollection' && Array.isArray(geometry.geometries)
    ? (geometry.geometries as readonly Geometry[])
    : [geometry];

function plainArea(
  geometry: Geometry,
  properties: Properties,
  id: unknown,
  source: string,
): readonly (Record<string, unknown> | Trouble)[] {
  const { radius_m, ...rest } = properties;
  const shape = shapeOf(geometry.type, geometry.coordinates, radius_m);
  if (shape === null) return [notAShape(geometry)];
  return [{ ...(id === undefined ? {} : { id: String(id) }), source, ...rest, ...shape }];
}

const notAShape = ({ type }: Geometry): Trouble => ({
  reason: `geometry ${String(type)}, or a polygon with holes`,
  remedy: 'use a Polygon with one ring, or a Point with a radius',
});

function geoZone(
  geometry: Geometry,
  properties: Properties,
  suffix: string,
  source: string,
): readonly (Record<string, unknown> | Trouble)[] {
  const kind = String(properties.type);
  if (kind === 'NO_RESTRICTION') return [];
  const { uom, lower, lowerReference, upper, upperReference } = geometry.layer ?? {};
  const feet = uom === 'ft';
  const radius = geometry.extent?.subType === 'Circle' ? geometry.extent.radius : undefined;
  const shape = shapeOf(geometry.type, geometry.coordinates, radius);
  if (shape === null) return [notAShape(geometry)];
  const entry = kind === 'PROHIBITED' ? 'closed' : /^REQ_AUTHORI[SZ]ATION$/.test(kind) ? 'with_clearance' : 'caution';
  const metres = (value: unknown): number | null => (typeof value === 'number' ? value * (feet ? FOOT_M : 1) : null);
  const area = {
    id: `${String(properties.country)}:${String(properties.identifier)}${suffix}`,
    name: nameOf(properties.name) ?? String(properties.identifier),
    entry,
    source,
    ...shape,
    floor_m: floorOf(metres(lower), lowerReference),
    ceiling_m: ceilingOf(metres(upper), upperReference),
  };
  const times = properties.limitedApplicability;
  if (!Array.isArray(times) || times.length === 0) return [area];
  return (times as readonly { startDateTime?: unknown; endDateTime?: unknown }[]).map((one, k) => ({
    ...area,
    id: times.length === 1 ? area.id : `${area.id}~${k + 1}`,
    ...(one.startDateTime === undefined ? {} : { from: instantOf(one.startDateTime) }),
    ...(one.endDateTime === undefined ? {} : { until: instantOf(one.endDateTime) }),
  }));
}

/** Names stand in several languages: the English one, or the first. */
function nameOf(names: unknown): string | null {
  if (typeof names === 'string') return names;
  if (!Array.isArray(names)) return null;
  const all = names as readonly { text?: unknown; lang?: unknown }[];
  const best = all.find(({ lang }) => String(lang).startsWith('en')) ?? all[0];
  return typeof best?.text === 'string' ? best.text : null;
}

/** From the ground up where it is above ground; what is above the sea may lie lower against the standard pressure. */
function floorOf(height_m: number | null, reference: unknown): number | null {
  if (height_m === null || reference === 'AGL') return null;
  return bounded(height_m - DATUM_M - DATUM_SHARE * Math.abs(height_m));
}

function ceilingOf(height_m: number | null, reference: unknown): number | null {
  if (height_m === null) return null;
  const above_m = reference === 'AGL' ? height_m + HIGHEST_GROUND_M : height_m;
  return bounded(above_m + DATUM_M + DATUM_SHARE * Math.abs(above_m));
}

const bounded = (level_m: number): number => Math.max(LIMITS_M[0], Math.min(LIMITS_M[1], level_m));

/** An instant with its zone as ms; anything else as it stands, to be refused by name. */
function instantOf(text: unknown): unknown {
  if (typeof text !== 'string' || !/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return text;
  const time_ms = Date.parse(text);
  return Number.isNaN(time_ms) ? text : time_ms;
}
