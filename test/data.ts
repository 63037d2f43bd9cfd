import { describe } from 'vitest';
import { RECORDINGS_STAND } from './recordings.ts';

export { RECORDINGS_STAND, recording } from './recordings.ts';

/** `describe` for tests that need recordings; where there are none they show as skipped, with the reason. */
export function describeRecordings(name: string, tests: () => void): void {
  const why = 'needs the recordings: set SKYACCORD_DATA to their folder';
  describe.skipIf(!RECORDINGS_STAND)(RECORDINGS_STAND ? name : `${name} (${why})`, tests);
}
