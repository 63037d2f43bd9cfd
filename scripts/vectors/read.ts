import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The lines of a file that may be packed with gzip, without empty ones. */
export function lines(path: string): string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}
