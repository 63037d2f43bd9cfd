/**
 * A thread that sweeps with others when told: the file to start as a worker, in Node (`new Worker(url)` of
 * node:worker_threads) and in browsers (`new Worker(url, { type: 'module' })`), and to hand to SweepPool.
 */
import type { SweepReply, SweepTask } from './sweep_pool.ts';
import { SweepShare } from './sweep_room.ts';

type Port = { postMessage(reply: SweepReply): void };
type NodePort = Port & { on(event: 'message', listener: (task: SweepTask) => void): void };
type Threads = { readonly parentPort: NodePort | null };
type NodeProcess = { getBuiltinModule?(name: string): Threads | undefined };

/** By pool. */
const shares = new Map<number, SweepShare>();

function answer({ pool, room, thread }: SweepTask, port: Port): void {
  if (room !== undefined && thread !== undefined) shares.set(pool, new SweepShare(room, thread, true));
  const answered = shares.get(pool)?.work() ?? 0;
  if (answered !== 0) port.postMessage(answered);
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
