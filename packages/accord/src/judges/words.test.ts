import { describe, expect, it } from 'vitest';
import { plain, type Verdict } from './verdict.ts';
import { verdictIn } from './words.ts';

const T0 = Date.UTC(2031, 4, 1, 12);
const BREACH: Verdict = {
  ...plain('SEP-1', 'breached', 'broken'),
  began: { earliest_ms: T0 + 180_400, latest_ms: T0 + 180_600 },
  ended: { earliest_ms: T0 + 200_000, latest_ms: T0 + 200_000 },
};

describe('a verdict in words', () => {
  it('says the answer, why, and the instants outwards to the second', () => {
    expect(verdictIn(BREACH, 'en')).toBe(
      'Clause SEP-1: breached; what it asks was not kept. ' +
        'It began between 2031-05-01 12:03:00Z and 2031-05-01 12:03:01Z. It ended at 2031-05-01 12:03:20Z.',
    );
    expect(verdictIn(BREACH, 'fr-CA')).toContain('entre 2031-05-01 12:03:00Z et 2031-05-01 12:03:01Z');
  });

  it('claims no breach where it cannot be told, and no instant that is not known', () => {
    const began = { earliest_ms: null, latest_ms: T0 };
    const doubtful: Verdict = { ...BREACH, answer: 'cannot_tell', why: 'uncertainty_decides', began, ended: null };
    expect(verdictIn(doubtful, 'en')).toMatch(/: cannot tell; .* It would have begun before 2031-05-01 12:00:00Z\.$/);
    const open = { ...doubtful, began: { earliest_ms: T0, latest_ms: null } };
    expect(verdictIn(open, 'en')).toMatch(/not before 2031-05-01 12:00:00Z\.$/);
    expect(verdictIn({ ...open, began: { earliest_ms: null, latest_ms: null } }, 'en')).toMatch(
      /at a time not known\.$/,
    );
  });
});
