import { parentPort } from 'node:worker_threads';
import { type FlyTask, fly } from './tasks.ts';

// One thread of a trial: it takes tasks as they come and answers each.

parentPort?.on('message', (task: FlyTask) => parentPort?.postMessage(fly(task)));
