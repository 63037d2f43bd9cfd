import { systemCode } from '../errors.ts';

const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;
const SQLITE_READONLY = 8;

/** A failed write in words that a person at a console can act on. */
export function describeDiskError(error: unknown): string {
  const detail = error instanceof Error ? error.message : String(error);
  const sqlite = (error as { errcode?: number } | null)?.errcode;
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || sqlite === SQLITE_FULL) {
    const remedy = 'free some space and the node goes on';
    return `the disk is full, so nothing new is made durable or shown; ${remedy} (${detail})`;
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || sqlite === SQLITE_READONLY) {
    return `the data directory cannot be written any more; restore its permissions and the node goes on (${detail})`;
  }
  if (code === 'EIO' || (sqlite !== undefined && (sqlite & 0xff) === SQLITE_IOERR)) {
    return `the disk fails; nothing new is made durable or shown until it works again (${detail})`;
  }
  return `the journal cannot be written: ${detail}`;
}
