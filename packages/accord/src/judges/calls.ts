import type { LadderClause } from '../memorandum/kinds/frequency_ladder.ts';
import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import type { CallsClause } from '../memorandum/kinds/required_calls.ts';
import { ALERT_LEVELS, type AlertLevel } from '../memorandum/terms.ts';
import { after, judgeDeadline, type Records, timelyVerdict } from './deadline.ts';
import { nextTestDue } from './test_hours.ts';
import { notApplicable, plain, type Verdict, type When, worst } from './verdict.ts';

export type LadderFacts = {
  /** Calls of the crew that sought the other, in any order. */
  readonly calls: readonly { readonly frequency_mhz: number; readonly at: When }[];
  /** When it was answered, on whatever frequency; null: no record says that it was. */
  readonly answered: When | null;
  readonly records: Records;
};

/**
 * Did a crew call on each frequency in turn, and wait as long as agreed before it went to the next one? It owes no more
 * calls once it was answered, and the next one only after the wait; so far as it waited longer, nothing is said.
 */
export function judgeLadder(clause: LadderClause, { calls, answered, records }: LadderFacts): Verdict {
  if (calls.length === 0) return notApplicable(clause.id, 'nothing_asked');
  const first = clause.rungs.map(({ frequency_mhz }) => firstOn(calls, frequency_mhz));
  const verdicts: Verdict[] = [];
  let before: When | null = null;
  let waited_s = 0;
  for (const [i, rung] of clause.rungs.entries()) {
    const call = first[i] ?? null;
    const measured = { rung: i + 1, wait_s: waited_s };
    if (call === null) {
      const later = first.slice(i + 1).some((one) => one !== null);
      // The last call stands answered, or its wait is not over: nothing more is owed.
      if (!later && (answered !== null || (before !== null && records.until_ms <= after(before, waited_s).latest_ms)))
        break;
      const sure = records.complete;
      verdicts.push(
        plain(clause.id, sure ? 'breached' : 'cannot_tell', sure ? 'not_done' : 'records_have_gaps', measured),
      );
      if (!later) break;
    } else if (before !== null) {
      verdicts.push(judgeWait(clause.id, after(before, waited_s), call, measured));
    }
    before = call ?? before;
    waited_s = rung.wait_s;
  }
  return worst(clause.id, verdicts.length === 0 ? [plain(clause.id, 'complied', 'kept', { rung: 1 })] : verdicts);
}

/** Not before its wait was over: a deadline the other way round. */
function judgeWait(clause: string, due: When, call: When, measured: Verdict['measured']): Verdict {
  const early_s = (due.earliest_ms - call.latest_ms) / 1000;
  const figures = { ...measured, early_most_s: Math.max(0, (due.latest_ms - call.earliest_ms) / 1000) };
  if (call.earliest_ms >= due.latest_ms) return plain(clause, 'complied', 'kept', figures);
  const sure = early_s > 0;
  return {
    ...plain(clause, sure ? 'breached' : 'cannot_tell', sure ? 'broken' : 'times_overlap', figures),
    began: call,
  };
}

function firstOn(calls: LadderFacts['calls'], frequency_mhz: number): When | null {
  const on = calls.filter((one) => one.frequency_mhz === frequency_mhz).map(({ at }) => at);
  return on.sort((a, b) => a.earliest_ms - b.earliest_ms || a.latest_ms - b.latest_ms)[0] ?? null;
}

export type RequiredCallsFacts = {
  /** The highest level that the alert had. */
  readonly level: AlertLevel;
  /** For each call of the clause, in their order: when it was made, and when it was read back. */
  readonly calls: readonly { readonly made: When | null; readonly read_back: When | null }[];
  readonly records: Records;
};

/**
 * Was each call of the clause made, and read back in time where that is asked? By what time a call is to be made no
 * clause says: a call not made by the end of the records is missing.
 */
export function judgeRequiredCalls(clause: CallsClause, { level, calls, records }: RequiredCallsFacts): Verdict {
  if (ALERT_LEVELS.indexOf(level) < ALERT_LEVELS.indexOf(clause.at)) return notApplicable(clause.id, 'nothing_asked');
  if (clause.calls === undefined) return notApplicable(clause.id, 'asked_for_in_words_only');
  const verdicts = clause.calls.map((call, i) => {
    const { made, read_back } = calls[i] ?? { made: null, read_back: null };
    const measured = { call: i + 1, within_s: call.within_s };
    if (made === null) {
      const sure = records.complete;
      return plain(clause.id, sure ? 'breached' : 'cannot_tell', sure ? 'not_done' : 'records_have_gaps', measured);
    }
    if (call.read_back === null || (call.within_s === null && read_back !== null)) {
      return plain(clause.id, 'complied', 'kept', measured);
    }
    if (call.within_s === null) {
      const sure = records.complete;
      return plain(clause.id, sure ? 'breached' : 'cannot_tell', sure ? 'not_done' : 'records_have_gaps', measured);
    }
    return timelyVerdict(clause.id, judgeDeadline(after(made, call.within_s), read_back, records), measured);
  });
  return worst(clause.id, verdicts);
}

export type LineFacts = {
  /** From when on the line is judged. */
  readonly since: When;
  /** Test calls made over it; `answered` null: no record says that one was. */
  readonly tests: readonly { readonly made: When; readonly answered: When | null }[];
  readonly records: Records;
};

/**
 * Was the line tested as often as agreed, and each test answered in time? A test that is due while the line is closed
 * is due when it opens. A test not made, or not answered in time, is missed; up to `miss_limit` - 1 missed in a row are
 * borne, and then the clause is broken.
 */
export function judgeLine(clause: LineClause, { since, tests, records }: LineFacts): Verdict {
  const made = inOrder(tests);
  const surely = misses(clause, since, made, records, 'sure');
  const possibly = misses(clause, since, made, records, 'possible');
  const measured = {
    miss_limit: clause.miss_limit,
    missed_in_a_row_least: surely.most,
    missed_in_a_row_most: possibly.most,
    tests: made.length,
  };
  if (surely.reached !== null) {
    const earliest_ms = possibly.reached?.earliest_ms ?? surely.reached.earliest_ms;
    const began = { earliest_ms, latest_ms: surely.reached.latest_ms };
    return { ...plain(clause.id, 'breached', 'broken', measured), began };
  }
  if (possibly.reached !== null) {
    const why = records.complete ? 'times_overlap' : 'records_have_gaps';
    const began = { earliest_ms: possibly.reached.earliest_ms, latest_ms: null };
    return { ...plain(clause.id, 'cannot_tell', why, measured), began };
  }
  return plain(clause.id, 'complied', 'kept', measured);
}

/** Tests in order of time; of those made at one instant the one answered first, which shows that the line works. */
function inOrder(tests: LineFacts['tests']): LineFacts['tests'] {
  const answered_ms = ({ answered }: LineFacts['tests'][number]): number => answered?.latest_ms ?? Infinity;
  const sorted = [...tests].sort(
    (a, b) =>
      a.made.earliest_ms - b.made.earliest_ms ||
      a.made.latest_ms - b.made.latest_ms ||
      (answered_ms(a) === answered_ms(b) ? 0 : answered_ms(a) - answered_ms(b)) ||
      (a.answered?.earliest_ms ?? 0) - (b.answered?.earliest_ms ?? 0),
  );
  return sorted.filter(({ made }, i) => {
    const before = sorted[i - 1]?.made;
    return before?.earliest_ms !== made.earliest_ms || before.latest_ms !== made.latest_ms;
  });
}

/** How many tests in a row were missed at most, and when the limit was reached. */
function misses(
  clause: LineClause,
  since: When,
  tests: LineFacts['tests'],
  records: Records,
  reading: 'sure' | 'possible',
): { readonly most: number; readonly reached: When | null } {
  let row = 0;
  let most = 0;
  let reached: When | null = null;
  let due = nextDue(clause, since);
  const miss = (at: When): void => {
    row += 1;
    most = Math.max(most, row);
    if (row >= clause.miss_limit) reached ??= at;
  };
  const counts = (answer: Verdict['answer']): boolean =>
    answer === 'breached' || (reading === 'possible' && answer === 'cannot_tell');
  const notMade = (until_ms: number): void => {
    for (let turns = 0; turns < MAX_TURNS && row < MAX_TURNS; turns++) {
      const over = reading === 'sure' ? due.latest_ms < until_ms : due.earliest_ms < until_ms;
      if (!over) return;
      if (records.complete || reading === 'possible') miss(due);
      due = nextDue(clause, due);
    }
  };
  for (const { made, answered } of tests) {
    notMade(reading === 'sure' ? made.earliest_ms : made.latest_ms);
    const timely = judgeDeadline(after(made, clause.answer_within_s), answered, records);
    if (timely.why === 'not_due_yet') return { most, reached };
    if (counts(timely.answer)) miss(after(made, clause.answer_within_s));
    else row = 0;
    due = nextDue(clause, made);
  }
  notMade(records.until_ms);
  return { most, reached };
}

/** Enough for a test a minute over two months; records are judged by the month. */
const MAX_TURNS = 100_000;

/** When the next test is due after one. */
const nextDue = (clause: LineClause, { earliest_ms, latest_ms }: When): When => ({
  earliest_ms: nextTestDue(clause, earliest_ms),
  latest_ms: nextTestDue(clause, latest_ms),
});
