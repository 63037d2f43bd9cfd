import { realpathSync } from 'node:fs';
import path from 'node:path';
import { NodeError } from '../errors.ts';

/**
 * Whoever can call the API can name a file, and is shown what of it cannot be read. So a file that is named there must
 * lie in the node's folder for feeds, links followed; only the start can name others.
 *
 * @throws NodeError feed_invalid
 */
export function checkFolder(folder: string, file: string): void {
  const place = { field: 'address', value: file };
  let inside: string;
  try {
    inside = path.relative(realpathSync(folder), realpathSync(file));
  } catch {
    throw new NodeError(
      'feed_invalid',
      `address: there must be such a file in ${folder} when the feed is added.`,
      place,
    );
  }
  if (inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside)) return;
  throw new NodeError(
    'feed_invalid',
    `address: the file must lie in ${folder}; others can be named at the start.`,
    place,
  );
}
