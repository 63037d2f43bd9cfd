import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** Loaded into every thread of the node under test: each collects its garbage when it is told to. */
const COLLECT = 'skyaccord-bench-collect';

const { gc } = globalThis as { gc?: () => void };
const channel = new BroadcastChannel(COLLECT);
channel.unref();
if (!isMainThread) channel.onmessage = () => gc?.();

/** Asks all other threads to collect, and collects here. They need a moment: none of them answers. */
export function collectEverywhere(): void {
  channel.postMessage(null);
  gc?.();
}
