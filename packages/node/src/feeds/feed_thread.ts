import { Worker } from 'node:worker_threads';
import type { FeedConfig } from './config.ts';
import type { Chunk, FeedHealth } from './feed.ts';
import { UNMEASURED } from './feed.ts';
import type { FeedThreadData, FromFeed, ToFeed } from './protocol.ts';

/** A thread tells how it is every second; one that has said nothing for this long is told of, and then replaced. */
const SILENT_MS = 4_000;
const REPLACE_MS = 10_000;
const CHECK_MS = 1_000;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
/** A thread that ran this long was well: the next failure counts as a first one. */
const WELL_MS = 60_000;
const STOP_MS = 1_000;
/** A feed that needs more is ended, and it alone. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

export type FeedThreadSink = { chunk(chunk: Chunk): void; status(health: FeedHealth): void };

/** A feed in a thread of its own. One that fails, or hangs, is begun anew; no other notices. */
export class FeedThread {
  readonly #config: FeedConfig;
  readonly #sink: FeedThreadSink;
  readonly #script: URL;
  #worker: Worker | null = null;
  #exited: Promise<void> = Promise.resolve();
  #check: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #stopping = false;
  #started_ms = 0;
  #heard_ms = 0;
  #failures = 0;
  #last: FeedHealth;
  /** What threads before this one had counted. */
  #before = { observations: 0, shed: 0, complaints: 0 };

  constructor(config: FeedConfig, sink: FeedThreadSink, script: URL = new URL('./thread.ts', import.meta.url)) {
    this.#config = config;
    this.#sink = sink;
    this.#script = script;
    const counts = { observations: 0, complaints: 0, last_message_ms: null, last_complaint: null };
    this.#last = { ...UNMEASURED, ...counts, name: config.name, state: 'starting' };
  }

  start(): void {
    this.#begin();
    this.#check = setInterval(() => this.#watch(), CHECK_MS);
  }

  /** Gives the thread what was sent to the node for it. */
  post(bytes: Uint8Array): void {
    this.#worker?.postMessage({ type: 'post', bytes } satisfies ToFeed);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#check !== null) clearInterval(this.#check);
    if (this.#again !== null) clearTimeout(this.#again);
    const worker = this.#worker;
    if (worker === null) return;
    worker.postMessage({ type: 'stop' } satisfies ToFeed);
    const patience = setTimeout(() => void worker.terminate(), STOP_MS);
    await this.#exited;
    clearTimeout(patience);
  }

  #begin(): void {
    const waiting = new SharedArrayBuffer(4);
    const waitingBytes = new Int32Array(waiting);
    const worker = new Worker(this.#script, {
      workerData: { config: this.#config, waiting } satisfies FeedThreadData,
      resourceLimits: LIMITS,
    });
    this.#worker = worker;
    this.#started_ms = performance.now();
    this.#heard_ms = this.#started_ms;
    let reason = 'its thread ended by itself';
    worker.on('message', ({ chunk, status }: FromFeed) => {
      if (chunk !== undefined) {
        Atomics.sub(waitingBytes, 0, chunk.lines.length);
        this.#sink.chunk(chunk);
      }
      if (status !== undefined) this.#heard(status);
    });
    worker.on('error', (error) => {
      reason = `its thread failed: ${error.message.split('\n')[0]}`;
    });
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        if (this.#worker === worker) this.#worker = null;
        if (!this.#stopping) this.#fail(reason);
        resolve();
      });
    });
  }

  #heard(status: FeedHealth): void {
    this.#heard_ms = performance.now();
    const { observations, shed, complaints } = this.#before;
    this.#last = {
      ...status,
      observations: status.observations + observations,
      shed: status.shed + shed,
      complaints: status.complaints + complaints,
      last_message_ms: status.last_message_ms ?? this.#last.last_message_ms,
    };
    this.#sink.status(this.#last);
  }

  #watch(): void {
    const worker = this.#worker;
    const silent_ms = performance.now() - this.#heard_ms;
    if (worker === null || silent_ms < SILENT_MS) return;
    this.#tellFailure(`its thread has not answered for ${Math.floor(silent_ms / 1000)} s`);
    if (silent_ms > REPLACE_MS) void worker.terminate();
  }

  #fail(reason: string): void {
    if (performance.now() - this.#started_ms > WELL_MS) this.#failures = 0;
    const wait_ms = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures++, 8));
    const { observations, shed, complaints } = this.#last;
    this.#before = { observations, shed, complaints: complaints + 1 };
    this.#tellFailure(`${reason}; it is begun anew in ${wait_ms / 1000} s`);
    this.#again = setTimeout(() => this.#begin(), wait_ms);
  }

  #tellFailure(text: string): void {
    const known = this.#last.problems.find(({ problem }) => problem === 'failed');
    const since_ms = known?.since_ms ?? Date.now();
    const problems = [{ problem: 'failed' as const, since_ms, text }];
    this.#last = { ...this.#last, state: 'stopped', problems, last_complaint: text, rate_per_s: 0, bytes_per_s: 0 };
    this.#sink.status(this.#last);
  }
}
