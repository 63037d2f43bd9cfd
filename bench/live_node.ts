import { Worker } from 'node:worker_threads';
import { type Chunk, type LiveFeed, startNode } from '@skyaccord/node';
import { collectEverywhere } from './live_collect.ts';

/** Threads that are busy collect a little later. */
const COLLECTED_MS = 1_000;

/** The node under test: a process of its own, with simulated traffic in a thread where a receiver's would be. */
const [data, memorandum, aircraft, density] = process.argv.slice(2) as [string, string, string, string];

let worker: Worker | null = null;
const feed: LiveFeed = {
  name: 'bench',
  start(sink) {
    let observations = 0;
    worker = new Worker(new URL('./live_traffic.ts', import.meta.url), {
      workerData: { aircraft: Number(aircraft), density: Number(density) },
    });
    worker.on('message', (chunk: Chunk) => {
      observations += chunk.count;
      sink.chunk(chunk);
    });
    const tell = () =>
      sink.status({
        name: 'bench',
        state: 'live',
        last_message_ms: Date.now(),
        observations,
        complaints: 0,
        last_complaint: null,
      });
    tell();
    setInterval(tell, 1_000).unref();
  },
  async stop() {
    worker?.postMessage('stop');
  },
};

const node = await startNode({ port: 0, people: 'demo', data, memorandum, feeds: [feed], logLevel: 'warn' });
process.send?.({ url: node.url });
process.on('message', async (message) => {
  if (message === 'memory') {
    collectEverywhere();
    await new Promise((done) => setTimeout(done, COLLECTED_MS));
    process.send?.({ memory: process.memoryUsage().rss });
  }
  if (message === 'stop') {
    await node.close();
    process.disconnect();
  }
});
