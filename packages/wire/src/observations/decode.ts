import type { Observation } from '../observation.ts';

/**
 * The observations of text that `encodeObservation` wrote, one a line; nothing is checked. Text of before there were
 * registrations or resolution advisories has none: they are not known.
 */
export function decodeObservations(lines: string): Observation[] {
  // Lines of JSON hold no bare line feed, so that one parse does for all.
  const observations = JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as Observation[];
  for (const observation of observations) {
    observation.registration ??= null;
    observation.resolution_advisory ??= null;
  }
  return observations;
}

/** The same of one object that may be anything. */
export function withLaterFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (Object.hasOwn(value, 'registration') && Object.hasOwn(value, 'resolution_advisory')) return value;
  return { registration: null, resolution_advisory: null, ...value };
}
