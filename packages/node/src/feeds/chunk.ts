import { encodeObservation, type Observation } from '@skyaccord/wire';
import type { Chunk } from './feed.ts';

const encoder = new TextEncoder();

/** Observations in the form in which they are logged, hashed and watched. */
export function encodeChunk(observations: readonly Observation[]): Chunk {
  const lines: string[] = [];
  for (const observation of observations) lines.push(encodeObservation(observation));
  lines.push('');
  return { lines: encoder.encode(lines.join('\n')), count: observations.length };
}
