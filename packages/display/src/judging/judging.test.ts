import type { VerdictGiven } from '@skyaccord/accord';
import { describe, expect, test } from 'vitest';
import { justSaid, loggedAs, withinOf } from './calls.ts';
import { measuredWords, tallyByClause } from './verdicts.ts';

const verdict = (clause: string, answer: VerdictGiven['answer']): VerdictGiven => ({
  kind: 'verdict',
  tick: 1,
  time_ms: 0,
  clause,
  memorandum: 'sample-sea',
  version: 2,
  subjects: [],
  about: null,
  answer,
  why: 'kept',
  measured: {},
  began: null,
  ended: null,
});

describe('verdicts', () => {
  test('are counted by clause, and none is lost', () => {
    const given = [
      verdict('b', 'complied'),
      verdict('a', 'breached'),
      verdict('b', 'cannot_tell'),
      verdict('b', 'complied'),
    ];
    expect(tallyByClause(given)).toEqual([
      { clause: 'a', breached: 1, cannot_tell: 0, complied: 0 },
      { clause: 'b', breached: 0, cannot_tell: 1, complied: 2 },
    ]);
    expect(tallyByClause([])).toEqual([]);
  });

  test('tell their figures in the units of their names', () => {
    const measured = {
      lateral_m: 2222.4,
      vertical_m: 304.8,
      inside_s: 181,
      tests_missed: 3,
      frequency_mhz: 121.5,
      speed_mps: null,
    };
    expect(measuredWords(measured, 'aviation')).toEqual([
      'lateral 1.20 NM',
      'vertical 1,000 ft',
      'inside 181 s (3:01)',
      'tests missed 3',
      'frequency 121.5 MHz',
      'speed —',
    ]);
    expect(measuredWords({ lateral_m: 2222.4 }, 'metric')).toEqual(['lateral 2.22 km']);
  });
});

describe('the log of calls', () => {
  const NOW_MS = Date.UTC(2026, 2, 1, 0, 10, 0);

  test.each([
    ['', 5, NOW_MS],
    ['00:09:30', 5, NOW_MS - 30_000],
    ['00:09', 0, NOW_MS - 60_000],
    // Before midnight: yesterday's.
    ['23:59:00', 5, NOW_MS - 11 * 60_000],
  ])('"%s" within %i s is told as an interval', (time, off_s, at_ms) => {
    expect(withinOf(time, off_s, NOW_MS)).toEqual({
      earliest_ms: at_ms - off_s * 1000,
      latest_ms: at_ms + off_s * 1000,
    });
  });

  test.each(['24:00', '12:60', '1:02', 'noon', '12:00:61'])('%s is no time', (time) => {
    expect(withinOf(time, 5, NOW_MS)).toBeNull();
  });

  test('a call that was ticked off is found again, by alert, clause, step and what was said', () => {
    const said = { says: 'call', clause: 'calls', step: 1, by: 'aldren', track: '4ca001', about: 'alert-1' } as const;
    const entry = justSaid(said, NOW_MS);
    expect(entry.at.latest_ms - entry.at.earliest_ms).toBeGreaterThan(0);
    const calls = [{ kind: 'call_logged', tick: 1, time_ms: NOW_MS, entry }] as const;
    expect(loggedAs(calls, said)).toBe(entry);
    expect(loggedAs(calls, { ...said, says: 'read_back' })).toBeNull();
    expect(loggedAs(calls, { ...said, step: 2 })).toBeNull();
    expect(loggedAs(calls, { ...said, about: 'alert-2' })).toBeNull();
  });
});
