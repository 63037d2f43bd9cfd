import type { Feature } from 'geojson';
import { expect, test } from 'vitest';
import { alertAt, MEMORANDUM, START_MS, tracksAt } from '../../test/sample.ts';
import { greatCircle_m, type LngLat } from '../geo/geodesy.ts';
import { Picture } from '../state/picture.ts';
import { conflictFeatures, extentOf } from './conflict.ts';
import { firstView } from './extent.ts';
import { graticule } from './graticule.ts';

const alert = alertAt(START_MS);
const picture = Picture.fromAnswer({ time_ms: START_MS, tracks: tracksAt(START_MS, 30), alerts: [alert], trails: {} });
const OPTIONS = { now_ms: START_MS, units: 'aviation' as const, foremost: alert.id, metres_per_px: 100 };
const draw = (now_ms: number, of: Picture = picture) => conflictFeatures([alert], of, { ...OPTIONS, now_ms }).features;
function line(feature: Feature | undefined): LngLat[] {
  if (feature === undefined) throw new Error('nothing was drawn');
  return (feature.geometry as { coordinates: unknown }).coordinates as LngLat[];
}
const ofRole = (features: Feature[], role: string) => features.filter(({ properties }) => properties?.role === role);

test('a ring at the lateral minimum of the clause around both aircraft', () => {
  const rings = ofRole(draw(START_MS), 'ring');
  expect(rings).toHaveLength(2);
  const centre: LngLat = [alert.a.longitude_deg, alert.a.latitude_deg];
  expect(greatCircle_m(centre, line(rings[0])[0] as LngLat)).toBeCloseTo(3 * 1852, 2);
});

test('the pair is joined by a line with the distances measured', () => {
  const features = draw(START_MS);
  expect(greatCircle_m(...(line(ofRole(features, 'pair')[0]) as [LngLat, LngLat]))).toBeCloseTo(alert.range_m, 1);
  expect(ofRole(features, 'pair_label')[0]?.properties?.label).toBe('▲ 28.5 NM / 282 ft');
});

test('what is advised in the foremost alert is the way ahead of each, with the values to be reached', () => {
  const [first, second] = ofRole(draw(START_MS), 'advice').map(line);
  const [from, to] = first as [LngLat, LngLat];
  expect(from).toEqual([alert.a.longitude_deg, alert.a.latitude_deg]);
  // 110 degrees, two minutes at 220 m/s.
  expect(greatCircle_m(from, to)).toBeCloseTo(26_400, 0);
  expect(Math.atan2(to[0] - from[0], to[1] - from[1])).toBeGreaterThan(Math.PI / 2);
  expect(second).toHaveLength(2);
  const [advice] = alert.advice;
  if (advice === undefined) throw new Error('the sample alert has advice');
  const both = {
    ...advice,
    manoeuvres: [
      ...advice.manoeuvres,
      { kind: 'vertical' as const, by_m: -609.6, to_altitude_m: 8534.4, rate_mps: -5 },
      { kind: 'speed' as const, by_mps: -10, to_mps: 205.78 },
    ],
  };
  const hold = { ...advice, for: alert.b.track, manoeuvres: [] };
  const features = conflictFeatures([{ ...alert, advice: [both, hold] }], picture, OPTIONS).features;
  expect(ofRole(features, 'advice_label').map(({ properties }) => properties?.label)).toEqual(['110° ↓ FL280 400 kt']);
  expect(ofRole(conflictFeatures([alert], picture, { ...OPTIONS, foremost: null }).features, 'advice')).toEqual([]);
});

test('the closest point is marked for both, with what is expected there and when', () => {
  const features = draw(START_MS);
  expect(ofRole(features, 'cpa')).toHaveLength(2);
  expect(ofRole(features, 'cpa_label')[0]?.properties?.label).toBe('CPA 0.72 NM in 2:00');
  expect(greatCircle_m(...(line(ofRole(features, 'miss')[0]) as [LngLat, LngLat]))).toBeCloseTo(alert.cpa.h_cpa_m, 1);
});

test('from far away only the foremost pair has words; closer up, each that has room', () => {
  const words = (foremost: string | null, metres_per_px: number) =>
    ofRole(conflictFeatures([alert], picture, { ...OPTIONS, foremost, metres_per_px }).features, 'pair_label').length;
  expect(words(null, 1000)).toBe(0);
  expect(words(alert.id, 1000)).toBe(1);
  expect(words(null, 100)).toBe(1);
});

test('once it is past, the closest point is no longer drawn as if it were to come', () => {
  const features = draw(alert.cpa.t_cpa_ms + 1);
  expect(ofRole(features, 'cpa')).toEqual([]);
  expect(ofRole(features, 'pair')).toHaveLength(1);
});

test('an aircraft that has left the picture is drawn where the alert last knew it', () => {
  const empty = Picture.fromAnswer({ time_ms: START_MS, tracks: [], alerts: [], trails: {} });
  expect(line(ofRole(draw(START_MS, empty), 'pair')[0])[0]).toEqual([alert.a.longitude_deg, alert.a.latitude_deg]);
});

test('the box around an alert holds both aircraft and their closest point, also across the antimeridian', () => {
  const [southWest, northEast] = extentOf(alert);
  expect(southWest[0]).toBe(alert.a.longitude_deg);
  expect(northEast[0]).toBe(alert.b.longitude_deg);
  const shifted = extentOf({
    ...alert,
    a: { ...alert.a, longitude_deg: 179.9 },
    b: { ...alert.b, longitude_deg: -179.9 },
    cpa: { ...alert.cpa, a_longitude_deg: -179.99, b_longitude_deg: 179.99 },
  });
  expect(shifted[1][0] - shifted[0][0]).toBeCloseTo(0.2, 9);
});

test("first the memorandum's area, where anything flies in it or nothing flies", () => {
  const none = Picture.fromAnswer({ time_ms: 0, tracks: [], alerts: [], trails: {} });
  const area = [
    [1, 38],
    [4.2, 40],
  ];
  expect(firstView(picture, MEMORANDUM)).toEqual(area);
  expect(firstView(none, MEMORANDUM)).toEqual(area);
  expect(firstView(none, null)).toBeNull();
});

test('else the traffic, and of a crowd not the one aircraft far away', () => {
  const far = { ...alert.a, track: 'far', longitude_deg: -60, category: null, technology: 'adsb', on_ground: false };
  const crowd = Picture.fromAnswer({ time_ms: 0, tracks: [...tracksAt(START_MS, 30), far], alerts: [], trails: {} });
  const [southWest, northEast] = firstView(crowd, null) ?? [
    [0, 0],
    [0, 0],
  ];
  expect(southWest[0]).toBeGreaterThan(0);
  expect(northEast[0]).toBeLessThan(5);
  const few = Picture.fromAnswer({ time_ms: 0, tracks: [...tracksAt(START_MS, 0), far], alerts: [], trails: {} });
  expect(firstView(few, null)?.[0][0]).toBe(-60);
});

test('the graticule has each degree once, the coarse ones marked for the far view', () => {
  const { features } = graticule();
  expect(features).toHaveLength(360 + 171);
  const label = (step: number) =>
    features.filter(({ properties }) => properties?.step === step).map(({ properties }) => properties?.label);
  expect(label(15)).toContain('15°N');
  expect(label(5)).toContain('10°W');
  expect(label(1)).toContain('39°N');
  expect(label(15)).toHaveLength(24 + 11);
});
