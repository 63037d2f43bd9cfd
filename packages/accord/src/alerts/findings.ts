import { cylinderInterval } from '@skyaccord/sky';
import type { PairGeometry } from '../encounters/geometry.ts';
import { counted_s, excused_ms } from '../encounters/kind.ts';
import { openLoss, pausedLoss } from '../encounters/measure.ts';
import type { Pair } from '../encounters/pair.ts';
import { ALERT_LEVELS, type AlertLevel, type Memorandum, type SeparationClause } from '../memorandum/memorandum.ts';
import type { ClauseFinding } from '../outcome.ts';

/** A standing alert looks for this much more than the minima, so that it does not flicker at their edge. */
const HYSTERESIS = 1.1;

const interval = new Float64Array(2);

/**
 * What each separation clause says of a pair now, most urgent first; clauses that neither predict nor measure anything
 * are left out.
 *
 * The minima that raise an alert are widened by the 95 % uncertainty of the relative position (at most doubled); entry,
 * exit and the time of breach are those of the minima as signed wherever these are predicted to be lost.
 */
export function findClauses(
  pair: Pair,
  g: PairGeometry,
  memorandum: Memorandum,
  now_ms: number,
  standing: boolean,
): ClauseFinding[] {
  const findings: ClauseFinding[] = [];
  for (let k = 0; k < pair.clauses.length; k++) {
    const finding = findClause(pair, k, g, memorandum, now_ms, standing);
    if (finding !== null) findings.push(finding);
  }
  return findings.sort(byUrgency);
}

function findClause(
  pair: Pair,
  k: number,
  g: PairGeometry,
  memorandum: Memorandum,
  now_ms: number,
  standing: boolean,
): ClauseFinding | null {
  const clause = pair.clauses[k]!;
  const loss = openLoss(pair.measured, k);
  const lookahead_s = clause.warn_ahead_s + clause.grace_s + 1;
  const signed = predicts(clause, g, 1, 0, lookahead_s);
  const inside = signed && interval[0] === 0;
  pair.reckoned_since_ms[k] = inside ? (pair.reckoned_since_ms[k] ?? now_ms) : null;
  // Where the signed minima are lost too late to warn of, the widened ones may be lost sooner.
  if (!signed || interval[0]! > clause.warn_ahead_s) {
    if (!predicts(clause, g, standing ? HYSTERESIS : 1, g.uncertainty_m, lookahead_s)) return null;
    if (interval[0]! > clause.warn_ahead_s) return null;
  }
  const entry_ms = now_ms + interval[0]! * 1000;
  const exit_ms = now_ms + interval[1]! * 1000;
  const since_ms = inside ? (loss?.from_ms ?? pair.reckoned_since_ms[k]!) : null;
  // Out for so short a time that the clause does not begin its grace time anew.
  const clock_ms = since_ms ?? pausedLoss(pair.measured, k, clause, entry_ms)?.from_ms ?? null;
  // Time near on purpose does not run against the grace time.
  const counted_from_ms = clock_ms === null ? entry_ms : clock_ms + excused_ms(pair.proximity, clock_ms, now_ms);
  const breach_ms = counted_from_ms + clause.grace_s * 1000;
  return {
    clause: clause.id,
    memorandum: memorandum.id,
    version: memorandum.version,
    level: levelOf(clause, pair, loss, breach_ms, exit_ms, now_ms),
    lateral_minimum_m: clause.lateral_m,
    vertical_minimum_m: clause.vertical_m,
    grace_s: clause.grace_s,
    entry_ms: Math.round(entry_ms),
    exit_ms: Math.round(exit_ms),
    inside_since_ms: since_ms === null ? null : Math.round(since_ms),
    breach_ms: Math.round(breach_ms),
  };
}

function predicts(
  clause: SeparationClause,
  g: PairGeometry,
  factor: number,
  widen_m: number,
  lookahead_s: number,
): boolean {
  const lateral_m = clause.lateral_m * factor + Math.min(widen_m, clause.lateral_m);
  const unknown = Number.isNaN(g.up_m);
  return cylinderInterval(
    g.east_m,
    g.north_m,
    unknown ? 0 : g.up_m,
    g.east_mps,
    g.north_mps,
    unknown ? 0 : g.up_mps,
    lateral_m,
    clause.vertical_m * factor,
    lookahead_s,
    interval,
  );
}

function levelOf(
  clause: SeparationClause,
  pair: Pair,
  loss: { from_ms: number; to_ms: number } | null,
  breach_ms: number,
  exit_ms: number,
  now_ms: number,
): AlertLevel {
  if (loss !== null && counted_s(pair.proximity, loss.from_ms, loss.to_ms) > clause.grace_s) return 'breach';
  const predicted = exit_ms >= breach_ms && breach_ms - now_ms <= clause.warn_ahead_s * 1000;
  return predicted ? 'warning' : 'advisory';
}

export const rankOf = (level: AlertLevel): number => ALERT_LEVELS.indexOf(level);

/** Highest level first; of one level the narrowest minima, which stay the same from look to look. */
export function byUrgency(x: ClauseFinding, y: ClauseFinding): number {
  return (
    rankOf(y.level) - rankOf(x.level) ||
    x.lateral_minimum_m - y.lateral_minimum_m ||
    x.grace_s - y.grace_s ||
    (x.clause < y.clause ? -1 : 1)
  );
}
