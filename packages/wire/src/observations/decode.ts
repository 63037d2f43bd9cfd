import type { Observation } from '../observation.ts';

/**
 * The observations of text that `encodeObservation` wrote, one a line; nothing is checked. Text of before there were
 * registrations has none: they are not known.
 */
export function decodeObservations(lines: string): Observation[] {
  // Lines of JSON hold no bare line feed, so that one parse does for all.
  const observations = JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as Observation[];
  for (const observation of observations) observation.registration ??= null;
  return observations;
}

/** The same of one object that may be anything. */
export function withLaterFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, 'registration')) return value;
  return { ...value, registration: null };
}
