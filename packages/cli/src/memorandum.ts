import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Memorandum, parseMemorandum } from '@skyaccord/accord';

/** The memorandum that runs when none is named. */
export const OCTOBER_MEMORANDUM = fileURLToPath(new URL('../../../scenarios/october.memorandum.yaml', import.meta.url));

/**
 * Reads and checks a memorandum; its warnings go to standard error. Throws `MemorandumError` with every problem placed.
 */
export async function loadMemorandum(path: string): Promise<Memorandum> {
  const { memorandum, warnings } = parseMemorandum(await readFile(path, 'utf8'));
  for (const { line, column, reason, remedy } of warnings) {
    process.stderr.write(`${path}:${line}:${column}: warning: ${reason}; ${remedy}\n`);
  }
  return memorandum;
}
