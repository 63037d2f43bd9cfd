import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grace, judgeStay, type Span, type Timeline } from './stays.ts';

const WINDOW = { from_ms: 0, until_ms: 60_000, open_start: false, open_end: false };
const at = (spans: readonly Span[], rest: Partial<Timeline> = {}): Timeline => ({ ...WINDOW, spans, ...rest });
const span = (from_s: number, to_s: number, certain = true): Span => ({
  from_ms: from_s * 1000,
  to_ms: to_s * 1000,
  certain,
});
const GRACE: Grace = { grace_s: 10, resets_after_s: 0, excused: [] };

/**
 * What happened second by second, judged by counting: a clock that begins with a stay, runs on through pauses shorter
 * than those that reset it, and stands still while excused. The second in which it passes the grace time, or null.
 */
function bySeconds(inside: readonly boolean[], { grace_s, resets_after_s, excused }: Grace): number | null {
  let clock_s = 0;
  for (let t = 0; t < inside.length; t++) {
    if (!inside[t]) {
      const next = inside.indexOf(true, t);
      const pause_s = next < 0 ? Infinity : next - inside.lastIndexOf(true, t) - 1;
      const before = inside.lastIndexOf(true, t);
      if (before < 0 || pause_s >= resets_after_s) {
        clock_s = 0;
        continue;
      }
    }
    if (excused.some(({ from_ms, to_ms }) => t * 1000 >= from_ms && t * 1000 < to_ms)) continue;
    clock_s += 1;
    if (clock_s > grace_s) return t;
  }
  return null;
}

describe('a stay', () => {
  it('is a breach once longer than the grace time, by a ms, and not at it', () => {
    expect(judgeStay(at([span(5, 15)]), GRACE)).toMatchObject({ answer: 'complied', longest_most_s: 10 });
    expect(judgeStay(at([span(5, 15.001)]), GRACE)).toMatchObject({
      answer: 'breached',
      began: { earliest_ms: 15_000, latest_ms: 15_000 },
      ended: { earliest_ms: 15_001, latest_ms: 15_001 },
    });
  });

  it('goes on through a pause shorter than the clause counts, not through one as long', () => {
    const paused = at([span(5, 11), span(14, 20)]);
    expect(judgeStay(paused, { ...GRACE, resets_after_s: 3 }).answer).toBe('complied');
    expect(judgeStay(paused, { ...GRACE, resets_after_s: 3.001 })).toMatchObject({
      answer: 'breached',
      began: { earliest_ms: 15_000, latest_ms: 15_000 },
    });
  });

  it('that reaches an open edge may be longer, where there is a grace time to outlast', () => {
    const late = at([span(55, 60)], { open_end: true });
    expect(judgeStay(late, GRACE)).toMatchObject({
      answer: 'cannot_tell',
      why: 'reaches_the_end_of_the_records',
      began: { earliest_ms: 65_000, latest_ms: null },
    });
    const early = at([span(0, 5)], { open_start: true });
    expect(judgeStay(early, GRACE).began).toEqual({ earliest_ms: null, latest_ms: 5000 });
    expect(judgeStay(at([span(55, 60, false)], { open_end: true }), { ...GRACE, grace_s: 0 }).why).toBe(
      'uncertainty_decides',
    );
    expect(judgeStay(at([span(0, 5)], { open_start: true }), { ...GRACE, grace_s: 0 }).began).toEqual({
      earliest_ms: null,
      latest_ms: 0,
    });
  });

  it('is judged as counting seconds judges it, and whatever may have happened agrees with an answer that is sure', () => {
    const second = fc.constantFrom<'in' | 'out' | 'maybe'>('in', 'in', 'in', 'out', 'maybe');
    const blocks = fc.array(fc.tuple(second, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 8 });
    let sure = 0;
    fc.assert(
      fc.property(
        blocks,
        fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 6 }),
        fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 10 })),
        (drawn, dice, grace_s, resets_after_s, [from_s, for_s]) => {
          const seconds = drawn.flatMap(([kind, times]) => Array.from({ length: times }, () => kind));
          const spans = seconds.flatMap((kind, t) => (kind === 'out' ? [] : [span(t, t + 1, kind === 'in')]));
          const excused = for_s === 0 ? [] : [{ from_ms: from_s * 1000, to_ms: (from_s + for_s) * 1000 }];
          const grace = { grace_s, resets_after_s, excused };
          const { answer, began } = judgeStay(at(spans, { until_ms: seconds.length * 1000 }), grace);
          const happened = seconds.map((kind, t) => kind === 'in' || (kind === 'maybe' && dice[t]!));
          const broken_s = bySeconds(happened, grace);
          if (!seconds.includes('maybe')) expect(answer).toBe(broken_s === null ? 'complied' : 'breached');
          if (answer !== 'cannot_tell') {
            sure += 1;
            expect(answer).toBe(broken_s === null ? 'complied' : 'breached');
          }
          if (broken_s === null) return;
          expect(began!.earliest_ms!).toBeLessThanOrEqual(broken_s * 1000);
          expect(began!.latest_ms!).toBeGreaterThanOrEqual(broken_s * 1000);
        },
      ),
      { numRuns: 600 },
    );
    expect(sure).toBeGreaterThan(200);
  });
});
