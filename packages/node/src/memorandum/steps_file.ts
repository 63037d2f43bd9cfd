import { existsSync, readFileSync } from 'node:fs';
import type { Entry } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';

/** A long life of a memorandum has a few dozen steps of a kilobyte. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The file beside a memorandum in which the command line keeps what was signed of it. */
export function stepsFile(memorandum: string): string {
  return `${memorandum.replace(/\.(ya?ml|json)$/, '')}.steps.json`;
}

/**
 * The steps kept beside a memorandum; none where there is no such file.
 *
 * @throws NodeError file_unreadable when it is something else
 */
export function readSteps(memorandum: string): readonly Entry[] {
  const file = stepsFile(memorandum);
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const wrong = (reason: string) =>
    new NodeError('file_unreadable', `${file}: ${reason}.`, { field: 'steps', value: file });
  if (text.length > MOST_BYTES) throw wrong(`it is larger than ${MOST_BYTES} bytes`);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw wrong('it is not JSON');
  }
  const { skyaccord, steps } = (found ?? {}) as { skyaccord?: unknown; steps?: unknown };
  if (skyaccord !== 'steps/1' || !Array.isArray(steps)) throw wrong('it is not a steps/1 file');
  return steps.map((step: unknown, index): Entry => {
    const { statement = null, signature, received_ms } = (step ?? {}) as Partial<Entry>;
    if (typeof signature !== 'string' || typeof received_ms !== 'number') {
      throw wrong(`step ${index + 1} has no signature or no time at which it was received`);
    }
    return { statement, signature, received_ms };
  });
}
