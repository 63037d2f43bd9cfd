import path from 'node:path';

/** Where things lie in a data directory. */
export function observationFolder(data: string): string {
  return path.join(data, 'observations');
}

export function journalFile(data: string): string {
  return path.join(data, 'journal.sqlite');
}
