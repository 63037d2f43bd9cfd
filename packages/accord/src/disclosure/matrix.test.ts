import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DisclosureClause } from '../memorandum/kinds/disclosure_duty.ts';
import { RUNGS, reaches } from './ladder.ts';
import { DisclosureMatrix, type ShowingStep } from './matrix.ts';
import { WHATS } from './thing.ts';

const clause: DisclosureClause = {
  kind: 'disclosure_duty',
  id: 'SHARE-1',
  words: { en: 'shared' },
  shares: [{ what: 'crewed_flights', level: 'volume_and_time', delay_s: null, resolution_m: null, to: ['birch'] }],
  binds: ['alder'],
};
const step = (change: Partial<ShowingStep>): ShowingStep => ({
  to: 'birch',
  what: 'crewed_flights',
  choice: { rung: 'live_track', delay_s: null, resolution_m: null },
  effective_ms: 1_000,
  said_ms: 1_000,
  by: 'L. Aster',
  reason: 'joint exercise',
  ...change,
});
const rungAt = (matrix: DisclosureMatrix, now_ms: number) =>
  matrix.setting([clause], 'birch', 'crewed_flights', now_ms).rung;

describe('what a party states that it shows', () => {
  test('stands from its instant on, and until the next one', () => {
    const matrix = new DisclosureMatrix('alder');
    matrix.take(step({ effective_ms: 5_000 }));
    matrix.take(step({ effective_ms: 9_000, choice: null }));
    expect([0, 4_999, 5_000, 8_999, 9_000].map((now_ms) => rungAt(matrix, now_ms))).toEqual([
      'volume_and_time',
      'volume_and_time',
      'live_track',
      'live_track',
      'volume_and_time',
    ]);
    expect(matrix.cell([clause], 'birch', 'crewed_flights', 6_000)).toMatchObject({
      floor: 'volume_and_time',
      duties: [{ clause: 'SHARE-1' }],
      choice: { rung: 'live_track' },
      stated: { by: 'L. Aster' },
      shown: { rung: 'live_track' },
      coming: [{ effective_ms: 9_000 }],
    });
  });

  test('of two for one instant the one said later stands, in whichever order they take effect', () => {
    const matrix = new DisclosureMatrix('alder');
    matrix.take(step({ effective_ms: 5_000, choice: { rung: 'identity', delay_s: null, resolution_m: null } }));
    matrix.take(step({ effective_ms: 3_000 }));
    matrix.take(step({ effective_ms: 5_000, reason: 'second thoughts' }));
    expect(rungAt(matrix, 6_000)).toBe('live_track');
    expect(matrix.history.map(({ reason }) => reason)[0]).toBe('second thoughts');
  });

  test('stands above what the node was started with, also where it takes that back', () => {
    const matrix = new DisclosureMatrix('alder', () => ({ rung: 'identity', delay_s: null, resolution_m: null }));
    expect(matrix.setting([], 'birch', 'plans', 0).rung).toBe('identity');
    matrix.take(step({ what: 'plans', choice: null }));
    expect(matrix.setting([], 'birch', 'plans', 999).rung).toBe('identity');
    expect(matrix.setting([], 'birch', 'plans', 1_000).rung).toBe('nothing');
    expect(matrix.setting([], 'cedar', 'plans', 1_000).rung).toBe('identity');
  });
});

describe('what cannot be stated', () => {
  const matrix = new DisclosureMatrix('alder');
  const choice = { rung: 'delayed_track', delay_s: 60, resolution_m: 5_000 } as const;
  test.each<[string, Partial<ShowingStep>, string, RegExp]>([
    ['less than a duty', { choice: { ...choice, rung: 'existence' } }, 'choice.rung', /volume_and_time.*SHARE-1/],
    ['for the past', { effective_ms: 999 }, 'effective_ms', /before now/],
    ['late, of what is told live', { choice: { ...choice, rung: 'identity' } }, 'choice.delay_s', /late/],
    ['late, of a plan', { what: 'plans', choice }, 'choice.delay_s', /plans/],
    [
      'by cells, of what is told live',
      { choice: { rung: 'identity', delay_s: null, resolution_m: 100 } },
      'choice.resolution_m',
      /cells/,
    ],
    ['by cells of no size', { choice: { ...choice, resolution_m: 0 } }, 'choice.resolution_m', /200 NM/],
    ['a year late', { choice: { ...choice, delay_s: 31_536_000 } }, 'choice.delay_s', /31 days/],
  ])('%s', (_what, change, field, reason) => {
    const found = matrix.objection([clause], step(change), 1_000);
    expect(found).toMatchObject({ field, reason: expect.stringMatching(reason) as string });
    expect(found?.remedy).not.toBe('');
    expect(matrix.objection([clause], step({}), 1_000)).toBe(null);
  });

  test('more than 20 that wait', () => {
    const full = new DisclosureMatrix('alder');
    for (let i = 1; i <= 20; i++) full.take(step({ effective_ms: 1_000 * i + 1_000 }));
    expect(full.objection([clause], step({ effective_ms: 90_000 }), 1_000)).toMatchObject({ field: 'effective_ms' });
    expect(full.objection([clause], step({ effective_ms: 90_000 }), 2_000)).toBe(null);
  });
});

test('property: whatever is stated and whatever was chosen at the start, no duty is ever fallen short of', () => {
  const choice = fc.option(
    fc.record({ rung: fc.constantFrom(...RUNGS), delay_s: fc.constant(null), resolution_m: fc.constant(null) }),
  );
  const said = fc.record({
    to: fc.constantFrom('birch', 'cedar'),
    what: fc.constantFrom(...WHATS),
    choice,
    effective_ms: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(
      fc.array(said, { maxLength: 8 }),
      choice,
      fc.integer({ min: 0, max: 100 }),
      (steps, initial, now_ms) => {
        const matrix = new DisclosureMatrix('alder', () => initial);
        for (const one of steps) matrix.take(step(one));
        expect(reaches(rungAt(matrix, now_ms), 'volume_and_time')).toBe(true);
      },
    ),
  );
});
