import type { PairGeometry } from '../encounters/geometry.ts';
import type { Pair } from '../encounters/pair.ts';
import type { SeparationClause } from '../memorandum/memorandum.ts';
import type { ClauseFinding } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { byUrgency, rankOf } from './findings.ts';
import { beginFutures, breachProbability } from './probability.ts';
import type { AlertState, ClauseOdds } from './standing.ts';

/** From this probability on a breach is likely: a warning, which calls a person. */
const LIKELY = 0.7;
/** A warning stands while it is at least this: half as likely. */
const STILL_LIKELY = 0.35;
/** Futures are flown anew no sooner than this; where no loss is predicted sooner than that, later. */
const WEIGH_MS = 1900;
const WEIGH_EARLY_MS = 4900;
const EARLY_S = 45;

/**
 * Weighs what present courses lead to by what may be flown instead: a breach that is likely warns, one that is merely
 * predicted advises. A breach that has happened stays one, and a clause may ask for its predictions to warn as they
 * are. Keeps in `state` what was weighed.
 *
 * @param warned another node warns of the same two: less is asked for, as where this one warns already
 */
export function weighFindings(
  findings: readonly ClauseFinding[],
  pair: Pair,
  state: AlertState,
  g: PairGeometry,
  table: TrackTable,
  now_ms: number,
  warned = false,
): readonly ClauseFinding[] {
  if (findings.length === 0) {
    state.odds = [];
    return findings;
  }
  const known = (one: ClauseFinding) => state.odds.some(({ clause }) => clause === one.clause);
  const early = findings.every((one) => one.entry_ms! - now_ms > EARLY_S * 1000);
  if (now_ms - state.weighed_ms >= (early ? WEIGH_EARLY_MS : WEIGH_MS) || !findings.every(known)) {
    state.odds = weigh(findings, pair, g, table, now_ms);
    state.weighed_ms = now_ms;
  }
  const standing = warned || (state.raised_ms !== null && rankOf(state.level) > 0);
  return findings
    .map((one) => {
      const clause = clauseOf(pair, one);
      if (one.level === 'breach' || clause.warn_when === 'predicted') return one;
      const likely = probabilityOf(state.odds, one.clause) >= (standing ? STILL_LIKELY : LIKELY);
      return { ...one, level: likely ? ('warning' as const) : ('advisory' as const) };
    })
    .sort(byUrgency);
}

/**
 * That any clause of the pair is breached within its warning time if nobody acts, also one that present courses do not
 * lead into; 1 once one is.
 */
export function probabilityOfAny({ findings, odds }: AlertState): number {
  if (findings.some((one) => one.level === 'breach')) return 1;
  return odds.reduce((most, { probability }) => Math.max(most, probability), 0);
}

const probabilityOf = (odds: readonly ClauseOdds[], clause: string): number =>
  odds.find((one) => one.clause === clause)?.probability ?? 0;

const clauseOf = (pair: Pair, finding: ClauseFinding): SeparationClause =>
  pair.clauses.find(({ id }) => id === finding.clause)!;

function weigh(
  findings: readonly ClauseFinding[],
  pair: Pair,
  g: PairGeometry,
  table: TrackTable,
  now_ms: number,
): ClauseOdds[] {
  beginFutures(table, pair.slot_a, pair.slot_b, now_ms);
  return pair.clauses.map((clause) => {
    const found = findings.find((one) => one.clause === clause.id);
    const inside = found !== undefined && found.inside_since_ms !== null;
    const spent_s = inside ? clause.grace_s - (found.breach_ms! - now_ms) / 1000 : 0;
    return { clause: clause.id, probability: breachProbability(g, clause, Math.max(0, spent_s)) };
  });
}
