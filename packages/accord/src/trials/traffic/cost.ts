import type { Memorandum } from '../../memorandum/memorandum.ts';
import type { CostEvent } from './cost_log.ts';

/** What came of a memorandum, or of one clause of it, or for one party. Sums of whole ms and mm: exact in any order. */
export type Cost = {
  readonly alerts: number;
  /** Of these, how many warned. */
  readonly warnings: number;
  /** Calls to a person; warnings that belong together are one. */
  readonly calls: number;
  /** Measured in passes. */
  readonly breaches: number;
  /** Verdicts. */
  readonly breached: number;
  readonly cannot_tell: number;
  readonly notices: number;
  /** Advices that count. */
  readonly asked: number;
  /** Of these, how many are not safe. */
  readonly unsafe: number;
  readonly delay_s: number;
  readonly sooner_s: number;
  readonly extra_m: number;
};

export type ClauseCost = Cost & { readonly clause: string; readonly kind: string };
/** `party` is null for aircraft of nobody known. */
export type PartyCost = Cost & { readonly party: string | null };

/** An advice that counts, as it is told. */
export type AskTold = {
  readonly time_ms: number;
  readonly clause: string;
  readonly party: string | null;
  readonly alert: string;
  readonly track: string;
  readonly words: string;
  readonly safe: boolean;
  readonly delay_s: number;
  readonly sooner_s: number;
  readonly extra_m: number;
};

export type MemorandumCost = {
  readonly total: Cost;
  /** In the order of the memorandum: separation minima, and what else had anything come of it. */
  readonly by_clause: readonly ClauseCost[];
  /**
   * In the order of the memorandum, unknown last. An advice is one party's; an alert, a breach or a verdict between two
   * parties stands in the rows of both.
   */
  readonly by_party: readonly PartyCost[];
  readonly asks: readonly AskTold[];
};

const COUNTED = {
  alert: 'alerts',
  warning: 'warnings',
  call: 'calls',
  breach: 'breaches',
  breached: 'breached',
  cannot_tell: 'cannot_tell',
  notice: 'notices',
  ask: 'asked',
} as const;

/** Sums events; every figure of a {@link Cost} comes from here. */
function sumOf(events: Iterable<CostEvent>): Cost {
  const counts = {
    alerts: 0,
    warnings: 0,
    calls: 0,
    breaches: 0,
    breached: 0,
    cannot_tell: 0,
    notices: 0,
    asked: 0,
    unsafe: 0,
  };
  let delay_ms = 0;
  let sooner_ms = 0;
  let extra_mm = 0;
  for (const { what, ask } of events) {
    counts[COUNTED[what]] += 1;
    if (ask === null) continue;
    if (!ask.safe) counts.unsafe += 1;
    delay_ms += ask.delay_ms;
    sooner_ms += ask.sooner_ms;
    extra_mm += ask.extra_mm;
  }
  return { ...counts, delay_s: delay_ms / 1000, sooner_s: sooner_ms / 1000, extra_m: extra_mm / 1000 };
}

/** What came of a memorandum in a run. */
export function costOf(memorandum: Memorandum, events: readonly CostEvent[]): MemorandumCost {
  const byClause = Map.groupBy(events, (one) => one.clause);
  const clauses = memorandum.clauses.filter(({ id, kind }) => kind === 'separation_minimum' || byClause.has(id));
  const parties: (string | null)[] = memorandum.parties.map(({ id }) => id);
  const ofParty = (party: string | null) => events.filter((one) => one.parties.includes(party));
  return {
    total: sumOf(events),
    by_clause: clauses.map(({ id, kind }) => ({ clause: id, kind, ...sumOf(byClause.get(id) ?? []) })),
    by_party: [...parties, null].map((party) => ({ party, ...sumOf(ofParty(party)) })),
    asks: events.flatMap(({ time_ms, clause, parties: [party = null], ask }) => {
      if (ask === null) return [];
      const { delay_ms, sooner_ms, extra_mm, ...rest } = ask;
      const cost = { delay_s: delay_ms / 1000, sooner_s: sooner_ms / 1000, extra_m: extra_mm / 1000 };
      return [{ time_ms, clause, party, ...rest, ...cost }];
    }),
  };
}
