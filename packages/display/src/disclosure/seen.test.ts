import { RUNGS, type Setting, type Thing, viewOf } from '@skyaccord/accord';
import { describe, expect, test } from 'vitest';
import { placesSeen, placesWords } from './seen.ts';
import { fieldWords, seenWords } from './words.ts';

const NOW_MS = Date.UTC(2026, 9, 1, 12);
const FLIGHT: Thing = {
  what: 'crewed_flights',
  ref: '',
  volume: null,
  track: Array.from({ length: 1_200 }, (_, i) => ({
    latitude_deg: 39.123_456,
    longitude_deg: 2.345_678,
    altitude_m: 9_000,
    time_ms: NOW_MS - 1_000 * (1_200 - i),
  })),
  fields: { callsign: 'ALD14', address: '4ca001' },
};
const at = (rung: Setting['rung']) => {
  const setting: Setting = { rung, delay_s: 300, resolution_m: 37_040, step_s: 148, clauses: [] };
  return viewOf(
    FLIGHT,
    rung === 'live_track' || rung === 'identity' ? { ...setting, delay_s: 0, resolution_m: null } : setting,
    { now_ms: NOW_MS, since_ms: 0 },
    '',
  );
};

describe('what a map shows of what another party sees', () => {
  test('is of each rung as much as the view holds, and counts the rest', () => {
    const kinds = RUNGS.map((rung) => {
      const { counts } = placesSeen([at(rung)]);
      return [rung, Object.entries(counts).flatMap(([kind, count]) => (count === 1 ? [kind] : []))];
    });
    expect(Object.fromEntries(kinds)).toEqual({
      nothing: ['nothing'],
      existence: ['placeless'],
      volume_and_time: ['areas'],
      delayed_track: ['coarse'],
      live_track: ['exact'],
      identity: ['exact'],
    });
  });

  test('gives away neither the place nor the name below the rung that shows them', () => {
    for (const rung of RUNGS) {
      const text = JSON.stringify(placesSeen([at(rung)]).features);
      expect([rung, text.includes('39.123456')]).toEqual([rung, rung === 'live_track' || rung === 'identity']);
      expect([rung, text.includes('ALD14')]).toEqual([rung, rung === 'identity']);
    }
  });

  test('has a box around all of it, over the antimeridian too; none where nothing is drawn', () => {
    expect(placesSeen([at('existence'), null]).bounds).toBeNull();
    const view = at('identity')!;
    const east = { ...view, track: [{ ...view.track[0]!, longitude_deg: 179.5 }] };
    const west = { ...view, track: [{ ...view.track[0]!, longitude_deg: -179.5, latitude_deg: 38 }] };
    expect(placesSeen([east, west]).bounds).toEqual([
      [179.5, 38],
      [180.5, 39.123_456],
    ]);
  });

  test('is told in words, with what is withheld', () => {
    expect(placesWords(placesSeen([at('identity'), at('delayed_track'), at('existence'), null, null]).counts)).toBe(
      'On the map: 1 position or way as it is, 1 position within its uncertainty. ' +
        'Not on it: 1 shown without a place, 2 withheld altogether.',
    );
    expect(placesWords(placesSeen([]).counts)).toBe('On the map: nothing.');
  });
});

test('what is seen is listed in the units that people read, each under a name of its own', () => {
  const fields = { track_deg: 91.123_012, ground_speed_mps: 221.344, vertical_rate_mps: -7.9e-7, on_ground: false };
  const view = viewOf(
    { ...FLIGHT, fields: { ...fields, h_uncertainty_m: 26.59, registration: null } },
    { rung: 'identity', delay_s: 0, resolution_m: null, step_s: 1, clauses: [] },
    { now_ms: NOW_MS, since_ms: 0 },
    '',
  );
  const rows = seenWords(view!, 'aviation').map(({ name, value }) => [fieldWords(name), value]);
  expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
  expect(Object.fromEntries(rows)).toMatchObject({
    direction: '091°',
    'ground speed': '430 kt',
    'vertical rate': '0 ft/min',
    'on ground': 'no',
    accuracy: '27 m',
    registration: 'not known',
  });
});
