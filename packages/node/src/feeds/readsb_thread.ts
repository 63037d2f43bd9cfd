import { parentPort, workerData } from 'node:worker_threads';
import { ReadsbFeed } from './readsb.ts';

/** Reads and encodes a receiver's snapshots away from the node's own thread: one of 10,000 aircraft takes 100 ms. */
const port = parentPort;
if (port === null) throw new Error('feeds/readsb_thread.ts runs as a worker of the node');
const { name, url } = workerData as { name: string; url: string };
const feed = new ReadsbFeed({ name, url });
feed.start({
  chunk: (chunk) => port.postMessage({ chunk }, [chunk.lines.buffer]),
  status: (status) => port.postMessage({ status }),
});
port.on('message', async () => {
  await feed.stop();
  port.close();
});
