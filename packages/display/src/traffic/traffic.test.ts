import type { TrackFlag } from '@skyaccord/accord';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IDENTITIES, MEMORANDUM, START_MS, tracksAt } from '../../test/sample.ts';
import { EVERYTHING, filterQuery, narrowings, parseFilter, SORT_KEYS, type TrafficFilter } from './filter.ts';
import { selectTraffic, type Traffic } from './select.ts';
import { moved, scrollTo, windowOf } from './window.ts';

const flag: TrackFlag = { flag: 'noise', since_ms: START_MS, detail: 'scatters by 900 m' };
const traffic: Traffic = {
  tracks: new Map(tracksAt(START_MS, 3).map((track) => [track.track, track])),
  identities: new Map(Object.entries({ '4ca001': { ...IDENTITIES['4ca001'], registration: 'AL-DAN' } as never })),
  flags: new Map([['4cb003', [flag]]]),
  fusedWith: (track) => (track === '4ca001' ? ['~2a2a2a'] : []),
  alerting: new Map([['4cb002', { level: 'warning', other: 'east' }]]),
  memorandum: MEMORANDUM,
  now_ms: START_MS,
};
function found(filter: Partial<TrafficFilter>): string[] {
  return selectTraffic(traffic, { ...EVERYTHING, ...filter }).map(({ name }) => name);
}

describe('filters', () => {
  test('words: callsign, registration, address, party, a second address of the same aircraft', () => {
    expect(found({ text: 'bor77' })).toEqual(['BOR77']);
    expect(found({ text: 'al-dan' })).toEqual(['ALD14']);
    expect(found({ text: '~2a2' })).toEqual(['ALD14']);
    expect(found({ text: '4cb borealis' })).toEqual(['BOR77', 'BOR31']);
    expect(found({ text: '4cb aldren' })).toEqual([]);
  });

  test('party, those without one, crew, technology, flags, age', () => {
    expect(found({ party: 'borealis' })).toEqual(['BOR77', 'BOR31']);
    expect(found({ party: '?' })).toEqual(['~99f001']);
    expect(found({ crew: 'uncrewed' })).toEqual(['BOR77']);
    expect(found({ technology: 'mlat' })).toEqual(['~99f001']);
    expect(found({ flagged: true })).toEqual(['BOR31']);
    expect(found({ age: 'stale' })).toEqual(['~99f001']);
    expect(found({ age: 'fresh' })).toHaveLength(6);
    expect(found({ ground: 'ground' })).toEqual([]);
    expect(found({ ground: 'air' })).toHaveLength(7);
  });

  test('a band of height keeps those whose height is not known: they may be in it', () => {
    expect(found({ from_m: 9000 })).toEqual(['BOR77', 'ALD14', '~99f001']);
    expect(found({ from_m: 3000, to_m: 3000 })).toEqual(['ALD1000', '~99f001']);
    expect(found({ to_m: -500 })).toEqual(['~99f001']);
  });
});

describe('order', () => {
  test('the most urgent first, then by name', () => {
    expect(found({})).toEqual(['BOR77', 'ALD1000', 'ALD1001', 'ALD1002', 'ALD14', 'BOR31', '~99f001']);
  });

  test('either way, with what is not known last', () => {
    expect(found({ sort: 'height' }).slice(0, 2)).toEqual(['ALD1000', 'ALD1001']);
    expect(found({ sort: 'height' }).at(-1)).toBe('~99f001');
    expect(found({ sort: 'height', descending: true })[0]).toBe('BOR77');
    expect(found({ sort: 'height', descending: true }).at(-1)).toBe('~99f001');
    expect(found({ sort: 'age', descending: true })[0]).toBe('~99f001');
    expect(found({ sort: 'registration' })[0]).toBe('ALD14');
  });

  test.each(SORT_KEYS)('by %s nobody is lost, and equal ones keep one order', (sort) => {
    const [up, down] = [found({ sort }), found({ sort, descending: true })];
    expect(up.toSorted()).toEqual(found({}).toSorted());
    expect(down.toSorted()).toEqual(up.toSorted());
    expect(found({ sort })).toEqual(up);
  });
});

describe('the address of the list', () => {
  const filters = fc.record({
    text: fc.string({ maxLength: 40 }),
    party: fc.option(fc.constantFrom('aldren', '?', 'a&b=c')),
    crew: fc.option(fc.constantFrom('crewed' as const, 'uncrewed' as const, 'unknown' as const)),
    technology: fc.option(fc.constantFrom('adsb', 'mlat')),
    from_m: fc.option(fc.integer({ min: -500, max: 20_000 })),
    to_m: fc.option(fc.integer({ min: -500, max: 20_000 })),
    flagged: fc.boolean(),
    ground: fc.option(fc.constantFrom('ground' as const, 'air' as const)),
    age: fc.option(fc.constantFrom('fresh' as const, 'stale' as const)),
    sort: fc.constantFrom(...SORT_KEYS),
    descending: fc.boolean(),
  });

  test('holds all that is looked for', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(parseFilter(filterQuery(filter))).toEqual(filter);
      }),
    );
  });

  test('is empty when nothing is looked for, and nonsense in it is nothing', () => {
    expect(filterQuery(EVERYTHING)).toBe('');
    expect(parseFilter('')).toEqual(EVERYTHING);
    expect(parseFilter('crew=dog&from_m=high&sort=-size&flagged=perhaps&ground=&age=1&to_m=1e99')).toEqual(EVERYTHING);
  });

  test('counts what is set, for a panel that is closed', () => {
    expect(narrowings({ ...EVERYTHING, text: 'words are seen anyway' })).toBe(0);
    expect(narrowings({ ...EVERYTHING, flagged: true, to_m: 0 })).toBe(2);
  });
});

describe('the rows that are drawn', () => {
  test('cover what is seen, with room in place of the rest, wherever it is scrolled to', () => {
    const scenes = fc.record({
      count: fc.integer({ min: 0, max: 20_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      height_px: fc.integer({ min: 0, max: 2000 }),
    });
    fc.assert(
      fc.property(scenes, ({ count, share, height_px }) => {
        const scrolled_px = Math.floor(share * Math.max(0, count * 30 - height_px));
        const { from, to, above_px, below_px } = windowOf(count, 30, scrolled_px, height_px);
        expect(above_px + (to - from) * 30 + below_px).toBe(count * 30);
        expect(above_px).toBeLessThanOrEqual(scrolled_px);
        expect(above_px + (to - from) * 30).toBeGreaterThanOrEqual(Math.min(count * 30, scrolled_px + height_px));
        expect(to - from).toBeLessThanOrEqual(height_px / 30 + 30);
      }),
    );
  });

  test('a row that the keyboard moves to comes into sight, and no farther', () => {
    expect(scrollTo(0, 30, 600, 300)).toBe(0);
    expect(scrollTo(25, 30, 600, 300)).toBe(600);
    expect(scrollTo(100, 30, 600, 300)).toBe(2730);
  });

  test('keys move within the list', () => {
    expect(moved('ArrowDown', -1, 5, 3)).toBe(0);
    expect(moved('ArrowUp', -1, 5, 3)).toBe(0);
    expect(moved('ArrowDown', 4, 5, 3)).toBe(4);
    expect(moved('PageDown', 0, 5, 3)).toBe(3);
    expect(moved('PageUp', 2, 5, 3)).toBe(0);
    expect([moved('Home', 3, 5, 3), moved('End', 0, 5, 3)]).toEqual([0, 4]);
    expect(moved('x', 0, 5, 3)).toBeNull();
    expect(moved('ArrowDown', -1, 0, 3)).toBeNull();
  });
});
