import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Entry, readSteps, stepsFile } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';

/** A long life of a memorandum has a few dozen steps of a kilobyte. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The steps kept beside a memorandum; none where there is no such file.
 *
 * @throws NodeError file_unreadable when it is something else
 */
export function stepsBeside(memorandum: string): readonly Entry[] {
  const file = stepsFile(memorandum);
  if (!existsSync(file)) return [];
  const wrong = (reason: string) =>
    new NodeError('file_unreadable', `${file}: ${reason}.`, { field: 'memorandum', value: file });
  if (statSync(file).size > MOST_BYTES) throw wrong(`it is larger than ${MOST_BYTES} bytes`);
  const read = readSteps(readFileSync(file, 'utf8'));
  if ('reason' in read) throw wrong(read.reason);
  return read.steps;
}
