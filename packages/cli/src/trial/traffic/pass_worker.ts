import { parentPort, workerData } from 'node:worker_threads';
import { type PassMessage, type PassTask, runPass } from './pass.ts';

// One thread of a trial of memoranda: the task comes with it, progress and the result go back.

const tell = (message: PassMessage): void => parentPort?.postMessage(message);
tell(runPass(workerData as PassTask, tell));
