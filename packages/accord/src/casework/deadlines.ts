import { after, judgeDeadline } from '../judges/deadline.ts';
import type { Clause } from '../memorandum/kinds.ts';

/** Something that the memorandum asks of a party after an incident, and whether it was done. */
export type CaseDeadline = {
  readonly clause: string;
  /** Null: of all parties together. */
  readonly party: string | null;
  readonly what: 'first_account' | 'full_account' | 'review';
  readonly due_ms: number;
  readonly done_ms: number | null;
  readonly state: 'open' | 'overdue' | 'met' | 'late';
};

/** What was done with the case, as far as deadlines ask. */
export type Done = {
  readonly accounts: readonly { readonly party: string; readonly made_ms: number; readonly full: boolean }[];
  readonly reviews: readonly { readonly held_ms: number }[];
};

/**
 * The deadlines of a case: first and full accounts (incident exchange) and the joint review after an incident. They run
 * from the incident; `parties`: those whose case it is.
 */
export function deadlinesOf(
  clauses: readonly Clause[],
  incident_ms: number,
  parties: readonly string[],
  done: Done,
  now_ms: number,
): readonly CaseDeadline[] {
  const found: CaseDeadline[] = [];
  const add = (clause: string, party: string | null, what: CaseDeadline['what'], within_s: number, at: number[]) => {
    const due = after({ earliest_ms: incident_ms, latest_ms: incident_ms }, within_s);
    const done_ms = at.length === 0 ? null : Math.min(...at);
    const when = done_ms === null ? null : { earliest_ms: done_ms, latest_ms: done_ms };
    const { why } = judgeDeadline(due, when, { until_ms: now_ms, complete: true });
    const state = STATES[why as keyof typeof STATES];
    found.push({ clause, party, what, due_ms: due.latest_ms, done_ms, state });
  };
  for (const clause of clauses) {
    if (clause.kind === 'incident_exchange_deadline') {
      for (const party of parties) {
        if (clause.between !== null && !clause.between.includes(party)) continue;
        const own = done.accounts.filter((one) => one.party === party);
        const all = own.map(({ made_ms }) => made_ms);
        const full = own.filter((one) => one.full).map(({ made_ms }) => made_ms);
        add(clause.id, party, 'first_account', clause.first_within_s, all);
        if (clause.full_within_s !== null) add(clause.id, party, 'full_account', clause.full_within_s, full);
      }
    } else if (clause.kind === 'joint_review_cadence' && clause.after_incident_within_s !== null) {
      const between = clause.between;
      if (between !== null && parties.some((party) => !between.includes(party))) continue;
      const held = done.reviews.map(({ held_ms }) => held_ms).filter((at_ms) => at_ms >= incident_ms);
      add(clause.id, null, 'review', clause.after_incident_within_s, held);
    }
  }
  return found.sort((a, b) => a.due_ms - b.due_ms);
}

const STATES = { not_due_yet: 'open', not_done: 'overdue', done_in_time: 'met', done_late: 'late' } as const;
