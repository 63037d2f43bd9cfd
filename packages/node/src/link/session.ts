import { type ClockSample, sampleOf } from './clock_sample.ts';
import { type Frame, type Hello, type Limits, type Place, VERSIONS } from './frames.ts';

/**
 * One side of a link as a state machine: no socket, no clock, no disk. `step` takes what happened and gives the next
 * state and what is to be done. Whatever breaks, and wherever a side crashes, each message of the kept stream becomes
 * durable on the other side exactly once and in order: it is sent only when durable here, made durable there before it
 * is acknowledged, and after a break the stream goes on from what the receiver's disk has.
 */
export type LinkState = {
  /** The connection in use, as its adapter numbers them; null: none. */
  readonly connection: number | null;
  /** `greeting`: connected, the other side's hello is yet to come. A halted link says and takes nothing more. */
  readonly phase: 'down' | 'greeting' | 'up' | 'halted';
  readonly version: number | null;
  /** How often the two have begun anew after a halt, as far as this side has agreed to. */
  readonly epoch: number;
  /** What the other side said of it last; null: nothing yet. */
  readonly peer_epoch: number | null;
  readonly out: {
    /** The last message that was written, durable or not. */
    readonly head: Place;
    readonly durable: number;
    /** The last that the other side has made durable, as far as it said so. */
    readonly acked: number;
    /** The last that was sent on this connection. */
    readonly sent: number;
  };
  readonly in: {
    /** The last that is durable here. */
    readonly received: Place;
    /** Taken after it and being made durable. */
    readonly pending: readonly Place[];
  };
  readonly halted: Halt | null;
  readonly progress_ms: number;
  readonly heard_ms: number;
  readonly pinged_ms: number;
  readonly pings: number;
};

/**
 * Why a link stopped for good, until people have looked at it. forked: one number, two contents, both from the other
 * side's hand; chain_broken: a message does not follow the one before it; receipt_differs: the other side acknowledged
 * something else than was sent; peer_lost_history, own_history_lost: a disk has less than what was seen of it before.
 */
export type Halt = {
  readonly reason: 'forked' | 'chain_broken' | 'receipt_differs' | 'peer_lost_history' | 'own_history_lost';
  readonly sequence: number;
  /** The hash that this side has, and the one that it was told; null: none. */
  readonly held: string | null;
  readonly told: string;
};

export type LinkEvent =
  | { readonly kind: 'connected'; readonly connection: number; readonly now_ms: number }
  | { readonly kind: 'disconnected'; readonly connection: number }
  /** A frame whose signature was checked. Of a kept or live one the session needs no content. */
  | { readonly kind: 'frame'; readonly connection: number; readonly frame: Heard; readonly now_ms: number }
  | { readonly kind: 'tick'; readonly now_ms: number }
  /** A message was written to follow the last one; it is not durable yet. */
  | { readonly kind: 'submitted'; readonly place: Place }
  /** All messages up to this one are on the disk: own ones, those received. */
  | { readonly kind: 'out_durable'; readonly sequence: number; readonly now_ms: number }
  | { readonly kind: 'in_durable'; readonly sequence: number; readonly now_ms: number };

export type Heard =
  | Exclude<Frame, { kind: 'kept' | 'live' }>
  | { readonly kind: 'kept'; readonly place: Place; readonly previous: string }
  | { readonly kind: 'live' };

export type LinkEffect =
  | { readonly kind: 'send'; readonly frame: Exclude<Frame, { kind: 'kept' | 'live' }> }
  /** Send this message of the outbox. */
  | { readonly kind: 'send_kept'; readonly sequence: number }
  /** Make the message just heard durable; then say `in_durable`. */
  | { readonly kind: 'persist'; readonly place: Place }
  /** All up to this one is durable: it may be acted on. */
  | { readonly kind: 'deliver'; readonly sequence: number }
  /** The live stream begins: a fresh picture first. */
  | { readonly kind: 'up'; readonly version: number }
  /** It is over; what was heard of it ages from now on. */
  | { readonly kind: 'down'; readonly reason: DownReason }
  /** Hand on what the live frame just heard holds. */
  | { readonly kind: 'take_live' }
  | { readonly kind: 'close'; readonly connection: number; readonly reason: DownReason }
  /** To be kept with both contents, if there are two. */
  | { readonly kind: 'halt'; readonly halt: Halt }
  | { readonly kind: 'clock'; readonly sample: ClockSample }
  /** Nothing is to be done; counted. */
  | { readonly kind: 'noted'; readonly what: 'duplicate' | 'gap' | 'overrun' | 'before_hello' | 'other_connection' };

export type DownReason =
  | 'disconnected'
  | 'replaced'
  | 'silent'
  | 'no_common_version'
  | 'epoch_differs'
  | 'halted'
  | 'peer_left';

/** What the disk has, by number: hashes of messages sent and received; null where it has none. */
export type History = { sent(sequence: number): string | null; received(sequence: number): string | null };

type Step = { readonly state: LinkState; readonly effects: readonly LinkEffect[] };

/**
 * A side as it starts, from what its disk has.
 *
 * @param acked the last of those sent of which it knows that the other side has it; what it does not know yet, the
 *   other side says
 * @param epoch how often the two have begun anew
 */
export function openLink(sent: Place, received: Place, halted: Halt | null = null, acked = 0, epoch = 0): LinkState {
  return {
    connection: null,
    phase: halted === null ? 'down' : 'halted',
    version: null,
    epoch,
    peer_epoch: null,
    out: { head: sent, durable: sent.sequence, acked, sent: acked },
    in: { received, pending: [] },
    halted,
    progress_ms: 0,
    heard_ms: 0,
    pinged_ms: 0,
    pings: 0,
  };
}

/**
 * What follows from an event.
 *
 * @throws RangeError when the adapter breaks its side of the contract: numbers out of order, or no room (ask `hasRoom`)
 */
export function step(state: LinkState, event: LinkEvent, history: History, limits: Limits): Step {
  switch (event.kind) {
    case 'connected':
      return connect(state, event, history);
    case 'disconnected':
      return event.connection === state.connection
        ? { state: unconnected(state), effects: downOf(state, 'disconnected') }
        : { state, effects: [] };
    case 'frame':
      return hear(state, event, history, limits);
    case 'tick':
      return look(state, event.now_ms, limits);
    case 'submitted':
      return submit(state, event.place, limits);
    case 'out_durable': {
      const { out } = state;
      if (event.sequence > out.head.sequence) throw new RangeError(`${event.sequence} is durable, but was not written`);
      const durable = Math.max(out.durable, event.sequence);
      return pump({ ...state, out: { ...out, durable } }, event.now_ms, limits);
    }
    case 'in_durable':
      return keepReceived(state, event.sequence);
  }
}

/** Whether a further message may be written: refused while too many wait for the other side. */
export const hasRoom = ({ out }: LinkState, { waiting }: Limits): boolean => out.head.sequence - out.acked < waiting;

function connect(state: LinkState, { connection, now_ms }: LinkEvent & { kind: 'connected' }, history: History): Step {
  if (state.phase === 'halted') {
    return { state, effects: [{ kind: 'close', connection, reason: 'halted' }] };
  }
  const { out } = state;
  const hello: Hello = {
    kind: 'hello',
    versions: VERSIONS,
    epoch: state.epoch,
    sent: { sequence: out.durable, hash: hashAt(out.head, out.durable, history, 'sent') },
    received: state.in.received,
  };
  const effects: LinkEffect[] = [...downOf(state, 'replaced'), { kind: 'send', frame: hello }];
  const fresh = { connection, phase: 'greeting', version: null, heard_ms: now_ms, pinged_ms: now_ms } as const;
  return { state: { ...state, ...fresh, progress_ms: now_ms }, effects };
}

const hashAt = (head: Place, sequence: number, history: History, which: 'sent' | 'received'): string =>
  head.sequence === sequence ? head.hash : (history[which](sequence) ?? '');

const unconnected = (state: LinkState): LinkState => ({
  ...state,
  connection: null,
  phase: state.phase === 'halted' ? 'halted' : 'down',
  version: null,
});

const downOf = ({ phase }: LinkState, reason: DownReason): LinkEffect[] =>
  phase === 'up' ? [{ kind: 'down', reason }] : [];

function end(state: LinkState, reason: DownReason): Step {
  const { connection } = state;
  const effects = downOf(state, reason);
  if (connection !== null) effects.push({ kind: 'close', connection, reason });
  return { state: unconnected(state), effects };
}

function halt(state: LinkState, halted: Halt): Step {
  const goodbye: LinkEffect = { kind: 'send', frame: { kind: 'bye', reason: halted.reason } };
  return {
    state: { ...unconnected(state), phase: 'halted', halted },
    effects: [{ kind: 'halt', halt: halted }, goodbye, ...end(state, 'halted').effects],
  };
}

function hear(
  state: LinkState,
  { connection, frame, now_ms }: LinkEvent & { kind: 'frame' },
  history: History,
  limits: Limits,
): Step {
  // A frame of a connection that was given up may still be under way in the adapter.
  if (connection !== state.connection) return { state, effects: [{ kind: 'noted', what: 'other_connection' }] };
  const heard = { ...state, heard_ms: now_ms };
  if (frame.kind === 'bye') return end(heard, 'peer_left');
  if (heard.phase === 'greeting') {
    if (frame.kind === 'hello') return greet(heard, frame, now_ms, history, limits);
    return { state: heard, effects: [{ kind: 'noted', what: 'before_hello' }] };
  }
  switch (frame.kind) {
    case 'hello':
      return { state: heard, effects: [{ kind: 'noted', what: 'duplicate' }] };
    case 'ack':
      return takeReceipt(heard, frame.received, now_ms, history, limits);
    case 'kept':
      return takeKept(heard, frame.place, frame.previous, history, limits);
    case 'live':
      return { state: heard, effects: [{ kind: 'take_live' }] };
    case 'ping': {
      const { number, time_ms: asked_ms } = frame;
      const pong = { kind: 'pong', number, asked_ms, received_ms: now_ms, time_ms: now_ms } as const;
      return { state: heard, effects: [{ kind: 'send', frame: pong }] };
    }
    case 'pong':
      return { state: heard, effects: [{ kind: 'clock', sample: sampleOf(frame, now_ms) }] };
  }
}

function greet(state: LinkState, hello: Hello, now_ms: number, history: History, limits: Limits): Step {
  const common = hello.versions.filter((version) => VERSIONS.includes(version));
  if (common.length === 0) return end(state, 'no_common_version');
  if (hello.epoch !== state.epoch) {
    // One of the two has agreed to begin anew. The other one gives the connection up, when it has learned so.
    const told = { ...state, peer_epoch: hello.epoch };
    return hello.epoch > state.epoch ? end(told, 'epoch_differs') : { state: told, effects: [] };
  }
  const { received } = state.in;
  const { sent } = hello;
  // It writes to its disk before it sends: what came from it is there, unless the disk was lost or set back.
  if (sent.sequence < received.sequence) {
    const { sequence, hash: held } = received;
    return halt(state, { reason: 'peer_lost_history', sequence, held, told: sent.hash });
  }
  if (sent.sequence === received.sequence && sent.hash !== received.hash) {
    return halt(state, { reason: 'forked', sequence: sent.sequence, held: received.hash, told: sent.hash });
  }
  const version = Math.max(...common);
  const up: LinkState = { ...state, phase: 'up', version };
  const taken = takeReceipt(up, hello.received, now_ms, history, limits, true);
  if (taken.state.phase === 'halted') return taken;
  return { state: taken.state, effects: [{ kind: 'up', version }, ...taken.effects] };
}

/** The other side has all up to here on its disk. `anew`: nothing was sent on this connection yet. */
function takeReceipt(
  state: LinkState,
  receipt: Place,
  now_ms: number,
  history: History,
  limits: Limits,
  anew = false,
): Step {
  const { out } = state;
  const { sequence, hash: told } = receipt;
  if (sequence > out.durable) {
    return halt(state, { reason: 'own_history_lost', sequence, held: null, told });
  }
  const held = sequence === 0 ? told : hashAt(out.head, sequence, history, 'sent');
  if (held !== told) return halt(state, { reason: 'receipt_differs', sequence, held, told });
  const acked = Math.max(out.acked, sequence);
  const sent = anew ? acked : Math.max(out.sent, acked);
  const progress_ms = acked > out.acked || anew ? now_ms : state.progress_ms;
  return pump({ ...state, out: { ...out, acked, sent }, progress_ms }, now_ms, limits);
}

/** Sends what is durable and fits the window. */
function pump(state: LinkState, now_ms: number, { window }: Limits): Step {
  const { out } = state;
  if (state.phase !== 'up') return { state, effects: [] };
  const until = Math.min(out.durable, out.acked + window);
  const effects: LinkEffect[] = [];
  for (let sequence = out.sent + 1; sequence <= until; sequence++) effects.push({ kind: 'send_kept', sequence });
  if (effects.length === 0) return { state, effects };
  // The wait for progress begins with the first that is under way.
  const progress_ms = out.sent === out.acked ? now_ms : state.progress_ms;
  return { state: { ...state, out: { ...out, sent: until }, progress_ms }, effects };
}

function takeKept(state: LinkState, place: Place, previous: string, history: History, limits: Limits): Step {
  const { received, pending } = state.in;
  const last = pending.at(-1) ?? received;
  const { sequence, hash: told } = place;
  if (sequence <= last.sequence) {
    const held =
      sequence > received.sequence
        ? (pending[sequence - received.sequence - 1]?.hash ?? null)
        : hashAt(received, sequence, history, 'received');
    if (held !== told) return halt(state, { reason: 'forked', sequence, held, told });
    const effects: LinkEffect[] = [{ kind: 'noted', what: 'duplicate' }];
    // It came again because the receipt was lost.
    if (sequence <= received.sequence) effects.push({ kind: 'send', frame: { kind: 'ack', received } });
    return { state, effects };
  }
  // What comes too early, or faster than the disk takes it, is sent again.
  if (sequence > last.sequence + 1) return { state, effects: [{ kind: 'noted', what: 'gap' }] };
  if (pending.length >= limits.window) return { state, effects: [{ kind: 'noted', what: 'overrun' }] };
  if (previous !== last.hash) {
    return halt(state, { reason: 'chain_broken', sequence, held: last.hash, told: previous });
  }
  return {
    state: { ...state, in: { received, pending: [...pending, place] } },
    effects: [{ kind: 'persist', place }],
  };
}

function keepReceived(state: LinkState, sequence: number): Step {
  const { received, pending } = state.in;
  const count = sequence - received.sequence;
  const place = pending[count - 1];
  if (place === undefined) throw new RangeError(`${sequence} is durable, but it was not being made so`);
  const effects: LinkEffect[] = [{ kind: 'deliver', sequence }];
  if (state.phase === 'up') effects.push({ kind: 'send', frame: { kind: 'ack', received: place } });
  return { state: { ...state, in: { received: place, pending: pending.slice(count) } }, effects };
}

function submit(state: LinkState, place: Place, limits: Limits): Step {
  const { out } = state;
  if (place.sequence !== out.head.sequence + 1) {
    throw new RangeError(`message ${place.sequence} cannot follow message ${out.head.sequence}`);
  }
  if (!hasRoom(state, limits)) throw new RangeError(`${limits.waiting} messages wait already: ask hasRoom first`);
  return { state: { ...state, out: { ...out, head: place } }, effects: [] };
}

/** The clock's part: gives up a silent connection, asks for signs of life, sends again what made no progress. */
function look(state: LinkState, now_ms: number, limits: Limits): Step {
  const { phase, out } = state;
  if (phase !== 'up' && phase !== 'greeting') return { state, effects: [] };
  if (now_ms - state.heard_ms >= limits.silent_ms) return end(state, 'silent');
  if (phase === 'greeting') return { state, effects: [] };
  const effects: LinkEffect[] = [];
  let next = state;
  if (now_ms - state.pinged_ms >= limits.ping_ms) {
    const pings = state.pings + 1;
    next = { ...next, pings, pinged_ms: now_ms };
    effects.push({ kind: 'send', frame: { kind: 'ping', number: pings, time_ms: now_ms } });
  }
  if (out.sent === out.acked || now_ms - state.progress_ms < limits.resend_ms) return { state: next, effects };
  const again = pump({ ...next, out: { ...out, sent: out.acked }, progress_ms: now_ms }, now_ms, limits);
  return { state: again.state, effects: [...effects, ...again.effects] };
}
