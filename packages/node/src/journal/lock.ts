import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NodeError, systemCode } from '../errors.ts';

/** Who holds a data directory, for the one who is refused. */
export type Owner = { readonly pid: number; readonly since_ms: number; readonly url: string | null };

/** A held data directory. */
export type Lock = {
  /** Writes who holds it, for others to read; `url` once the node listens. */
  describe(owner: Owner): void;
  release(): void;
};

/**
 * Takes a data directory for one process, and makes it where it is missing.
 *
 * The lock is the operating system's own on a small SQLite file, held by an open exclusive transaction: it goes with
 * the process however that ends, so there is never a stale lock to remove. On network file systems it is only as good
 * as their locking; a data directory belongs on a local disk.
 *
 * @throws NodeError data_in_use, saying who holds it and since when; data_not_writable
 */
export function lockDataDirectory(folder: string): Lock {
  const file = path.join(folder, 'lock.sqlite');
  let database: DatabaseSync;
  try {
    makeFolder(folder);
    database = new DatabaseSync(file, { timeout: 0 });
  } catch (cause) {
    throw notWritable(folder, cause);
  }
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if ((cause as { errcode?: number }).errcode !== BUSY) throw notWritable(folder, cause);
    throw new NodeError('data_in_use', held(folder), { field: 'data', value: folder, cause });
  }
  HELD.add(database);
  return {
    describe: (owner) => writeFileSync(ownerFile(folder), `${JSON.stringify(owner)}\n`),
    release: () => {
      if (HELD.delete(database)) database.close();
    },
  };
}

/**
 * Step by step: Node's own recursive mkdir never returns where a file system answers "no such file" to every attempt.
 */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}

const BUSY = 5;

/** The open connections are the locks: one that nobody held on to would be collected, closed, and the lock gone. */
const HELD = new Set<DatabaseSync>();

function ownerFile(folder: string): string {
  return path.join(folder, 'owner.json');
}

function held(folder: string): string {
  try {
    const owner = JSON.parse(readFileSync(ownerFile(folder), 'utf8')) as Owner;
    const since = new Date(owner.since_ms).toISOString();
    const where = owner.url === null ? 'not listening yet' : `at ${owner.url}`;
    return `${folder} is held by process ${owner.pid} since ${since}, ${where}.`;
  } catch {
    return `${folder} is held by a process that has not said who it is yet.`;
  }
}

function notWritable(folder: string, cause: unknown): NodeError {
  const reason = systemCode(cause) === null ? String(cause) : (cause as Error).message;
  return new NodeError('data_not_writable', `${folder}: ${reason}.`, { field: 'data', value: folder, cause });
}
