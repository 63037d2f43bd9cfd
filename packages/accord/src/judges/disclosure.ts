import { SHARED_LEVELS } from '../judged.ts';
import type { DisclosureClause } from '../memorandum/kinds/disclosure_duty.ts';
import { after, firstOf, judgeDeadline, type Records, timelyVerdict } from './deadline.ts';
import { isAmong, plain, type Subject, type Verdict, type When, whereBound, worst } from './verdict.ts';

type Share = DisclosureClause['shares'][number];

/** One thing that a party had to share, and what it sent of it. */
export type DisclosureFacts = {
  readonly subject: Subject;
  readonly what: Share['what'];
  /** When it was there to be shared. */
  readonly at: When;
  /** All other parties of the memorandum. */
  readonly others: readonly string[];
  readonly sent: readonly {
    readonly to: string;
    readonly at: When;
    readonly level: Share['level'];
    /** How coarse; 0: exact; null: not known. */
    readonly resolution_m: number | null;
  }[];
  readonly records: Records;
};

/** Was it shared with everyone it is due to, far enough up the ladder, soon enough and finely enough? */
export function judgeDisclosure(clause: DisclosureClause, facts: DisclosureFacts): Verdict {
  const verdicts = clause.shares
    .filter(({ what }) => what === facts.what)
    .flatMap((share) => (share.to ?? facts.others).map((to) => judgeShare(clause.id, share, to, facts)));
  return whereBound(isAmong(facts.subject, clause.binds), worst(clause.id, verdicts));
}

function judgeShare(clause: string, share: Share, to: string, { at, sent, records }: DisclosureFacts): Verdict {
  const { delay_s, resolution_m } = share;
  const high = sent.filter(
    (one) => one.to === to && SHARED_LEVELS.indexOf(one.level) >= SHARED_LEVELS.indexOf(share.level),
  );
  const fine = high.filter(
    (one) => resolution_m === null || (one.resolution_m !== null && one.resolution_m <= resolution_m),
  );
  // What was sent without a word of how coarse it is was maybe fine enough.
  const maybe = high.filter(
    (one) => resolution_m === null || one.resolution_m === null || one.resolution_m <= resolution_m,
  );
  const measured = { delay_s, resolution_m, sent: high.length };
  if (delay_s === null) {
    if (fine.length > 0) return plain(clause, 'complied', 'kept', measured);
    const sure = records.complete && maybe.length === 0;
    return plain(clause, sure ? 'breached' : 'cannot_tell', sure ? 'not_done' : 'records_have_gaps', measured);
  }
  const due = after(at, delay_s);
  const surely = judgeDeadline(due, firstOf(fine.map((one) => one.at)), records);
  const possibly = judgeDeadline(due, firstOf(maybe.map((one) => one.at)), records);
  if (surely.answer === possibly.answer) return timelyVerdict(clause, surely, measured);
  return timelyVerdict(clause, { ...surely, answer: 'cannot_tell', why: 'uncertainty_decides' }, measured);
}
