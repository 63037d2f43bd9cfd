import type { LineAlarm, LineClause, ObservedLine, Shift, Tracked } from '@skyaccord/accord';
import { tell } from '../tell.ts';
import { type At, ask } from './ask.ts';

type Message = Tracked & { readonly name: string; readonly text: { readonly en: string } };
type View = {
  readonly time_ms: number;
  readonly lines: readonly { readonly clause: LineClause; readonly observed: ObservedLine }[];
  readonly watches: readonly Shift[];
  readonly standing: readonly LineAlarm[];
};

/** Says how the line of a node is and what waits; the exit code is 1 when a message is overdue or a line is dead. */
export async function listLine({ all, json, ...at }: At & { all: boolean; json: boolean }): Promise<void> {
  const view = await ask<View>(at, 'line');
  const { messages } = await ask<{ messages: Message[] }>(at, `line/messages${all ? '' : '?open=true'}`);
  if (json) process.stdout.write(`${JSON.stringify({ ...view, messages })}\n`);
  else for (const line of [...lineWords(view), ...messages.map(messageWords)]) tell(line);
  if (view.standing.some(({ kind }) => kind === 'overdue' || kind === 'line_dead')) process.exitCode = 1;
}

const time = (time_ms: number): string => `${new Date(time_ms).toISOString().slice(0, 19)}Z`;

function lineWords({ lines, watches, standing }: View): string[] {
  return [
    ...lines.map(({ clause, observed: { state, missed_in_a_row, next_test_ms } }) => {
      const missed =
        missed_in_a_row === 0 ? '' : `, ${missed_in_a_row} test call${missed_in_a_row === 1 ? '' : 's'} missed`;
      return `${clause.id} ${clause.line}: ${state}${missed}; next test call due ${time(next_test_ms)}`;
    }),
    ...watches.map(({ party, officer, from_ms }) => `watch of ${party}: ${officer} since ${time(from_ms)}`),
    ...standing.map(({ kind, since_ms, clause, message, words }) => {
      const what = message ?? clause ?? '';
      return `${kind.replaceAll('_', ' ')}: ${what}, ${time(since_ms)}${words === null ? '' : `; ${words.en ?? ''}`}`;
    }),
  ];
}

function messageWords({ name, text, sent_ms, due_ms, delivered_ms, read_ms, closed }: Message): string {
  const reached = read_ms !== null ? 'read' : delivered_ms !== null ? 'delivered' : 'sent';
  const state =
    closed === null ? `${reached}, to be acknowledged by ${time(due_ms)}` : `${closed.as} ${time(closed.at_ms)}`;
  return `${name}, ${time(sent_ms)}: ${state}\n  ${text.en}`;
}
