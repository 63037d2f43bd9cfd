import type { Mission } from '@skyaccord/accord';
import { greatCircle_m, type LngLat } from '../geo/geodesy.ts';

const FT_M = 0.3048;
const NM_M = 1852;
const KT_MPS = NM_M / 3600;

/** One point of a mission that is being drawn; its level as it is typed. */
export type DrawnPoint = { longitude_deg: number; latitude_deg: number; level_ft: number };

/** A mission that is being drawn: a way flown at one speed, or an area that it keeps to. Times in ms since 1970. */
export type Drawn = {
  shape: 'way' | 'area';
  id: string;
  party: string;
  callsign: string;
  category: string;
  crew: Mission['aircraft']['crew'];
  purpose: Mission['purpose'];
  priority: number;
  points: DrawnPoint[];
  departs_ms: number;
  speed_kt: number;
  /** Of an area: until when, and between which levels. */
  until_ms: number;
  floor_ft: number;
  ceiling_ft: number;
  aside_nm: number;
  early_late_min: number;
  latest_delay_min: number;
};

export const place = ({ longitude_deg, latitude_deg }: DrawnPoint): LngLat => [longitude_deg, latitude_deg];

/** When each point of a way is passed, ms: along great circles at one speed. */
export function passes(points: readonly DrawnPoint[], departs_ms: number, speed_kt: number): number[] {
  let way_m = 0;
  return points.map((point, index) => {
    const before = points[index - 1];
    if (before !== undefined) way_m += greatCircle_m(place(before), place(point));
    return Math.round(departs_ms + (1000 * way_m) / (speed_kt * KT_MPS));
  });
}

/** The way of a mission that is being drawn, m. */
export const wayOf_m = (points: readonly DrawnPoint[]): number =>
  points.reduce((sum, point, index) => {
    const before = points[index - 1];
    return before === undefined ? 0 : sum + greatCircle_m(place(before), place(point));
  }, 0);

/** What still has to be drawn or filled in; null: nothing. The node checks all the rest. */
export function lacks({ shape, id, party, points, speed_kt, departs_ms, until_ms }: Drawn): string | null {
  if (id.trim() === '') return 'Give it a name.';
  if (party === '') return 'Say whose it is.';
  if (Number.isNaN(departs_ms)) return 'Say when it begins.';
  const least = shape === 'way' ? 2 : 3;
  if (points.length < least) return `Click ${least - points.length} more on the map, or add them below.`;
  if (shape === 'way' && !(speed_kt > 0)) return 'Give its speed.';
  if (shape === 'area' && !(until_ms > departs_ms)) return 'Say until when, after it begins.';
  return null;
}

/** The same as GeoJSON, as the node reads missions from files: one reader checks what is drawn and what is sent. */
export function geoJsonOf(drawn: Drawn): string {
  const { id, party, callsign, category, crew, purpose, priority, points } = drawn;
  const own = {
    party,
    ...(callsign.trim() === '' ? {} : { callsign: callsign.trim() }),
    aircraft: { crew, ...(category === '' ? {} : { category }) },
    purpose,
    priority,
    flexibility: { latest_delay_s: drawn.latest_delay_min * 60 },
  };
  const feature = (geometry: object, properties: object): string =>
    JSON.stringify({ type: 'Feature', id: id.trim(), geometry, properties: { ...own, ...properties } });
  const utc = (time_ms: number): string => new Date(time_ms).toISOString();
  if (drawn.shape === 'way') {
    const coordinates = points.map((point) => [...place(point), point.level_ft * FT_M]);
    const uncertainty = { lateral_m: drawn.aside_nm * NM_M, vertical_m: 0, time_s: drawn.early_late_min * 60 };
    const times = passes(points, drawn.departs_ms, drawn.speed_kt).map(utc);
    return feature({ type: 'LineString', coordinates }, { times, uncertainty });
  }
  const ring = points.map(place);
  const levels = { floor_m: drawn.floor_ft * FT_M, ceiling_m: drawn.ceiling_ft * FT_M };
  return feature(
    { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] },
    { ...levels, from: utc(drawn.departs_ms), until: utc(drawn.until_ms) },
  );
}
