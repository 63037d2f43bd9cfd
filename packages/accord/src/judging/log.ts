import type { LogEntry, Saying, When } from '../judged.ts';

/** Entries kept; the oldest goes first, and from then on the log is not complete before what is left. */
const MOST_ENTRIES = 10_000;
/** While the log is kept, everything is in it this long after it was said, s. */
export const LOGGED_WITHIN_S = 120;

export type SavedLog = { readonly entries: readonly LogEntry[]; readonly lost_ms: number | null };

/** The log of calls, in the order of what it tells, however it was told. */
export class CallLog {
  #entries: LogEntry[] = [];
  /** Up to when entries were let go, ms. */
  #lost_ms = -Infinity;

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#entries.sort(compareEntries);
    while (this.#entries.length > MOST_ENTRIES) {
      const gone = this.#entries.shift()!;
      this.#lost_ms = Math.max(this.#lost_ms, gone.at.latest_ms);
    }
  }

  /** Entries of a clause that say one of these, in order of time. */
  of(clause: string, ...says: readonly Saying[]): readonly LogEntry[] {
    return this.#entries.filter((one) => one.clause === clause && says.includes(one.says));
  }

  /** Did a party keep the log all through? null: any party. With a clause: what a node logs under that one. */
  keptBy(party: string | null, from_ms: number, until_ms: number, clause?: string): boolean {
    return this.kept(party, clause).some((span) => span.from_ms <= from_ms && until_ms <= span.to_ms);
  }

  /** When a party (null: any) certainly kept the log; a span that lasts ends in Infinity. */
  kept(party: string | null, clause?: string): { readonly from_ms: number; readonly to_ms: number }[] {
    return spansOf(
      this.#entries.filter((one) => (party === null || one.by === party) && one.clause === clause),
      'log_opened',
      'log_closed',
    ).filter((span) => span.from_ms >= this.#lost_ms);
  }

  save(): SavedLog {
    return { entries: [...this.#entries], lost_ms: this.#lost_ms === -Infinity ? null : this.#lost_ms };
  }

  restore({ entries, lost_ms }: SavedLog): void {
    this.#entries = [...entries];
    this.#lost_ms = lost_ms ?? -Infinity;
  }
}

/** From each beginning, when it certainly had begun, to the next end, when it certainly lasted still. */
export function spansOf(
  entries: readonly LogEntry[],
  begins: Saying,
  ends: Saying,
): { from_ms: number; to_ms: number }[] {
  const spans: { from_ms: number; to_ms: number }[] = [];
  let from_ms: number | null = null;
  for (const { says, at } of entries) {
    if (says === begins) from_ms ??= at.latest_ms;
    if (says !== ends || from_ms === null) continue;
    if (at.earliest_ms > from_ms) spans.push({ from_ms, to_ms: at.earliest_ms });
    from_ms = null;
  }
  if (from_ms !== null) spans.push({ from_ms, to_ms: Infinity });
  return spans;
}

/** The first of some entries, in order of time, that passes. */
export function firstSaid(entries: readonly LogEntry[], passes: (entry: LogEntry) => boolean): When | null {
  return entries.find(passes)?.at ?? null;
}

const FIELDS = [
  'says',
  'by',
  'to',
  'clause',
  'step',
  'track',
  'frequency_mhz',
  'about',
  'from_ms',
  'until_ms',
  'what',
  'level',
  'resolution_m',
] as const;

/** By time, then by all the rest, so that it does not matter in which order entries came; 0 for what is the same. */
export function compareEntries(x: LogEntry, y: LogEntry): number {
  const order = x.at.earliest_ms - y.at.earliest_ms || x.at.latest_ms - y.at.latest_ms;
  if (order !== 0) return order;
  for (const field of FIELDS) {
    const [one, other] = [x[field] ?? '', y[field] ?? ''];
    if (one !== other) return one < other ? -1 : 1;
  }
  const rest = (entry: LogEntry): string =>
    JSON.stringify([entry.contents, entry.emergency, entry.purpose_named, entry.words]);
  const [one, other] = [rest(x), rest(y)];
  return one === other ? 0 : one < other ? -1 : 1;
}
