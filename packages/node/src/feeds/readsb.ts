import { type Complaint, createReader, type Observation, type Reader } from '@skyaccord/wire';
import { encodeChunk } from './chunk.ts';
import type { FeedSink, FeedState, LiveFeed } from './feed.ts';

/** A receiver that hears a thousand aircraft sends about 0.5 MB; more than this is no aircraft.json. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const POLL_MS = 1_000;
const TIMEOUT_MS = 5_000;
/** After failures the next try waits twice as long, up to this: a feed that comes back is wanted at once. */
const MAX_WAIT_MS = 5_000;
/** Without a newer snapshot for this long, the feed is stale. */
const STALE_MS = 5_000;

export type ReadsbOptions = {
  readonly name: string;
  readonly url: string;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly poll_ms?: number;
  readonly max_bytes?: number;
};

/** Polls a readsb (tar1090, dump1090) `aircraft.json` once a second and passes on what has changed. */
export class ReadsbFeed implements LiveFeed {
  readonly name: string;
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #now: () => number;
  readonly #poll_ms: number;
  readonly #max_bytes: number;
  readonly #reader: Reader;
  readonly #abort = new AbortController();
  /** What each aircraft said last, so that a snapshot's repetitions are not taken for reports. */
  #last = new Map<string, string>();
  #sink: FeedSink | null = null;
  #state: FeedState = 'starting';
  #heartbeat_ms = Number.NEGATIVE_INFINITY;
  #message_ms: number | null = null;
  #fresh_ms: number;
  #observations = 0;
  #complaints = 0;
  #last_complaint: string | null = null;
  #failures = 0;
  #done: Promise<void> = Promise.resolve();

  constructor(options: ReadsbOptions) {
    this.name = options.name;
    this.#url = options.url;
    this.#fetch = options.fetch ?? fetch;
    this.#now = options.now ?? Date.now;
    this.#poll_ms = options.poll_ms ?? POLL_MS;
    this.#max_bytes = options.max_bytes ?? MAX_BYTES;
    this.#reader = createReader('readsb-aircraft-json', { source: options.name, name: options.url });
    this.#fresh_ms = this.#now();
  }

  start(sink: FeedSink): void {
    this.#sink = sink;
    this.#tell();
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#done;
    this.#state = 'stopped';
    this.#tell();
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      const begun_ms = this.#now();
      try {
        await this.#poll();
        this.#failures = 0;
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#failures++;
        this.#complain(describeFailure(error));
      }
      if (this.#now() - this.#fresh_ms > STALE_MS) this.#state = 'stale';
      this.#tell();
      const wait_ms = Math.min(MAX_WAIT_MS, this.#poll_ms * 2 ** Math.min(this.#failures, 8));
      await pause(Math.max(0, wait_ms - (this.#now() - begun_ms)), this.#abort.signal);
    }
  }

  async #poll(): Promise<void> {
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await this.#get(signal);
    const decoder = new TextDecoder();
    let bytes = 0;
    try {
      for await (const piece of response.body ?? []) {
        bytes += piece.length;
        if (bytes > this.#max_bytes) throw new Error(`the answer is larger than ${this.#max_bytes} bytes`);
        this.#take(this.#reader.push(decoder.decode(piece, { stream: true })));
      }
    } finally {
      this.#take(this.#reader.end());
    }
  }

  /** Follows a few redirects itself, so that none can lead from http(s) to anything else or hide a credential. */
  async #get(signal: AbortSignal): Promise<Response> {
    let url = this.#url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const response = await this.#fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
      if (response.status < 300 || response.status > 399) {
        if (response.ok) return response;
        await response.body?.cancel();
        throw new Error(`${url} answers ${response.status}`);
      }
      await response.body?.cancel();
      const next = new URL(response.headers.get('location') ?? '', url);
      if (!isFeedUrl(next)) throw new Error(`${url} redirects to ${next.protocol}//, which is not followed`);
      url = next.href;
    }
    throw new Error(`${this.#url} redirects more than ${MAX_REDIRECTS} times`);
  }

  #take(reading: ReturnType<Reader['push']>): void {
    for (const complaint of reading.complaints) this.#complain(describeComplaint(complaint));
    for (const heartbeat_ms of reading.heartbeats_ms) {
      if (heartbeat_ms <= this.#heartbeat_ms) continue;
      this.#heartbeat_ms = heartbeat_ms;
      this.#message_ms = heartbeat_ms;
      this.#fresh_ms = this.#now();
      this.#state = 'live';
    }
    const news = reading.observations.filter((observation) => this.#isNew(observation));
    if (news.length === 0) return;
    this.#observations += news.length;
    this.#sink?.chunk(encodeChunk(news));
  }

  #isNew(observation: Observation): boolean {
    const { address, technology, time_ms, latitude_deg, longitude_deg } = observation;
    const key = `${address} ${technology}`;
    const position = `${latitude_deg} ${longitude_deg}`;
    const said = `${time_ms} ${position}`;
    const before = this.#last.get(key);
    if (before === said) return false;
    // The time is reckoned from an age that is rounded: the same report may seem to move by a tenth of a second.
    if (before?.endsWith(` ${position}`) && Math.abs(Number(before.split(' ')[0]) - time_ms) <= SAME_MS) return false;
    this.#last.delete(key);
    this.#last.set(key, said);
    if (this.#last.size > MAX_REMEMBERED) this.#last.delete(this.#last.keys().next().value as string);
    return true;
  }

  #complain(text: string): void {
    this.#complaints++;
    this.#last_complaint = text;
  }

  #tell(): void {
    this.#sink?.status({
      name: this.name,
      state: this.#state,
      last_message_ms: this.#message_ms,
      observations: this.#observations,
      complaints: this.#complaints,
      last_complaint: this.#last_complaint,
    });
  }
}

const SAME_MS = 150;
const MAX_REMEMBERED = 100_000;

/** Whether a URL is one that a feed may be polled from. */
export function isFeedUrl(url: URL): boolean {
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '';
}

function describeFailure(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const cause = (error as { cause?: unknown }).cause;
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return error instanceof Error ? `${error.message}${reason}` : String(error);
}

function describeComplaint({ field, value, reason, remedy }: Complaint): string {
  const what = field === null ? '' : `${field}${value === null ? '' : ` ${value}`}: `;
  return `${what}${reason}; ${remedy}`;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
