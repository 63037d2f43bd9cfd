import { parentPort } from 'node:worker_threads';
import { doTask, type Task } from './tasks.ts';

// One thread of a trial: it takes tasks as they come and answers each.

parentPort?.on('message', (task: Task) => parentPort?.postMessage(doTask(task)));
