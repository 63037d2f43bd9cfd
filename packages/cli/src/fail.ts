import { plain } from './tell.ts';

/** Ends the command for an error that a person can do something about; a fault of ours shows where it happened. */
export function fail(error: unknown): never {
  process.stderr.write(`skyaccord: ${plain(words(error))}\n`);
  process.exit(1);
}

function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = 'remedy' in error || 'problems' in error || 'code' in error;
  if (!known) return error.stack ?? error.message;
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : '';
  return error.message.includes(remedy) ? error.message : `${error.message} ${remedy}`;
}
