import type { Briefing } from './briefing.ts';
import type { Curve, Reliability } from './curves.ts';
import type { TrialEncounter } from './encounter.ts';
import type { Condition } from './fly.ts';
import type { Metrics, Outcome, Unmitigated } from './summary.ts';

/** What one encounter came to in one condition; the columns of the peers' results, null where something never was. */
export type ReportRow = readonly [
  nmac: 0 | 1,
  lowc: 0 | 1,
  min_norm_nmac: number,
  min_norm_dwc: number,
  t_first_alert_s: number | null,
  t_first_response_s: number | null,
  reversals: number,
  extra_distance_m: number,
  altitude_deviation_m: number,
];

export type UnmitigatedRow = readonly [
  nmac: 0 | 1,
  lowc: 0 | 1,
  min_norm_nmac: number,
  min_norm_dwc: number,
  t_first_lowc_s: number | null,
];

/** Same encounters, two methods: how often only one of them lost well clear, and how likely that is by chance. */
export interface ReportPaired {
  readonly peer: string;
  readonly group: string;
  readonly only_ours: number;
  readonly only_peer: number;
  readonly p: number;
}

/** One method with one kind of sensors and of company, flown here or told by the results of others. */
export interface ReportCondition extends Condition {
  /** `method|sensors|equipped` */
  readonly key: string;
  readonly method: string;
  readonly flown: boolean;
  readonly metrics: Readonly<Record<string, Metrics>>;
  readonly paired: readonly ReportPaired[];
  /** By encounter, in their order; null where the method did not fly it. */
  readonly rows: readonly (ReportRow | null)[];
  /** Flown here: what each crew was told, from which the page flies the encounter again. */
  readonly briefings: readonly (readonly Briefing[] | null)[] | null;
}

/** All that the report of a trial holds; plain JSON. */
export interface TrialReport {
  readonly format: 'skyaccord-trial-report';
  readonly version: 1;
  readonly made_ms: number;
  readonly source: { readonly name: string; readonly sha256: string };
  readonly encounters: readonly TrialEncounter[];
  readonly unmitigated: {
    readonly metrics: Readonly<Record<string, Metrics>>;
    readonly rows: readonly UnmitigatedRow[];
  };
  /** What was flown here comes first. */
  readonly conditions: readonly ReportCondition[];
  readonly curves: readonly Curve[];
  readonly reliability: readonly Reliability[];
}

/** Digits that a page can show; the rest would only make the file larger. */
const kept = (value: number): number => Math.round(value * 1e4) / 1e4;
const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

export function reportRow(outcome: Outcome): ReportRow {
  return [
    flag(outcome.nmac),
    flag(outcome.lowc),
    kept(outcome.min_norm_nmac),
    kept(outcome.min_norm_dwc),
    outcome.t_first_alert_s,
    outcome.t_first_response_s,
    outcome.reversals,
    kept(outcome.extra_distance_m),
    kept(outcome.altitude_deviation_m),
  ];
}

export function unmitigatedRow(
  planned: Unmitigated & { readonly min_norm_nmac: number; readonly min_norm_dwc: number },
): UnmitigatedRow {
  return [
    flag(planned.nmac),
    flag(planned.lowc),
    kept(planned.min_norm_nmac),
    kept(planned.min_norm_dwc),
    planned.t_first_lowc_s,
  ];
}
