import { NodeError } from '../errors.ts';

const SQLITE_CORRUPT = 11;

/** What SQLite says of a file whose pages do not fit together, as the error that it is to us; else the error itself. */
export function asDamage(error: unknown, place: string): unknown {
  const code = (error as { errcode?: number } | null)?.errcode;
  if (code === undefined || (code & 0xff) !== SQLITE_CORRUPT) return error;
  return new NodeError('journal_broken', `${place}: ${(error as Error).message}.`, { cause: error });
}
