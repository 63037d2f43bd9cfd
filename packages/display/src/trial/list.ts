import type { ReportCondition, ReportRow, TrialReport, UnmitigatedRow } from '@skyaccord/accord';
import { type ClassGroup, type DelayGroup, inClass, inDelay } from './report.ts';

/** One encounter with what came of it: without guidance, with ours, with the method it is compared with. */
export type Entry = {
  readonly id: string;
  readonly cls: string;
  readonly delay: string;
  readonly traffic: number;
  readonly unmitigated: UnmitigatedRow;
  readonly ours: ReportRow | null;
  readonly peer: ReportRow | null;
};

export const OUTCOMES = {
  any: 'any outcome',
  nmac: 'NMAC with guidance',
  lost: 'well clear lost with guidance',
  near: 'within 3 NMAC with guidance',
  induced: 'lost only with guidance',
  prevented: 'loss prevented',
  unnecessary: 'alerted without need',
  late: 'alerted late or never',
  reversed: 'advice reversed',
  worse: 'lost here, kept by the other method',
  better: 'kept here, lost by the other method',
} as const;
export type Outcome = keyof typeof OUTCOMES;

const [NMAC, LOWC, NORM_NMAC, , ALERT, , REVERSALS] = [0, 1, 2, 3, 4, 5, 6] as const;

/** Alerted after the loss that would have come, or not at all. */
export function isLate([, lost, , , loss_s]: UnmitigatedRow, alert_s: number | null): boolean {
  return lost === 1 && (alert_s === null || (loss_s !== null && alert_s >= loss_s));
}

const TESTS: {
  readonly [outcome in Outcome]: (ours: ReportRow, unmitigated: UnmitigatedRow, peer: ReportRow | null) => boolean;
} = {
  any: () => true,
  nmac: (ours) => ours[NMAC] === 1,
  lost: (ours) => ours[LOWC] === 1,
  near: (ours) => ours[NORM_NMAC] < 3,
  induced: (ours, unmitigated) => ours[LOWC] > unmitigated[1] || ours[NMAC] > unmitigated[0],
  prevented: (ours, unmitigated) => ours[LOWC] === 0 && unmitigated[1] === 1,
  unnecessary: (ours, unmitigated) => ours[ALERT] !== null && unmitigated[1] === 0,
  late: (ours, unmitigated) => isLate(unmitigated, ours[ALERT]),
  reversed: (ours) => ours[REVERSALS] > 0,
  worse: (ours, _, peer) => peer !== null && ours[LOWC] > peer[1],
  better: (ours, _, peer) => peer !== null && ours[LOWC] < peer[1],
};

export type Filter = {
  readonly cls: ClassGroup;
  readonly delay: DelayGroup;
  readonly outcome: Outcome;
  /** Part of an id; empty: all. */
  readonly search: string;
};

/** The encounters that pass the filter, in their order. An outcome other than `any` needs a method that flew it. */
export function entriesOf(
  { encounters, unmitigated }: TrialReport,
  ours: ReportCondition | null,
  peer: ReportCondition | null,
  { cls, delay, outcome, search }: Filter,
): Entry[] {
  const wanted = search.trim().toLowerCase();
  const entries: Entry[] = [];
  for (const [index, { id, cls: own, delay_s, traffic }] of encounters.entries()) {
    if (!inClass(own, cls) || !inDelay(delay_s, delay) || !id.toLowerCase().includes(wanted)) continue;
    const bare = unmitigated.rows[index];
    if (bare === undefined) continue;
    const entry = {
      id,
      cls: own,
      delay: String(delay_s),
      traffic: traffic.length,
      unmitigated: bare,
      ours: ours?.rows?.[index] ?? null,
      peer: peer?.rows?.[index] ?? null,
    };
    if (entry.ours === null ? outcome === 'any' : TESTS[outcome](entry.ours, bare, entry.peer)) entries.push(entry);
  }
  return entries;
}

/** What became of an encounter, in few words, and a sign for whoever reads down a column. */
export function cameTo(row: ReportRow | UnmitigatedRow | null): { readonly sign: string; readonly words: string } {
  if (row === null) return { sign: '', words: 'not covered' };
  if (row[NMAC] === 1) return { sign: '◆', words: 'NMAC' };
  if (row[LOWC] === 1) return { sign: '▲', words: 'lost' };
  return { sign: '', words: 'well clear' };
}
