import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeLine } from '../judges/calls.ts';
import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import { alarmsAt } from './alarms.ts';
import { type LineEvent, notIts } from './event.ts';
import { ACKNOWLEDGE_S, type Message } from './message.ts';
import { overdueAt } from './overdue.ts';
import { differencesIn, readBackMatches, readBackOf } from './read_back.ts';
import { type LineState, newLine, openMessages, record, watchOf } from './register.ts';
import { observeLine } from './test_calls.ts';
import { messageText } from './words.ts';

const T0 = Date.UTC(2026, 9, 5, 6, 0, 0);
const sent = (change: Partial<Message> = {}): Message => {
  const precedence = change.precedence ?? 'immediate';
  const sent_ms = change.sent_ms ?? T0;
  return {
    from: 'alder',
    to: 'birch',
    serial: 1,
    kind: 'delay_request',
    precedence,
    logged_by: null,
    sent_ms,
    acknowledge_by_ms: sent_ms + 1_000 * ACKNOWLEDGE_S[precedence],
    by: 'A. Officer',
    fields: { mission: 'HERON 1', delay_min: 20 },
    words: {},
    ...change,
  };
};
const of = 'alder birch 1';
const [alder, birch] = [{ party: 'alder' }, { party: 'birch' }];

function play(events: readonly LineEvent[], party = 'birch'): LineState {
  return events.reduce<LineState>((state, event) => {
    const next = record(state, event);
    if ('refused' in next) throw new Error(next.refused);
    return next;
  }, newLine(party));
}
const refusal = (state: LineState, event: LineEvent): string => {
  const next = record(state, event);
  return 'refused' in next ? next.refused : '';
};

describe('a message', () => {
  const begun = play([{ ...alder, kind: 'sent', at_ms: T0, message: sent() }]);

  test('is delivered, read and accepted at three times of their own', () => {
    const state = play([
      { ...alder, kind: 'sent', at_ms: T0, message: sent() },
      { ...birch, kind: 'delivered', at_ms: T0 + 1, of },
      { ...birch, kind: 'read', at_ms: T0 + 2, of, by: 'B. Officer' },
      { ...birch, kind: 'read_back', at_ms: T0 + 3, of, by: 'B. Officer', text: 'delay request, heron 1, 20' },
      { ...birch, kind: 'accepted', at_ms: T0 + 4, of, by: 'B. Officer' },
    ]);
    expect(state.messages.get('alder birch 1')).toMatchObject({
      delivered_ms: T0 + 1,
      read_ms: T0 + 2,
      closed: { as: 'accepted', at_ms: T0 + 4 },
    });
  });

  test('does not close before it is read back as it was sent', () => {
    const accepted: LineEvent = { ...birch, kind: 'accepted', at_ms: T0 + 9, of, by: 'B. Officer' };
    expect(refusal(begun, accepted)).toBe(
      'message alder birch 1 is not read back as it was sent: read back DELAY REQUEST / HERON 1 / 20',
    );
    const wrong = record(begun, {
      ...birch,
      ...birch,
      kind: 'read_back',
      at_ms: T0,
      of,
      by: 'B',
      text: 'delay request heron 1 30',
    });
    expect(refusal(wrong as LineState, accepted)).toMatch(/not read back/);
    const right = record(wrong as LineState, {
      ...birch,
      kind: 'read_back',
      at_ms: T0,
      of,
      by: 'B',
      text: 'DELAY REQUEST HERON 1 20',
    });
    const closed = record(right as LineState, accepted) as LineState;
    expect(closed.messages.get('alder birch 1')?.read_backs.map(({ ok }) => ok)).toEqual([false, true]);
    expect(refusal(closed, accepted)).toMatch(/was accepted at 2026-10-05T06:00:00.009Z/);
  });

  test('may be refused, with a reason', () => {
    expect(refusal(begun, { ...birch, kind: 'refused', at_ms: T0, of, by: 'B', reason: ' ' })).toMatch(/say why/);
    const refused = record(begun, {
      ...birch,
      kind: 'refused',
      at_ms: T0,
      of,
      by: 'B',
      reason: 'no fuel to wait',
    }) as LineState;
    expect(openMessages(refused)).toEqual({ received: [], sent: [] });
  });

  test.each<[string, Partial<Message>, RegExp]>([
    ['to its own sender', { to: 'alder' }, /to is alder, who sends it/],
    ['with a field too many', { fields: { mission: 'X', delay_min: 1, target: 'Y' } }, /fields.target is no field/],
    ['with a field too few', { fields: { mission: 'X' } }, /fields.delay_min is missing/],
    ['with text for a number', { fields: { mission: 'X', delay_min: 'many' } }, /fields.delay_min is many/],
    ['with no time to answer', { acknowledge_by_ms: T0 }, /acknowledge_by_ms is \d+, not after/],
    ['without a word', { kind: 'text', fields: {} }, /words is empty/],
    ['out of its serial', { serial: 3 }, /serial is 3, but the next of alder birch is 1/],
  ])('%s is refused and changes nothing', (_what, change, reason) => {
    const state = newLine('birch');
    expect(refusal(state, { ...alder, kind: 'sent', at_ms: T0, message: sent(change) })).toMatch(reason);
    expect(state).toEqual(newLine('birch'));
  });

  test('that was spoken and logged by hand has the same fields and was delivered as it was said', () => {
    const state = play([{ ...alder, kind: 'sent', at_ms: T0 + 5_000, message: sent({ logged_by: 'alder' }) }]);
    expect(state.messages.get('voice of alder 1')?.delivered_ms).toBe(T0);
  });

  test('is answered by its receiver alone, and sent by its sender alone', () => {
    const byItself: LineEvent = { ...alder, kind: 'refused', at_ms: T0, of, by: 'A', reason: 'changed my mind' };
    expect(refusal(begun, byItself)).toBe('alder cannot answer what is from alder to birch');
    const forged: LineEvent = { ...birch, kind: 'sent', at_ms: T0, message: sent({ serial: 2 }) };
    expect(refusal(begun, forged)).toBe('birch cannot send what is from alder');
    const nothing: LineEvent = { ...birch, kind: 'read', at_ms: T0, of: 'alder birch 7', by: 'B' };
    expect(refusal(begun, nothing)).toBe('there is no message alder birch 7');
  });

  test('is there in both languages', () => {
    const message = sent({ fields: { mission: 'HERON 1', delay_min: 20, reason: 'traffic' } });
    expect(messageText(message, 'en')).toBe(
      'IMMEDIATE alder → birch 1: Request: delay HERON 1 by 20 min, because of traffic.',
    );
    expect(messageText(sent(), 'fr')).toBe('IMMÉDIAT alder → birch 1: Demande : retarder HERON 1 de 20 min.');
    const text = sent({ kind: 'text', fields: {}, words: { fr: 'Bonjour.' } });
    expect(messageText(text, 'en')).toBe('IMMEDIATE alder → birch 1: [fr] Bonjour.');
  });
});

describe('what is read back', () => {
  test('holds what matters of each kind, times as date-time groups', () => {
    const fields = { hazard: 'balloon', where: 'N of ridge', from: T0, until: T0 + 3_600_000 };
    expect(readBackOf(sent({ kind: 'hazard_notice', fields }))).toBe(
      'HAZARD NOTICE / BALLOON / N OF RIDGE / 050600Z / 050700Z',
    );
    expect(readBackOf(sent({ kind: 'test_call', fields: {} }))).toBe(null);
  });

  test.each([
    ['HERON 1 / 20', 'heron 1, 20', true],
    ['HERON 1 / 20', 'HERON-1 20', true],
    ['HERON 1 / 20', 'HERON 120', false],
    ['HERON 12 / 0', 'HERON 1 / 20', false],
    ['LEVEL / -5', 'LEVEL / 5', false],
    ['FL 2.5', 'FL 25', false],
    ['TEMP -5', 'TEMP 5', false],
    ['HERON 1', 'HERON 2', false],
    ['GARÇON', 'garçon', true],
  ])('%s against %s: %s', (wanted, said, same) => {
    expect(readBackMatches(wanted, said)).toBe(same);
  });

  test('property: with any letter or digit changed, put in or left out it does not match', () => {
    const wanted = readBackOf(sent())!;
    const places = [...wanted].flatMap((letter, i) => (/[A-Z0-9]/.test(letter) ? [i] : []));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom('', 'Q', '7', 'QQ'), (at, letter) => {
        const said = wanted.slice(0, at) + letter + wanted.slice(at + 1);
        expect(readBackMatches(wanted, said)).toBe(said === wanted);
      }),
    );
  });
});

test('where a read-back differs shows by character, and what is the same in it is all that both have', () => {
  expect(differencesIn('HERON 1 / 20', 'heron-1, 30')).toEqual([
    { text: 'HERON 1 ', as: 'same' },
    { text: '2', as: 'missing' },
    { text: '3', as: 'extra' },
    { text: '0', as: 'same' },
  ]);
  const text = fc.string({ unit: fc.constantFrom('A', 'B', '1', ' '), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (wanted, said) => {
      const found = differencesIn(wanted, said);
      const without = (as: string) =>
        found
          .filter((one) => one.as !== as)
          .map((one) => one.text)
          .join('');
      const spelt = (one: string): string => one.trim().replace(/ +/g, ' ');
      expect(without('extra')).toBe(spelt(wanted));
      expect(without('missing')).toBe(spelt(said));
    }),
  );
});

test.each<[string, LineEvent, RegExp]>([
  ['an answer of mine', { ...alder, kind: 'accepted', at_ms: T0, of, by: 'A' }, /party is alder/],
  ['a message of mine', { ...birch, kind: 'sent', at_ms: T0, message: sent() }, /message.from is alder/],
  [
    'a message to a third',
    { ...birch, kind: 'sent', at_ms: T0, message: sent({ from: 'birch', to: 'cedar' }) },
    /message.to is cedar/,
  ],
  [
    'what it wrote down of a call',
    { ...birch, kind: 'sent', at_ms: T0, message: sent({ from: 'birch', to: 'alder', logged_by: 'birch' }) },
    /message.logged_by/,
  ],
])("another party's node cannot say %s", (_what, event, reason) => {
  expect(notIts(event, 'birch', 'alder')).toMatch(reason);
  const own: LineEvent = { ...birch, kind: 'sent', at_ms: T0, message: sent({ from: 'birch', to: 'alder' }) };
  expect(notIts(own, 'birch', 'alder')).toBe(null);
});

test('a message that another clock dated waits by the clock of this node', () => {
  const HOUR_MS = 3_600_000;
  // Its sender's clock is an hour ahead; it came in at T0.
  const message = sent({ sent_ms: T0 + HOUR_MS, precedence: 'flash' });
  const state = record(newLine('birch'), { ...alder, kind: 'sent', at_ms: T0 + HOUR_MS, message }, T0) as LineState;
  expect(overdueAt(state, () => null, T0 + 59_999)).toEqual([]);
  expect(overdueAt(state, () => null, T0 + 60_000)).toMatchObject([{ since_ms: T0 + 60_000, step: 1 }]);
});

describe('an unanswered message', () => {
  const clause = { escalation: [{ en: 'call the duty room' }, { en: 'call the generals' }] } as unknown as LineClause;
  const state = play([
    { ...alder, kind: 'sent', at_ms: T0, message: sent({ precedence: 'routine' }) },
    {
      ...alder,
      kind: 'sent',
      at_ms: T0 + 3_540_000,
      message: sent({ precedence: 'flash', serial: 2, sent_ms: T0 + 3_540_000 }),
    },
  ]);

  test('escalates at its time and again each time as much has passed, as far as there are steps', () => {
    const steps = (now_ms: number) =>
      overdueAt(state, () => clause, now_ms).map((one) => [one.message, one.step, one.words?.en]);
    expect(steps(T0 + 3_599_999)).toEqual([]);
    expect(steps(T0 + 3_600_000)).toEqual([
      ['alder birch 2', 1, 'call the duty room'],
      ['alder birch 1', 1, 'call the duty room'],
    ]);
    expect(steps(T0 + 3_780_000)[0]).toEqual(['alder birch 2', 4, 'call the generals']);
  });

  test('keeps a watch from being handed over; one that was sent must be known to the next', () => {
    const taken = record(state, { ...birch, kind: 'watch_taken', at_ms: T0, by: 'Day' }) as LineState;
    const over: LineEvent = {
      ...birch,
      kind: 'handed_over',
      at_ms: T0 + 1,
      by: 'Day',
      entered_by: 'Day',
      to: 'Night',
      taken_over: [],
    };
    expect(refusal(taken, over)).toBe('not acknowledged: alder birch 1, alder birch 2. Accept or refuse each first');
    const sender = record(
      { ...state, party: 'alder' },
      { ...alder, kind: 'watch_taken', at_ms: T0, by: 'Day' },
    ) as LineState;
    const byAlder = { ...over, ...alder };
    expect(refusal(sender, byAlder)).toMatch(/without an answer: alder birch 1, alder birch 2. Night must name each/);
    const known = { ...byAlder, taken_over: [of, 'alder birch 2'] };
    const night = record(sender, known) as LineState;
    expect(watchOf(night, 'alder')).toMatchObject({ officer: 'Night', from_ms: T0 + 1 });
    expect(night.shifts.map(({ until_ms }) => until_ms)).toEqual([T0 + 1, null]);
    const closing = record(sender, { ...known, to: null }) as LineState;
    expect(watchOf(closing, 'alder')).toBe(null);
    expect(refusal(sender, { ...known, by: 'Somebody' })).toMatch(/Day has the watch/);
    expect(refusal(newLine('alder'), byAlder)).toMatch(/nobody has the watch/);
    expect(refusal(taken, { ...birch, kind: 'watch_taken', at_ms: T0, by: 'Other' })).toMatch(/must be handed over/);
  });
});

describe('test calls', () => {
  const clause = (hours: LineClause['hours'] = null): LineClause =>
    ({
      kind: 'line_hours_and_test_calls',
      id: 'LINE-1',
      between: ['alder', 'birch'],
      hours,
      answer_within_s: 60,
      test_every_s: 3_600,
      miss_limit: 2,
      escalation: [],
    }) as unknown as LineClause;
  const call = (serial: number, made_ms: number, answered_ms: number | null): LineEvent[] => {
    const message = sent({ serial, kind: 'test_call', fields: {}, sent_ms: made_ms, precedence: 'flash' });
    const made: LineEvent = { ...alder, kind: 'sent', at_ms: made_ms, message };
    const id = `alder birch ${serial}`;
    return answered_ms === null ? [made] : [made, { ...birch, kind: 'accepted', at_ms: answered_ms, of: id, by: 'B' }];
  };
  const HOUR_MS = 3_600_000;

  test('raise the alarm at the very instant that the clause says, on a clock of their own', () => {
    const state = play(call(1, T0, T0 + 30_000));
    // The next is due after an hour, and the second one missed after two.
    expect(observeLine(state, clause(), [], T0, T0 + HOUR_MS)).toMatchObject({ state: 'working', missed_in_a_row: 0 });
    expect(observeLine(state, clause(), [], T0, T0 + HOUR_MS + 1)).toMatchObject({
      state: 'missed',
      missed_in_a_row: 1,
    });
    expect(observeLine(state, clause(), [], T0, T0 + 2 * HOUR_MS)).toMatchObject({ state: 'missed', alarm_ms: null });
    expect(observeLine(state, clause(), [], T0, T0 + 2 * HOUR_MS + 1)).toMatchObject({
      state: 'dead',
      alarm_ms: T0 + 2 * HOUR_MS,
    });
  });

  test('that are answered too late are missed, and a good one ends the alarm', () => {
    const late = [...call(1, T0, T0 + 61_000), ...call(2, T0 + HOUR_MS, null)];
    const at_ms = T0 + HOUR_MS + 60_001;
    expect(observeLine(play(late), clause(), [], T0 - 1, at_ms)).toMatchObject({ state: 'dead' });
    const good = play([...late, ...call(3, at_ms, at_ms + 5_000)]);
    expect(observeLine(good, clause(), [], T0, at_ms + 6_000)).toMatchObject({
      state: 'working',
      alarm_ms: null,
      next_test_ms: at_ms + HOUR_MS,
    });
  });

  test('are told of before they are due, when missed, and at each step beyond the limit', () => {
    const hourly = {
      ...clause(),
      escalation: [{ en: 'call the duty room' }, { en: 'call the generals' }],
    } as LineClause;
    const state = play(call(1, T0, T0 + 30_000));
    const at = (now_ms: number) =>
      alarmsAt(state, [hourly], [], T0, now_ms).map(({ kind, since_ms, step, words }) => [
        kind,
        since_ms - T0,
        step,
        words?.en ?? null,
      ]);
    expect(at(T0 + 0.9 * HOUR_MS - 1)).toEqual([]);
    expect(at(T0 + 0.9 * HOUR_MS)).toEqual([['test_due', HOUR_MS, 1, null]]);
    expect(at(T0 + HOUR_MS + 1)).toEqual([['test_missed', HOUR_MS, 1, null]]);
    expect(at(T0 + 2 * HOUR_MS + 1)).toEqual([['line_dead', 2 * HOUR_MS, 1, 'call the duty room']]);
    expect(at(T0 + 9 * HOUR_MS + 1)).toEqual([['line_dead', 2 * HOUR_MS, 8, 'call the generals']]);
  });

  test('that people wrote into the log of calls count like those that were sent', () => {
    const entry = (says: 'test' | 'answer', by: string, at_ms: number) => ({
      at: { earliest_ms: at_ms, latest_ms: at_ms },
      says,
      by,
      clause: 'LINE-1',
    });
    const logged = [entry('test', 'alder', T0 + HOUR_MS), entry('answer', 'birch', T0 + HOUR_MS + 20_000)];
    const now_ms = T0 + 1.5 * HOUR_MS;
    expect(observeLine(newLine('birch'), clause(), logged, T0, now_ms)).toMatchObject({
      state: 'working',
      answered_ms: T0 + HOUR_MS + 20_000,
      next_test_ms: T0 + 2 * HOUR_MS,
    });
    expect(observeLine(newLine('birch'), clause(), [], T0, now_ms)).toMatchObject({ state: 'missed' });
  });

  test('tell what is observed beside what is declared', () => {
    const cut: LineEvent = {
      kind: 'declared',
      at_ms: T0 + 1,
      party: 'birch',
      by: 'Spokesman',
      state: 'cut',
      words: 'over',
    };
    const state = play([cut, ...call(1, T0 + 60_000, T0 + 70_000)]);
    expect(observeLine(state, clause(), [], T0, T0 + 80_000)).toMatchObject({
      state: 'working',
      declared: { state: 'cut', by: 'Spokesman' },
    });
    expect(observeLine(newLine('birch'), clause(), [], T0, T0 + 5)).toMatchObject({
      state: 'untested',
      declared: null,
    });
  });

  test('property: the alarm stands exactly when the judge of the clause says that it is broken since the last good test', () => {
    const hours = fc.constantFrom(null, { from_s: 21_600, until_s: 64_800 }, { from_s: 72_000, until_s: 14_400 });
    const step = fc.record({
      after_s: fc.integer({ min: 1, max: 9_000 }),
      answer_s: fc.option(fc.integer({ min: 1, max: 120 })),
    });
    fc.assert(
      fc.property(
        hours,
        fc.array(step, { maxLength: 6 }),
        fc.integer({ min: 1, max: 90_000 }),
        (open, steps, later_s) => {
          let at_ms = T0;
          const tests = steps.map(({ after_s, answer_s }) => {
            at_ms += 1_000 * after_s;
            return { made_ms: at_ms, answered_ms: answer_s === null ? null : at_ms + 1_000 * answer_s };
          });
          const now_ms = at_ms + 1_000 * later_s + 200_000;
          const state = play(tests.flatMap(({ made_ms, answered_ms }, i) => call(i + 1, made_ms, answered_ms)));
          const good = tests.findLast(
            ({ made_ms, answered_ms }) => answered_ms !== null && answered_ms <= made_ms + 60_000,
          );
          const exactly = (ms: number) => ({ earliest_ms: ms, latest_ms: ms });
          const verdict = judgeLine(clause(open), {
            since: exactly(good?.made_ms ?? T0),
            tests: tests
              .filter(({ made_ms }) => made_ms > (good?.made_ms ?? T0))
              .map(({ made_ms, answered_ms }) => ({
                made: exactly(made_ms),
                answered: answered_ms === null ? null : exactly(answered_ms),
              })),
            records: { until_ms: now_ms, complete: true },
          });
          const seen = observeLine(state, clause(open), [], T0, now_ms);
          expect(seen.state === 'dead').toBe(verdict.answer === 'breached');
          if (seen.state === 'dead') expect(seen.alarm_ms).toBe(verdict.began?.earliest_ms);
        },
      ),
      { numRuns: 300 },
    );
  });
});
