import { Worker } from 'node:worker_threads';
import type { Sheet } from '@skyaccord/accord';
import { type ErrorData, errorFromData, NodeError } from '../errors.ts';
import type { Paper } from '../print/pdf.ts';

/** What costs a second or more at the worst, and so is done on a thread of its own. */
export type Task =
  | { readonly do: 'print'; readonly sheet: Sheet; readonly paper: Paper; readonly made_ms: number }
  | { readonly do: 'compare'; readonly own: Version; readonly text: string; readonly language: string };

/** A version of a memorandum with its plain data. */
export type Version = { readonly version: number; readonly sha256: string; readonly content: unknown };

/** What two versions of a memorandum say otherwise, read from the earlier to the later. */
export type Comparison = {
  /** The one that was handed over. */
  readonly other: { readonly id: string; readonly version: number; readonly sha256: string };
  /** Which of the two is read first: the lower version; the node's own where they have the same number. */
  readonly before: 'own' | 'other';
  /** A sentence each; none where both are the same bytes. */
  readonly changes: readonly string[];
  /** Further ones, which are counted only. */
  readonly more: number;
};

export type Done =
  | { readonly answer: Uint8Array | Comparison; readonly error?: undefined }
  | { readonly answer?: undefined; readonly error: ErrorData };

/** Of the thread: a document of a million characters fits several times, a hostile one does not get the machine. */
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 };
const MOST_MS = 20_000;
/** More that wait than this are refused: a flood of them must not pile up. */
const MOST_WAITING = 8;

/** Prints and compares memoranda beside the node: one task at a time, each on a new thread that ends with it. */
export class Paperwork {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws NodeError not_printable */
  print(sheet: Sheet, paper: Paper, made_ms: number): Promise<Uint8Array> {
    return this.#enqueue({ do: 'print', sheet, paper, made_ms }) as Promise<Uint8Array>;
  }

  /** @throws NodeError memorandum_refused where `text` is no sound memorandum */
  compare(own: Version, text: string, language: string): Promise<Comparison> {
    return this.#enqueue({ do: 'compare', own, text, language }) as Promise<Comparison>;
  }

  async #enqueue(task: Task): Promise<Uint8Array | Comparison> {
    if (this.#waiting >= MOST_WAITING) throw new NodeError('too_many_requests');
    this.#waiting += 1;
    const done = this.#last.then(() => carryOut(task));
    this.#last = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#waiting -= 1;
    }
  }
}

function carryOut(task: Task): Promise<Uint8Array | Comparison> {
  return new Promise((resolve, reject) => {
    const script = new URL('./paperwork_thread.ts', import.meta.url);
    const worker = new Worker(script, { workerData: task, resourceLimits: LIMITS });
    const timer = setTimeout(() => {
      reject(new NodeError('internal', `It was not done in ${MOST_MS / 1000} s.`));
      void worker.terminate();
    }, MOST_MS);
    worker.once('message', ({ answer, error }: Done) => {
      if (error === undefined) resolve(answer);
      else reject(errorFromData(error));
    });
    worker.once('error', (cause) => reject(new NodeError('internal', undefined, { cause })));
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new NodeError('internal', 'Its thread ended without an answer.'));
    });
  });
}
