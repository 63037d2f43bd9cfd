import { parentPort, workerData } from 'node:worker_threads';
import { errorData } from '../errors.ts';
import { journalFile } from '../journal/layout.ts';
import { JournalTree } from '../journal/tree.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import type { QueryName, QueryReply, QueryRequest, QueryThreadData } from './protocol.ts';

/** Answers questions about the journal on a connection of its own, so that neither the writer nor the node waits. */
const port = parentPort;
if (port === null) throw new Error('query/thread.ts runs as a worker of the node');
const { data } = workerData as QueryThreadData;
const reader = openSqliteReader(journalFile(data));
let tree: JournalTree | null = null;

port.on('message', (request: QueryRequest) => {
  if (request.type === 'close') {
    reader.close();
    port.close();
  } else void reply(request);
});

async function reply({ id, name, values }: Exclude<QueryRequest, { type: 'close' }>): Promise<void> {
  let told: QueryReply;
  try {
    const found = answer(name, values);
    told = { id, answer: found instanceof Promise ? await found : found };
  } catch (error) {
    told = { id, error: errorData(error) };
  }
  port?.postMessage(told);
}

function answer(name: QueryName, values: readonly unknown[]): unknown {
  if (name === 'reconstruction') return reconstructed(String(values[0]));
  if (name === 'treeHead') return grown().head();
  if (name === 'treePaths') return grown().paths(values[0] as number, values[1] as readonly number[]);
  const ask = reader[name] as (...values: readonly unknown[]) => unknown;
  return ask.apply(reader, [...values]);
}

/** It takes the whole engine, which most nodes are not asked for in a day: loaded when it is. */
async function reconstructed(id: string): Promise<unknown> {
  const { reconstructionIn } = await import('../evidence/figure.ts');
  return reconstructionIn(data, reader, id);
}

/** The tree is made when it is first asked for, and grows with the journal. */
function grown(): JournalTree {
  tree ??= new JournalTree(data);
  tree.refresh(reader);
  return tree;
}
