import path from 'node:path';

/** Where things lie in a data directory. */
export function observationFolder(data: string): string {
  return path.join(data, 'observations');
}

/** Saved states of the watch: to start from, not part of the record. */
export function snapshotFolder(data: string): string {
  return path.join(data, 'snapshots');
}

export function journalFile(data: string): string {
  return path.join(data, 'journal.sqlite');
}
