import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import type { LineState } from './register.ts';

const DAY_S = 86_400;
/** As many missed tests are counted one by one; more say nothing that fewer do not. */
const MOST_MISSED = 1_000;

/**
 * untested: nobody ever answered; working: the last test was answered, none is overdue; missed: tests were missed,
 * fewer than the clause allows; dead: as many as lead to escalation.
 */
export type ObservedLine = {
  readonly state: 'untested' | 'working' | 'missed' | 'dead';
  /** When a person or node on the other side last answered anything; null: never. */
  readonly answered_ms: number | null;
  readonly missed_in_a_row: number;
  /** When the miss limit was reached; null: it is not. */
  readonly alarm_ms: number | null;
  /** When the next test is due, or was, where it is late. */
  readonly next_test_ms: number;
  /** What people say of the line last, beside what is observed of it. */
  readonly declared: LineState['declared'][number] | null;
};

/** What is known of a line from its test calls and answers, at an instant. */
export function observeLine(state: LineState, clause: LineClause, since_ms: number, now_ms: number): ObservedLine {
  const { answer_within_s, miss_limit } = clause;
  const among = [...state.messages.values()].filter(
    ({ message }) => clause.between.includes(message.from) && clause.between.includes(message.to),
  );
  const tests = among
    .filter(({ message }) => message.kind === 'test_call' && message.sent_ms <= now_ms)
    .map(({ message, closed }) => ({
      made_ms: message.sent_ms,
      answered_ms: closed?.as === 'accepted' && closed.at_ms <= now_ms ? closed.at_ms : null,
    }))
    .sort((a, b) => a.made_ms - b.made_ms);
  const answers = among.flatMap(({ closed }) => (closed !== null && closed.at_ms <= now_ms ? [closed.at_ms] : []));
  const answered_ms = answers.length === 0 ? null : answers.reduce((a, b) => Math.max(a, b));
  let row = 0;
  let alarm_ms: number | null = null;
  let good = false;
  let due_ms = nextTest(clause, since_ms);
  const miss = (at_ms: number): void => {
    row += 1;
    if (row >= miss_limit) alarm_ms ??= at_ms;
  };
  const notMade = (until_ms: number): void => {
    while (due_ms < until_ms && row < MOST_MISSED) {
      miss(due_ms);
      due_ms = nextTest(clause, due_ms);
    }
  };
  for (const test of tests) {
    notMade(test.made_ms);
    const limit_ms = test.made_ms + 1000 * answer_within_s;
    const timely = test.answered_ms !== null && test.answered_ms <= limit_ms;
    if (timely) {
      row = 0;
      alarm_ms = null;
      good = true;
    } else if (limit_ms < now_ms) miss(limit_ms);
    due_ms = nextTest(clause, test.made_ms);
  }
  notMade(now_ms);
  const observed = row >= miss_limit ? 'dead' : row > 0 ? 'missed' : good ? 'working' : 'untested';
  return {
    state: observed,
    answered_ms,
    missed_in_a_row: row,
    alarm_ms,
    next_test_ms: due_ms,
    declared: state.declared.findLast(({ at_ms }) => at_ms <= now_ms) ?? null,
  };
}

/** When the next test is due after one: as the clause says, and not while the line is closed. */
function nextTest({ test_every_s, hours }: LineClause, last_ms: number): number {
  const due_ms = last_ms + 1000 * test_every_s;
  if (hours === null) return due_ms;
  const { from_s, until_s } = hours;
  const of_day_s = (((due_ms / 1000) % DAY_S) + DAY_S) % DAY_S;
  const open = from_s < until_s ? of_day_s >= from_s && of_day_s < until_s : of_day_s >= from_s || of_day_s < until_s;
  return open ? due_ms : due_ms + ((from_s - of_day_s + DAY_S) % DAY_S) * 1000;
}
