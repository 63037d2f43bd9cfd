import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of the project. */
export const ROOT = resolve(import.meta.dirname, '..');

/** Files under version control that stand on disk, as paths from the root, sorted. */
export const TRACKED: readonly string[] = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(ROOT, path)))
  .sort();

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Lines of a text; a newline at the end starts no further line. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
