import { Worker } from 'node:worker_threads';
import type { Chunk, FeedSink, FeedStatus, LiveFeed } from './feed.ts';

type Message = { chunk?: Chunk; status?: Omit<FeedStatus, 'refused'> };

/** A readsb feed in a thread of its own. */
export class ThreadedReadsbFeed implements LiveFeed {
  readonly name: string;
  readonly #url: string;
  #worker: Worker | null = null;
  #exited: Promise<void> = Promise.resolve();

  constructor(name: string, url: string) {
    this.name = name;
    this.#url = url;
  }

  start(sink: FeedSink): void {
    const worker = new Worker(new URL('./readsb_thread.ts', import.meta.url), {
      workerData: { name: this.name, url: this.#url },
    });
    this.#worker = worker;
    let last: Omit<FeedStatus, 'refused'> | null = null;
    worker.on('message', ({ chunk, status }: Message) => {
      if (chunk !== undefined) sink.chunk(chunk);
      if (status === undefined) return;
      last = status;
      sink.status(status);
    });
    worker.on('error', (error) => {
      const before = last ?? { last_message_ms: null, observations: 0, complaints: 0 };
      const complaints = before.complaints + 1;
      sink.status({ ...before, name: this.name, state: 'stopped', complaints, last_complaint: error.message });
    });
    this.#exited = new Promise((resolve) => worker.once('exit', () => resolve()));
  }

  async stop(): Promise<void> {
    this.#worker?.postMessage('stop');
    await this.#exited;
  }
}
