import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { cut } from '../document/problem.ts';
import { MOST_PLAN_LENGTH, MOST_RECORDS, type PlainRecord, type PlainRecords, unreadable } from '../plans/record.ts';

/** Folders within folders are followed this deep. */
const DEEPEST = 32;

/**
 * Hazard areas from KML 2.2: each Polygon of a Placemark is one, closed from the ground up unless its ExtendedData
 * names `floor_m`, `ceiling_m`, `entry`, `owner` or `id`; a TimeSpan bounds it. Heights in coordinates are above the
 * sea or the ground and are not read. Document types and entities are refused: nothing outside the file is ever
 * fetched.
 */
export function hazardAreasFromKml(text: string, source: string): PlainRecords {
  if (text.length > MOST_PLAN_LENGTH)
    return unreadable('it is too long', `give at most ${MOST_PLAN_LENGTH} characters`);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return unreadable('it declares a document type', 'remove the DOCTYPE');
  const valid = XMLValidator.validate(text);
  if (valid !== true) return unreadable(`line ${valid.err.line}: ${cut(valid.err.msg)}`, 'give well-formed KML');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    removeNSPrefix: true,
    isArray: (name) => LISTS.has(name),
  });
  let root: Element;
  try {
    root = parser.parse(text) as Element;
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : 'it is no XML', 'give well-formed KML');
  }
  const found: { place: string; mark: Element }[] = [];
  gather((root.kml ?? {}) as Element, 'kml', 0, found);
  if (found.length === 0) return unreadable('it holds no Placemark', 'give KML with polygons');
  if (found.length > MOST_RECORDS) return unreadable(`${found.length} placemarks`, `give at most ${MOST_RECORDS}`);
  const records: PlainRecord[] = [];
  const problems: { place: string; reason: string; remedy: string }[] = [];
  for (const { place, mark } of found) {
    const polygons = polygonsOf(mark);
    if (polygons.length === 0)
      problems.push({ place, reason: 'it has no Polygon', remedy: 'draw the area as a Polygon' });
    for (const [part, polygon] of polygons.entries()) {
      const read = areaOf(mark, polygon, polygons.length === 1 ? '' : `-${part + 1}`, source, place);
      if ('reason' in read) problems.push({ place, reason: String(read.reason), remedy: String(read.remedy) });
      else records.push({ place, data: read });
    }
  }
  return { records, problems };
}

type Element = { readonly [name: string]: unknown };
const LISTS = new Set(['Placemark', 'Folder', 'Document', 'Polygon', 'MultiGeometry', 'Data', 'innerBoundaryIs']);

const listOf = (value: unknown): readonly Element[] => (Array.isArray(value) ? (value as readonly Element[]) : []);

function gather(parent: Element, path: string, depth: number, found: { place: string; mark: Element }[]): void {
  if (depth > DEEPEST) return;
  for (const [k, mark] of listOf(parent.Placemark).entries()) found.push({ place: `${path}.Placemark[${k}]`, mark });
  for (const name of ['Document', 'Folder']) {
    for (const [k, child] of listOf(parent[name]).entries()) gather(child, `${path}.${name}[${k}]`, depth + 1, found);
  }
}

function polygonsOf(mark: Element, depth = 0): readonly Element[] {
  if (depth > DEEPEST) return [];
  const inner = listOf(mark.MultiGeometry).flatMap((one) => polygonsOf(one, depth + 1));
  return [...listOf(mark.Polygon), ...inner];
}

function areaOf(mark: Element, polygon: Element, suffix: string, source: string, place: string): Element {
  if (listOf(polygon.innerBoundaryIs).length > 0) {
    return { reason: 'a polygon with holes', remedy: 'draw the area without holes' };
  }
  const ring = (polygon.outerBoundaryIs as Element | undefined)?.LinearRing as Element | undefined;
  const polygon_deg = cornersOf(ring?.coordinates);
  if (polygon_deg === null) return { reason: 'its outer boundary has no coordinates', remedy: 'give lon,lat pairs' };
  const span = (mark.TimeSpan ?? {}) as Element;
  const name = textOf(mark.name) ?? place;
  return {
    id: `${textOf(mark['@id']) ?? name}${suffix}`.replace(/[^\w.:~ -]/g, '-').slice(0, 64),
    name,
    source,
    polygon_deg,
    ...(span.begin === undefined ? {} : { from: textOf(span.begin) }),
    ...(span.end === undefined ? {} : { until: textOf(span.end) }),
    ...extended(mark),
  };
}

const FIELDS = ['id', 'owner', 'entry', 'floor_m', 'ceiling_m'];

function extended(mark: Element): Record<string, unknown> {
  const all = listOf((mark.ExtendedData as Element | undefined)?.Data);
  return Object.fromEntries(
    all.flatMap((one): [string, unknown][] => {
      const name = String(one['@name']);
      const value = textOf(one.value) ?? '';
      return FIELDS.includes(name) ? [[name, name.endsWith('_m') ? Number(value) : value]] : [];
    }),
  );
}

/** `lon,lat[,height]` separated by white space, as [latitude, longitude]; a part that is none stands as NaN. */
function cornersOf(value: unknown): readonly (readonly number[])[] | null {
  const text = textOf(value);
  if (text === null) return null;
  return text.split(/\s+/).map((one) => {
    const [longitude, latitude] = one.split(',');
    return [numberOf(latitude), numberOf(longitude)];
  });
}

const numberOf = (text: string | undefined): number =>
  text !== undefined && text.trim() !== '' ? Number(text) : Number.NaN;

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  const inner = (value as { '#text'?: unknown } | null | undefined)?.['#text'];
  return typeof inner === 'string' && inner.trim() !== '' ? inner.trim() : null;
}
