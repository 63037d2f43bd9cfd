import type { AlertLevel } from '../memorandum/memorandum.ts';
import type { Advice, ClauseFinding } from '../outcome.ts';
import { rankOf } from './findings.ts';
import type { Floor } from './floors.ts';

/** A loss predicted this soon is alerted on first sight; a later one must be predicted twice, a second apart. */
const AT_ONCE_S = 45;
const CONFIRM_MS = 900;
/** An alert ends when nothing was predicted for this long; its level falls when the lower one held for this long. */
const CLEAR_MS = 8000;
const FALL_MS = 5000;
/** A standing alert is told again this often when only its figures changed; an advisory half as often. */
const REFRESH_MS = 3000;
const ADVISORY_REFRESH_MS = 6000;
/** An alert that a label lowered and that ended is not raised again in the same pass sooner than this. */
const REPEAT_MS = 60_000;

/** How probable a breach of one clause was when last weighed. */
export type ClauseOdds = { readonly clause: string; readonly probability: number };

/** A relative velocity, m/s; up is 0 where it is not known. */
export type Movement = { readonly east_mps: number; readonly north_mps: number; readonly up_mps: number };

/** The alert of a pair: none, waiting to be confirmed, or standing. JSON-safe. */
export type AlertState = {
  /** Predicted without a pause since, ms. */
  predicted_since_ms: number | null;
  raised_ms: number | null;
  level: AlertLevel;
  /** Highest level of the pass. */
  highest: AlertLevel | null;
  /** A lower level has held since, ms. */
  lower_since_ms: number | null;
  /** Nothing predicted since, ms. */
  clear_since_ms: number | null;
  told_ms: number;
  findings: readonly ClauseFinding[];
  /** How probable the breaches found are, and when that was weighed, ms. */
  odds: readonly ClauseOdds[];
  weighed_ms: number;
  /** How the two moved against each other then; null before. */
  weighed_at: Movement | null;
  /** Levels asked for at least, by clause. */
  floors: readonly Floor[];
  /** The call to a person that this pass belongs to; null while there was none. */
  alarm: string | null;
  advice: readonly Advice[];
  /** Nothing is predicted any more, but what was advised is flown and going back would not be clear; since, ms. */
  held_since_ms: number | null;
  /** When advice was last worked out, ms. */
  advised_ms: number;
  /** Advice is owed: the alert is new, rose, or what was advised no longer serves. */
  advice_owed: boolean;
};

export function noAlert(): AlertState {
  return {
    predicted_since_ms: null,
    raised_ms: null,
    level: 'advisory',
    highest: null,
    lower_since_ms: null,
    clear_since_ms: null,
    told_ms: 0,
    findings: [],
    odds: [],
    weighed_ms: 0,
    weighed_at: null,
    floors: [],
    alarm: null,
    advice: [],
    held_since_ms: null,
    advised_ms: 0,
    advice_owed: false,
  };
}

/** What a look at a pair did to its alert. */
export type Transition = 'none' | 'raised' | 'changed' | 'refreshed' | 'cleared';

/**
 * Moves an alert on with the findings of one look. Changes only `state`.
 *
 * @param ceiling the highest level it may have, whatever the clauses say; below `breach` it is not repeated either
 * @param confirmed another node alerts on the same two: what is found here need not be found twice
 */
export function advanceAlert(
  state: AlertState,
  findings: readonly ClauseFinding[],
  now_ms: number,
  ceiling: AlertLevel = 'breach',
  confirmed = false,
): Transition {
  return state.raised_ms === null
    ? maybeRaise(state, findings, now_ms, ceiling, confirmed)
    : standOrClear(state, findings, now_ms, ceiling);
}

/** Ends a standing alert for a reason outside the geometry. */
export function endAlert(state: AlertState): void {
  state.raised_ms = null;
  state.predicted_since_ms = null;
  state.clear_since_ms = null;
  state.lower_since_ms = null;
  state.findings = [];
  state.held_since_ms = null;
  state.advice = [];
  state.advice_owed = false;
}

function maybeRaise(
  state: AlertState,
  findings: readonly ClauseFinding[],
  now_ms: number,
  ceiling: AlertLevel,
  confirmed: boolean,
): Transition {
  const first = findings[0];
  if (first === undefined) {
    state.predicted_since_ms = null;
    return 'none';
  }
  state.predicted_since_ms ??= now_ms;
  const soon = findings.some((one) => (one.entry_ms ?? now_ms) - now_ms <= AT_ONCE_S * 1000);
  if (!soon && !confirmed && now_ms - state.predicted_since_ms < CONFIRM_MS) return 'none';
  if (ceiling !== 'breach' && state.highest !== null && now_ms - state.told_ms < REPEAT_MS) return 'none';
  state.raised_ms = now_ms;
  state.level = lower(first.level, ceiling);
  state.highest = higher(state.highest, state.level);
  state.lower_since_ms = null;
  state.clear_since_ms = null;
  state.advice_owed = true;
  tell(state, findings, now_ms);
  return 'raised';
}

function standOrClear(
  state: AlertState,
  findings: readonly ClauseFinding[],
  now_ms: number,
  ceiling: AlertLevel,
): Transition {
  const first = findings[0];
  if (first === undefined) {
    state.clear_since_ms ??= now_ms;
    if (now_ms - state.clear_since_ms < CLEAR_MS) return 'none';
    endAlert(state);
    return 'cleared';
  }
  state.clear_since_ms = null;
  const before = state.level;
  const level = lower(first.level, ceiling);
  if (rankOf(level) < rankOf(before)) {
    state.lower_since_ms ??= now_ms;
    if (now_ms - state.lower_since_ms >= FALL_MS) state.level = level;
  } else {
    state.lower_since_ms = null;
    state.level = level;
  }
  if (state.level !== before) {
    if (rankOf(state.level) > rankOf(before)) state.advice_owed = true;
    state.highest = higher(state.highest, state.level);
    tell(state, findings, now_ms);
    return 'changed';
  }
  const due_ms = state.level === 'advisory' ? ADVISORY_REFRESH_MS : REFRESH_MS;
  if (now_ms - state.told_ms < due_ms) return 'none';
  tell(state, findings, now_ms);
  return 'refreshed';
}

function tell(state: AlertState, findings: readonly ClauseFinding[], now_ms: number): void {
  state.findings = findings;
  state.told_ms = now_ms;
}

const lower = (x: AlertLevel, y: AlertLevel): AlertLevel => (rankOf(x) <= rankOf(y) ? x : y);
const higher = (x: AlertLevel | null, y: AlertLevel): AlertLevel => (x !== null && rankOf(x) >= rankOf(y) ? x : y);
