import { parentPort, workerData } from 'node:worker_threads';
import { errorData } from '../errors.ts';
import { journalFile } from '../journal/layout.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import type { QueryReply, QueryRequest, QueryThreadData } from './protocol.ts';

/** Answers questions about the journal on a connection of its own, so that neither the writer nor the node waits. */
const port = parentPort;
if (port === null) throw new Error('query/thread.ts runs as a worker of the node');
const reader = openSqliteReader(journalFile((workerData as QueryThreadData).data));

port.on('message', (request: QueryRequest) => {
  if (request.type === 'close') {
    reader.close();
    port.close();
    return;
  }
  const { id, name, values } = request;
  let reply: QueryReply;
  try {
    const ask = reader[name] as (...values: readonly unknown[]) => unknown;
    reply = { id, answer: ask.apply(reader, [...values]) };
  } catch (error) {
    reply = { id, error: errorData(error) };
  }
  port.postMessage(reply);
});
