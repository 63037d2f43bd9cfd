import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';

const folder = process.env.SKYACCORD_DATA ?? resolve(import.meta.dirname, '../../shared/data');

/** Whether the recordings stand on this machine. They are not part of the project: see CONTRIBUTING.md. */
export const RECORDINGS_STAND = existsSync(folder);

/**
 * The path of a recording.
 *
 * @throws when it is not there, although the folder is: a renamed recording must not turn a test off
 */
export function recording(name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) throw new Error(`no recording ${name} in ${folder}`);
  return path;
}

/** `describe` for tests that need recordings; where there are none they show as skipped, with the reason. */
export function describeRecordings(name: string, tests: () => void): void {
  const why = 'needs the recordings: set SKYACCORD_DATA to their folder';
  describe.skipIf(!RECORDINGS_STAND)(RECORDINGS_STAND ? name : `${name} (${why})`, tests);
}
