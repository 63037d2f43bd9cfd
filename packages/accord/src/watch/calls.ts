import { rankOf } from '../alerts/findings.ts';
import type { AlertLevel, Memorandum } from '../memorandum/memorandum.ts';

/**
 * The clauses that hold the calls and steps for crews at an alert level: those of the level itself, or, where it has
 * none, of the nearest level below.
 */
export function callsAt(memorandum: Memorandum, level: AlertLevel): string[] {
  let calls: string[] = [];
  let rank = -1;
  for (const clause of memorandum.clauses) {
    if (clause.kind !== 'required_calls' || rankOf(clause.at) > rankOf(level) || rankOf(clause.at) < rank) continue;
    calls = rankOf(clause.at) === rank ? [...calls, clause.id] : [clause.id];
    rank = rankOf(clause.at);
  }
  return calls;
}
