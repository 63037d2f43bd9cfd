import { parentPort, workerData } from 'node:worker_threads';
import { changeIn, compareMemoranda, MemorandumError, parseMemorandum } from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { errorData, NodeError } from '../errors.ts';
import { printSheet } from '../print/print.ts';
import type { Comparison, Done, Task } from './paperwork.ts';

/** Problems that a refusal names, and sentences that an answer holds. */
const MOST_PROBLEMS = 5;
const MOST_CHANGES = 1000;

/** Carries out the one task that it is started with, says what came of it, and ends. */
const port = parentPort;
if (port === null) throw new Error('memorandum/paperwork_thread.ts runs as a worker of the node');

let done: Done;
try {
  done = { answer: await carryOut(workerData as Task) };
} catch (error) {
  done = { error: errorData(error) };
}
port.postMessage(done);
port.close();

async function carryOut(task: Task): Promise<Uint8Array | Comparison> {
  return task.do === 'print' ? printSheet(task.sheet, task.paper, task.made_ms) : compare(task);
}

function compare({ own, text, language }: Extract<Task, { do: 'compare' }>): Comparison {
  const { memorandum, content } = read(text);
  const other = { id: memorandum.id, version: memorandum.version, sha256: sha256Hex(canonicalJson(content)) };
  const before = other.version < own.version ? 'other' : 'own';
  const [first, second] = before === 'own' ? [own.content, content] : [content, own.content];
  const changes = compareMemoranda(first, second);
  const told = changes.slice(0, MOST_CHANGES).map((change) => changeIn(change, language));
  return { other, before, changes: told, more: changes.length - told.length };
}

function read(text: string): ReturnType<typeof parseMemorandum> {
  try {
    return parseMemorandum(text);
  } catch (error) {
    if (!(error instanceof MemorandumError)) throw error;
    const places = error.problems.slice(0, MOST_PROBLEMS).map(({ line, column, path, value, reason, remedy }) => {
      const what = `${path === '' ? 'document' : path}${value === null ? '' : ` = ${value}`}`;
      return `${line}:${column} ${what}: ${reason}; ${remedy}`;
    });
    const more = error.problems.length - places.length;
    const rest = more > 0 ? ` And ${more} more.` : '';
    throw new NodeError('memorandum_refused', `${places.join('. ')}.${rest}`, { field: 'body.text' });
  }
}
