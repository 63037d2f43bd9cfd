import type { AircraftState, Alert, Manoeuvre } from '@skyaccord/accord';
import type { Feature, FeatureCollection, Position } from 'geojson';
import { remaining } from '../format/time.ts';
import { altitude, direction, distance, height, speed, type UnitSystem } from '../format/units.ts';
import { LEVELS } from '../format/words.ts';
import { circle, destination, type LngLat, unwrapped } from '../geo/geodesy.ts';
import { reckon } from '../geo/reckon.ts';
import type { Picture } from '../state/picture.ts';

/** A line shorter than this on the screen has no room for its words beside those of other pairs. */
const ROOM_PX = 110;

type ConflictOptions = {
  now_ms: number;
  units: UnitSystem;
  /** The alert that is chosen, or else the most urgent: its words are always shown. */
  foremost: string | null;
  metres_per_px: number;
};

/**
 * What a standing alert draws: a ring at the lateral minimum around both aircraft, the line between them with the
 * measured distance, and the two positions predicted for the closest point with what is expected there; of the foremost
 * one, also what is advised.
 */
export function conflictFeatures(
  alerts: readonly Alert[],
  picture: Picture,
  options: ConflictOptions,
): FeatureCollection {
  return { type: 'FeatureCollection', features: alerts.flatMap((alert) => ofAlert(alert, picture, options)) };
}

function ofAlert(alert: Alert, picture: Picture, options: ConflictOptions): Feature[] {
  const { now_ms, units } = options;
  const { level, cpa } = alert;
  const a = placeOf(alert.a, picture, now_ms);
  const b = unwrapped(placeOf(alert.b, picture, now_ms), a[0]);
  const features: Feature[] = [];
  const lateral_minimum_m = alert.findings[0]?.lateral_minimum_m ?? 0;
  if (lateral_minimum_m > 0) {
    for (const point of [a, b]) {
      features.push(line(circle(point[1], point[0], lateral_minimum_m), { role: 'ring', level }));
    }
  }
  const measured = `${LEVELS[level].symbol} ${distance(alert.range_m, units)} / ${height(alert.vertical_m, units)}`;
  features.push(line([a, b], { role: 'pair', level }));
  // Of all alerts only the foremost: more ways ahead than two nobody can read.
  if (alert.id === options.foremost) features.push(...ofAdvice(alert, picture, options));
  const words = alert.id === options.foremost || alert.range_m / options.metres_per_px >= ROOM_PX;
  if (words) features.push(label(middle(a, b), { role: 'pair_label', level, label: measured }));

  const left = remaining(cpa.t_cpa_ms, now_ms);
  if (left === null) return features;
  const cpaA = unwrapped([cpa.a_longitude_deg, cpa.a_latitude_deg], a[0]);
  const cpaB = unwrapped([cpa.b_longitude_deg, cpa.b_latitude_deg], a[0]);
  features.push(
    line([a, cpaA], { role: 'path', level }),
    line([b, cpaB], { role: 'path', level }),
    line([cpaA, cpaB], { role: 'miss', level }),
    label(cpaA, { role: 'cpa', level, image: `cpa.${level}` }),
    label(cpaB, { role: 'cpa', level, image: `cpa.${level}` }),
  );
  const expected = `CPA ${distance(cpa.h_cpa_m, units)} in ${left}`;
  if (words) features.push(label(middle(cpaA, cpaB), { role: 'cpa_label', level, label: expected }));
  return features;
}

/** How far ahead the advised way of an aircraft is drawn, s. */
const ADVISED_S = 120;

/**
 * What is advised in an alert, for each aircraft that is to do something: the way ahead on the advised track, and the
 * values to be reached in words at its end: `110° ↑ FL320 240 kt`. The way begins where the aircraft is; how it
 * turns there is its crew's.
 */
function ofAdvice(alert: Alert, picture: Picture, { now_ms, units }: ConflictOptions): Feature[] {
  return [alert.a, alert.b].flatMap((side): Feature[] => {
    const { manoeuvres = [] } = alert.advice.find((one) => one.for === side.track) ?? {};
    if (manoeuvres.length === 0) return [];
    const from = placeOf(side, picture, now_ms);
    const turn = manoeuvres.find((one) => one.kind === 'turn');
    const speed_mps = manoeuvres.find((one) => one.kind === 'speed')?.to_mps ?? side.ground_speed_mps;
    const to = destination(from[1], from[0], turn?.to_track_deg ?? side.track_deg, speed_mps * ADVISED_S);
    const words = manoeuvres.map((one) => valueWords(one, side, units)).join(' ');
    return [
      line([from, unwrapped(to, from[0])], { role: 'advice' }),
      label(unwrapped(to, from[0]), { role: 'advice_label', label: words }),
    ];
  });
}

function valueWords(manoeuvre: Manoeuvre, { altitude_datum }: AircraftState, units: UnitSystem): string {
  switch (manoeuvre.kind) {
    case 'turn':
      return direction(manoeuvre.to_track_deg);
    case 'vertical':
      return `${manoeuvre.by_m < 0 ? '↓' : '↑'} ${altitude(manoeuvre.to_altitude_m, altitude_datum, units)}`;
    case 'speed':
      return speed(manoeuvre.to_mps, units);
  }
}

/** Where its symbol is drawn, so that lines end at symbols; at the alert's own state when the track is gone. */
function placeOf(state: AircraftState, picture: Picture, now_ms: number): LngLat {
  const track = picture.tracks.get(state.track);
  return track === undefined ? [state.longitude_deg, state.latitude_deg] : reckon(track, now_ms).point;
}

/** The corners of a box around both aircraft and their closest point, for the map to show. */
export function extentOf(alert: Alert): [LngLat, LngLat] {
  const { a, b, cpa } = alert;
  const near_deg = a.longitude_deg;
  const points = [
    [a.longitude_deg, a.latitude_deg],
    [b.longitude_deg, b.latitude_deg],
    [cpa.a_longitude_deg, cpa.a_latitude_deg],
    [cpa.b_longitude_deg, cpa.b_latitude_deg],
  ].map(([longitude_deg = 0, latitude_deg = 0]) => unwrapped([longitude_deg, latitude_deg], near_deg));
  const longitudes = points.map(([longitude_deg]) => longitude_deg);
  const latitudes = points.map(([, latitude_deg]) => latitude_deg);
  return [
    [Math.min(...longitudes), Math.min(...latitudes)],
    [Math.max(...longitudes), Math.max(...latitudes)],
  ];
}

function middle(one: LngLat, other: LngLat): LngLat {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

function line(coordinates: Position[], properties: Record<string, string>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } };
}

function label(coordinates: Position, properties: Record<string, string>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } };
}
