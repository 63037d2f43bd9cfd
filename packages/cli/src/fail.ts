/** Ends the command for an error that a person can do something about; a fault of ours shows where it happened. */
export function fail(error: unknown): never {
  const known = error instanceof Error && ('remedy' in error || 'problems' in error || 'code' in error);
  const message = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`skyaccord: ${message}\n`);
  process.exit(1);
}
