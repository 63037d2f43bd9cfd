import { parentPort } from 'node:worker_threads';
import { type CurveTask, doTask, type FlyTask } from './tasks.ts';

// One thread of a trial: it takes tasks as they come and answers each.

parentPort?.on('message', (task: FlyTask | CurveTask) => parentPort?.postMessage(doTask(task)));
