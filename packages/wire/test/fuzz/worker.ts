import { parentPort, workerData } from 'node:worker_threads';
import type { Said, Share } from './protocol.ts';
import { TARGETS } from './targets.ts';
import { Failure, heldBytes, Trial } from './trial.ts';

const PROGRESS = 5000;
/** More than this kept by a reader that lasts, after all its bounded memories are full, is growth. */
const MOST_GROWTH_BYTES = 48 * 1024 * 1024;

const share = workerData as Share;
const target = TARGETS.find(({ name }) => name === share.target);
if (target === undefined || parentPort === null) throw new Error(`no worker for ${share.target}`);
const port = parentPort;
const at = new Float64Array(share.at);
const trial = new Trial(target, share.seed);
let heap_bytes = 0;
let early_bytes: number | null = null;

function say(kind: Said['kind'], inputs: number, more: Partial<Said> = {}): void {
  const { observations, complaints, bytes } = trial;
  heap_bytes = Math.max(heap_bytes, process.memoryUsage().heapUsed);
  const said = { kind, inputs, observations, complaints, bytes, heap_bytes, grown_bytes: null, failure: null, ...more };
  port.postMessage(said satisfies Said);
}

const quarter = share.from + Math.floor((share.to - share.from) / 4);
let index = share.from;
try {
  for (; index < share.to; index++) {
    at[0] = index;
    if (index === quarter) early_bytes = heldBytes();
    trial.input(index);
    if ((index + 1) % PROGRESS === 0) say('progress', index + 1 - share.from);
  }
  const grown_bytes = heldBytes() - (early_bytes ?? 0);
  if (grown_bytes > MOST_GROWTH_BYTES) {
    throw new Failure(`the reader that lasts holds ${grown_bytes} bytes more`, new Uint8Array(), index - 1);
  }
  say('done', share.to - share.from, { grown_bytes });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const { message: reason, input } = error;
  say('failed', index - share.from, { failure: { reason, index: error.index, input } });
}
