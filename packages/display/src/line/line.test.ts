import { expect, test } from 'vitest';
import { lineActionOf } from './keys.ts';
import type { LineMessage } from './types.ts';
import { alarmWords, byUrgency, instantOf, stagesOf, urgencyOf } from './words.ts';

const T0 = Date.UTC(2026, 2, 1, 14, 0, 0);
const message = (change: Partial<LineMessage> = {}): LineMessage => ({
  name: 'aldren borealis 1',
  message: {
    from: 'aldren',
    to: 'borealis',
    serial: 1,
    kind: 'text',
    precedence: 'immediate',
    logged_by: null,
    sent_ms: T0,
    acknowledge_by_ms: T0 + 300_000,
    by: 'A',
    fields: {},
    words: { en: 'Hello.' },
  },
  sent_ms: T0,
  due_ms: T0 + 300_000,
  delivered_ms: null,
  read_ms: null,
  read_by: null,
  read_backs: [],
  closed: null,
  read_back: null,
  text: { en: '', fr: '' },
  ...change,
});

test.each([
  [0, '5:00 left', 'waiting'],
  [239_999, '1:01 left', 'waiting'],
  [240_000, '1:00 left', 'soon'],
  [299_500, '0:01 left', 'soon'],
  [300_000, 'overdue by 0:00', 'overdue'],
  [431_000, 'overdue by 2:11', 'overdue'],
])('%i ms after it was sent a message says: %s', (after_ms, words, sign) => {
  expect(urgencyOf(message(), T0 + after_ms)).toEqual({ words, sign });
});

test('delivered, read and accepted are told apart, and a refusal is none of them', () => {
  const closed = { as: 'refused', at_ms: T0 + 9_000, by: 'B', reason: 'no' } as const;
  expect(stagesOf(message({ delivered_ms: T0 + 1_000 })).map(({ word, at_ms }) => [word, at_ms])).toEqual([
    ['delivered', T0 + 1_000],
    ['read', null],
    ['accepted', null],
  ]);
  expect(stagesOf(message({ closed })).at(-1)).toEqual({ word: 'refused', at_ms: T0 + 9_000 });
  expect(urgencyOf(message({ closed }), T0 + 1e6)).toEqual({ words: 'refused 14:00:09Z', sign: 'answered' });
});

test('what waits stands by when it is due, and what was answered is not there', () => {
  const late = message({ name: 'late', due_ms: T0 + 900_000 });
  const closed = message({ closed: { as: 'accepted', at_ms: T0, by: 'B' } });
  expect(byUrgency([late, closed, message()]).map(({ name }) => name)).toEqual(['aldren borealis 1', 'late']);
});

test('keys are of the page only where nothing is being written', () => {
  const pressed = (key: string, tagName: string, more = {}) =>
    lineActionOf({
      key,
      target: { tagName },
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      defaultPrevented: false,
      ...more,
    });
  expect(pressed('a', 'DIV')).toBe('accept');
  for (const tag of ['INPUT', 'TEXTAREA', 'SELECT']) expect(pressed('a', tag)).toBe(null);
  expect(pressed('a', 'DIV', { ctrlKey: true })).toBe(null);
  expect(pressed('z', 'DIV')).toBe(null);
});

test('alarms say how often, and times of forms are UTC', () => {
  const alarm = { key: '', since_ms: T0, clause: 'LINE-1', message: 'a b 1', step: 3, words: null };
  expect(alarmWords({ ...alarm, kind: 'overdue' })).toBe('a b 1 is without an answer, 3 times its time');
  expect(alarmWords({ ...alarm, kind: 'line_dead' })).toMatch(/^LINE-1: as many test calls were missed/);
  expect(instantOf('2026-03-01T14:00')).toBe(T0);
  expect(instantOf('')).toBe(null);
  expect(instantOf('soon')).toBe(null);
});
