import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
  if (!existsSync(path)) throw new Error(`no recording ${name} in ${folder}; SKYACCORD_DATA names the folder`);
  return path;
}
