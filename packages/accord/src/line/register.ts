import { type Message, objectionTo } from './message.ts';
import { readBackMatches, readBackOf } from './read_back.ts';

/**
 * Something that happened on the line, as it is journalled: at which party, by which person, when by that party's
 * clock. Each party may say only what is its own to say: who sent a message cannot accept it.
 */
export type LineEvent = { readonly at_ms: number; readonly party: string } & (
  | { readonly kind: 'sent'; readonly message: Message }
  /** The other node has it on its disk. */
  | { readonly kind: 'delivered'; readonly of: string }
  /** A person has opened it. */
  | { readonly kind: 'read'; readonly of: string; readonly by: string }
  | { readonly kind: 'read_back'; readonly of: string; readonly by: string; readonly text: string }
  /** The receiver takes it on, or says why not: it is closed either way. */
  | { readonly kind: 'accepted'; readonly of: string; readonly by: string }
  | { readonly kind: 'refused'; readonly of: string; readonly by: string; readonly reason: string }
  /** What people say of the line, whatever it does. */
  | {
      readonly kind: 'declared';
      readonly by: string;
      readonly state: 'open' | 'cut';
      readonly words: string;
    }
  | { readonly kind: 'watch_taken'; readonly by: string }
  /** `taken_over`: own messages without an answer that the next watch says it knows of. */
  | {
      readonly kind: 'handed_over';
      readonly by: string;
      readonly to: string;
      readonly taken_over: readonly string[];
    }
);

/** A message's name: who sent it and its serial; what was spoken counts apart, for whoever logged it. */
export const messageName = (message: Message): string => `${counterOf(message)} ${message.serial}`;

const counterOf = ({ from, logged_by }: Message): string => (logged_by === null ? from : `${logged_by} voice`);

/** A message with what came of it. Delivered, read and accepted are three things, each with its own time. */
export type Tracked = {
  readonly message: Message;
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

/** Declared states, newest last; messages in the order in which they came; who has the watch. */
export type LineState = {
  readonly party: string;
  readonly messages: ReadonlyMap<string, Tracked>;
  readonly last_serial: ReadonlyMap<string, number>;
  readonly declared: readonly {
    readonly at_ms: number;
    readonly party: string;
    readonly by: string;
    readonly state: 'open' | 'cut';
    readonly words: string;
  }[];
  readonly watch: { readonly officer: string; readonly since_ms: number } | null;
};

/** The line as one party's node keeps it, before anything happened. */
export const newLine = (party: string): LineState => ({
  party,
  messages: new Map(),
  last_serial: new Map(),
  declared: [],
  watch: null,
});

/** What follows from an event, or why it cannot be: then nothing changed. */
export function record(state: LineState, event: LineEvent): LineState | { readonly refused: string } {
  switch (event.kind) {
    case 'sent':
      return send(state, event);
    case 'declared': {
      const { at_ms, party, by, state: said, words } = event;
      return { ...state, declared: [...state.declared, { at_ms, party, by, state: said, words }] };
    }
    case 'watch_taken':
      if (event.party !== state.party) return no(`${event.party} cannot take the watch of ${state.party}`);
      if (state.watch !== null) {
        return no(`by is ${event.by}, but ${state.watch.officer} has the watch: it must be handed over`);
      }
      return { ...state, watch: { officer: event.by, since_ms: event.at_ms } };
    case 'handed_over':
      return handOver(state, event);
    default: {
      const tracked = state.messages.get(event.of);
      if (tracked === undefined) return no(`there is no message ${event.of}`);
      const changed = follow(tracked, event);
      return 'refused' in changed ? changed : { ...state, messages: new Map(state.messages).set(event.of, changed) };
    }
  }
}

const no = (refused: string) => ({ refused });

function send(
  state: LineState,
  { message, party }: Extract<LineEvent, { kind: 'sent' }>,
): LineState | { readonly refused: string } {
  const wrong = objectionTo(message);
  if (wrong !== null) return no(wrong);
  const { from, logged_by } = message;
  if (party !== (logged_by ?? from)) return no(`${party} cannot send what is from ${from}`);
  const counter = counterOf(message);
  const next = (state.last_serial.get(counter) ?? 0) + 1;
  if (message.serial !== next) return no(`serial is ${message.serial}, but the next of ${counter} is ${next}`);
  const spoken = logged_by !== null;
  const tracked: Tracked = {
    message,
    // What was said into an ear was delivered.
    delivered_ms: spoken ? message.sent_ms : null,
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

function follow(tracked: Tracked, event: OfMessage): Tracked | { readonly refused: string } {
  const { at_ms, party } = event;
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
 * says by name that it knows.
 */
function handOver(
  state: LineState,
  event: Extract<LineEvent, { kind: 'handed_over' }>,
): LineState | { readonly refused: string } {
  const { watch } = state;
  if (event.party !== state.party) return no(`${event.party} cannot hand over the watch of ${state.party}`);
  if (watch === null) return no(`by is ${event.by}, but nobody has the watch: take it first`);
  if (watch.officer !== event.by) return no(`by is ${event.by}, but ${watch.officer} has the watch`);
  if (event.to === event.by) return no(`to is ${event.to}, who hands over: name the next officer`);
  const { received, sent } = openMessages(state);
  if (received.length > 0) return no(`not acknowledged: ${namesOf(received)}. Accept or refuse each first`);
  const unknown = sent.filter(({ message }) => !event.taken_over.includes(messageName(message)));
  if (unknown.length > 0) {
    return no(`without an answer: ${namesOf(unknown)}. ${event.to} must name each in taken_over`);
  }
  return { ...state, watch: { officer: event.to, since_ms: event.at_ms } };
}

const namesOf = (some: readonly Tracked[]): string => some.map(({ message }) => messageName(message)).join(', ');
