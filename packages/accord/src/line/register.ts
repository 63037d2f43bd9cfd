import type { LineEvent } from './event.ts';
import { type Message, objectionTo } from './message.ts';
import { readBackMatches, readBackOf } from './read_back.ts';

/** Messages that were closed are kept up to this many; older ones are in the journal. */
const MOST_CLOSED = 2_000;
/** Of watches, of feeds and of what was declared, the last are kept. */
const MOST_SPANS = 500;

/**
 * A message's name: who sent it to whom, and its serial; what was spoken counts apart, for whoever logged it.
 */
export const messageName = (message: Message): string => `${counterOf(message)} ${message.serial}`;

const counterOf = ({ from, to, logged_by }: Message): string =>
  logged_by === null ? `${from} ${to}` : `voice of ${logged_by}`;

/**
 * A message with what came of it. Delivered, read and accepted are three things, each with its own time. All times are
 * by this node's clock, ms UTC: of what another node said, when it was heard.
 */
export type Tracked = {
  readonly message: Message;
  readonly sent_ms: number;
  /** When it is to be acknowledged. */
  readonly due_ms: number;
  readonly delivered_ms: number | null;
  readonly read_ms: number | null;
  readonly read_by: string | null;
  /** Every attempt; the message cannot be accepted before one matched. */
  readonly read_backs: readonly {
    readonly at_ms: number;
    readonly by: string;
    readonly text: string;
    readonly ok: boolean;
  }[];
  readonly closed: Closed | null;
};
export type Closed =
  | { readonly as: 'accepted'; readonly at_ms: number; readonly by: string }
  | { readonly as: 'refused'; readonly at_ms: number; readonly by: string; readonly reason: string };

export type Declared = {
  readonly at_ms: number;
  readonly party: string;
  readonly by: string;
  readonly state: 'open' | 'cut';
  readonly words: string;
};
/** From when until when an officer of a party had the watch; null: has it. */
export type Shift = {
  readonly party: string;
  readonly officer: string;
  readonly from_ms: number;
  readonly until_ms: number | null;
};
/** From when until when a party's node had live feeds, as that node says; null: has them. */
export type Fed = { readonly party: string; readonly from_ms: number; readonly until_ms: number | null };

/** Declared states, newest last; messages in the order in which they came; who has and had the watch. */
export type LineState = {
  readonly party: string;
  readonly messages: ReadonlyMap<string, Tracked>;
  readonly last_serial: ReadonlyMap<string, number>;
  readonly declared: readonly Declared[];
  readonly shifts: readonly Shift[];
  readonly fed: readonly Fed[];
};

/** The line as one party's node keeps it, before anything happened. */
export const newLine = (party: string): LineState => ({
  party,
  messages: new Map(),
  last_serial: new Map(),
  declared: [],
  shifts: [],
  fed: [],
});

/** Who has the watch of a party; null: nobody. */
export const watchOf = ({ shifts }: LineState, party: string): Shift | null =>
  shifts.findLast((one) => one.party === party && one.until_ms === null) ?? null;

/**
 * What follows from an event, or why it cannot be: then nothing changed. `here_ms`: when it happened by this node's
 * clock; of what another node said, when that was heard.
 */
export function record(
  state: LineState,
  event: LineEvent,
  here_ms: number = event.at_ms,
): LineState | { readonly refused: string } {
  switch (event.kind) {
    case 'sent':
      return send(state, event, here_ms);
    case 'declared': {
      const { party, by, state: said, words } = event;
      const declared = [...state.declared, { at_ms: here_ms, party, by, state: said, words }];
      return { ...state, declared: declared.slice(-MOST_SPANS) };
    }
    case 'watch_taken': {
      const has = watchOf(state, event.party);
      // What another party's node says of its own watch is its own to say.
      if (has !== null && event.party === state.party) {
        return no(`by is ${event.by}, but ${has.officer} has the watch: it must be handed over`);
      }
      return { ...state, shifts: shiftsAfter(state, event.party, event.by, here_ms) };
    }
    case 'handed_over':
      return handOver(state, event, here_ms);
    case 'feeds': {
      const { party, live } = event;
      const fed = ended(state.fed, party, here_ms);
      const now = live > 0 ? [...fed, { party, from_ms: here_ms, until_ms: null }] : fed;
      return { ...state, fed: now.slice(-MOST_SPANS) };
    }
    default: {
      const tracked = state.messages.get(event.of);
      if (tracked === undefined) return no(`there is no message ${event.of}`);
      const changed = follow(tracked, event, here_ms);
      if ('refused' in changed) return changed;
      const messages = new Map(state.messages).set(event.of, changed);
      return { ...state, messages: changed.closed === null ? messages : withoutOldest(messages) };
    }
  }
}

const no = (refused: string) => ({ refused });

type Party = { readonly party: string; readonly until_ms: number | null };
const ended = <Span extends Party>(spans: readonly Span[], party: string, at_ms: number): Span[] =>
  spans.map((one) => (one.party === party && one.until_ms === null ? { ...one, until_ms: at_ms } : one));

function shiftsAfter(state: LineState, party: string, officer: string | null, at_ms: number): readonly Shift[] {
  const before = ended(state.shifts, party, at_ms);
  const now = officer === null ? before : [...before, { party, officer, from_ms: at_ms, until_ms: null }];
  return now.slice(-MOST_SPANS);
}

/** Drops the oldest closed message where there are too many; what is open stays, however old. */
function withoutOldest(messages: Map<string, Tracked>): Map<string, Tracked> {
  if (messages.size <= MOST_CLOSED) return messages;
  const closed = [...messages].filter((one) => one[1].closed !== null);
  for (const [name] of closed.slice(0, Math.max(0, closed.length - MOST_CLOSED))) messages.delete(name);
  return messages;
}

function send(
  state: LineState,
  { message, party }: Extract<LineEvent, { kind: 'sent' }>,
  here_ms: number,
): LineState | { readonly refused: string } {
  const wrong = objectionTo(message);
  if (wrong !== null) return no(wrong);
  const { from, logged_by } = message;
  if (party !== (logged_by ?? from)) return no(`${party} cannot send what is from ${from}`);
  const counter = counterOf(message);
  const next = (state.last_serial.get(counter) ?? 0) + 1;
  if (message.serial !== next) return no(`serial is ${message.serial}, but the next of ${counter} is ${next}`);
  const spoken = logged_by !== null;
  // What was said is entered later than it was said; what came over a link was sent when it was, by that clock.
  const sent_ms = spoken ? message.sent_ms : here_ms;
  const tracked: Tracked = {
    message,
    sent_ms,
    due_ms: sent_ms + (message.acknowledge_by_ms - message.sent_ms),
    // What was said into an ear was delivered.
    delivered_ms: spoken ? sent_ms : null,
    read_ms: null,
    read_by: null,
    read_backs: [],
    closed: null,
  };
  return {
    ...state,
    messages: new Map(state.messages).set(messageName(message), tracked),
    last_serial: new Map(state.last_serial).set(counter, next),
  };
}

type OfMessage = Extract<LineEvent, { of: string }>;

function follow(tracked: Tracked, event: OfMessage, at_ms: number): Tracked | { readonly refused: string } {
  const { party } = event;
  const { from, to, logged_by } = tracked.message;
  // What was spoken and logged is followed by who logged it, whichever side it was.
  if (party !== (logged_by ?? to)) return no(`${party} cannot answer what is from ${from} to ${to}`);
  if (event.kind === 'delivered') return { ...tracked, delivered_ms: tracked.delivered_ms ?? at_ms };
  if (event.kind === 'read') {
    return { ...tracked, read_ms: tracked.read_ms ?? at_ms, read_by: tracked.read_by ?? event.by };
  }
  const { message, closed } = tracked;
  const name = messageName(message);
  if (closed !== null) return no(`message ${name} was ${closed.as} at ${new Date(closed.at_ms).toISOString()}`);
  if (at_ms < tracked.sent_ms && logged_by !== null) {
    return no(`at_ms is ${at_ms}, before it was said (${tracked.sent_ms}): correct one of the two`);
  }
  // Who answers has read.
  const seen = { ...tracked, read_ms: tracked.read_ms ?? at_ms, read_by: tracked.read_by ?? event.by };
  const wanted = readBackOf(message);
  switch (event.kind) {
    case 'read_back': {
      const ok = wanted === null || readBackMatches(wanted, event.text);
      const { by, text } = event;
      return { ...seen, read_backs: [...tracked.read_backs, { at_ms, by, text, ok }] };
    }
    case 'accepted':
      if (wanted !== null && !tracked.read_backs.some(({ ok }) => ok)) {
        return no(`message ${name} is not read back as it was sent: read back ${wanted}`);
      }
      return { ...seen, closed: { as: 'accepted', at_ms, by: event.by } };
    case 'refused':
      if (event.reason.trim() === '') return no('reason is empty: say why it is refused');
      return { ...seen, closed: { as: 'refused', at_ms, by: event.by, reason: event.reason } };
  }
}

/** What waits for an answer: received by this party, or sent by it. */
export function openMessages({ party, messages }: LineState): {
  readonly received: Tracked[];
  readonly sent: Tracked[];
} {
  const open = [...messages.values()].filter(({ closed }) => closed === null);
  return {
    received: open.filter(({ message }) => message.to === party),
    sent: open.filter(({ message }) => message.from === party),
  };
}

/**
 * A watch ends only over an empty desk: what came in is answered, and of what was sent and not answered the next watch
 * says by name that it knows. What another party's node says of its own desk is not held against what is known here.
 */
function handOver(
  state: LineState,
  event: Extract<LineEvent, { kind: 'handed_over' }>,
  here_ms: number,
): LineState | { readonly refused: string } {
  const { party, by, to } = event;
  const over = { ...state, shifts: shiftsAfter(state, party, to, here_ms) };
  if (party !== state.party) return over;
  const watch = watchOf(state, party);
  if (watch === null) return no(`by is ${by}, but nobody has the watch: take it first`);
  if (watch.officer !== by) return no(`by is ${by}, but ${watch.officer} has the watch`);
  if (to === by) return no(`to is ${to}, who hands over: name the next officer`);
  const { received, sent } = openMessages(state);
  if (received.length > 0) return no(`not acknowledged: ${namesOf(received)}. Accept or refuse each first`);
  const unknown = sent.filter(({ message }) => !event.taken_over.includes(messageName(message)));
  if (unknown.length > 0) {
    return no(
      `without an answer: ${namesOf(unknown)}. ${to ?? 'Whoever closes the desk'} must name each in taken_over`,
    );
  }
  return over;
}

const namesOf = (some: readonly Tracked[]): string => some.map(({ message }) => messageName(message)).join(', ');
