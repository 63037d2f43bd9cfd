import { describe, expect, test } from 'vitest';
import { START_MS, tracksAt } from '../../test/sample.ts';
import { nameOf } from '../format/words.ts';
import type { Standing } from '../map/aircraft.ts';
import { matches, sorted } from './listing.ts';
import { neighbours } from './marks.ts';
import { caseLink, clauseLink, parseRoute, trackLink } from './route.ts';

const tracks = tracksAt(START_MS, 3);
const named = (track: (typeof tracks)[number]) =>
  nameOf({ ...track, registration: track.track === '~99f001' ? 'XX-ABC' : null });

describe('the list of aircraft', () => {
  test('finds by name, track, party and crew, every word of the filter', () => {
    const found = (filter: string, party = 'Borealis') =>
      tracks.filter((track) => matches(track, named(track), party, filter)).map(({ track }) => track);
    expect(found('bor77')).toEqual(['4cb002']);
    expect(found('~99')).toEqual(['~99f001']);
    expect(found('xx-abc')).toEqual(['~99f001']);
    expect(found('UNCREWED borealis')).toEqual(['4cb002']);
    expect(found('uncrewed aldren')).toEqual([]);
    expect(found('')).toHaveLength(tracks.length);
    expect(found('  ')).toHaveLength(tracks.length);
  });

  test('has the most urgent on top, then names in order', () => {
    const alerting = new Map<string, Standing>([
      ['4cb002', { level: 'breach', other: 'east' }],
      ['4cb003', { level: 'advisory', other: 'west' }],
    ]);
    expect(sorted(tracks, alerting, named).map(named)).toEqual([
      'BOR77',
      'BOR31',
      'ALD1000',
      'ALD1001',
      'ALD1002',
      'ALD14',
      'XX-ABC',
    ]);
  });
});

describe('steps from alert to alert', () => {
  const marks = [3000, 1000, 2000].map((time_ms) => ({ time_ms, alert: String(time_ms), level: 'warning' as const }));

  test('to the nearest on each side, past the one stood on', () => {
    expect(neighbours(marks, 2000).before?.time_ms).toBe(1000);
    expect(neighbours(marks, 2000).after?.time_ms).toBe(3000);
    expect(neighbours(marks, 2600).before?.time_ms).toBe(2000);
  });

  test('past the clearing of one', () => {
    const cleared = { time_ms: 2500, alert: '1000', level: 'cleared' as const };
    expect(neighbours([...marks, cleared], 2000).after?.time_ms).toBe(3000);
  });

  test('nowhere beyond the ends', () => {
    expect(neighbours(marks, 900).before).toBeNull();
    expect(neighbours(marks, 3000).after).toBeNull();
    expect(neighbours([], 0)).toEqual({ before: null, after: null });
  });
});

describe('addresses of pages', () => {
  test.each([
    ['', 'watch'],
    ['#/', 'watch'],
    ['#/cases', 'cases'],
    ['#/cases/', 'cases'],
    ['#/judging', 'judging'],
    ['#/missions', 'missions'],
    ['#/ledger', 'ledger'],
    ['#/statements/', 'statements'],
    ['#/memorandum', 'memorandum'],
    ['#/memorandum/SEP-1', 'memorandum'],
    ['#/tracks', 'tracks'],
    ['#/tracks?q=ald', 'tracks'],
    ['#/tracks/4ca001', 'track'],
    ['#/feeds', 'feeds'],
    ['#/lab', 'lab'],
    ['#/lab?reach=5', 'lab'],
    ['#/elsewhere', 'unknown'],
    ['#/cases/a/b', 'unknown'],
    ['#/cases/%E0%A4%A', 'unknown'],
  ])('%s is %s', (hash, page) => {
    expect(parseRoute(hash).page).toBe(page);
  });

  test('what stands behind the question mark is kept as it is', () => {
    expect(parseRoute('#/tracks?q=a%20b&sort=-age')).toEqual({ page: 'tracks', query: 'q=a%20b&sort=-age' });
  });

  test('a link to an aircraft leads to it, whatever its address holds', () => {
    expect(parseRoute(trackLink('~99f/0?1'))).toEqual({ page: 'track', id: '~99f/0?1' });
  });

  test('a link to a clause leads to it, whatever its name holds', () => {
    expect(parseRoute(clauseLink('SEP/1 é'))).toEqual({ page: 'memorandum', clause: 'SEP/1 é' });
  });

  test('a link to a case leads to that case, whatever its name holds', () => {
    const id = 'case 7/8 é#?';
    expect(parseRoute(caseLink(id))).toEqual({ page: 'case', id });
  });
});
