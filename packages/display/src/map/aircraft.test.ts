import type { Feature } from 'geojson';
import { beforeEach, describe, expect, test } from 'vitest';
import { alertAt, MEMORANDUM, START_MS, tracksAt } from '../../test/sample.ts';
import { partyLetters } from '../format/words.ts';
import { greatCircle_m, type LngLat } from '../geo/geodesy.ts';
import { Picture } from '../state/picture.ts';
import { type AircraftOptions, aircraftFeatures, alertingTracks, trailFeatures } from './aircraft.ts';

const OPTIONS: AircraftOptions = {
  now_ms: START_MS,
  units: 'aviation',
  parties: MEMORANDUM.parties.map(({ id }) => id),
  letters: partyLetters(MEMORANDUM),
  colours: 6,
  selected: null,
  alerting: new Map(),
  foremost: new Set(),
  labelAll: true,
  hollowAll: false,
  metres_per_px: 100,
  nameOf: ({ track, callsign }) => callsign ?? (track === '~99f001' ? 'XX-ABC' : track),
};

let picture: Picture;
beforeEach(() => {
  picture = Picture.fromAnswer({ time_ms: START_MS, tracks: tracksAt(START_MS, 5), alerts: [], trails: {} });
});

function draw(options: Partial<AircraftOptions> = {}): Feature[] {
  return aircraftFeatures(picture, { ...OPTIONS, ...options }).features;
}
function symbolOf(track: string, options: Partial<AircraftOptions> = {}): Record<string, unknown> {
  const found = draw(options).find(({ properties }) => properties?.role === 'symbol' && properties.track === track);
  return found?.properties ?? {};
}
function withRole(features: Feature[], role: string): Feature[] {
  return features.filter(({ properties }) => properties?.role === role);
}
function coordinatesOf<Shape>(feature: Feature | undefined): Shape {
  if (feature === undefined) throw new Error('nothing was drawn');
  return (feature.geometry as { coordinates: unknown }).coordinates as Shape;
}

describe('symbols', () => {
  test('the shape tells the crew, the colour the party; without a party it is unidentified', () => {
    expect(symbolOf('4ca001').image).toBe('crewed.0.filled');
    expect(symbolOf('4cb002').image).toBe('uncrewed.1.filled');
    expect(symbolOf('4cb003').image).toBe('unknown.1.filled');
    expect(symbolOf('~99f001').image).toBe('unidentified.none.hollow');
  });

  test('labels: callsign and party letter, level with its trend, speed, age when stale', () => {
    expect(symbolOf('4ca001').label).toBe('ALD14 A\nFL300 428 kt');
    expect(symbolOf('4cb003').label).toBe('BOR31 B\nFL171↑ 253 kt');
    expect(symbolOf('~99f001').label).toBe('XX-ABC ?\nalt ? 311 kt\n20 s old');
  });

  test('what is not to be believed is marked, and named on the label', () => {
    const flag = { flag: 'frozen', since_ms: START_MS, detail: 'still for 40 s at 120 kt' } as const;
    picture.flags.set('4ca001', [flag]);
    expect(symbolOf('4ca001')).toMatchObject({ flagged: true, label: 'ALD14 A\nFL300 428 kt\n⚑ frozen' });
    picture.flags.set('4ca001', [flag, { ...flag, flag: 'noise' }]);
    expect(symbolOf('4ca001').label).toBe('ALD14 A\nFL300 428 kt\n⚑ frozen +1');
    expect(symbolOf('4cb002').flagged).toBe(false);
  });

  test('a stale one fades, but never to nothing', () => {
    const at = (later_ms: number) => Number(symbolOf('4ca001', { now_ms: START_MS + later_ms }).opacity);
    expect(at(9000)).toBe(1);
    expect(at(60_000)).toBeLessThan(at(20_000));
    expect(at(3_600_000)).toBe(0.35);
  });

  test('when the picture is not to be trusted, every symbol is hollow', () => {
    const symbols = withRole(draw({ hollowAll: true }), 'symbol');
    expect(symbols).toHaveLength(9);
    expect(symbols.every(({ properties }) => String(properties?.image).endsWith('.hollow'))).toBe(true);
  });

  test('a party that the memorandum does not name has no colour of another', () => {
    const [first] = tracksAt(START_MS, 0);
    if (first === undefined) throw new Error('no aircraft');
    picture.tracks.set(first.track, { ...first, party: 'elsewhere' });
    expect(symbolOf(first.track).image).toBe('crewed.none.filled');
  });
});

test('labels of the foremost pair and of the selected aircraft never give way, others do', () => {
  const foremost = new Set(['4ca001', '4cb002']);
  const of = (track: string) => symbolOf(track, { foremost, selected: '4cb003' }).always;
  expect(['4ca001', '4cb002', '4cb003', '~99f001'].map(of)).toEqual([true, true, true, false]);
});

describe('in a crowd', () => {
  test('only selected and alerting aircraft have labels and vectors, and full size', () => {
    const alerting = alertingTracks([alertAt(START_MS)]);
    const features = draw({ labelAll: false, selected: '4cb003', alerting });
    const labelled = withRole(features, 'symbol').filter(({ properties }) => properties?.label !== '');
    expect(labelled.map(({ properties }) => properties?.track)).toEqual(['4ca001', '4cb002', '4cb003']);
    expect(withRole(features, 'vector')).toHaveLength(3);
    expect(symbolOf('a00000', { labelAll: false }).size).toBeLessThan(1);
    expect(symbolOf('4ca001', { labelAll: false, alerting }).size).toBe(1);
  });
});

test('a speed vector reaches where the aircraft is in 60 s', () => {
  const [vector] = withRole(draw(), 'vector');
  const [from, to] = coordinatesOf<LngLat[]>(vector);
  expect(greatCircle_m(from as LngLat, to as LngLat)).toBeCloseTo(220 * 60, 2);
});

test('what does not move, or stands on the ground, has no vector', () => {
  const [first] = tracksAt(START_MS, 0);
  if (first === undefined) throw new Error('no aircraft');
  picture.tracks = new Map([[first.track, { ...first, on_ground: true }]]);
  expect(withRole(draw(), 'vector')).toEqual([]);
  picture.tracks = new Map([[first.track, { ...first, ground_speed_mps: 0.5 }]]);
  expect(withRole(draw(), 'vector')).toEqual([]);
});

test('an uncertain position has its circle, where it is large enough to see', () => {
  const circles = withRole(draw(), 'uncertainty');
  expect(circles).toHaveLength(1);
  const [ring] = coordinatesOf<LngLat[][]>(circles[0]);
  const unsure = withRole(draw(), 'symbol').find(({ properties }) => properties?.track === '~99f001');
  const centre = coordinatesOf<LngLat>(unsure);
  expect(greatCircle_m(centre, ring?.[0] as LngLat)).toBeCloseTo(2600, 1);
  expect(withRole(draw({ metres_per_px: 1000 }), 'uncertainty')).toEqual([]);
});

test('each aircraft stands at the most urgent level it is in, and knows on which side the other is', () => {
  const alert = alertAt(START_MS);
  const third = { ...alert.b, track: 'third', longitude_deg: alert.a.longitude_deg - 1 };
  const standings = alertingTracks([alert, { ...alert, id: 'other', level: 'breach', b: third }]);
  expect(Object.fromEntries(standings)).toEqual({
    '4ca001': { level: 'breach', other: 'west' },
    '4cb002': { level: 'warning', other: 'west' },
    third: { level: 'breach', other: 'east' },
  });
});

test('a trail ends at the symbol; a track without one has none', () => {
  picture.trails.set('4ca001', [
    [START_MS - 20_000, 38.9, 2.1, 9144],
    [START_MS - 10_000, 38.9, 2.12, 9144],
  ]);
  const { features } = trailFeatures(picture, ['4ca001', '4cb002', 'gone'], START_MS);
  expect(features).toHaveLength(1);
  const line = coordinatesOf<LngLat[]>(features[0]);
  expect(line).toHaveLength(3);
  expect(line[2]).toEqual([picture.tracks.get('4ca001')?.longitude_deg, picture.tracks.get('4ca001')?.latitude_deg]);
});
