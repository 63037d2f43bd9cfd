import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeparationClause } from '../memorandum/kinds/separation_minimum.ts';
import { judgeSeparation, type SeparationFacts } from './separation.ts';
import type { Fix } from './track_line.ts';

const CLAUSE: SeparationClause = {
  id: 'SEP-1',
  kind: 'separation_minimum',
  words: { en: '3 NM or 3,000 ft, no longer than 3 minutes.' },
  classes: ['crewed/crewed'],
  between: 'different_parties',
  lateral_m: 5556,
  vertical_m: 914.4,
  grace_s: 180,
  warn_ahead_s: 120,
};
const T0 = Date.UTC(2031, 4, 1, 12);
/** Metres of a degree of latitude at the equator (WGS-84: (1 - e2) a pi / 180). */
const M_PER_DEG = 110_574.276;

type Flight = { readonly north_m: (time_s: number) => number; readonly altitude_m?: (time_s: number) => number };

/** One flies along the equator's meridian as told, reported every so many seconds. */
function fly(flight: Flight, every_s: number, from_s: number, until_s: number, accuracy_m = 0): Fix[] {
  const fixes: Fix[] = [];
  for (let t = from_s; t <= until_s; t += every_s) {
    fixes.push({
      time_ms: T0 + t * 1000,
      latitude_deg: flight.north_m(t) / M_PER_DEG,
      longitude_deg: 30,
      accuracy_m,
      altitude_m: flight.altitude_m?.(t) ?? 3000,
      altitude_error_m: 0,
      on_ground: false,
    });
  }
  return fixes;
}

const STILL: Flight = { north_m: () => 0 };
/** Passes over one that stands still, so that it is nearer than 3 NM for so many seconds, from second 0 on. */
const passing = (inside_s: number): Flight => ({ north_m: (t) => -5556 + (t / inside_s) * 2 * 5556 });

function facts(a: readonly Fix[], b: readonly Fix[], rest: Partial<SeparationFacts> = {}): SeparationFacts {
  return { a, b, classes: ['crewed/crewed'], same_party: 'no', excused: [], ...rest };
}
const pass = (inside_s: number, every_s: number, accuracy_m = 0, phase_s = 0): SeparationFacts =>
  facts(
    fly(STILL, every_s, -60 + phase_s, inside_s + 60, accuracy_m),
    fly(passing(inside_s), every_s, -60 + phase_s, inside_s + 60, accuracy_m),
  );

describe('the rule of threes', () => {
  it('has no breach in 179 s inside, and one in 181 s', () => {
    const short = judgeSeparation(CLAUSE, pass(179, 1));
    expect(short).toMatchObject({ answer: 'complied', began: null, why: 'kept' });
    expect(short.measured.inside_least_s).toBeCloseTo(179, 0);
    const long = judgeSeparation(CLAUSE, pass(181, 1));
    expect(long).toMatchObject({ answer: 'breached', why: 'broken' });
    const { earliest_ms, latest_ms } = long.began!;
    expect(earliest_ms).toBeLessThanOrEqual(T0 + 180_000);
    expect(latest_ms).toBeGreaterThanOrEqual(T0 + 180_000);
    expect(latest_ms! - earliest_ms!).toBeLessThan(500);
    expect(long.ended!.earliest_ms).toBeLessThanOrEqual(T0 + 181_000);
    expect(long.ended!.latest_ms).toBeGreaterThanOrEqual(T0 + 181_000);
  });

  it('cannot tell of 180 s to the very instant', () => {
    expect(judgeSeparation(CLAUSE, pass(180, 1)).answer).toBe('cannot_tell');
  });

  it.each([176, 179, 181, 184])(
    'cannot tell of %i s where reports lie 15 s apart, and says between when',
    (inside_s) => {
      const verdict = judgeSeparation(CLAUSE, pass(inside_s, 15, 0, 7));
      expect(verdict).toMatchObject({ answer: 'cannot_tell', why: 'uncertainty_decides', ended: null });
      expect(verdict.measured.inside_least_s).toBeLessThan(180);
      expect(verdict.measured.inside_most_s).toBeGreaterThan(180);
      expect(verdict.began!.earliest_ms).toBeLessThanOrEqual(T0 + 180_000);
      expect(verdict.began!.latest_ms).toBeGreaterThanOrEqual(T0 + inside_s * 1000);
    },
  );

  it.each([
    [120, 'complied'],
    [240, 'breached'],
  ])('is sure of %i s also where reports lie 15 s apart, with the interval of the breach', (inside_s, answer) => {
    const verdict = judgeSeparation(CLAUSE, pass(inside_s, 15, 0, 7));
    expect(verdict.answer).toBe(answer);
    if (answer === 'complied') return;
    expect(verdict.began!.latest_ms! - verdict.began!.earliest_ms!).toBeGreaterThan(1000);
    expect(verdict.began!.earliest_ms).toBeLessThanOrEqual(T0 + 180_000);
    expect(verdict.began!.latest_ms).toBeGreaterThanOrEqual(T0 + 180_000);
  });

  it('begins the grace anew after an excursion of 5 s, unless the clause says that so short a one does not', () => {
    // Out of the vertical minimum from second 100 to 105; laterally inside from 0 to 200.
    const altitude_m = (t: number): number => (t >= 100 && t < 105 ? 4200 : 3000);
    const b = fly({ ...passing(200), altitude_m }, 1, -60, 260);
    const excursion = facts(fly(STILL, 1, -60, 260), b);
    expect(judgeSeparation(CLAUSE, excursion).answer).toBe('complied');
    expect(judgeSeparation({ ...CLAUSE, grace_resets_after_s: 3 }, excursion).answer).toBe('complied');
    const joined = judgeSeparation({ ...CLAUSE, grace_resets_after_s: 10 }, excursion);
    expect(joined).toMatchObject({ answer: 'breached' });
    expect(joined.began!.latest_ms).toBeCloseTo(T0 + 180_000, -3);
    // To within a ms as long as the pause: which of the two was longer decides.
    expect(judgeSeparation({ ...CLAUSE, grace_resets_after_s: 4.476 }, excursion).answer).toBe('cannot_tell');
  });

  it('does not count what was flown near on purpose', () => {
    const excused = [{ from_ms: T0 + 50_000, to_ms: T0 + 60_000 }];
    expect(judgeSeparation(CLAUSE, { ...pass(189, 1), excused }).answer).toBe('complied');
    const verdict = judgeSeparation(CLAUSE, { ...pass(191, 1), excused });
    expect(verdict.answer).toBe('breached');
    expect(verdict.began!.latest_ms).toBeCloseTo(T0 + 190_000, -3);
  });
});

describe('a separation clause', () => {
  it('binds the classes and parties that it names', () => {
    const long = pass(240, 1);
    const answer = (rest: Partial<SeparationFacts>): string => judgeSeparation(CLAUSE, { ...long, ...rest }).answer;
    expect(answer({ same_party: 'yes' })).toBe('not_applicable');
    expect(answer({ same_party: 'maybe' })).toBe('cannot_tell');
    expect(answer({ classes: ['uncrewed/uncrewed'] })).toBe('not_applicable');
    expect(answer({ classes: ['crewed/crewed', 'crewed/uncrewed'] })).toBe('cannot_tell');
    expect(answer({ classes: [] })).toBe('cannot_tell');
    expect(judgeSeparation({ ...CLAUSE, between: 'any' }, { ...long, same_party: 'yes' }).answer).toBe('breached');
  });

  it('claims no loss without heights, and clears nobody either', () => {
    const { a, b } = pass(240, 1);
    const blind = b.map((fix) => ({ ...fix, altitude_m: null }));
    expect(judgeSeparation(CLAUSE, facts(a, blind)).answer).toBe('cannot_tell');
    expect(
      judgeSeparation(
        CLAUSE,
        facts(
          a,
          fly(passing(120), 1, -60, 180).map((f) => ({ ...f, altitude_m: null })),
        ),
      ).answer,
    ).toBe('complied');
  });

  it('cannot tell of who is inside when the records end', () => {
    const { a, b } = pass(240, 1);
    const until = (fixes: readonly Fix[]) => fixes.filter(({ time_ms }) => time_ms <= T0 + 100_000);
    const verdict = judgeSeparation(CLAUSE, facts(until(a), until(b)));
    expect(verdict).toMatchObject({ answer: 'cannot_tell', why: 'reaches_the_end_of_the_records' });
    expect(verdict.began!.latest_ms).toBeNull();
    expect(judgeSeparation(CLAUSE, facts([], b))).toMatchObject({ answer: 'cannot_tell', why: 'nothing_recorded' });
  });

  it('bridges no gap in which the two may have parted', () => {
    const { a, b } = pass(240, 1);
    const gap = b.filter(({ time_ms }) => time_ms <= T0 + 80_000 || time_ms >= T0 + 160_000);
    expect(judgeSeparation(CLAUSE, facts(a, gap)).answer).toBe('cannot_tell');
  });

  it('counts nothing on the ground', () => {
    const { a, b } = pass(240, 1);
    expect(
      judgeSeparation(
        CLAUSE,
        facts(
          a.map((fix) => ({ ...fix, on_ground: true })),
          b,
        ),
      ).answer,
    ).toBe('complied');
  });
});

describe('judging a separation', () => {
  const shape = fc.record({
    inside_s: fc.integer({ min: 60, max: 320 }),
    every_s: fc.constantFrom(1, 3, 10, 15),
    accuracy_m: fc.integer({ min: 0, max: 300 }),
    phase_s: fc.integer({ min: 0, max: 9 }),
  });

  it('does not depend on the order of observations, simultaneous ones among them', () => {
    fc.assert(
      fc.property(shape, fc.infiniteStream(fc.integer({ min: 0, max: 1e6 })), (s, dice) => {
        const { a, b } = pass(s.inside_s, s.every_s, s.accuracy_m, s.phase_s);
        const twice = b.map((fix) => ({
          ...fix,
          latitude_deg: fix.latitude_deg + 0.001,
          altitude_m: fix.altitude_m! + 20,
        }));
        const all = [...b, ...twice];
        const shuffled = all
          .map((fix) => [dice.next().value as number, fix] as const)
          .sort(([x], [y]) => x - y)
          .map(([, fix]) => fix);
        expect(judgeSeparation(CLAUSE, facts(a, shuffled))).toEqual(judgeSeparation(CLAUSE, facts(a, all)));
      }),
      { numRuns: 25 },
    );
  });

  it('is never made sure by more uncertainty, nor turned round by it', () => {
    fc.assert(
      fc.property(
        shape,
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 0, max: 500 }),
        (s, wider_m, higher_m) => {
          const { a, b } = pass(s.inside_s, s.every_s, s.accuracy_m, s.phase_s);
          const wide = (fixes: readonly Fix[]): Fix[] =>
            fixes.map((fix) => ({ ...fix, accuracy_m: fix.accuracy_m + wider_m, altitude_error_m: higher_m }));
          const before = judgeSeparation(CLAUSE, facts(a, b));
          const widened = judgeSeparation(CLAUSE, facts(wide(a), wide(b)));
          expect([before.answer, 'cannot_tell']).toContain(widened.answer);
          expect(widened.measured.inside_least_s!).toBeLessThanOrEqual(before.measured.inside_least_s!);
          expect(widened.measured.inside_most_s!).toBeGreaterThanOrEqual(before.measured.inside_most_s!);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('holds what really happened, however the reports fall', () => {
    fc.assert(
      fc.property(shape, (s) => {
        const verdict = judgeSeparation(CLAUSE, pass(s.inside_s, s.every_s, s.accuracy_m, s.phase_s));
        expect(verdict.measured.inside_least_s!).toBeLessThanOrEqual(s.inside_s + 0.01);
        expect(verdict.measured.inside_most_s!).toBeGreaterThanOrEqual(s.inside_s - 0.01);
        if (verdict.answer === 'breached') expect(s.inside_s).toBeGreaterThanOrEqual(180);
        if (verdict.answer === 'complied') expect(s.inside_s).toBeLessThanOrEqual(180);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same at any other time of the same flights', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: -1e11, max: 1e11 }), (s, later_ms) => {
        const { a, b } = pass(s.inside_s, s.every_s, s.accuracy_m, s.phase_s);
        const move = (fixes: readonly Fix[]): Fix[] =>
          fixes.map((fix) => ({ ...fix, time_ms: fix.time_ms + later_ms }));
        const before = judgeSeparation(CLAUSE, facts(a, b));
        const moved = judgeSeparation(CLAUSE, facts(move(a), move(b)));
        expect(moved.answer).toBe(before.answer);
        expect(moved.measured.inside_most_s).toBeCloseTo(before.measured.inside_most_s!, 2);
        if (before.began?.earliest_ms == null) return;
        expect(moved.began!.earliest_ms! - later_ms).toBeCloseTo(before.began.earliest_ms, 0);
      }),
      { numRuns: 25 },
    );
  });
});
