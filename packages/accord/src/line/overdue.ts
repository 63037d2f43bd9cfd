import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import type { Message } from './message.ts';
import { type LineState, messageName, type Tracked } from './register.ts';

/** A message without an answer, and how often it has been escalated. */
export type Overdue = {
  readonly message: string;
  readonly tracked: Tracked;
  /** From 1: the first when its time ran out, a further one each time as much again has passed. */
  readonly step: number;
  readonly since_ms: number;
  /** What the memorandum says is done at this step; null: it names no step. */
  readonly words: Readonly<Record<string, string>> | null;
};

/** What waits longer than its sender allowed, most urgent first; each by the line's clause between its two parties. */
export function overdueAt(
  { messages }: LineState,
  clauseFor: (message: Message) => LineClause | null,
  now_ms: number,
): Overdue[] {
  const found: Overdue[] = [];
  for (const tracked of messages.values()) {
    const { message, closed, sent_ms, due_ms } = tracked;
    if (closed !== null || now_ms < due_ms) continue;
    const step = 1 + Math.floor((now_ms - due_ms) / (due_ms - sent_ms));
    const steps = clauseFor(message)?.escalation ?? [];
    // Beyond the last step there is none to go to: it stays.
    const words = steps[Math.min(step, steps.length) - 1] ?? null;
    found.push({ message: messageName(message), tracked, step, since_ms: due_ms, words });
  }
  const urgency = ({ tracked: { message } }: Overdue): number => message.acknowledge_by_ms - message.sent_ms;
  return found.sort((a, b) => urgency(a) - urgency(b) || a.since_ms - b.since_ms || (a.message < b.message ? -1 : 1));
}
