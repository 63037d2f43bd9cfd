import { parentPort, workerData } from 'node:worker_threads';
import { UNMEASURED } from '../src/feeds/feed.ts';
import type { FeedThreadData } from '../src/feeds/protocol.ts';

/** A feed's thread as it should not be: the name of its feed says how it fails, after it has been live. */
const { config } = workerData as FeedThreadData;
const counts = { observations: 7, complaints: 1, last_message_ms: 1_000, last_complaint: null };
parentPort?.postMessage({ status: { ...UNMEASURED, ...counts, name: config.name, state: 'live' } });
parentPort?.on('message', () => parentPort?.close());
setTimeout(() => {
  if (config.name === 'throws') throw new Error('broken on purpose');
  if (config.name === 'hangs') for (;;);
  if (config.name === 'eats') {
    const eaten: number[][] = [];
    for (;;) eaten.push(Array.from({ length: 100_000 }, (_, k) => k));
  }
}, 50);
