import type { CaseBase } from '../casework/base.ts';
import type { CaseWork } from '../casework/work.ts';

/** By what cases are counted. */
export const TALLIES = ['class', 'clause', 'party', 'month', 'risk', 'state'] as const;
export type TallyBy = (typeof TALLIES)[number];

/** What of a case is counted; what is not known is null. */
export type TallyCase = {
  readonly id: string;
  readonly time_ms: number | null;
  readonly class: string | null;
  readonly clause: string | null;
  readonly parties: readonly string[];
  readonly breached: boolean;
  readonly h_cpa_m: number | null;
  readonly v_cpa_m: number | null;
  readonly state: string;
  readonly risk: string | null;
  readonly closed: boolean;
};

/** A number with the cases that it counts: each can be opened. */
export type Tally = {
  /** The class, clause, party, month (YYYY-MM, UTC), risk class or state; null: not known, or none. */
  readonly of: string | null;
  readonly count: number;
  /** Of these, those in which a clause was breached. */
  readonly breached: number;
  readonly cases: readonly string[];
};

/** A case as it is counted: as it was recorded here, and as the parties say it stands. */
export function tallyCase(base: CaseBase | null, work: CaseWork): TallyCase {
  const record = work.records[0]?.recorded;
  return {
    id: base?.id ?? work.reference,
    time_ms: base?.recorded.t_cpa_ms ?? work.time_ms,
    class: base?.class ?? null,
    clause: base?.clause ?? work.clause,
    parties: base?.parties ?? work.parties,
    breached: (base?.breached.length ?? 0) > 0,
    h_cpa_m: base?.recorded.h_cpa_m ?? record?.h_cpa_m ?? null,
    v_cpa_m: base?.recorded.v_cpa_m ?? record?.v_cpa_m ?? null,
    state: work.withdrawn === null ? work.state : 'withdrawn',
    risk: work.risk,
    closed: work.closed_ms !== null,
  };
}

/** Under which keys a case is counted; a case of two parties is counted with both. */
export function keysOf(one: TallyCase, by: TallyBy): readonly (string | null)[] {
  switch (by) {
    case 'party':
      return one.parties.length === 0 ? [null] : one.parties;
    case 'month':
      return [one.time_ms === null ? null : new Date(one.time_ms).toISOString().slice(0, 7)];
    default:
      return [one[by]];
  }
}

/** Counts cases anew, in order of their keys, what is not known first: what `Tallies` keeps, worked out at once. */
export function tallied(cases: Iterable<TallyCase>, by: TallyBy): readonly Tally[] {
  const groups = new Map<string | null, TallyCase[]>();
  for (const one of cases) {
    for (const key of keysOf(one, by)) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].sort(([a], [b]) => byKey(a, b)).map(([of, group]) => tallyOf(of, group));
}

export const byKey = (a: string | null, b: string | null): number => ((a ?? '') < (b ?? '') ? -1 : 1);

function tallyOf(of: string | null, group: readonly TallyCase[]): Tally {
  const ids = group.map(({ id }) => id).sort();
  return { of, count: ids.length, breached: group.filter(({ breached }) => breached).length, cases: ids };
}
