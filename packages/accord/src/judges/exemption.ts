import type { ExemptionClause } from '../memorandum/kinds/exemption.ts';
import { after, judgeDeadline, type Records, timelyVerdict } from './deadline.ts';
import {
  isAmong,
  notApplicable,
  plain,
  type Subject,
  type Truth,
  type Verdict,
  type When,
  whereBound,
  worst,
} from './verdict.ts';

export type ExemptionFacts = {
  readonly subject: Subject;
  /** An exemption was claimed for the flight; without a claim there is nothing to judge. */
  readonly claimed: boolean;
  /** Is its purpose among those named? People say so. */
  readonly purpose: Truth;
  readonly emergency: Truth;
  readonly begins: When;
  /** null: it has not ended, as far as the records go. */
  readonly ends: When | null;
  /** When each of the other parties was told; null: no record says so. */
  readonly told: readonly (When | null)[];
  readonly records: Records;
};

/** Were the conditions kept on which a flight may leave other clauses aside? */
export function judgeExemption(clause: ExemptionClause, facts: ExemptionFacts): Verdict {
  if (!facts.claimed) return notApplicable(clause.id, 'nothing_asked');
  const verdicts = [judgeNotice(clause, facts), judgePurpose(clause, facts.purpose), judgeLength(clause, facts)];
  const bound = isAmong(facts.subject, clause.binds);
  // Whoever is not among those that may be exempted is not exempted.
  if (bound === 'no') return plain(clause.id, 'breached', 'not_bound');
  return whereBound(bound, bound === 'maybe' ? doubted(worst(clause.id, verdicts)) : worst(clause.id, verdicts));
}

const doubted = (verdict: Verdict): Verdict => ({ ...verdict, answer: 'cannot_tell', why: 'not_known_whether_bound' });

function judgePurpose(clause: ExemptionClause, purpose: Truth): Verdict {
  if (purpose === 'yes') return plain(clause.id, 'complied', 'kept');
  return purpose === 'no'
    ? plain(clause.id, 'breached', 'broken')
    : plain(clause.id, 'cannot_tell', 'uncertainty_decides');
}

function judgeNotice(clause: ExemptionClause, { begins, told, emergency, records }: ExemptionFacts): Verdict {
  const byDue = (due: When, measured: Verdict['measured']): Verdict =>
    worst(
      clause.id,
      told.map((one) => timelyVerdict(clause.id, judgeDeadline(due, one, records), measured)),
    );
  const planned = byDue(after(begins, -clause.notice_s), { notice_s: clause.notice_s });
  const { emergency_notice_s } = clause;
  if (emergency === 'no' || emergency_notice_s === null) return planned;
  const urgent = byDue(after(begins, emergency_notice_s), { emergency_notice_s });
  if (emergency === 'yes' || planned.answer === urgent.answer) return urgent;
  return { ...planned, answer: 'cannot_tell', why: 'uncertainty_decides' };
}

function judgeLength(clause: ExemptionClause, { begins, ends, records }: ExemptionFacts): Verdict {
  const { longest_s } = clause;
  if (longest_s === null) return notApplicable(clause.id, 'nothing_asked');
  return timelyVerdict(clause.id, judgeDeadline(after(begins, longest_s), ends, records), { longest_s });
}

/**
 * What a verdict on another clause becomes under an exemption: what would be a breach is complied with where the
 * exemption certainly held, and cannot be told where that is not certain.
 */
export function underExemption(verdict: Verdict, clause: ExemptionClause, exemption: Verdict): Verdict {
  if (!clause.exempts_from.includes(verdict.clause)) return verdict;
  if (verdict.answer !== 'breached' && verdict.answer !== 'cannot_tell') return verdict;
  if (exemption.answer === 'complied')
    return { ...verdict, answer: 'complied', why: 'exempted', began: null, ended: null };
  if (exemption.answer !== 'cannot_tell') return verdict;
  return { ...verdict, answer: 'cannot_tell', why: 'exemption_not_certain' };
}
