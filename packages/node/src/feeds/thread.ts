import { parentPort, workerData } from 'node:worker_threads';
import { connectTo } from './connections/connect.ts';
import type { FeedThreadData, FromFeed, ToFeed } from './protocol.ts';
import { FeedSession } from './session.ts';
import { systemTimers } from './timers.ts';

/** Sent and not yet taken by the node; more is left out, and counted. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** One feed's thread: what it reads goes to the node encoded; what the node cannot keep up with is left out here. */
const port = parentPort;
if (port === null) throw new Error('feeds/thread.ts runs as a worker of the node');
const { config, waiting } = workerData as FeedThreadData;
const waitingBytes = new Int32Array(waiting);
const tell = (message: FromFeed, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

let post: ((bytes: Uint8Array) => void) | null = null;
const connect = connectTo((posted) => {
  post = posted;
});
const session = new FeedSession(
  config,
  {
    chunk: (chunk) => {
      const bytes = chunk.lines.length;
      if (Atomics.load(waitingBytes, 0) > MAX_WAITING_BYTES) return false;
      Atomics.add(waitingBytes, 0, bytes);
      tell({ chunk }, [chunk.lines.buffer]);
      return true;
    },
    status: (status) => tell({ status }),
  },
  connect,
  systemTimers,
);
port.on('message', (message: ToFeed) => {
  if (message.type === 'post') {
    post?.(message.bytes);
    return;
  }
  session.stop();
  port.close();
});
session.start();
