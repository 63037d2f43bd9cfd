import { MessageChannel, Worker } from 'node:worker_threads';
import { TICK_MS, type TrackDetail, type WatchOptions } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import { errorFromData, NodeError } from '../errors.ts';
import type { TickInput } from '../journal/committer.ts';
import type { JournalOpened, JournalReply, JournalRequest, JournalThreadData } from '../journal/protocol.ts';
import { type Draft, EMPTY_HEAD, type Head } from '../journal/record.ts';
import type {
  RecoveryPlan,
  WatchPicture,
  WatchReply,
  WatchRequest,
  WatchResult,
  WatchThreadData,
} from '../watch/protocol.ts';

/** Entries that may be on their way at once; whoever sends more must wait or merge. */
const MAX_IN_FLIGHT = 50;

/** Something that has become durable, in order. */
export type Released =
  | { readonly kind: 'ticks'; readonly result: WatchResult; readonly head: Head; readonly lag_ms: number }
  | { readonly kind: 'record'; readonly draft: Draft; readonly head: Head };

export type PipelineEvents = {
  released(released: Released): void;
  /** The journal cannot write (words), or can again (null). */
  problem(problem: string | null): void;
  warning(warning: string): void;
  progress(part: string, fraction: number): void;
  /** A thread failed: nothing more will become durable. */
  fault(error: NodeError): void;
};

/**
 * A tick's garbage is a few megabytes, and dies with it. Left to itself, a thread lets it grow to ten times that
 * before it
 * looks, and the node's memory goes up for minutes after every start.
 */
const YOUNG = { maxYoungGenerationSizeMb: 24 };

type Recovered = { readonly picture: WatchPicture; readonly difference: string | null };

type InFlight = {
  readonly entry: number;
  readonly sent_ms: number;
  readonly draft: Draft | null;
  /** Told when a record is durable. */
  readonly done: (() => void) | null;
  result: WatchResult | null;
};

/** A question to the watch: answered once all that the answer rests on, up to `after`, is durable. */
type Question = {
  readonly after: number;
  readonly tell: (detail: TrackDetail | null) => void;
  answer: { readonly detail: TrackDetail | null } | null;
};

/** A watch that does not answer in this time is busy or has failed. */
const ANSWER_MS = 2_000;

/**
 * From observations to durable outcomes: gives every entry to the journal's thread and to the watch's at once, and lets
 * it out, in order, only when both are done with it. The node's own thread neither computes nor waits for a disk.
 */
export class Pipeline {
  readonly #journal: Worker;
  readonly #watch: Worker;
  readonly #events: PipelineEvents;
  readonly #inFlight: InFlight[] = [];
  readonly #exits: Promise<void>[];
  readonly opened: Promise<JournalOpened>;
  #recovered: { done(recovered: Recovered): void; failed(error: Error): void } | null = null;
  #failOpening: (error: Error) => void = () => {};
  readonly #questions = new Map<number, Question>();
  #nextQuestion = 1;
  #nextEntry = 1;
  #durable = 0;
  #head: Head = EMPTY_HEAD;
  #open = false;
  #closing = false;

  constructor(data: string, events: PipelineEvents) {
    this.#events = events;
    const { port1, port2 } = new MessageChannel();
    this.#journal = new Worker(new URL('../journal/thread.ts', import.meta.url), {
      workerData: { data, tick_ms: TICK_MS, watch: port1 } satisfies JournalThreadData,
      transferList: [port1],
      resourceLimits: YOUNG,
    });
    this.#watch = new Worker(new URL('../watch/thread.ts', import.meta.url), {
      workerData: { data, journal: port2 } satisfies WatchThreadData,
      transferList: [port2],
      resourceLimits: YOUNG,
    });
    this.opened = new Promise((resolve, reject) => {
      this.#failOpening = reject;
      this.#journal.on('message', (reply: JournalReply) => {
        if (reply.type === 'opened') {
          this.#head = reply.opened.head;
          this.#open = true;
          resolve(reply.opened);
        } else this.#fromJournal(reply);
      });
    });
    // Whoever waits for the opening is told of a failure; nobody need be waiting.
    this.opened.catch(() => {});
    this.#watch.on('message', (reply: WatchReply) => this.#fromWatch(reply));
    this.#exits = [this.#journal, this.#watch].map(
      (worker) =>
        new Promise((resolve) => {
          worker.once('exit', (code) => {
            if (!this.#closing) this.#fault(new NodeError('internal', `A thread ended by itself (code ${code}).`));
            resolve();
          });
          worker.once('error', (cause) => this.#fault(new NodeError('internal', cause.message, { cause })));
        }),
    );
  }

  /** Entries sent and not yet let out. */
  get inFlight(): number {
    return this.#inFlight.length;
  }

  get ready(): boolean {
    return this.#inFlight.length < MAX_IN_FLIGHT;
  }

  get head(): Head {
    return this.#head;
  }

  /** A new watch for the ticks that follow. */
  begin(options: WatchOptions): void {
    this.#askWatch({ type: 'begin', options });
  }

  /** The watch of a run that was cut off, as it stood at the journal's last tick; fails when the watch does. */
  recover(options: WatchOptions, recovery: RecoveryPlan): Promise<Recovered> {
    return new Promise((resolve, reject) => {
      this.#recovered = { done: resolve, failed: reject };
      this.#askWatch({ type: 'recover', options, recovery });
    });
  }

  /** @throws RangeError when too much is on its way: ask `ready` first */
  ticks(inputs: readonly TickInput[], finish = false): void {
    if (!this.ready) throw new RangeError(`${MAX_IN_FLIGHT} entries are on their way already`);
    const entry = this.#send(null);
    this.#askJournal({ type: 'ticks', entry, inputs, finish });
    this.#askWatch({ type: 'ticks', entry, inputs, finish });
  }

  /**
   * Records are few and never refused for their number; they become durable, and `done` is told, in their order among
   * the ticks.
   *
   * @throws CanonicalError for what has no canonical form: it would hold up all that comes after it, warnings too
   */
  record(draft: Draft, done: (() => void) | null = null): void {
    canonicalJson(draft);
    this.#askJournal({ type: 'record', entry: this.#send(draft, done), draft });
  }

  /** How well a track is tracked, as far as that is durable; null when there is no such track or no answer in time. */
  detail(track: string): Promise<TrackDetail | null> {
    const question = this.#nextQuestion++;
    return new Promise((resolve) => {
      const tell = (detail: TrackDetail | null): void => {
        clearTimeout(timer);
        this.#questions.delete(question);
        resolve(detail);
      };
      const timer = setTimeout(() => tell(null), ANSWER_MS);
      this.#questions.set(question, { after: this.#nextEntry - 1, tell, answer: null });
      this.#askWatch({ type: 'detail', question, track });
    });
  }

  /** Has the watch saved as it stands after what was sent so far. */
  snapshot(): void {
    const last = this.#nextEntry - 1;
    if (last > 0) this.#askWatch({ type: 'snapshot', after: last });
  }

  /** When all that was sent is durable; false when that takes longer than `timeout_ms`. */
  async drained(timeout_ms: number): Promise<boolean> {
    const until = performance.now() + timeout_ms;
    while (this.#inFlight.length > 0) {
      if (performance.now() > until || this.#closing) return false;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return true;
  }

  /** Ends both threads; what is not durable by `timeout_ms` is given up. */
  async close(timeout_ms: number): Promise<void> {
    this.#closing = true;
    this.#askWatch({ type: 'close' });
    await Promise.race([this.#exits[1], new Promise((resolve) => setTimeout(resolve, timeout_ms / 2).unref())]);
    this.#askJournal({ type: 'close' });
    await Promise.race([
      Promise.all(this.#exits),
      new Promise((resolve) => setTimeout(resolve, timeout_ms / 2).unref()),
    ]);
    await Promise.all([this.#journal.terminate(), this.#watch.terminate()]);
  }

  #send(draft: Draft | null, done: (() => void) | null = null): number {
    const entry = this.#nextEntry++;
    this.#inFlight.push({ entry, sent_ms: performance.now(), draft, done, result: null });
    return entry;
  }

  #askJournal(request: JournalRequest): void {
    this.#journal.postMessage(request);
  }

  #askWatch(request: WatchRequest): void {
    this.#watch.postMessage(request);
  }

  #fromJournal(reply: Exclude<JournalReply, { type: 'opened' }>): void {
    switch (reply.type) {
      case 'durable':
        this.#durable = reply.entry;
        this.#head = reply.head;
        this.#release();
        break;
      case 'problem':
        this.#events.problem(reply.problem);
        break;
      case 'warning':
        this.#events.warning(reply.warning);
        break;
      case 'progress':
        this.#events.progress(reply.part, reply.fraction);
        break;
      case 'failed':
        this.#fault(errorFromData(reply.error));
        break;
      case 'closed':
    }
  }

  #fromWatch(reply: WatchReply): void {
    switch (reply.type) {
      case 'result': {
        const first = this.#inFlight[0];
        const waiting = first === undefined ? undefined : this.#inFlight[reply.result.entry - first.entry];
        if (waiting !== undefined) waiting.result = reply.result;
        this.#release();
        break;
      }
      case 'detail': {
        const question = this.#questions.get(reply.question);
        if (question !== undefined) question.answer = reply;
        this.#answer();
        break;
      }
      case 'recovered':
        this.#recovered?.done(reply);
        break;
      case 'recovery_failed':
        this.#recovered?.failed(new Error(reply.reason));
        break;
      case 'failed':
        this.#fault(errorFromData(reply.error));
    }
  }

  #release(): void {
    for (let next = this.#inFlight[0]; next !== undefined; next = this.#inFlight[0]) {
      if (next.entry > this.#durable || (next.draft === null && next.result === null)) break;
      this.#inFlight.shift();
      const lag_ms = performance.now() - next.sent_ms;
      next.done?.();
      if (next.draft !== null) this.#events.released({ kind: 'record', draft: next.draft, head: this.#head });
      else this.#events.released({ kind: 'ticks', result: next.result!, head: this.#head, lag_ms });
    }
    this.#answer();
  }

  #answer(): void {
    if (this.#questions.size === 0) return;
    const first = this.#inFlight[0]?.entry ?? Number.POSITIVE_INFINITY;
    for (const { after, answer, tell } of [...this.#questions.values()]) {
      if (answer !== null && after < first) tell(answer.detail);
    }
  }

  #fault(error: NodeError): void {
    this.#failOpening(error);
    this.#recovered?.failed(error);
    if (this.#open && !this.#closing) this.#events.fault(error);
  }
}
