import type { SaidStatement } from '@skyaccord/accord';

/** What a statement claims, in words: `not requested`, `granted`. */
export function claimWords({ predicate, negated }: Pick<SaidStatement, 'predicate' | 'negated'>): string {
  return `${negated ? 'not so: ' : ''}${predicate.replaceAll('_', ' ')}`;
}

/** Who said it, and who passed it on. */
export function speakerWords({
  speaker,
  office,
  relayed_by,
}: Pick<SaidStatement, 'speaker' | 'office' | 'relayed_by'>): string {
  const who = office === null ? speaker : `${speaker}, ${office}`;
  return relayed_by === null ? who : `${who}, as told by ${relayed_by}`;
}

/** The end of a day, UTC, so that what was said on it counts; null for no day. `day`: as `2026-03-01`. */
export function endOfDay(day: string): number | null {
  const from_ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(from_ms) ? null : from_ms + 86_400_000 - 1;
}
