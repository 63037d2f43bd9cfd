import {
  type Clause,
  type LineClause,
  type LineEvent,
  type LogEntry,
  lineFor,
  messageName,
  type Tracked,
} from '@skyaccord/accord';

/** Of an announcement of a hazard area the log of calls knows from when until when, under the first clause for it. */
type NoticeClause = Extract<Clause, { kind: 'hazard_notice_lead_time' }>;

/**
 * What an event of the line is in the log of calls, by which judges go: a test call and its answer under the clause of
 * the line, and a hazard notice once the other side has read it back and accepted it. Null for all else.
 *
 * @param here_ms when it happened by this node's clock
 */
export function entryOfEvent(
  event: LineEvent,
  { message }: Tracked,
  clauses: readonly Clause[],
  here_ms: number,
): LogEntry | null {
  const { from, to, kind, fields } = message;
  const at = { earliest_ms: here_ms, latest_ms: here_ms };
  const about = messageName(message);
  if (kind === 'test_call' && (event.kind === 'sent' || event.kind === 'accepted')) {
    const clause = lineFor(linesOf(clauses), message);
    if (clause === null) return null;
    const said =
      event.kind === 'sent'
        ? ({ says: 'test', by: from, to } as const)
        : ({ says: 'answer', by: to, to: from } as const);
    return { at, ...said, clause: clause.id, about };
  }
  if (kind === 'hazard_notice' && event.kind === 'accepted') {
    const clause = clauses.find((one): one is NoticeClause => one.kind === 'hazard_notice_lead_time');
    if (clause === undefined) return null;
    const span = { from_ms: Number(fields.from), until_ms: Number(fields.until) };
    return { at, says: 'notice', by: from, to, clause: clause.id, about: String(fields.hazard), ...span };
  }
  return null;
}

/** The clauses about lines between parties. */
export const linesOf = (clauses: readonly Clause[]): LineClause[] =>
  clauses.filter((clause): clause is LineClause => clause.kind === 'line_hours_and_test_calls');
