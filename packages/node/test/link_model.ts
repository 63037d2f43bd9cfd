import type { Place } from '../src/link/frames.ts';
import {
  type Heard,
  type History,
  type LinkEffect,
  type LinkEvent,
  type LinkState,
  openLink,
} from '../src/link/session.ts';

/**
 * Two sides of a link and all that may happen to them, for looking at every state that they can reach: any number of
 * breaks and crashes. What was said on a connection stays in the air for as long as the other side may listen to that
 * connection: each frame may come at any time, any number of times, in any order, or never. So losses, doubles and
 * changes of order need no events of their own. The first side dials; the second takes up what was dialled last, when
 * it comes to know of it, and may listen to the one before it until then.
 */
export type World = {
  readonly sides: readonly [Side, Side];
  /** Frames towards each side, sorted; those it will never listen to again are left out. */
  readonly air: readonly [readonly Said[], readonly Said[]];
};

/** The connection dialled last, and the one before it: only these two can still be listened to. */
const NEWEST = 2;
const OLDER = 1;

type Side = {
  readonly link: LinkState;
  /** What is on its disk: hashes of messages, those sent and those received. Each is made of all contents up to it. */
  readonly sent: readonly string[];
  readonly received: readonly string[];
  /** Written, not yet durable. */
  readonly writing: readonly string[];
  /** Whether there is a connection that it has not taken up yet. */
  readonly called: boolean;
  /** How many messages it wrote, to give each a content of its own. */
  readonly wrote: number;
  /** How many of those received it acted on since it started; all that its disk has count as acted on at the start. */
  readonly acted: number;
};

type Said = { readonly connection: number; readonly heard: Heard };

/** What is looked at: the protocol's step, or one with a fault planted in it. */
export type Protocol = (
  state: LinkState,
  event: LinkEvent,
  history: History,
) => { readonly state: LinkState; readonly effects: readonly LinkEffect[] };

export type Bounds = {
  /** How many messages of each side may wait for their receipt at once; how many there are in all has no bound. */
  readonly waiting: readonly [number, number];
  readonly resend_ms: number;
};

/** A fault of the protocol, as the model noticed it. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

const NAMES = ['a', 'b'] as const;
const NOTHING: Place = { sequence: 0, hash: '' };

export function start(): World {
  const side: Side = {
    link: openLink(NOTHING, NOTHING),
    sent: [],
    received: [],
    writing: [],
    called: false,
    wrote: 0,
    acted: 0,
  };
  return { sides: [side, side], air: [[], []] };
}

/** All that was written has arrived, and both sides know it. */
export const isDone = ({ sides }: World): boolean =>
  sides.every(
    ({ writing, sent, link }, me) =>
      writing.length === 0 && link.out.acked === sent.length && sides[1 - me]!.received.length === sent.length,
  );

/** Every world that is one event away. */
export function next(world: World, protocol: Protocol, bounds: Bounds): World[] {
  const found: World[] = [];
  for (const me of [0, 1] as const) {
    const side = world.sides[me];
    const { link } = side;
    const go = (event: LinkEvent, from: World = world): void => {
      found.push(happen(from, me, event, protocol));
    };
    if (link.out.head.sequence - link.out.acked < bounds.waiting[me]) found.push(submit(world, me, protocol));
    if (side.writing.length > 0) {
      go({ kind: 'out_durable', sequence: side.sent.length + 1, now_ms: 0 }, onDisk(world, me, 1, 0));
    }
    if (link.in.pending.length > 0) {
      go({ kind: 'in_durable', sequence: side.received.length + 1, now_ms: 0 }, onDisk(world, me, 0, 1));
    }
    const connected = { kind: 'connected', connection: NEWEST, now_ms: 0 } as const;
    if (me === 0) go(connected, dialled(world));
    else if (side.called) go(connected, changed(world, me, { called: false }));
    if (link.connection !== null) go({ kind: 'disconnected', connection: link.connection });
    if (link.out.sent > link.out.acked) go({ kind: 'tick', now_ms: bounds.resend_ms });
    for (const { connection, heard } of world.air[me]) go({ kind: 'frame', connection, frame: heard, now_ms: 0 });
    found.push(...crash(world, me));
  }
  return found;
}

/** A new connection: the second side may still listen to the one it had. */
function dialled(world: World): World {
  const { link } = world.sides[1];
  const older = world.air[1]
    .filter(({ connection }) => connection === link.connection)
    .map(({ heard }) => say(OLDER, heard));
  const kept = { ...link, connection: link.connection === null ? null : OLDER };
  const told = changed(world, 1, { link: kept, called: true });
  return { ...told, air: [[], older] };
}

/** A message with a content of its own, that no other message of this side ever has. */
function submit(world: World, me: 0 | 1, protocol: Protocol): World {
  const side = world.sides[me];
  const { head } = side.link.out;
  const place = { sequence: head.sequence + 1, hash: `${head.hash}${NAMES[me]}${side.wrote}` };
  const written = changed(world, me, { wrote: side.wrote + 1, writing: [...side.writing, place.hash] });
  return happen(written, me, { kind: 'submitted', place }, protocol);
}

/** So many of what is being written, and of what was heard, reach the disk. */
function onDisk(world: World, me: 0 | 1, out: number, taken: number): World {
  const { sent, writing, received, link } = world.sides[me];
  return changed(world, me, {
    sent: [...sent, ...writing.slice(0, out)],
    writing: writing.slice(out),
    received: [...received, ...link.in.pending.slice(0, taken).map(({ hash }) => hash)],
  });
}

/** Whatever was under way to the disk may have reached it, up to any point, unknown to the one who crashed. */
function crash(world: World, me: 0 | 1): World[] {
  const worlds: World[] = [];
  const { writing, link } = world.sides[me];
  for (let out = 0; out <= writing.length; out++) {
    for (let taken = 0; taken <= link.in.pending.length; taken++) {
      const crashed = onDisk(world, me, out, taken);
      const { sent, received } = crashed.sides[me];
      const anew = openLink(placeOf(sent), placeOf(received));
      const side = { link: anew, writing: [], acted: received.length };
      worlds.push(checked(cleared(changed(crashed, me, side)), me));
    }
  }
  return worlds;
}

const placeOf = (hashes: readonly string[]): Place => ({ sequence: hashes.length, hash: hashes.at(-1) ?? '' });

function changed(world: World, me: 0 | 1, change: Partial<Side>): World {
  const side = { ...world.sides[me], ...change };
  return { ...world, sides: me === 0 ? [side, world.sides[1]] : [world.sides[0], side] };
}

/** Lets a side meet an event, and puts what it says into the air. */
function happen(world: World, me: 0 | 1, event: LinkEvent, protocol: Protocol): World {
  const before = world.sides[me];
  const history: History = {
    sent: (sequence) => before.sent[sequence - 1] ?? null,
    received: (sequence) => before.received[sequence - 1] ?? null,
  };
  const { state, effects } = protocol(before.link, event, history);
  const said: Said[] = [];
  let { acted } = before;
  const connection = state.connection ?? before.link.connection ?? NEWEST;
  for (const effect of effects) {
    if (effect.kind === 'halt') throw new Broken(`${NAMES[me]} halts: ${JSON.stringify(effect.halt)}`);
    if (effect.kind === 'send') said.push(say(connection, effect.frame as Heard));
    if (effect.kind === 'send_kept') said.push(say(connection, keptAt(before, effect.sequence)));
    if (effect.kind === 'deliver') {
      if (effect.sequence !== acted + 1) throw new Broken(`${NAMES[me]} acts on ${effect.sequence} after ${acted}`);
      acted = effect.sequence;
    }
  }
  // Time is not part of what is looked at: whatever may be late or early is an event of its own.
  const link = { ...state, progress_ms: 0, heard_ms: 0, pinged_ms: 0, pings: 0 };
  const told = changed(world, me, { link, acted });
  const other = 1 - me;
  const air = [...told.air] as [readonly Said[], readonly Said[]];
  if (said.length > 0) air[other] = merged(air[other]!, said);
  const after = cleared({ ...told, air });
  return checked(withoutIdle(after), me);
}

/** What a side will not listen to any more is out of the air. */
function cleared(world: World): World {
  const [first, second] = world.sides;
  const air = world.air.map((said, to) =>
    said.filter(({ connection }) =>
      to === 0
        ? connection === first.link.connection
        : connection === second.link.connection || (second.called && connection === NEWEST),
    ),
  );
  return { ...world, air: [air[0]!, air[1]!] };
}

/**
 * Takes out of the air what can have no effect on who listens: receipts of what is known to be there, a second hello,
 * and messages that were taken and whose receipt is in the air or known.
 */
function withoutIdle(world: World): World {
  const air = world.air.map((said, to) => {
    const { link } = world.sides[to]!;
    if (link.phase !== 'up') return said;
    const received = link.in.received.sequence;
    const taken = received + link.in.pending.length;
    const told =
      world.sides[1 - to]!.link.out.acked >= received ||
      world.air[1 - to]!.some(
        ({ heard, connection }) =>
          heard.kind === 'ack' && heard.received.sequence === received && connection === link.connection,
      );
    const idle = ({ connection, heard }: Said): boolean => {
      if (connection !== link.connection) return false;
      if (heard.kind === 'hello') return true;
      if (heard.kind === 'ack') return heard.received.sequence <= link.out.acked;
      return heard.kind === 'kept' && heard.place.sequence <= taken && (heard.place.sequence > received || told);
    };
    return said.some(idle) ? said.filter((one) => !idle(one)) : said;
  });
  return { ...world, air: [air[0]!, air[1]!] };
}

function keptAt({ sent, writing }: Side, sequence: number): Heard {
  const hash = (number: number): string => sent[number - 1] ?? writing[number - sent.length - 1] ?? '';
  return { kind: 'kept', place: { sequence, hash: hash(sequence) }, previous: hash(sequence - 1) };
}

const say = (connection: number, heard: Heard): Said => ({ connection, heard });

const isSame = (a: Said, b: Said): boolean =>
  a.connection === b.connection && a.heard.kind === b.heard.kind && wordsOf(a.heard) === wordsOf(b.heard);

function wordsOf(heard: Heard): string {
  switch (heard.kind) {
    case 'kept':
      return `${heard.place.sequence} ${heard.place.hash} ${heard.previous}`;
    case 'ack':
      return `${heard.received.sequence} ${heard.received.hash}`;
    case 'hello':
      return `${heard.sent.sequence} ${heard.sent.hash} ${heard.received.sequence} ${heard.received.hash}`;
    default:
      return '';
  }
}

function merged(air: readonly Said[], said: readonly Said[]): readonly Said[] {
  let all = air;
  for (const one of said) if (!all.some((other) => isSame(one, other))) all = [...all, one];
  return all;
}

/** What must hold in every world: the other's disk has a beginning of what this one sent, and receipts are true. */
function checked(world: World, me: 0 | 1): World {
  const side = world.sides[me];
  const other = world.sides[1 - me]!;
  for (const [from, to] of [
    [side, other],
    [other, side],
  ] as const) {
    const { sequence, hash } = placeOf(to.received);
    if (sequence > 0 && from.sent[sequence - 1] !== hash) {
      throw new Broken(`received ${hash}, but sent was ${from.sent.at(-1) ?? 'nothing'}`);
    }
    if (from.link.out.acked > to.received.length) {
      throw new Broken(`${from.link.out.acked} acknowledged, ${to.received.length} durable`);
    }
  }
  return world;
}

/**
 * One text for a world: the same only for worlds with the same future. Numbers are counted from the last message whose
 * receipt its sender has, and a content is told by whether it is the one that its sender has at that place: worlds that
 * differ in how far they came, or in what was lost before it was durable, go on alike.
 */
export function keyOf({ sides, air }: World): string {
  const bases = sides.map(({ link }) => link.out.acked);
  /** A place in the stream that side `from` sends. */
  const placed = (from: number, { sequence, hash }: Place): string => {
    const { sent, writing } = sides[from]!;
    const known = (sent[sequence - 1] ?? writing[sequence - sent.length - 1] ?? '') === hash;
    return `${sequence - bases[from]!}${known ? '' : hash}`;
  };
  const said = (to: number, { connection, heard }: Said): string => {
    const from = 1 - to;
    if (heard.kind === 'kept') return `${connection}k${placed(from, heard.place)}`;
    if (heard.kind === 'ack') return `${connection}a${placed(to, heard.received)}`;
    if (heard.kind === 'hello') return `${connection}h${placed(from, heard.sent)},${placed(to, heard.received)}`;
    return heard.kind;
  };
  const texts = sides.map(({ link, sent, received, writing, called, acted }, me) => {
    const { out, in: taken } = link;
    const own = [out.head.sequence, out.durable, out.sent, sent.length].map((number) => number - bases[me]!);
    const others = [taken.received.sequence, received.length, acted].map((number) => number - bases[1 - me]!);
    const pending = taken.pending.map((place) => placed(1 - me, place));
    return `${link.connection}${link.phase}${own}|${others}|${writing.length}|${pending}|${called}`;
  });
  return `${texts.join('#')}#${air.map((all, to) => all.map((one) => said(to, one)).sort()).join('#')}`;
}
