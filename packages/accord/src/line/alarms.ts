import type { LogEntry } from '../judged.ts';
import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import type { Message } from './message.ts';
import { overdueAt } from './overdue.ts';
import type { LineState } from './register.ts';
import { observeLine } from './test_calls.ts';

/**
 * Something that people are told of: overdue: a message waits longer than its sender allowed (`step`: how often it has
 * been escalated); test_due: a test call is due now; test_missed: one was missed; line_dead: as many as the clause
 * allows were; not_taken: another node said what cannot be, `words` say why. `key` is the same as long as it is the
 * same thing; `since_ms` is the instant by the clause, whenever somebody looked.
 */
export type LineAlarm = {
  readonly key: string;
  readonly kind: 'overdue' | 'test_due' | 'test_missed' | 'line_dead' | 'not_taken';
  readonly since_ms: number;
  readonly clause: string | null;
  readonly message: string | null;
  readonly step: number;
  /** What the memorandum says is done, by language; null: it says nothing. */
  readonly words: Readonly<Record<string, string>> | null;
};

/** So long before a test call is due people are told, at most: a tenth of the time between two. */
const AHEAD = 0.1;

/** What people are to be told of at an instant, most urgent first. */
export function alarmsAt(
  state: LineState,
  clauses: readonly LineClause[],
  logged: readonly LogEntry[],
  since_ms: number,
  now_ms: number,
): LineAlarm[] {
  const found: LineAlarm[] = [];
  for (const clause of clauses) {
    const { id, escalation, miss_limit, test_every_s } = clause;
    const observed = observeLine(state, clause, logged, since_ms, now_ms);
    const { alarm_ms, missed_in_a_row, missed_ms, next_test_ms } = observed;
    const about = { clause: id, message: null };
    if (alarm_ms !== null) {
      const step = 1 + missed_in_a_row - miss_limit;
      const words = escalation[Math.min(step, escalation.length) - 1] ?? null;
      found.push({
        ...about,
        key: `dead ${id} ${alarm_ms} ${step}`,
        kind: 'line_dead',
        since_ms: alarm_ms,
        step,
        words,
      });
    } else if (missed_ms !== null) {
      const step = missed_in_a_row;
      found.push({
        ...about,
        key: `missed ${id} ${missed_ms}`,
        kind: 'test_missed',
        since_ms: missed_ms,
        step,
        words: null,
      });
    }
    if (alarm_ms === null && now_ms >= next_test_ms - 1000 * AHEAD * test_every_s) {
      found.push({
        ...about,
        key: `due ${id} ${next_test_ms}`,
        kind: 'test_due',
        since_ms: next_test_ms,
        step: 1,
        words: null,
      });
    }
  }
  for (const { message, step, since_ms, words, tracked } of overdueAt(state, (one) => lineFor(clauses, one), now_ms)) {
    const clause = lineFor(clauses, tracked.message)?.id ?? null;
    found.push({ key: `overdue ${message} ${step}`, kind: 'overdue', since_ms, clause, message, step, words });
  }
  const urgency: readonly LineAlarm['kind'][] = ['line_dead', 'not_taken', 'overdue', 'test_missed', 'test_due'];
  return found.sort((a, b) => urgency.indexOf(a.kind) - urgency.indexOf(b.kind));
}

/** The clause of the line between two parties; null: none. */
export const lineFor = (
  clauses: readonly LineClause[],
  { from, to }: Pick<Message, 'from' | 'to'>,
): LineClause | null => clauses.find(({ between }) => between.includes(from) && between.includes(to)) ?? null;
