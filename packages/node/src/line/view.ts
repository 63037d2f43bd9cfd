import {
  type Declared,
  type LineAlarm,
  type LineClause,
  messageName,
  messageText,
  type ObservedLine,
  openMessages,
  readBackOf,
  type Shift,
  type Tracked,
  watchOf,
} from '@skyaccord/accord';
import type { LineDesk, ToldAlarm } from './desk.ts';

/** What the status of a node says of its line in short. */
export type LineSummary = {
  /** Messages that came in, and those that were sent, without an answer. */
  readonly received: number;
  readonly sent: number;
  /** Of both, those that wait longer than their sender allowed. */
  readonly overdue: number;
  /** Clauses of lines whose tests were missed as often as leads to escalation. */
  readonly dead: readonly string[];
  /** Clauses of lines whose next test call is due. */
  readonly due: readonly string[];
  /** Rises with everything that happens on the line. */
  readonly revision: number;
};

/** One message as people read it. */
export type LineMessage = Tracked & {
  readonly name: string;
  /** What is to be read back; null: an acknowledgement is enough. */
  readonly read_back: string | null;
  readonly text: { readonly en: string; readonly fr: string };
};

export type LineView = {
  readonly party: string;
  readonly time_ms: number;
  /** Nodes that messages can be sent to, and whether the link is up. */
  readonly linked: readonly { readonly party: string; readonly up: boolean }[];
  readonly lines: readonly { readonly clause: LineClause; readonly observed: ObservedLine }[];
  /** What each party declared last. */
  readonly declared: readonly Declared[];
  /** Who has the watch, of each party of which that is known. */
  readonly watches: readonly Shift[];
  readonly standing: readonly LineAlarm[];
  readonly told: readonly ToldAlarm[];
};

const TOLD = 50;

export function lineView(desk: LineDesk): LineView {
  const { state, party, links } = desk;
  const parties = [...new Set([party, ...state.shifts.map((one) => one.party)])];
  const declaring = [...new Set(state.declared.map((one) => one.party))];
  return {
    party,
    time_ms: desk.now_ms(),
    linked: (links?.parties ?? []).map((one) => ({ party: one, up: links?.isUp(one) === true })),
    lines: desk.observed(),
    declared: declaring.flatMap((one) => state.declared.findLast((said) => said.party === one) ?? []),
    watches: parties.flatMap((one) => watchOf(state, one) ?? []),
    standing: desk.standing(),
    told: desk.alarms.slice(0, TOLD),
  };
}

export function messageView(tracked: Tracked): LineMessage {
  const { message } = tracked;
  return {
    ...tracked,
    name: messageName(message),
    read_back: readBackOf(message),
    text: { en: messageText(message, 'en'), fr: messageText(message, 'fr') },
  };
}

/** Newest first; those that are open come before all others where there are more than `limit`. */
export function messagesOf(desk: LineDesk, limit: number, open: boolean): LineMessage[] {
  const all = [...desk.state.messages.values()].reverse();
  const chosen = open ? all.filter(({ closed }) => closed === null) : all;
  const kept = new Set(
    [...chosen].sort((a, b) => Number(a.closed !== null) - Number(b.closed !== null)).slice(0, limit),
  );
  return chosen.filter((one) => kept.has(one)).map(messageView);
}

export function lineSummary(desk: LineDesk): LineSummary {
  const { received, sent } = openMessages(desk.state);
  const standing = desk.standing();
  const of = (kind: LineAlarm['kind']) => standing.filter((one) => one.kind === kind);
  return {
    received: received.length,
    sent: sent.length,
    overdue: of('overdue').length,
    dead: of('line_dead').flatMap(({ clause }) => clause ?? []),
    due: of('test_due').flatMap(({ clause }) => clause ?? []),
    revision: desk.revision,
  };
}
