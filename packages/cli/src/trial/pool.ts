import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

const WORKER = new URL('./worker.ts', import.meta.url);

/**
 * Does tasks on all processors. Tasks answer in their own order whichever thread was first, so the outcome does not
 * depend on how many there are. `onDone` hears of each finished task.
 */
export async function runTasks<Task, Answer>(
  tasks: readonly Task[],
  onDone: (index: number) => void,
  threads = availableParallelism(),
): Promise<Answer[]> {
  const answers = new Array<Answer>(tasks.length);
  let next = 0;
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let current = 0;
      const give = () => {
        if (next >= tasks.length) return resolve();
        current = next++;
        worker.postMessage(tasks[current]);
      };
      worker.on('message', (answer: Answer) => {
        answers[current] = answer;
        onDone(current);
        give();
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`a worker of the trial ended by itself with code ${code}`)));
      give();
    });
  const workers = Array.from({ length: Math.min(threads, tasks.length) }, () => new Worker(WORKER));
  try {
    await Promise.all(workers.map(work));
  } finally {
    for (const worker of workers) worker.removeAllListeners('exit');
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return answers;
}

/** Lists of at most `size`, in order. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
