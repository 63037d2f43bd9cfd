import type { Answer, Interval, Why } from '../judged.ts';
import type { AircraftCategory } from '../memorandum/terms.ts';

export type { Answer, Interval, When, Why } from '../judged.ts';

/** What a clause says of what happened. Its words in each language come from `why` and `measured` (`words.ts`). */
export type Verdict = {
  readonly answer: Answer;
  readonly clause: string;
  /** Figures by name, units last; null: not known. */
  readonly measured: Readonly<Record<string, number | null>>;
  /** When the first breach began; where it cannot be told, when one would have begun; null where there is none. */
  readonly began: Interval | null;
  /** When it ended; null where there is none, or where it lasts. */
  readonly ended: Interval | null;
  readonly why: Why;
};

/** Three-valued: `maybe` where it is not known. */
export type Truth = 'yes' | 'no' | 'maybe';

/** Whose an aircraft is and what it is, as far as it is known. */
export type Subject = {
  /** null: not identified. */
  readonly party: string | null;
  /** The evidence names several parties. */
  readonly contested: boolean;
  /** Every category that it may be of; null: nothing is known, it may be of any. */
  readonly categories: readonly AircraftCategory[] | null;
};

/** Does a list of parties hold it? null: all parties. */
export function isAmong({ party, contested }: Subject, parties: readonly string[] | null): Truth {
  if (parties === null) return 'yes';
  if (parties.length === 0) return 'no';
  if (party === null || contested) return 'maybe';
  return parties.includes(party) ? 'yes' : 'no';
}

/** Is it of one of these categories? null: any is meant. */
export function isOf({ categories }: Subject, meant: readonly AircraftCategory[] | null): Truth {
  if (meant === null) return 'yes';
  if (categories === null || categories.length === 0) return 'maybe';
  const matches = categories.filter((one) => meant.includes(one)).length;
  if (matches === 0) return 'no';
  return matches === categories.length ? 'yes' : 'maybe';
}

/** Both: no if either is no. */
export function both(a: Truth, b: Truth): Truth {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'maybe';
}

/** Either: yes if either is yes. */
export function either(a: Truth, b: Truth): Truth {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'no' && b === 'no' ? 'no' : 'maybe';
}

/**
 * What is left of a verdict when it is not certain that the clause binds: who is not bound is asked nothing; where that
 * is not known, a breach cannot be told, and what was kept was kept on every reading.
 */
export function whereBound(bound: Truth, verdict: Verdict): Verdict {
  if (bound === 'yes' || verdict.answer === 'not_applicable') return verdict;
  if (bound === 'no') return notApplicable(verdict.clause, 'not_bound');
  if (verdict.answer !== 'breached') return verdict;
  return { ...verdict, answer: 'cannot_tell', why: 'not_known_whether_bound' };
}

/** A verdict without instants. */
export function plain(clause: string, answer: Answer, why: Why, measured: Verdict['measured'] = {}): Verdict {
  return { answer, clause, measured, began: null, ended: null, why };
}

export const notApplicable = (clause: string, why: Why): Verdict => plain(clause, 'not_applicable', why);

/**
 * One verdict over several: a breach is one; else what cannot be told; else what was kept. The first of its sort, in
 * the order given, is the one that is told. Nothing at all is not applicable.
 */
export function worst(clause: string, verdicts: readonly Verdict[]): Verdict {
  for (const answer of ['breached', 'cannot_tell', 'complied'] as const) {
    const found = verdicts.find((one) => one.answer === answer);
    if (found !== undefined) return found;
  }
  return verdicts[0] ?? notApplicable(clause, 'nothing_asked');
}
