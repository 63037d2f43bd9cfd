import { describe, expect, it } from 'vitest';
import { START_MS } from '../../test/traffic.ts';
import type { AlertLevel } from '../memorandum/memorandum.ts';
import type { ClauseFinding } from '../outcome.ts';
import { type AlertState, advanceAlert, endAlert, noAlert, type Transition } from './standing.ts';

/** A finding of this level with entry `entry_s` after the start. */
function finding(level: AlertLevel, entry_s: number): ClauseFinding {
  return {
    clause: 'WIDE',
    memorandum: 'trial',
    version: 7,
    level,
    lateral_minimum_m: 5556,
    vertical_minimum_m: 914.4,
    grace_s: 180,
    entry_ms: START_MS + entry_s * 1000,
    exit_ms: START_MS + entry_s * 1000 + 60_000,
    inside_since_ms: null,
    breach_ms: START_MS + entry_s * 1000 + 180_000,
  };
}

/** Looks at these seconds, with what was found; what each did. */
function looks(
  state: AlertState,
  ...seen: readonly (readonly [at_s: number, found: ClauseFinding | null])[]
): Transition[] {
  return seen.map(([at_s, found]) => advanceAlert(state, found === null ? [] : [found], START_MS + at_s * 1000));
}

const soon = finding('advisory', 40);
const late = finding('advisory', 110);
const warning = finding('warning', 40);

describe('raising', () => {
  it('is immediate when the loss is at most 45 s away', () => {
    expect(looks(noAlert(), [0, finding('advisory', 45)])).toEqual(['raised']);
    expect(looks(noAlert(), [0, finding('advisory', 45.1)])).toEqual(['none']);
  });

  it('is immediate when any of the losses is near, whichever is the most urgent', () => {
    expect(advanceAlert(noAlert(), [finding('warning', 50), finding('advisory', 30)], START_MS)).toBe('raised');
    expect(advanceAlert(noAlert(), [finding('warning', 60), finding('advisory', 50)], START_MS)).toBe('none');
  });

  it('takes two looks, a second apart, when it is further off', () => {
    expect(looks(noAlert(), [0, late], [0.5, late], [1, late])).toEqual(['none', 'none', 'raised']);
  });

  it('starts to wait again when the prediction did not last', () => {
    expect(looks(noAlert(), [0, late], [0.5, null], [1, late], [1.5, late], [2, late])).toEqual([
      'none',
      'none',
      'none',
      'none',
      'raised',
    ]);
  });

  it('owes advice and tells what it found', () => {
    const state = noAlert();
    looks(state, [0, warning]);
    expect(state).toMatchObject({ level: 'warning', highest: 'warning', advice_owed: true, raised_ms: START_MS });
    expect(state.findings).toEqual([warning]);
  });
});

describe('standing', () => {
  it('rises at once, and owes advice then', () => {
    const state = noAlert();
    looks(state, [0, soon]);
    state.advice_owed = false;
    expect(looks(state, [0.1, warning])).toEqual(['changed']);
    expect(state).toMatchObject({ level: 'warning', highest: 'warning', advice_owed: true });
  });

  it('falls only when the lower level held for 5 s, and remembers the highest', () => {
    const state = noAlert();
    looks(state, [0, warning]);
    expect(looks(state, [1, soon], [5.9, soon]).includes('changed')).toBe(false);
    expect(state.level).toBe('warning');
    expect(looks(state, [6, soon])).toEqual(['changed']);
    expect(state).toMatchObject({ level: 'advisory', highest: 'warning' });
  });

  it('counts the 5 s anew when the higher level came back', () => {
    const state = noAlert();
    looks(state, [0, warning], [1, soon], [4, warning], [5, soon], [9.9, soon]);
    expect(state.level).toBe('warning');
    looks(state, [10, soon]);
    expect(state.level).toBe('advisory');
  });

  it('is told again every 3 s when only its figures change, an advisory every 6 s', () => {
    const seconds = [1, 2, 3, 4, 5, 6, 7];
    const told = (found: ClauseFinding): number[] => {
      const state = noAlert();
      looks(state, [0, found]);
      return seconds.filter((at_s) => looks(state, [at_s, found])[0] === 'refreshed');
    };
    expect(told(warning)).toEqual([3, 6]);
    expect(told(soon)).toEqual([6]);
  });
});

describe('clearing', () => {
  it('takes 8 s with nothing found', () => {
    const state = noAlert();
    expect(looks(state, [0, soon], [1, null], [8.9, null], [9, null])).toEqual(['raised', 'none', 'none', 'cleared']);
    expect(state).toMatchObject({ raised_ms: null, findings: [], advice: [], advice_owed: false, highest: 'advisory' });
  });

  it('starts over when something is found in between', () => {
    expect(looks(noAlert(), [0, soon], [1, null], [8, soon], [9, null], [16.9, null], [17, null]).at(-1)).toBe(
      'cleared',
    );
    expect(looks(noAlert(), [0, soon], [1, null], [8, soon], [9, null], [16.9, null]).at(-1)).not.toBe('cleared');
  });

  it('keeps what it last found while it waits', () => {
    const state = noAlert();
    looks(state, [0, soon], [5, null]);
    expect(state.findings).toEqual([soon]);
  });

  it('can be raised again afterwards, with the highest level of the pass kept', () => {
    const state = noAlert();
    looks(state, [0, warning], [1, null], [9, null]);
    expect(looks(state, [20, soon])).toEqual(['raised']);
    expect(state).toMatchObject({ level: 'advisory', highest: 'warning', raised_ms: START_MS + 20_000 });
  });

  it('for a reason outside the geometry leaves nothing behind but the highest level', () => {
    const state = noAlert();
    looks(state, [0, warning]);
    endAlert(state);
    expect(state).toEqual({ ...noAlert(), level: 'warning', highest: 'warning', told_ms: START_MS });
  });
});

describe('under a ceiling', () => {
  const at = (state: AlertState, at_s: number, found: ClauseFinding | null, ceiling: AlertLevel): Transition =>
    advanceAlert(state, found === null ? [] : [found], START_MS + at_s * 1000, ceiling);

  it('is raised no higher, and keeps what the clause says', () => {
    const state = noAlert();
    expect(at(state, 0, warning, 'advisory')).toBe('raised');
    expect(state).toMatchObject({ level: 'advisory', highest: 'advisory', findings: [warning] });
  });

  it('rises at once when the ceiling goes, and falls 5 s after it comes', () => {
    const state = noAlert();
    at(state, 0, warning, 'advisory');
    expect(at(state, 1, warning, 'breach')).toBe('changed');
    expect(state.level).toBe('warning');
    expect(at(state, 2, warning, 'advisory')).toBe('none');
    expect(at(state, 7, warning, 'advisory')).toBe('changed');
    expect(state).toMatchObject({ level: 'advisory', highest: 'warning' });
  });

  it('is not repeated within a minute in the same pass, unless the ceiling is gone', () => {
    const state = noAlert();
    at(state, 0, soon, 'advisory');
    at(state, 1, null, 'advisory');
    expect(at(state, 9, null, 'advisory')).toBe('cleared');
    expect(at(state, 20, soon, 'advisory')).toBe('none');
    expect(at(state, 59, soon, 'advisory')).toBe('none');
    expect(at({ ...state }, 30, soon, 'breach')).toBe('raised');
    expect(at(state, 60, soon, 'advisory')).toBe('raised');
  });
});
