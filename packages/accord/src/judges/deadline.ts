import type { Answer, Interval, Verdict, When, Why } from './verdict.ts';

/** What was done in time, late or not at all, and how sure that is. */
export type Timely = {
  readonly answer: Answer;
  readonly why: Why;
  /** By how much it was too late, at least and at most; negative: before it was due. null: not done. */
  readonly late_least_s: number | null;
  readonly late_most_s: number | null;
  readonly began: Interval | null;
  readonly ended: Interval | null;
};

/** The records that say what was done: up to when, and whether everything is in them. */
export type Records = { readonly until_ms: number; readonly complete: boolean };

/**
 * Was something done when it was due? Done at the very instant is in time.
 *
 * @param due when it was due at the latest
 * @param done null: no record says that it was
 */
export function judgeDeadline(due: When, done: When | null, records: Records): Timely {
  const began = { earliest_ms: due.earliest_ms, latest_ms: due.latest_ms };
  if (done === null) {
    const none = { late_least_s: null, late_most_s: null, ended: null };
    if (records.until_ms <= due.latest_ms) return { answer: 'cannot_tell', why: 'not_due_yet', began: null, ...none };
    if (!records.complete) return { answer: 'cannot_tell', why: 'records_have_gaps', began, ...none };
    return { answer: 'breached', why: 'not_done', began, ...none };
  }
  const late = {
    late_least_s: (done.earliest_ms - due.latest_ms) / 1000,
    late_most_s: (done.latest_ms - due.earliest_ms) / 1000,
  };
  if (done.latest_ms <= due.earliest_ms) {
    return { answer: 'complied', why: 'done_in_time', began: null, ended: null, ...late };
  }
  const ended = { earliest_ms: done.earliest_ms, latest_ms: done.latest_ms };
  if (done.earliest_ms > due.latest_ms) {
    // Somebody may have done it earlier, where no record says so.
    if (!records.complete) return { answer: 'cannot_tell', why: 'records_have_gaps', began, ended, ...late };
    return { answer: 'breached', why: 'done_late', began, ended, ...late };
  }
  return { answer: 'cannot_tell', why: 'times_overlap', began, ended, ...late };
}

/** So many seconds after an instant. */
export function after(when: When, seconds: number): When {
  return { earliest_ms: when.earliest_ms + seconds * 1000, latest_ms: when.latest_ms + seconds * 1000 };
}

/** A deadline as the verdict of a clause. */
export function timelyVerdict(clause: string, timely: Timely, measured: Verdict['measured']): Verdict {
  const { answer, why, began, ended, late_least_s, late_most_s } = timely;
  return { answer, clause, measured: { ...measured, late_least_s, late_most_s }, began, ended, why };
}

/** Of several instants the first by its earliest, then its latest; so that the order they came in does not matter. */
export function firstOf(whens: readonly When[]): When | null {
  return [...whens].sort((a, b) => a.earliest_ms - b.earliest_ms || a.latest_ms - b.latest_ms)[0] ?? null;
}
