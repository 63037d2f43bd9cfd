import { GENESIS } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';
import { ClockComparison } from './clock_sample.ts';
import { hashOf, MOST_BYTES, type Opened, open, type Sealed, seal, textOf } from './envelope.ts';
import type { Frame, Kept, Live } from './frames.ts';
import type { LinkCard } from './identity.ts';
import { type Lifted, LinkLog } from './link_log.ts';
import type { Beginning, LinkHandlers, LinkOptions, LinkSocket, LinkStatus } from './link_options.ts';
import { LiveIn, LiveOut } from './live.ts';
import { type Heard, hasRoom, type LinkEffect, type LinkEvent, type LinkState, openLink, step } from './session.ts';

const RETRY_MS = 250;
const MOST_RETRY_MS = 5_000;
/** More than this waits in the socket: live updates wait for their turn, where the newest wins. */
const BACKLOG_BYTES = 1 << 20;
/** Live frames sent at a look at most; with 200 updates each, 10,000 a second. */
const LIVE_FRAMES = 5;
/** A receipt is written down when so many more messages are known to have arrived. */
const RECEIPT_EVERY = 100;

/** One link at work: the state machine with its sockets, its clock and its journal. */
export class Link {
  readonly #options: LinkOptions;
  readonly #handlers: LinkHandlers;
  readonly #history: LinkLog;
  readonly #clock = new ClockComparison();
  readonly #out = new LiveOut<unknown>();
  readonly #in = new LiveIn();
  readonly #bodies = new Map<number, { readonly body: unknown; readonly at_ms: number }>();
  #state: LinkState;
  #socket: LinkSocket | null = null;
  #connection = 0;
  #current: Opened | null = null;
  #receipt: number;
  #refused = 0;
  #since_ms = Date.now();
  #reason: string | null = null;
  #retry_ms: number;
  #retry: NodeJS.Timeout | null = null;
  #look: NodeJS.Timeout | null = null;
  #closed = false;
  /** The other node's party was taken out of the links: nothing is said or heard until it is taken in again. */
  #parted = false;
  #peer: LinkCard;
  #dialer: LinkOptions['dial'];

  constructor(options: LinkOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#peer = options.peer;
    this.#dialer = options.dial;
    this.#history = new LinkLog(options.records, options.limits.waiting, [options.own.card.party, options.peer.party]);
    const { sent_place, received_place, halted, receipt, epoch } = this.#history;
    this.#receipt = receipt;
    this.#state = openLink(sent_place, received_place, halted, receipt, epoch);
    this.#retry_ms = options.retry_ms ?? RETRY_MS;
  }

  start(): void {
    this.#sendAgain();
    this.#look ??= setInterval(() => this.#tick(), this.#options.limits.look_ms);
    this.#dial();
  }

  close(): void {
    this.#closed = true;
    this.#leave('the node stops');
  }

  #leave(reason: string): void {
    if (this.#look !== null) clearInterval(this.#look);
    if (this.#retry !== null) clearTimeout(this.#retry);
    [this.#look, this.#retry] = [null, null];
    this.#send({ kind: 'bye', reason });
    this.#socket?.close();
    this.#socket = null;
  }

  /** The other party was taken out of the links. What it said before is still made durable and handed on. */
  part(): void {
    this.#parted = true;
    this.#leave('the parties are linked no more');
    this.#take({ kind: 'disconnected', connection: this.#connection });
    // What comes late on the old connection is of none.
    this.#connection += 1;
  }

  /** The other party is linked, from now on with this card and at this address; the streams go on where they were. */
  join(peer: LinkCard, dial: LinkOptions['dial']): void {
    if (!this.#parted) this.part();
    this.#peer = peer;
    this.#dialer = dial;
    this.#parted = false;
    this.#retry_ms = this.#options.retry_ms ?? RETRY_MS;
    this.#reason = null;
    this.start();
  }

  /**
   * Gives a message to the kept stream; `done` is told when it is durable here. It arrives once the link allows.
   *
   * @throws NodeError link_full when too many wait for the other side
   * @throws RangeError for a message that is longer than a frame may be
   */
  submit(body: unknown, done: () => void = () => {}): void {
    if (!this.hasRoom) {
      throw new NodeError('link_full', `It is the link with ${this.#peer.party}.`);
    }
    const { head } = this.#state.out;
    const kept: Kept = {
      kind: 'kept',
      sequence: head.sequence + 1,
      previous: head.hash,
      time_ms: Date.now(),
      body,
    };
    const sealed = this.#seal(kept);
    const text = textOf(sealed);
    // The other side would refuse it each time, and nothing after it would ever arrive.
    const bytes = Buffer.byteLength(text);
    if (bytes > MOST_BYTES)
      throw new RangeError(`a message of ${bytes} bytes; the most is ${MOST_BYTES}: send it in parts`);
    const place = { sequence: kept.sequence, hash: hashOf(sealed, kept) };
    this.#history.addSent(place, text);
    this.#history.sentAgain(body);
    this.#take({ kind: 'submitted', place });
    const { epoch } = this.#state;
    this.#options.write({ link: this.#peer.party, way: 'sent', sealed }, () => {
      this.#handlers.sent?.(body, kept.time_ms);
      if (epoch === this.#state.epoch) {
        this.#take({ kind: 'out_durable', sequence: place.sequence, now_ms: Date.now() });
      }
      done();
    });
  }

  /**
   * Agrees to begin anew after a halt, on either side: the streams start at their first number in a new epoch that
   * names how far they had come. Nothing goes over the link until the other side has agreed, too.
   *
   * @throws NodeError link_not_halted where neither side has halted
   */
  lift(by: string, reason: string, done: () => void = () => {}): void {
    const { halted, epoch, peer_epoch } = this.#state;
    const asked = (peer_epoch ?? 0) > epoch;
    const { party } = this.#peer;
    if (halted === null && !asked) throw new NodeError('link_not_halted', `It is the link with ${party}.`);
    const { sent_place: sent, received_place: received } = this.#history;
    const next = Math.max(epoch + 1, peer_epoch ?? 0);
    const before = { sent, received, halt: halted };
    const lifted: Lifted = { epoch: next, by, reason, at_ms: Date.now(), before };
    // At once, and the journal keeps the order: what is submitted from now on belongs to the new epoch.
    this.#begin(next);
    this.#options.write({ link: party, way: 'lifted', ...lifted }, () => {
      this.#dial();
      this.#handlers.changed();
      done();
    });
    // The other side keeps what this one had before, and why it agreed; who did is this party's own.
    this.submit({ kind: 'beginning', epoch: next, reason, before } satisfies Beginning);
    this.#sendAgain();
  }

  #begin(epoch: number): void {
    this.#socket?.terminate();
    this.#socket = null;
    this.#history.begin(epoch);
    this.#bodies.clear();
    this.#receipt = 0;
    const { sent_place, received_place } = this.#history;
    this.#state = openLink(sent_place, received_place, null, 0, epoch);
    this.#reason = null;
    this.#since_ms = Date.now();
  }

  /** What had no receipt when the link halted goes first. */
  #sendAgain(): void {
    for (const body of [...this.#history.again]) {
      if (!this.hasRoom) return;
      this.submit(body);
    }
  }

  get hasRoom(): boolean {
    return hasRoom(this.#state, this.#options.limits);
  }

  /** What is now to be told of a track; only the newest of each waits. */
  tell(track: string, update: unknown): void {
    if (this.#state.phase === 'up') this.#out.tell(track, update);
  }

  /** A connection that the other side opened. */
  accept(socket: LinkSocket): void {
    if (this.#parted) {
      socket.terminate();
      return;
    }
    this.#use(socket);
    this.#connected();
  }

  status(): LinkStatus {
    const { phase, out, in: taken, halted, epoch, peer_epoch } = this.#state;
    return {
      party: this.#peer.party,
      phase,
      since_ms: this.#since_ms,
      reason: this.#reason,
      halted,
      epoch,
      peer_epoch,
      clock: this.#clock.best,
      sent: out.durable,
      unacknowledged: out.head.sequence - out.acked,
      received: taken.received.sequence,
      refused: this.#refused,
      live: { waiting: this.#out.waiting, shed: this.#out.shed, missed: this.#in.missed },
    };
  }

  #dial(): void {
    const dial = this.#dialer;
    if (dial === null || this.#closed || this.#parted || this.#state.phase === 'halted') return;
    const socket = dial();
    this.#use(socket);
    socket.once('open', () => {
      if (this.#socket === socket) this.#connected();
    });
  }

  #use(socket: LinkSocket): void {
    this.#socket?.terminate();
    this.#socket = socket;
    const connection = ++this.#connection;
    socket.on('message', (data, binary) => {
      if (connection === this.#connection) this.#hear(connection, binary ? '' : data.toString());
    });
    // What failed shows as a close, which follows.
    socket.on('error', (error) => {
      if (connection === this.#connection) this.#reason = error.message.slice(0, 200);
    });
    socket.on('close', () => {
      if (connection !== this.#connection || this.#closed) return;
      this.#socket = null;
      this.#take({ kind: 'disconnected', connection });
      this.#again();
    });
  }

  #connected(): void {
    this.#take({ kind: 'connected', connection: this.#connection, now_ms: Date.now() });
  }

  #again(): void {
    if (this.#dialer === null || this.#retry !== null || this.#closed || this.#parted) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#dial();
    }, this.#retry_ms);
    this.#retry_ms = Math.min(2 * this.#retry_ms, Math.max(MOST_RETRY_MS, this.#options.retry_ms ?? 0));
    if (this.#options.retry_ms !== undefined) this.#retry_ms = this.#options.retry_ms;
  }

  #hear(connection: number, text: string): void {
    const { own, log } = this.#options;
    const peer = this.#peer;
    const opened = open(text, { from: peer.party, to: own.card.party }, [peer.key]);
    if ('refused' in opened) {
      this.#refused += 1;
      this.#reason = `refused: ${opened.refused}`.slice(0, 400);
      log.warn({ part: 'link', peer: peer.party, reason: opened.refused }, 'a frame was refused');
      this.#socket?.terminate();
      return;
    }
    this.#current = opened;
    this.#take({ kind: 'frame', connection, frame: heardOf(opened), now_ms: Date.now() });
    this.#current = null;
  }

  #tick(): void {
    this.#take({ kind: 'tick', now_ms: Date.now() });
    for (let frames = 0; frames < LIVE_FRAMES; frames++) {
      if (this.#state.phase !== 'up' || (this.#socket?.bufferedAmount ?? 0) > BACKLOG_BYTES) return;
      const frame = this.#out.take();
      if (frame === null) return;
      this.#send(frame);
    }
  }

  #take(event: LinkEvent): void {
    // What the journal finishes after the stop is durable all the same, and is taken up at the next start.
    if (this.#closed) return;
    const before = this.#state;
    const { state, effects } = step(before, event, this.#history, this.#options.limits);
    this.#state = state;
    for (const effect of effects) this.#do(effect);
    if (state.out.acked !== before.out.acked) this.#acknowledged(before.out.acked, state.out.acked);
    if (state.phase === before.phase) return;
    this.#since_ms = Date.now();
    if (state.phase === 'up') this.#reason = null;
    this.#handlers.changed();
  }

  #acknowledged(after: number, acked: number): void {
    const { arrived } = this.#handlers;
    for (let sequence = after + 1; arrived !== undefined && sequence <= acked; sequence++) {
      const body = this.#history.body(sequence);
      if (body !== null) arrived(body);
    }
    this.#history.acknowledged(acked);
    if (acked - this.#receipt < RECEIPT_EVERY) return;
    this.#receipt = acked;
    this.#options.write({ link: this.#peer.party, way: 'receipt', sequence: acked }, () => {});
  }

  #do(effect: LinkEffect): void {
    const { log, write } = this.#options;
    const peer = this.#peer;
    switch (effect.kind) {
      case 'send':
        this.#send(effect.frame);
        break;
      case 'send_kept':
        this.#socket?.send(this.#history.text(effect.sequence));
        break;
      case 'persist': {
        const { frame, sealed } = this.#current as Opened;
        const { place } = effect;
        const at_ms = Date.now();
        this.#bodies.set(place.sequence, { body: (frame as Kept).body, at_ms });
        const { epoch } = this.#state;
        write({ link: peer.party, way: 'received', sealed, at_ms }, () => {
          if (epoch !== this.#state.epoch) return;
          this.#history.addReceived(place);
          this.#take({ kind: 'in_durable', sequence: place.sequence, now_ms: Date.now() });
        });
        break;
      }
      case 'deliver': {
        const came = this.#bodies.get(effect.sequence);
        this.#bodies.delete(effect.sequence);
        if (came !== undefined && !this.#history.isRepeat(came.body)) this.#handlers.kept(came.body, came.at_ms);
        break;
      }
      case 'up':
        this.#retry_ms = this.#options.retry_ms ?? RETRY_MS;
        this.#in.clear();
        this.#clock.clear();
        this.#out.begin(this.#handlers.picture());
        log.info({ part: 'link', version: effect.version }, `linked with ${peer.party}`);
        break;
      case 'down':
        this.#reason = effect.reason;
        this.#in.clear();
        log.warn({ part: 'link', reason: effect.reason }, `the link with ${peer.party} is down`);
        break;
      case 'take_live': {
        const frame = this.#current?.frame as Live;
        const taken = this.#in.take(frame);
        if (taken !== 'old') this.#handlers.live(frame, taken === 'fresh');
        break;
      }
      case 'close':
        if (effect.reason !== 'disconnected') this.#reason = effect.reason;
        this.#socket?.close();
        // A peer that is gone never answers a leave.
        if (effect.reason === 'silent') this.#socket?.terminate();
        break;
      case 'halt': {
        const evidence = this.#current?.sealed ?? null;
        write({ link: peer.party, way: 'halted', halt: effect.halt, evidence }, () => {});
        log.error({ part: 'link', ...effect.halt }, `the link with ${peer.party} halts until people have looked at it`);
        break;
      }
      case 'clock':
        this.#clock.add(effect.sample);
        break;
      case 'noted':
    }
  }

  #send(frame: Frame): void {
    if (this.#socket?.readyState === this.#socket?.OPEN) this.#socket?.send(textOf(this.#seal(frame)));
  }

  #seal(frame: Frame): Sealed {
    const { own } = this.#options;
    return seal(frame, { from: own.card.party, to: this.#peer.party }, own.key, Date.now());
  }
}

function heardOf({ frame, hash }: Opened): Heard {
  if (frame.kind === 'live') return { kind: 'live' };
  if (frame.kind !== 'kept') return frame;
  return { kind: 'kept', place: { sequence: frame.sequence, hash: hash ?? GENESIS }, previous: frame.previous };
}
