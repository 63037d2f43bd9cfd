import type { LogEntry } from '../judged.ts';
import { nextTestDue } from '../judges/test_hours.ts';
import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import type { Declared, LineState } from './register.ts';

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
  /** When the last of them was missed; null: none was. */
  readonly missed_ms: number | null;
  /** When the miss limit was reached; null: it is not. */
  readonly alarm_ms: number | null;
  /** When the next test is due, or was, where it is late. */
  readonly next_test_ms: number;
  /** What people say of the line last, beside what is observed of it. */
  readonly declared: Declared | null;
};

/** A test call between two parties; `answered_ms` null: not so far. Times by this node's clock. */
export type TestCall = {
  readonly made_ms: number;
  readonly answered_ms: number | null;
  readonly from: string;
  readonly to: string | null;
};

/**
 * Test calls of a line, in order of time: those of its messages, and those that people wrote into the log of calls
 * under its clause.
 */
export function testCallsOf(
  { messages }: LineState,
  clause: LineClause,
  logged: readonly LogEntry[],
  now_ms: number,
): TestCall[] {
  const { between, id } = clause;
  const sent = [...messages.values()]
    .filter(({ message: { kind, from, to } }) => kind === 'test_call' && between.includes(from) && between.includes(to))
    .filter(({ sent_ms }) => sent_ms <= now_ms)
    .map(({ message, sent_ms, closed }) => ({
      made_ms: sent_ms,
      answered_ms: closed?.as === 'accepted' && closed.at_ms <= now_ms ? closed.at_ms : null,
      from: message.from,
      to: message.to,
    }));
  const said = logged
    .filter(({ clause, at }) => clause === id && at.latest_ms <= now_ms)
    .sort((a, b) => a.at.earliest_ms - b.at.earliest_ms);
  const spoken = said
    .filter(({ says }) => says === 'test')
    .map(({ at, by, to }, i, all) => {
      const next_ms = all[i + 1]?.at.earliest_ms ?? Number.POSITIVE_INFINITY;
      const answer = said.find(
        (one) => one.says === 'answer' && one.at.latest_ms >= at.earliest_ms && one.at.earliest_ms < next_ms,
      );
      return { made_ms: at.earliest_ms, answered_ms: answer?.at.latest_ms ?? null, from: by, to: to ?? null };
    });
  return [...sent, ...spoken].sort((a, b) => a.made_ms - b.made_ms);
}

/** Whether a test call was answered within the clause's time. */
export const isTimely = ({ made_ms, answered_ms }: TestCall, { answer_within_s }: LineClause): boolean =>
  answered_ms !== null && answered_ms <= made_ms + 1000 * answer_within_s;

/** What is known of a line from its test calls and answers, at an instant; test calls are due from `since_ms` on. */
export function observeLine(
  state: LineState,
  clause: LineClause,
  logged: readonly LogEntry[],
  since_ms: number,
  now_ms: number,
): ObservedLine {
  const { answer_within_s, miss_limit, between } = clause;
  const tests = testCallsOf(state, clause, logged, now_ms);
  const answers = [...state.messages.values()].flatMap(({ message, closed }) =>
    closed !== null && closed.at_ms <= now_ms && between.includes(message.from) && between.includes(message.to)
      ? [closed.at_ms]
      : [],
  );
  const answered = [...answers, ...tests.flatMap(({ answered_ms }) => answered_ms ?? [])];
  let row = 0;
  let alarm_ms: number | null = null;
  let missed_ms: number | null = null;
  let good = false;
  let due_ms = nextTestDue(clause, since_ms);
  const miss = (at_ms: number): void => {
    row += 1;
    missed_ms = at_ms;
    if (row >= miss_limit) alarm_ms ??= at_ms;
  };
  const notMade = (until_ms: number): void => {
    while (due_ms < until_ms && row < MOST_MISSED) {
      miss(due_ms);
      due_ms = nextTestDue(clause, due_ms);
    }
  };
  for (const test of tests) {
    notMade(test.made_ms);
    const limit_ms = test.made_ms + 1000 * answer_within_s;
    if (isTimely(test, clause)) {
      row = 0;
      alarm_ms = null;
      missed_ms = null;
      good = true;
    } else if (limit_ms < now_ms) miss(limit_ms);
    due_ms = nextTestDue(clause, test.made_ms);
  }
  notMade(now_ms);
  const observed = row >= miss_limit ? 'dead' : row > 0 ? 'missed' : good ? 'working' : 'untested';
  return {
    state: observed,
    answered_ms: answered.length === 0 ? null : answered.reduce((a, b) => Math.max(a, b)),
    missed_in_a_row: row,
    missed_ms,
    alarm_ms,
    next_test_ms: due_ms,
    declared: state.declared.findLast(({ at_ms, party }) => at_ms <= now_ms && between.includes(party)) ?? null,
  };
}
