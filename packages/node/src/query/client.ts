import { Worker } from 'node:worker_threads';
import { errorFromData, NodeError } from '../errors.ts';
import type { Queries, QueryName, QueryReply, QueryRequest, QueryThreadData } from './protocol.ts';

type Waiting = { resolve: (answer: unknown) => void; reject: (error: Error) => void };

/** More questions than this at once are refused, so that a flood of them cannot pile up. */
const MAX_WAITING = 256;

/** Puts questions to the journal's reading thread. */
export class QueryClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #nextId = 1;
  #closed = false;

  constructor(data: string) {
    this.#worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { data } satisfies QueryThreadData,
    });
    this.#worker.on('message', (reply: QueryReply) => this.#answer(reply));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#fail(new NodeError('stopping'));
        resolve();
      });
    });
  }

  ask<Name extends QueryName>(
    name: Name,
    ...values: Parameters<Queries[Name]>
  ): Promise<Awaited<ReturnType<Queries[Name]>>> {
    if (this.#closed) return Promise.reject(new NodeError('stopping'));
    if (this.#waiting.size >= MAX_WAITING) return Promise.reject(new NodeError('too_many_requests'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#worker.postMessage({ type: 'query', id, name, values } satisfies QueryRequest);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#worker.postMessage({ type: 'close' } satisfies QueryRequest);
    await this.#exited;
  }

  #answer({ id, answer, error }: QueryReply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(answer);
    else waiting?.reject(errorFromData(error));
  }

  #fail(error: Error): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
