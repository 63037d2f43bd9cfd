import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeDisclosure } from '../judges/disclosure.ts';
import type { DisclosureClause } from '../memorandum/kinds/disclosure_duty.ts';
import { RUNGS, reaches } from './ladder.ts';
import { dutiesOf, settingOf } from './setting.ts';
import { isFlight, type What } from './thing.ts';

type Share = DisclosureClause['shares'][number];
const LEVELS = ['existence', 'volume_and_time', 'delayed_track', 'live_track', 'identity'] as const;
const WHATS: readonly Share['what'][] = ['crewed_flights', 'uncrewed_flights', 'plans', 'hazards', 'alerts'];

const clauseOf = (shares: readonly Share[], binds?: readonly string[]): DisclosureClause => ({
  kind: 'disclosure_duty',
  id: 'SHARE-1',
  words: { en: 'shared' },
  shares,
  binds: binds ?? null,
});
const share = (change: Partial<Share>): Share => ({
  what: 'crewed_flights',
  level: 'volume_and_time',
  delay_s: null,
  resolution_m: null,
  to: null,
  ...change,
});

test('a duty binds whom its clause binds, towards whom it names, for what it names', () => {
  const clauses = [clauseOf([share({ to: ['birch'] }), share({ what: 'plans' })], ['alder'])];
  const levels = (from: string, to: string, what: What) => dutiesOf(clauses, from, to, what).map(({ level }) => level);
  expect(levels('alder', 'birch', 'crewed_flights')).toEqual(['volume_and_time']);
  expect(levels('alder', 'cedar', 'crewed_flights')).toEqual([]);
  expect(levels('alder', 'cedar', 'plans')).toEqual(['volume_and_time']);
  expect(levels('birch', 'alder', 'plans')).toEqual([]);
});

test('without a duty a party shows what it chose, and without a choice nothing', () => {
  expect(settingOf('plans', [], null)).toMatchObject({ rung: 'nothing', clauses: [] });
  const own = { rung: 'existence', delay_s: null, resolution_m: null } as const;
  expect(settingOf('plans', [], own)).toMatchObject({ rung: 'existence', clauses: [] });
});

test('areas of hazards are told as they are, unless a cell is asked for', () => {
  const duties = dutiesOf([clauseOf([share({ what: 'hazards' })])], 'alder', 'birch', 'hazards');
  expect(settingOf('hazards', duties, null)).toMatchObject({ resolution_m: null, clauses: ['SHARE-1'] });
});

const duty = fc.record({
  what: fc.constantFrom(...WHATS),
  level: fc.constantFrom(...LEVELS),
  delay_s: fc.option(fc.integer({ min: 0, max: 3_600 })),
  resolution_m: fc.option(fc.double({ min: 100, max: 200_000, noNaN: true })),
  to: fc.constant(null),
});
const choice = fc.option(
  fc.record({
    rung: fc.constantFrom(...RUNGS),
    delay_s: fc.option(fc.integer({ min: 0, max: 86_400 })),
    resolution_m: fc.option(fc.double({ min: 1, max: 1e6, noNaN: true })),
  }),
);

test('property: whatever a party chooses, its duties are met, by the very judge of the clause', () => {
  fc.assert(
    fc.property(fc.array(duty, { minLength: 1, maxLength: 3 }), choice, (shares, own) => {
      const what = shares[0]!.what;
      const clause = clauseOf(shares);
      const { rung, delay_s, resolution_m, step_s } = settingOf(what, dutiesOf([clause], 'alder', 'birch', what), own);
      if (rung === 'nothing') throw new Error('less than the duty');
      // What is shown is as old as the delay and one step at most; a duty of under 6 s leaves a step of 1 s.
      const late_ms = 1_000 * (delay_s + (isFlight(what) ? step_s : 0));
      const verdict = judgeDisclosure(clause, {
        subject: { party: 'alder' } as never,
        what,
        at: { earliest_ms: 0, latest_ms: 0 },
        others: ['birch'],
        sent: [
          {
            to: 'birch',
            at: { earliest_ms: Math.max(0, late_ms - 1_000), latest_ms: Math.max(0, late_ms - 1_000) },
            level: rung,
            resolution_m: resolution_m ?? 0,
          },
        ],
        records: { complete: true, until_ms: 1e9 } as never,
      });
      expect(verdict.answer).toBe('complied');
    }),
  );
});

test('property: never more than was chosen where no duty asks for more', () => {
  fc.assert(
    fc.property(choice, fc.constantFrom(...WHATS), (own, what) => {
      const setting = settingOf(what, [], own);
      expect(setting.rung).toBe(own?.rung ?? 'nothing');
      if (own === null || !reaches(setting.rung, 'volume_and_time') || reaches(setting.rung, 'live_track')) return;
      if (own.resolution_m !== null) expect(setting.resolution_m).toBe(own.resolution_m);
      if (setting.rung === 'delayed_track') expect(setting.delay_s).toBe(own.delay_s ?? 300);
    }),
  );
});
