import type { PairGeometry } from '../encounters/geometry.ts';
import type { Pair } from '../encounters/pair.ts';
import type { SeparationClause } from '../memorandum/memorandum.ts';
import type { ClauseFinding } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { byUrgency, rankOf } from './findings.ts';
import { beginFutures, breachProbability } from './probability.ts';
import type { AlertState, ClauseOdds, Movement } from './standing.ts';

/** From this probability on a breach is likely: a warning, which calls a person. */
const LIKELY = 0.7;
/** A warning stands while it is at least this: half as likely. */
const STILL_LIKELY = 0.35;
/** Futures are flown anew no sooner than this; where little can have changed, later. */
const WEIGH_MS = 1900;
const WEIGH_LATER_MS = 4900;
/** Little has where no loss is predicted sooner than this, */
const EARLY_S = 45;
/** or where no probability is so near to what decides, no breach so near, and the two have gone on as they did: */
const NEAR_ODDS = 0.3;
const SOON_S = 15;
/** their relative velocity, along the ground and up, is what it was within a part of their speeds, or this, m/s. */
const SAME_PART = 0.03;
const SAME_MPS = 3;
const SAME_UP_MPS = 1.5;

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
  // What has happened is not weighed.
  if (findings.every((one) => one.level === 'breach')) return findings;
  const standing = warned || (state.raised_ms !== null && rankOf(state.level) > 0);
  const enough = standing ? STILL_LIKELY : LIKELY;
  if (isDue(findings, state, g, now_ms, enough)) {
    state.odds = weigh(findings, pair, g, table, now_ms);
    state.weighed_ms = now_ms;
    state.weighed_at = movingAs(g);
  }
  return findings
    .map((one) => {
      const clause = clauseOf(pair, one);
      if (one.level === 'breach' || clause.warn_when === 'predicted') return one;
      const likely = probabilityOf(state.odds, one.clause) >= enough;
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

/** Are futures to be flown anew? @param enough the probability that decides */
function isDue(
  findings: readonly ClauseFinding[],
  { odds, weighed_ms, weighed_at }: AlertState,
  g: PairGeometry,
  now_ms: number,
  enough: number,
): boolean {
  const known = (one: ClauseFinding) => odds.some(({ clause }) => clause === one.clause);
  if (now_ms - weighed_ms < WEIGH_MS) return !findings.every(known);
  if (now_ms - weighed_ms >= WEIGH_LATER_MS || !findings.every(known)) return true;
  if (findings.every((one) => one.entry_ms! - now_ms > EARLY_S * 1000)) return false;
  const near = odds.some(({ probability }) => Math.abs(probability - enough) < NEAR_ODDS);
  const soon = findings.some((one) => one.level !== 'breach' && one.breach_ms! - now_ms < SOON_S * 1000);
  return near || soon || weighed_at === null || !movesAlike(g, weighed_at);
}

const movingAs = ({ east_mps, north_mps, up_mps }: PairGeometry): Movement => ({
  east_mps,
  north_mps,
  up_mps: !Number.isNaN(up_mps) ? up_mps : 0,
});

function movesAlike(g: PairGeometry, was: Movement): boolean {
  const is = movingAs(g);
  const east_mps = is.east_mps - was.east_mps;
  const north_mps = is.north_mps - was.north_mps;
  const speeds_mps =
    speedOf(g.b_east_mps, g.b_north_mps) + speedOf(g.b_east_mps - g.east_mps, g.b_north_mps - g.north_mps);
  const same_mps = Math.max(SAME_MPS, SAME_PART * speeds_mps);
  return speedOf(east_mps, north_mps) <= same_mps && Math.abs(is.up_mps - was.up_mps) <= SAME_UP_MPS;
}

const speedOf = (east_mps: number, north_mps: number): number => Math.sqrt(east_mps * east_mps + north_mps * north_mps);

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
