import type { LedgerEntry, Total } from '@skyaccord/accord';

/** The entries behind a total, in the order of their time: every figure opens what it is made of. */
export function entriesOf({ entries }: Pick<Total, 'entries'>, all: readonly LedgerEntry[]): LedgerEntry[] {
  const wanted = new Set(entries);
  return all.filter(({ id }) => wanted.has(id)).sort((a, b) => a.time_ms - b.time_ms);
}

/** A sum of delays as people plan by it: `12.5 min`. */
export function minutesWords(delay_s: number): string {
  return `${(delay_s / 60).toFixed(1)} min`;
}

/** How long a bar is, as a share of the longest; delays that save time are drawn as nothing. */
export function shareOf(value: number, all: readonly number[]): number {
  const most = Math.max(0, ...all);
  return most === 0 ? 0 : Math.max(0, value) / most;
}
