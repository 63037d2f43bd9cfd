import { readFileSync } from 'node:fs';
import { parseMemorandum } from '@skyaccord/accord';
import { parseRelease } from '@skyaccord/bulletin';
import { expect, it } from 'vitest';
import { noticeOf } from './notice.ts';

const OCTOBER = new URL('../../../../scenarios/october.memorandum.yaml', import.meta.url);
const { memorandum } = parseMemorandum(readFileSync(OCTOBER, 'utf8'));
const NOW_MS = Date.UTC(2026, 0, 1);
const at = (hour: number, minute: number): number => Date.UTC(2026, 0, 2, hour, minute);

/** As the bulletin would read it, once signed. */
function released(found: unknown) {
  const release = noticeOf(found, memorandum, NOW_MS)!;
  return parseRelease(JSON.stringify({ release, signatures: [] })).release;
}
const factsOf = (found: unknown): Record<string, string> =>
  Object.fromEntries(released(found).words.en!.facts.map(({ label, value }) => [label, value]));

const area = {
  id: 'HZ-1',
  name: 'Saltmere North',
  owner: 'nc',
  shape: {
    bounds_deg: null,
    polygon_deg: [
      [45.123, -6.77],
      [45.31, -6.72],
      [45.2, -6.41],
    ],
    circle: null,
  },
  floor_m: 310,
  ceiling_m: 3049,
  from_ms: at(7, 10),
  until_ms: at(8, 50),
  entry: 'closed',
  admitted: ['mu'],
  source: 'NC-SECRET-DESK',
};

it('tells a hazard area outwards: never smaller or shorter than it is, and not who sent it', () => {
  const release = released({ area });
  expect(release).toMatchObject({ kind: 'hazard_area', id: 'hazard-area-hz-1', parties: ['mu', 'nc'] });
  expect(JSON.stringify(release)).not.toMatch(/SECRET|45\.123|6\.77/);
  expect(factsOf(area)).toEqual({
    'Notified by': 'Northern Compact',
    Within: '45.1° … 45.4°, -6.8° … -6.4°',
    'From height': '1000 ft',
    'To height': '10100 ft',
    'From (UTC)': '2026-01-02 07:00 Z',
    'Until (UTC)': '2026-01-02 09:00 Z',
    Entry: 'closed: do not enter',
  });
  const circle = { latitude_deg: 60, longitude_deg: 10, radius_m: 11_000 };
  const round = { ...area, shape: { bounds_deg: null, polygon_deg: null, circle } };
  expect(factsOf(round).Within).toBe('59.9° … 60.1°, 9.8° … 10.2°');
  const box = { ...area, shape: { bounds_deg: [-6.31, 44.9, -6.22, 45.02], polygon_deg: null, circle: null } };
  expect(factsOf(box).Within).toBe('44.9° … 45.1°, -6.4° … -6.2°');
});

const said = {
  id: 'st-7',
  subject: 'assurance',
  predicate: 'will_keep_clear',
  negated: false,
  speaker: 'Colonel Canary',
  office: 'Air Staff',
  speaks_for: 'mu',
  relayed_by: 'a courier',
  setting: 'closed_door',
  about: { party: 'mu', area: 'Saltmere Bank', clause: null, thing: null },
  from_ms: null,
  until_ms: at(12, 1),
  words: 'We shall keep well clear.',
  source: 'minutes 12',
};

it('tells an assurance in substance, its words only where they were not said behind closed doors, never the speaker', () => {
  const release = released({ statement: said });
  expect(release).toMatchObject({ kind: 'assurance', words: { en: { title: 'Meridian Union will keep clear' } } });
  expect(JSON.stringify(release)).not.toMatch(/Canary|Air Staff|courier|minutes|well clear/);
  expect(factsOf({ ...said, setting: 'public' })['In its words']).toBe('We shall keep well clear.');
  expect(JSON.stringify(released({ ...said, setting: 'public' }))).not.toMatch(/Canary|Air Staff/);
  expect(() => released({ ...said, subject: 'permission', predicate: 'granted' })).toThrow(/about permission/);
  expect(() => released({ ...said, speaks_for: null })).toThrow(/nobody speaks/);
});

it('tells how far each member is, without what that rests on; and is nothing for anything else', () => {
  const member = (name: string, state: string) => ({
    member: name,
    state,
    step: state,
    rests_on: ['SECRET'],
    missing: [],
  });
  const cell = { state: 'staffed', stood_up: false, members: [member('nc', 'full'), member('mu', 'staffed')] };
  const release = released({ time_ms: NOW_MS, cell, said: [] });
  expect(release.words.fr!.title).toBe('La cellule de coordination est pourvue en personnel');
  expect(factsOf({ cell })).toEqual({ 'Northern Compact': 'fully ready', 'Meridian Union': 'staffed' });
  expect(JSON.stringify(release)).not.toContain('SECRET');
  expect(noticeOf({ id: 'x' }, memorandum, NOW_MS)).toBe(null);
  expect(noticeOf(null, memorandum, NOW_MS)).toBe(null);
});
