import type { LadderClause } from '../memorandum/kinds/frequency_ladder.ts';
import type { CallsClause } from '../memorandum/kinds/required_calls.ts';
import type { SignalsClause } from '../memorandum/kinds/visual_signals.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Alert } from '../outcome.ts';

/** What the memorandum gives crews for an alert, in each of its languages: whole clauses, as they were signed. */
export type CrewSteps = {
  readonly alert: string;
  /** Steps and calls with their phraseology and read-back, those of the alert's level. */
  readonly required: readonly CallsClause[];
  /** On which frequencies to call, in which order. */
  readonly ladders: readonly LadderClause[];
  /** Where the radio is silent. */
  readonly signals: readonly SignalsClause[];
};

export function crewSteps({ clauses }: Memorandum, { id, calls }: Alert): CrewSteps {
  return {
    alert: id,
    required: clauses.filter((clause) => clause.kind === 'required_calls').filter((one) => calls.includes(one.id)),
    ladders: clauses.filter((clause) => clause.kind === 'frequency_ladder'),
    signals: clauses.filter((clause) => clause.kind === 'visual_signals'),
  };
}
