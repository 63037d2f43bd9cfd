/**
 * A thread that sweeps its share of the plane when asked: the file to start as a worker, in Node
 * (`new Worker(url)` of node:worker_threads) and in browsers (`new Worker(url, { type: 'module' })`), and to hand to
 * SweepPool.
 */
import { PairList } from './pair_list.ts';
import { PairSweep } from './pair_sweep.ts';
import type { SweepReply, SweepTask } from './sweep_pool.ts';

type Port = { postMessage(reply: SweepReply): void };
type NodePort = Port & { on(event: 'message', listener: (task: SweepTask) => void): void };
type Threads = { readonly parentPort: NodePort | null };
type NodeProcess = { getBuiltinModule?(name: string): Threads | undefined };

const sweep = new PairSweep();
const found = new PairList(1024, true);

function answer({ ticket, traffic, count, query, share, shares }: SweepTask, port: Port): void {
  found.clear();
  try {
    sweep.detect(traffic, count, query, found, share, shares);
  } catch (error) {
    port.postMessage({ ticket, problem: error instanceof Error ? error.message : String(error) });
    return;
  }
  const { first, second, entry_s, exit_s } = found;
  port.postMessage({ ticket, count: found.count, pairs: { first, second, entry_s, exit_s } });
}

// Node has no global port as browsers have; asking for the module by name keeps this file free of Node's imports.
const threads = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.('node:worker_threads');
if (threads?.parentPort) {
  const port = threads.parentPort;
  port.on('message', (task) => answer(task, port));
} else {
  const port = globalThis as unknown as Port & { onmessage: (event: { data: SweepTask }) => void };
  port.onmessage = ({ data }) => answer(data, port);
}
