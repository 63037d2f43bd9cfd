import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LadderClause } from '../memorandum/kinds/frequency_ladder.ts';
import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import type { CallsClause } from '../memorandum/kinds/required_calls.ts';
import { judgeLadder, judgeLine, judgeRequiredCalls, type LineFacts } from './calls.ts';
import type { When } from './verdict.ts';

const T0 = Date.UTC(2031, 4, 1);
const HOUR = 3600;
const WORDS = { en: 'Words.' };
const at = (time_s: number, error_s = 0): When => ({
  earliest_ms: T0 + (time_s - error_s) * 1000,
  latest_ms: T0 + (time_s + error_s) * 1000,
});
const records = (until_s: number, complete = true) => ({ until_ms: T0 + until_s * 1000, complete });

describe('frequency ladder', () => {
  const clause: LadderClause = {
    id: 'FREQ-1',
    kind: 'frequency_ladder',
    words: WORDS,
    rungs: [134.1, 121.5, 243].map((frequency_mhz) => ({ frequency_mhz, call: WORDS, wait_s: 20 })),
  };
  const judged = (
    calls: [frequency_mhz: number, time_s: number, error_s?: number][],
    answered_s: number | null = null,
    until_s = 600,
    complete = true,
  ) =>
    judgeLadder(clause, {
      calls: calls.map(([frequency_mhz, time_s, error_s]) => ({ frequency_mhz, at: at(time_s, error_s) })),
      answered: answered_s === null ? null : at(answered_s),
      records: records(until_s, complete),
    });

  it('is gone through rung by rung, each waited for', () => {
    expect(
      judged([
        [134.1, 0],
        [121.5, 20],
        [243, 40],
      ]).answer,
    ).toBe('complied');
    expect(
      judged([
        [243, 40],
        [134.1, 0],
        [121.5, 20],
      ]).answer,
    ).toBe('complied');
    expect(
      judged([
        [134.1, 0],
        [121.5, 19],
        [243, 40],
      ]),
    ).toMatchObject({ answer: 'breached', measured: { rung: 2 } });
    expect(
      judged([
        [134.1, 0],
        [121.5, 20, 1],
        [243, 45],
      ]).answer,
    ).toBe('cannot_tell');
  });

  it('ends where somebody answers, and not where nobody does', () => {
    expect(judged([[134.1, 0]], 10).answer).toBe('complied');
    expect(judged([[134.1, 0]])).toMatchObject({ answer: 'breached', why: 'not_done', measured: { rung: 2 } });
    expect(judged([[134.1, 0]], null, 15).answer).toBe('complied');
    expect(judged([[134.1, 0]], null, 600, false).why).toBe('records_have_gaps');
    expect(judged([]).answer).toBe('not_applicable');
  });

  it('leaves out no rung', () => {
    expect(
      judged(
        [
          [134.1, 0],
          [243, 40],
        ],
        45,
      ),
    ).toMatchObject({ answer: 'breached', measured: { rung: 2 } });
    expect(judged([[121.5, 0]], 10)).toMatchObject({ answer: 'breached', measured: { rung: 1 } });
  });
});

describe('required calls', () => {
  const clause: CallsClause = {
    id: 'CALL-1',
    kind: 'required_calls',
    words: WORDS,
    at: 'warning',
    steps: [WORDS],
    calls: [
      { frequency_mhz: 121.5, say: WORDS, read_back: WORDS, within_s: 10 },
      { frequency_mhz: null, say: WORDS, read_back: null, within_s: null },
    ],
  };
  const judged = (made: When | null, read_back: When | null, complete = true) =>
    judgeRequiredCalls(clause, {
      level: 'breach',
      calls: [
        { made, read_back },
        { made: at(5), read_back: null },
      ],
      records: records(600, complete),
    });

  it('are made, and read back in time', () => {
    expect(judged(at(0), at(10)).answer).toBe('complied');
    expect(judged(at(0), at(11))).toMatchObject({ answer: 'breached', why: 'done_late', measured: { call: 1 } });
    expect(judged(at(0), at(10, 1)).answer).toBe('cannot_tell');
    expect(judged(at(0), null).why).toBe('not_done');
    expect(judged(null, null).answer).toBe('breached');
    expect(judged(null, null, false).answer).toBe('cannot_tell');
  });

  it('are asked for from their level on', () => {
    const facts = { calls: [], records: records(600) };
    expect(judgeRequiredCalls(clause, { level: 'advisory', ...facts }).answer).toBe('not_applicable');
    expect(judgeRequiredCalls(clause, { level: 'warning', ...facts }).answer).toBe('breached');
    const { calls: _, ...words } = clause;
    expect(judgeRequiredCalls(words, { level: 'breach', ...facts }).why).toBe('asked_for_in_words_only');
  });
});

describe('line hours and test calls', () => {
  const clause: LineClause = {
    id: 'LINE-1',
    kind: 'line_hours_and_test_calls',
    words: WORDS,
    line: 'Ground line',
    between: ['hl', 'ep'],
    hours: null,
    answer_within_s: 30,
    test_every_s: 12 * HOUR,
    miss_limit: 2,
    escalation: [WORDS],
  };
  const test = (hour: number, answered_s: number | null = 10, error_s = 0): LineFacts['tests'][number] => ({
    made: at(hour * HOUR, error_s),
    answered: answered_s === null ? null : at(hour * HOUR + answered_s, error_s),
  });
  const judged = (tests: LineFacts['tests'], until_hour: number, rest: Partial<LineClause> = {}, complete = true) =>
    judgeLine({ ...clause, ...rest }, { since: at(0), tests, records: records(until_hour * HOUR, complete) });

  it('is tested as often as agreed; one miss is borne, two in a row are not', () => {
    expect(judged([test(12), test(24), test(36)], 40)).toMatchObject({
      answer: 'complied',
      measured: { missed_in_a_row_most: 0 },
    });
    expect(judged([test(12), test(24, null), test(36)], 40)).toMatchObject({
      answer: 'complied',
      measured: { missed_in_a_row_most: 1 },
    });
    expect(judged([test(12, 31), test(24, null), test(36)], 40)).toMatchObject({
      answer: 'breached',
      measured: { missed_in_a_row_least: 2 },
    });
    expect(judged([test(12)], 50)).toMatchObject({ answer: 'breached', began: at(36 * HOUR) });
    expect(judged([test(12)], 30).answer).toBe('complied');
  });

  it('cannot be told where clocks or gaps in the records decide', () => {
    expect(judged([test(12, 29, 2), test(24, null)], 30).answer).toBe('cannot_tell');
    expect(judged([test(12)], 50, {}, false)).toMatchObject({ answer: 'cannot_tell', why: 'records_have_gaps' });
  });

  it('waits for the line to open', () => {
    const hours = { from_s: 8 * HOUR, until_s: 18 * HOUR };
    // Due at 24:00, while closed: at 8 the next morning, so at 32:00; a test at 31:59 or 32:00 is in time.
    expect(judged([test(12), test(32)], 40, { hours, miss_limit: 1 }).answer).toBe('complied');
    expect(judged([test(12), test(32.1)], 40, { hours, miss_limit: 1 }).answer).toBe('breached');
    const night = { from_s: 18 * HOUR, until_s: 8 * HOUR };
    expect(judged([test(18), test(30), test(42)], 43, { hours: night, miss_limit: 1 }).answer).toBe('complied');
  });

  it('is never made sure by less exact clocks, and does not depend on the order of the tests', () => {
    const drawn = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 1,
      maxLength: 6,
    });
    const answers = new Set<string>();
    fc.assert(
      fc.property(drawn, fc.integer({ min: 0, max: 3 * HOUR }), (hours, error_s) => {
        const exact = hours.map(([hour, answered_s]) => test(hour, answered_s));
        const rough = hours.map(([hour, answered_s]) => test(hour, answered_s, error_s));
        const before = judged(exact, 62);
        answers.add(before.answer);
        expect([before.answer, 'cannot_tell']).toContain(judged(rough, 62).answer);
        expect(judged([...exact].reverse(), 62)).toEqual(before);
      }),
      { numRuns: 300 },
    );
    expect([...answers].sort()).toEqual(expect.arrayContaining(['breached', 'complied']));
  });
});
