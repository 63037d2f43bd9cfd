import { rankOf } from '../alerts/findings.ts';
import type { AlertLevel, Memorandum, Words } from '../memorandum/memorandum.ts';

/** The calls and steps that the memorandum asks of crews at an alert level: those of the level itself, else of the one below. */
export function crewSteps(memorandum: Memorandum, level: AlertLevel): readonly Words[] {
  let steps: readonly Words[] = [];
  let rank = -1;
  for (const clause of memorandum.clauses) {
    if (clause.kind !== 'required_calls' || rankOf(clause.at) > rankOf(level) || rankOf(clause.at) < rank) continue;
    steps = rankOf(clause.at) === rank ? [...steps, ...clause.steps] : clause.steps;
    rank = rankOf(clause.at);
  }
  return steps;
}
