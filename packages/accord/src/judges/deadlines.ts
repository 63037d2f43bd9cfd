import type { DurationClause } from '../memorandum/kinds/duration.ts';
import type { FlowDownClause } from '../memorandum/kinds/flow_down.ts';
import type { HazardNoticeClause } from '../memorandum/kinds/hazard_notice.ts';
import type { IncidentExchangeClause } from '../memorandum/kinds/incident_exchange.ts';
import type { JointReviewClause } from '../memorandum/kinds/joint_review.ts';
import { after, firstOf, judgeDeadline, type Records, timelyVerdict } from './deadline.ts';
import { isAmong, notApplicable, plain, type Subject, type Verdict, type When, whereBound, worst } from './verdict.ts';

/** An activity that endangers aircraft, and when the others were told of it and of its changes. */
export type HazardNoticeFacts = {
  readonly subject: Subject;
  readonly begins: When;
  /** When each of the others was told; null: no record says so. */
  readonly told: readonly (When | null)[];
  readonly changes: readonly { readonly decided: When; readonly told: readonly (When | null)[] }[];
  readonly records: Records;
};

/** Were all others told early enough, of the activity and of each change? */
export function judgeHazardNotice(clause: HazardNoticeClause, facts: HazardNoticeFacts): Verdict {
  const { begins, records } = facts;
  const due = after(begins, -clause.lead_s);
  const lead = facts.told.map((told) =>
    timelyVerdict(clause.id, judgeDeadline(due, told, records), { lead_s: clause.lead_s }),
  );
  const { change_within_s } = clause;
  const changes = facts.changes.flatMap(({ decided, told }) =>
    change_within_s === null
      ? []
      : told.map((one) => {
          const timely = judgeDeadline(after(decided, change_within_s), one, records);
          return timelyVerdict(clause.id, timely, { change_within_s });
        }),
  );
  return whereBound(isAmong(facts.subject, clause.binds), worst(clause.id, [...lead, ...changes]));
}

type Content = IncidentExchangeClause['contents'][number];

/** What one party sent another after an incident. */
export type IncidentExchangeFacts = {
  readonly from: Subject;
  readonly incident: When;
  /** `contents` null: it is not known what was in it. */
  readonly sent: readonly { readonly at: When; readonly contents: readonly Content[] | null }[];
  readonly records: Records;
};

/** Did a party send a first account in time, and by the time of the full one everything that is to be in it? */
export function judgeIncidentExchange(clause: IncidentExchangeClause, facts: IncidentExchangeFacts): Verdict {
  const { incident, sent, records } = facts;
  const first = timelyVerdict(
    clause.id,
    judgeDeadline(after(incident, clause.first_within_s), firstOf(sent.map(({ at }) => at)), records),
    { first_within_s: clause.first_within_s },
  );
  const verdicts = [first];
  const { full_within_s } = clause;
  if (full_within_s !== null) {
    for (const content of clause.contents) {
      const known = sent.filter(({ contents }) => contents?.includes(content)).map(({ at }) => at);
      const unread = sent.some(({ contents }) => contents === null);
      const timely = judgeDeadline(after(incident, full_within_s), firstOf(known), {
        until_ms: records.until_ms,
        complete: records.complete && !unread,
      });
      const missing = timely.why === 'not_done' ? { ...timely, why: 'contents_missing' as const } : timely;
      // A message that nobody read may have held it in time.
      const doubtful = unread && missing.answer === 'breached';
      const told = doubtful
        ? { ...missing, answer: 'cannot_tell' as const, why: 'records_have_gaps' as const }
        : missing;
      verdicts.push(timelyVerdict(clause.id, told, { full_within_s }));
    }
  }
  return whereBound(isAmong(facts.from, clause.between), worst(clause.id, verdicts));
}

export type JointReviewFacts = {
  /** From when on the clause has bound. */
  readonly in_force: When;
  readonly reviews: readonly When[];
  readonly incidents: readonly When[];
  readonly records: Records;
};

/** Were reviews held as often as agreed, the first in time, and after each incident? */
export function judgeJointReview(clause: JointReviewClause, facts: JointReviewFacts): Verdict {
  const { in_force, incidents, records } = facts;
  const reviews = [...facts.reviews].sort((a, b) => a.earliest_ms - b.earliest_ms || a.latest_ms - b.latest_ms);
  const verdicts: Verdict[] = [];
  const { every_s, first_ms } = clause;
  let due = first_ms === null ? after(in_force, every_s) : { earliest_ms: first_ms, latest_ms: first_ms };
  for (const review of [...reviews, null]) {
    verdicts.push(timelyVerdict(clause.id, judgeDeadline(due, review, records), { every_s }));
    if (review !== null) due = after(review, every_s);
  }
  const within_s = clause.after_incident_within_s;
  if (within_s !== null) {
    for (const incident of incidents) {
      const held = firstOf(reviews.filter((review) => review.latest_ms >= incident.earliest_ms));
      // A review that may have been before the incident was maybe not about it.
      const sure = firstOf(reviews.filter((review) => review.earliest_ms >= incident.latest_ms));
      const timely = judgeDeadline(after(incident, within_s), sure, records);
      const other = judgeDeadline(after(incident, within_s), held, records);
      const agreed = timely.answer === other.answer ? timely : { ...timely, ...UNSURE };
      verdicts.push(timelyVerdict(clause.id, agreed, { after_incident_within_s: within_s }));
    }
  }
  // The next one is never due yet; it tells nothing of those that were.
  const told = verdicts.filter(({ why }) => why !== 'not_due_yet');
  return told.length === 0 ? worst(clause.id, verdicts) : worst(clause.id, told);
}

const UNSURE = { answer: 'cannot_tell', why: 'times_overlap' } as const;

export type FlowDownFacts = {
  /** From when on the clause has bound. */
  readonly in_force: When;
  /** By third party: which clauses it confirmed to have, and when. */
  readonly confirmed: readonly { readonly party: string; readonly clauses: readonly string[]; readonly at: When }[];
  /** What there is to pass on where the clause says all: the ids of all clauses of the memorandum. */
  readonly all_clauses: readonly string[];
  readonly records: Records;
};

/** Did each third party confirm in time that it has each clause that is to be passed on to it? */
export function judgeFlowDown(clause: FlowDownClause, facts: FlowDownFacts): Verdict {
  const { confirmed_within_s } = clause;
  if (confirmed_within_s === null) return notApplicable(clause.id, 'asked_for_in_words_only');
  const due = after(facts.in_force, confirmed_within_s);
  const verdicts = clause.to.flatMap((party) =>
    (clause.passed_on ?? facts.all_clauses).map((id) => {
      const said = facts.confirmed.filter((one) => one.party === party && one.clauses.includes(id));
      const timely = judgeDeadline(due, firstOf(said.map(({ at }) => at)), facts.records);
      return timelyVerdict(clause.id, timely, { confirmed_within_s });
    }),
  );
  return worst(clause.id, verdicts);
}

export type DurationFacts = {
  readonly step: 'withdrawal' | 'suspension';
  /** When the others were told, and from when on the party that said so no longer kept to the memorandum. */
  readonly told: When | null;
  readonly ceased: When | null;
  readonly records: Records;
};

/** Did a party that withdrew, or suspended, keep to the memorandum until its notice had run out? */
export function judgeDuration(clause: DurationClause, facts: DurationFacts): Verdict {
  const notice_s = facts.step === 'withdrawal' ? clause.withdrawal_notice_s : clause.suspension_notice_s;
  if (facts.ceased === null) return plain(clause.id, 'complied', 'kept', { notice_s });
  const { ceased } = facts;
  const began = { earliest_ms: ceased.earliest_ms, latest_ms: ceased.latest_ms };
  // What cannot be suspended is broken by ceasing to keep it, whatever was told.
  if (notice_s === null) {
    return { ...plain(clause.id, 'breached', 'broken', { notice_s }), began };
  }
  const timely = judgeDeadline(after(ceased, -notice_s), facts.told, facts.records);
  const verdict = timelyVerdict(clause.id, timely, { notice_s });
  return verdict.answer === 'complied' ? verdict : { ...verdict, began, ended: null };
}
