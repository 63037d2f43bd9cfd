import type { PairColumns, PairList } from './pair_list.ts';
import type { SweepQuery } from './pair_sweep.ts';
import type { TrafficColumns } from './traffic_columns.ts';

/** What a worker is asked. */
export type SweepTask = {
  readonly ticket: number;
  readonly traffic: TrafficColumns;
  readonly count: number;
  readonly query: SweepQuery;
  readonly share: number;
  readonly shares: number;
};
/** What it answers: pairs in shared memory that is its own until the next task, or why not. */
export type SweepReply =
  | { readonly ticket: number; readonly count: number; readonly pairs: PairColumns }
  | { readonly ticket: number; readonly problem: string };

/** A started worker, as Node has them or as browsers have them. */
export type SweepThread = { postMessage(task: SweepTask): void } & (
  | { on(event: 'message' | 'error', listener: (value: SweepReply & Error) => void): unknown }
  | { addEventListener(event: 'message' | 'error', listener: (event: { data: SweepReply }) => void): void }
);

type Waiting = { left: number; readonly out: PairList; resolve(): void; reject(error: Error): void };

/**
 * PairSweep on several threads at once: each takes an equal share of the plane and reads the same columns. Starting
 * and ending the threads is the caller's, who knows where it runs.
 */
export class SweepPool {
  readonly #threads: readonly SweepThread[];
  #ticket = 0;
  #waiting: Waiting | null = null;
  #broken: Error | null = null;

  /** Threads that run sweep_worker.ts; throws a RangeError when there is none. */
  constructor(threads: readonly SweepThread[]) {
    if (threads.length === 0) throw new RangeError('threads: none given; start at least one worker');
    this.#threads = threads;
    for (const thread of threads) {
      if ('on' in thread) {
        thread.on('message', (reply) => this.#receive(reply));
        thread.on('error', (error) => this.#fail(error));
      } else {
        thread.addEventListener('message', ({ data }) => this.#receive(data));
        thread.addEventListener('error', () => this.#fail(new Error('a sweep worker failed')));
      }
    }
  }

  /**
   * Adds to `out` what PairSweep.detect() would, share by share as they are done. The columns lie in shared memory
   * (createSharedColumns) and stay unchanged until the promise is kept. One question at a time; rejects with an Error
   * when another is open, the columns are not shared, a worker refuses the input or has failed.
   */
  detect(traffic: TrafficColumns, count: number, query: SweepQuery, out: PairList): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    if (this.#waiting !== null) return Promise.reject(new Error('a question is open; wait for its answer'));
    for (const [name, column] of Object.entries(traffic)) {
      if (column.buffer instanceof ArrayBuffer) {
        return Promise.reject(new TypeError(`${name}: is not in shared memory; use createSharedColumns`));
      }
    }
    this.#ticket += 1;
    const shares = this.#threads.length;
    return new Promise((resolve, reject) => {
      this.#waiting = { left: shares, out, resolve, reject };
      for (const [share, thread] of this.#threads.entries()) {
        thread.postMessage({ ticket: this.#ticket, traffic, count, query, share, shares });
      }
    });
  }

  #receive(reply: SweepReply): void {
    const waiting = this.#waiting;
    if (waiting === null || reply.ticket !== this.#ticket) return;
    if ('problem' in reply) {
      this.#waiting = null;
      waiting.reject(new RangeError(reply.problem));
      return;
    }
    waiting.out.append(reply.pairs, reply.count);
    waiting.left -= 1;
    if (waiting.left === 0) {
      this.#waiting = null;
      waiting.resolve();
    }
  }

  #fail(error: Error): void {
    this.#broken = error;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}
