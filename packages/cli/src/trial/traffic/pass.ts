import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type LogEntry, type MemorandumCost, parseMemorandum, tryMemoranda } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';

/** What one thread does: one pass over the traffic, with some of the memoranda. */
export type PassTask = {
  readonly texts: readonly string[];
  readonly observations: readonly Observation[];
  readonly logged: readonly LogEntry[];
};
export type PassResult = {
  readonly costs: readonly MemorandumCost[];
  /** Time of the tracks, which all share, and of each memorandum's own work. */
  readonly tracking_ms: number;
  readonly took_ms: readonly number[];
};
/** From a thread: how far it is, 0 to 1, or that it is done. */
export type PassMessage = number | PassResult;

const WORKER = new URL('./pass_worker.ts', import.meta.url);
/** Progress is told at each such share of the observations. */
const STEP = 0.01;

/** One pass over the traffic under all memoranda of the task. */
export function runPass({ texts, observations, logged }: PassTask, onProgress: (fraction: number) => void): PassResult {
  const memoranda = texts.map((text) => parseMemorandum(text).memorandum);
  const took_ms = memoranda.map(() => 0);
  let tracking_ms = 0;
  let whose: number | null = null;
  let since_ms = performance.now();
  const turn = (of: number | null): void => {
    const now_ms = performance.now();
    if (whose === null) tracking_ms += now_ms - since_ms;
    else took_ms[whose] = (took_ms[whose] ?? 0) + now_ms - since_ms;
    whose = of;
    since_ms = now_ms;
  };
  const pass = tryMemoranda(memoranda, observations, logged, turn);
  for (let told = 0; ; ) {
    const step = pass.next();
    if (step.done) {
      turn(null);
      return { costs: step.value, tracking_ms, took_ms };
    }
    const fraction = step.value / observations.length;
    if (fraction - told < STEP) continue;
    told = fraction;
    onProgress(fraction);
  }
}

/**
 * The passes of several threads, each with its share of the memoranda, put together in the order of `texts`. Tracks are
 * followed once in each thread; the outcome does not depend on how many there are. The calling thread takes the first
 * share, since it is at work before any other: until that is done, progress is its own.
 */
export async function runPasses(
  task: PassTask,
  onProgress: (fraction: number) => void,
  threads = availableParallelism(),
): Promise<PassResult> {
  const count = Math.min(threads, task.texts.length);
  const done = new Array<number>(count).fill(0);
  const here = async (share: PassTask): Promise<PassResult> => {
    // The others begin first.
    await null;
    const result = runPass(share, onProgress);
    done[0] = 1;
    return result;
  };
  const results = await Promise.all(
    done.map((_, thread) => {
      const share = { ...task, texts: task.texts.filter((_text, i) => i % count === thread) };
      if (thread === 0) return here(share);
      return inThread(share, (fraction) => {
        done[thread] = fraction;
        onProgress(Math.min(...done));
      });
    }),
  );
  const pick = <T>(of: (result: PassResult) => readonly T[]): T[] =>
    task.texts.map((_, i) => of(results[i % count] as PassResult)[Math.floor(i / count)] as T);
  return {
    costs: pick((one) => one.costs),
    tracking_ms: Math.max(...results.map((one) => one.tracking_ms)),
    took_ms: pick((one) => one.took_ms),
  };
}

function inThread(task: PassTask, onProgress: (fraction: number) => void): Promise<PassResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: task });
    worker.on('message', (message: PassMessage) => {
      if (typeof message === 'number') onProgress(message);
      else resolve(message);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread of the trial ended by itself with code ${code}`)));
  });
}
