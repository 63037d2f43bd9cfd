import type { TrialClass, TrialEncounter } from '@skyaccord/accord';

/** 95 %; null where nothing was there to count. */
export type Interval = readonly [low: number | null, high: number | null];
export type Rate = {
  readonly n: number;
  readonly events: number;
  readonly rate: number | null;
  readonly ci95: Interval;
};
export type Ratio = { readonly value: number | null; readonly ci95: Interval };
export type Mean = { readonly mean_responded: number | null; readonly ci95: Interval };

/** What one condition came to in one group of encounters, with the field names of the peers' results. */
export type Metrics = {
  readonly nmac: Rate;
  readonly lowc: Rate;
  readonly within_3_nmac: Rate;
  readonly risk_ratio: Ratio;
  readonly lowc_ratio: Ratio;
  readonly within_3_nmac_ratio: Ratio;
  readonly induced_nmac: number;
  readonly induced_lowc: number;
  readonly alert?: Rate;
  readonly unnecessary_alert?: Rate;
  readonly late_or_missing_alert?: Rate;
  readonly responded?: number;
  readonly extra_distance_m?: Mean;
  readonly altitude_deviation_m?: Mean;
  readonly reversals?: { readonly per_responded: number | null; readonly ci95: Interval };
};

/** Same encounters, two methods: how often only one of them lost well clear, and how likely that is by chance. */
export type Paired = {
  readonly peer: string;
  readonly group: string;
  readonly only_ours: number;
  readonly only_peer: number;
  readonly p: number;
};

/** What one encounter came to in one condition; the columns of the peers' results. */
export type Row = readonly [
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

/** What a guided aircraft was told, where it changed: alert, and what was asked along each axis (null: the plan). */
export type Told = readonly [
  t_s: number,
  alert: 0 | 1,
  track_rad: number | null,
  speed_mps: number | null,
  vertical_mps: number | null,
];

/** One guided aircraft of one encounter: 0 is the own one, then the traffic in order. */
export type Briefing = {
  readonly aircraft: number;
  readonly told: readonly Told[];
  /** Predicted probability at every whole second that well clear is lost if nobody acts, %. */
  readonly probability_pct?: readonly number[];
};

/** One method with one kind of sensors and of company, flown here or reported by others of the same encounters. */
export type Condition = {
  /** `ours|noisy|own` */
  readonly key: string;
  readonly method: string;
  readonly sensors: 'perfect' | 'noisy';
  readonly equipped: 'own' | 'both';
  readonly flown: boolean;
  /** By group: `all/responding`, `enroute/5`. */
  readonly metrics: { readonly [group: string]: Metrics };
  readonly paired: readonly Paired[];
  /** By encounter, in their order; null where the method does not cover one. */
  readonly rows: readonly (Row | null)[] | null;
  readonly briefings: readonly (readonly Briefing[] | null)[] | null;
};

export type CurvePoint = {
  readonly threshold: number;
  /** Alerts among encounters that never lose well clear. */
  readonly unnecessary: Rate;
  /** Late or missing alerts among those that do. */
  readonly missed: Rate;
};
export type Curve = {
  readonly label: string;
  readonly points: readonly CurvePoint[];
  /** Of the points, the one used where nothing else is asked for. */
  readonly used: number | null;
};
export type ReliabilityBin = {
  readonly n: number;
  /** Mean of the predictions in the bin, and the share of them after which well clear was lost. */
  readonly predicted: number;
  readonly observed: number | null;
  readonly ci95: Interval;
};
export type Reliability = {
  readonly label: string;
  /** Mean distance between predicted and observed, weighted by the number of predictions. */
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
};

/** All that a report of a trial holds. */
export type TrialReport = {
  readonly format: 'skyaccord-trial-report';
  readonly version: 1;
  readonly made_ms: number;
  readonly source: { readonly name: string; readonly sha256: string };
  readonly encounters: readonly TrialEncounter[];
  /** By encounter: what became of it with everybody flying by the plan. */
  readonly unmitigated: readonly UnmitigatedRow[];
  /** What was flown here comes first. */
  readonly conditions: readonly Condition[];
  readonly curves: readonly Curve[];
  readonly reliability: readonly Reliability[];
};
export type UnmitigatedRow = readonly [
  nmac: 0 | 1,
  lowc: 0 | 1,
  min_norm_nmac: number,
  min_norm_dwc: number,
  t_first_lowc_s: number | null,
];

/**
 * The report as the command wrote it into the page.
 * @throws {Error} in words for the reader of the page
 */
export function readReport(text: string): TrialReport {
  const given = JSON.parse(text) as Partial<TrialReport> | null;
  if (given === null) {
    throw new Error(
      'This page holds no trial. The command writes one: skyaccord trial encounters FILE --report report.html',
    );
  }
  if (given.format !== 'skyaccord-trial-report' || given.version !== 1) {
    throw new Error(
      `This page shows reports of version 1; it holds ${String(given.format)} ${String(given.version)}. Write the report again.`,
    );
  }
  return given as TrialReport;
}

/** Groups of encounters: by class, and by the crew's delay. */
export const CLASS_GROUPS = ['all', 'manned', 'enroute', 'terminal', 'smalluas'] as const;
export const DELAY_GROUPS = ['any', 'responding', '5', '10', 'never'] as const;
export type ClassGroup = (typeof CLASS_GROUPS)[number];
export type DelayGroup = (typeof DELAY_GROUPS)[number];

export function inClass(cls: TrialClass, group: ClassGroup): boolean {
  return group === 'all' || group === cls || (group === 'manned' && cls !== 'smalluas');
}

export function inDelay(delay_s: TrialEncounter['delay_s'], group: DelayGroup): boolean {
  if (group === 'any') return true;
  if (group === 'responding') return delay_s !== 'never';
  return String(delay_s) === group;
}
