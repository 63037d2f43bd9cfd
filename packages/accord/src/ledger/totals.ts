import type { LedgerEntry, Measure } from './entry.ts';
import { MEASURES } from './entry.ts';

/** By what entries may be summed. */
export const GROUPINGS = ['clause', 'party', 'week'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The sum over some entries, with the entries it is made of: every figure can be opened. */
export type Total = {
  /** The clause, the party or the Monday of the week (YYYY-MM-DD, UTC); null: not known. */
  readonly of: string | null;
  readonly count: number;
  readonly delay_s: number;
  readonly extra_m: number;
  readonly by_measure: Readonly<Record<Measure, number>>;
  readonly needed: { readonly yes: number; readonly no: number; readonly unknown: number };
  readonly entries: readonly string[];
};

const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday. */
const MONDAY_MS = 4 * DAY_MS;

/** Sums entries by clause, party or week; groups in order of their names, what is not known first. */
export function totalsBy(entries: readonly LedgerEntry[], by: Grouping): readonly Total[] {
  const groups = new Map<string | null, LedgerEntry[]>();
  for (const entry of entries) {
    const key = by === 'week' ? weekOf(entry.time_ms) : entry[by];
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)).map(([of, group]) => totalOf(of, group));
}

/** The sum over all entries. */
export function totalOf(of: string | null, entries: readonly LedgerEntry[]): Total {
  const by_measure = Object.fromEntries(MEASURES.map((measure) => [measure, 0])) as Record<Measure, number>;
  const needed = { yes: 0, no: 0, unknown: 0 };
  let [delay_s, extra_m] = [0, 0];
  for (const entry of entries) {
    by_measure[entry.measure] += 1;
    needed[entry.needed] += 1;
    delay_s += entry.delay_s;
    extra_m += entry.extra_m;
  }
  return { of, count: entries.length, delay_s, extra_m, by_measure, needed, entries: entries.map(({ id }) => id) };
}

/** The Monday of the week that holds an instant, UTC. */
function weekOf(time_ms: number): string {
  const week = Math.floor((time_ms - MONDAY_MS) / (7 * DAY_MS));
  return new Date(MONDAY_MS + 7 * DAY_MS * week).toISOString().slice(0, 10);
}
