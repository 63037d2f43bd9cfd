import type { Delay, TrialClass } from './encounter.ts';
import { type Interval, mean95, quantile, ratio95, wilson95 } from './statistics.ts';

/** Inside this many times the near mid-air collision volume an encounter counts as near. */
export const NEAR_NORM = 3;

/** What a summary needs of one encounter flown with guidance. Times in s, lengths in m; null: never. */
export interface Outcome {
  readonly nmac: boolean;
  readonly lowc: boolean;
  readonly min_norm_nmac: number;
  readonly min_norm_dwc: number;
  readonly t_first_alert_s: number | null;
  readonly t_first_response_s: number | null;
  readonly reversals: number;
  readonly extra_distance_m: number;
  readonly altitude_deviation_m: number;
  /** Changed commands that were flown; null where a file does not tell. */
  readonly advisories: number | null;
}

/** What would have been without guidance. */
export interface Unmitigated {
  readonly nmac: boolean;
  readonly lowc: boolean;
  readonly near: boolean;
  readonly t_first_lowc_s: number | null;
}

/** One encounter in a summary. */
export interface Row {
  readonly id: string;
  readonly cls: TrialClass;
  readonly delay_s: Delay;
  readonly intruders: number;
  readonly weight: number;
  readonly unmitigated: Unmitigated;
  readonly outcome: Outcome;
}

export interface Rate {
  readonly n: number;
  readonly events: number;
  readonly rate: number | null;
  readonly ci95: Interval | null;
}

export interface Ratio {
  readonly value: number | null;
  readonly ci95: Interval | null;
}

/** Figures of one group of encounters; null where nothing stands below the line. */
export interface Metrics {
  readonly nmac: Rate;
  readonly lowc: Rate;
  readonly within_3_nmac: Rate;
  readonly risk_ratio: Ratio;
  readonly lowc_ratio: Ratio;
  readonly within_3_nmac_ratio: Ratio;
  readonly weighted: {
    readonly nmac_rate: number | null;
    readonly lowc_rate: number | null;
    readonly risk_ratio: number | null;
    readonly lowc_ratio: number | null;
  };
  readonly induced_nmac: number;
  readonly induced_lowc: number;
  readonly alert: Rate;
  readonly unnecessary_alert: Rate;
  readonly late_or_missing_alert: Rate;
  readonly alert_lead_s: { readonly median: number | null; readonly p05: number | null };
  readonly responded: number;
  /** The rest is over encounters in which the ownship's crew responded; absent where none did. */
  readonly extra_distance_m?: {
    readonly mean_responded: number;
    readonly ci95: Interval;
    readonly median: number;
    readonly p95: number;
    readonly mean_all: number;
  };
  readonly altitude_deviation_m?: { readonly mean_responded: number; readonly ci95: Interval; readonly p95: number };
  readonly reversals?: { readonly per_responded: number; readonly ci95: Interval; readonly share_with_any: number };
  readonly advisories_per_responded?: number | null;
}

const isManned = ({ cls }: Row) => cls !== 'smalluas';
const responds = ({ delay_s }: Row) => delay_s !== 'never';
const isPair = ({ intruders }: Row) => intruders === 1;

type Choice = readonly [name: string, holds: (row: Row) => boolean];

const CLASSES: readonly Choice[] = [
  ['all', () => true],
  ['manned', isManned],
  ['enroute', ({ cls }) => cls === 'enroute'],
  ['terminal', ({ cls }) => cls === 'terminal'],
  ['smalluas', ({ cls }) => cls === 'smalluas'],
];

const DELAYS: readonly Choice[] = [
  ['any', () => true],
  ['responding', responds],
  ['5', ({ delay_s }) => delay_s === 5],
  ['10', ({ delay_s }) => delay_s === 10],
  ['never', ({ delay_s }) => delay_s === 'never'],
];

/** Groups in the order they are told: classes by delay, then pairs apart from encounters with several intruders. */
export const GROUPS: readonly Choice[] = [
  ...CLASSES.flatMap(([cls, holds]) =>
    DELAYS.map(([delay, answers]): Choice => [`${cls}/${delay}`, (row) => holds(row) && answers(row)]),
  ),
  ...CLASSES.slice(0, 2).flatMap(([cls, holds]): Choice[] => [
    [`${cls}/pairwise/responding`, (row) => holds(row) && responds(row) && isPair(row)],
    [`${cls}/multi/responding`, (row) => holds(row) && responds(row) && !isPair(row)],
  ]),
];

/** Figures of every group that has an encounter. */
export function summarize(rows: readonly Row[]): Record<string, Metrics> {
  const groups = GROUPS.map(([name, holds]) => [name, rows.filter(holds)] as const);
  return Object.fromEntries(groups.flatMap(([name, some]) => (some.length === 0 ? [] : [[name, metricsOf(some)]])));
}

function rounded(value: number): number;
function rounded(value: number | null): number | null;
function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(value * 1e5) / 1e5;
}

function interval([low, high]: Interval): Interval {
  return [rounded(low), rounded(high)];
}

function rateOf(events: number, n: number): Rate {
  if (n === 0) return { n, events, rate: null, ci95: null };
  return { n, events, rate: rounded(events / n), ci95: interval(wilson95(events, n)) };
}

function ratioOf(withGuidance: readonly boolean[], without: readonly boolean[]): Ratio {
  const base = without.filter(Boolean).length;
  if (base === 0) return { value: null, ci95: null };
  return {
    value: rounded(withGuidance.filter(Boolean).length / base),
    ci95: interval(ratio95(withGuidance, without)),
  };
}

/** Figures of some encounters. */
function metricsOf(rows: readonly Row[]): Metrics {
  const nmac = rows.map(({ outcome }) => outcome.nmac);
  const lowc = rows.map(({ outcome }) => outcome.lowc);
  const near = rows.map(({ outcome }) => outcome.min_norm_nmac < NEAR_NORM);
  const before = rows.map(({ unmitigated }) => unmitigated);
  const count = (flags: readonly boolean[]) => flags.filter(Boolean).length;
  const weigh = (flag: (row: Row) => boolean) => rows.reduce((sum, row) => sum + (flag(row) ? row.weight : 0), 0);
  const share = (above: number, below: number) => rounded(below === 0 ? null : above / below);
  const all = weigh(() => true);
  const lost = rows.filter(({ unmitigated }) => unmitigated.lowc);
  const kept = rows.filter(({ unmitigated }) => !unmitigated.lowc);
  const leads = lost.flatMap(({ unmitigated, outcome }) =>
    outcome.t_first_alert_s === null ? [] : [(unmitigated.t_first_lowc_s as number) - outcome.t_first_alert_s],
  );
  const alerted = (row: Row) => row.outcome.t_first_alert_s !== null;
  const intime = leads.filter((lead_s) => lead_s >= 0).length;
  return {
    nmac: rateOf(count(nmac), rows.length),
    lowc: rateOf(count(lowc), rows.length),
    within_3_nmac: rateOf(count(near), rows.length),
    risk_ratio: ratioOf(
      nmac,
      before.map((one) => one.nmac),
    ),
    lowc_ratio: ratioOf(
      lowc,
      before.map((one) => one.lowc),
    ),
    within_3_nmac_ratio: ratioOf(
      near,
      before.map((one) => one.near),
    ),
    weighted: {
      nmac_rate: share(
        weigh(({ outcome }) => outcome.nmac),
        all,
      ),
      lowc_rate: share(
        weigh(({ outcome }) => outcome.lowc),
        all,
      ),
      risk_ratio: share(
        weigh(({ outcome }) => outcome.nmac),
        weigh(({ unmitigated }) => unmitigated.nmac),
      ),
      lowc_ratio: share(
        weigh(({ outcome }) => outcome.lowc),
        weigh(({ unmitigated }) => unmitigated.lowc),
      ),
    },
    induced_nmac: rows.filter(({ outcome, unmitigated }) => outcome.nmac && !unmitigated.nmac).length,
    induced_lowc: rows.filter(({ outcome, unmitigated }) => outcome.lowc && !unmitigated.lowc).length,
    alert: rateOf(rows.filter(alerted).length, rows.length),
    unnecessary_alert: rateOf(kept.filter(alerted).length, kept.length),
    late_or_missing_alert: rateOf(lost.length - intime, lost.length),
    alert_lead_s: { median: rounded(quantile(leads, 0.5)), p05: rounded(quantile(leads, 0.05)) },
    ...responseOf(rows),
  };
}

type Response = Pick<
  Metrics,
  'responded' | 'extra_distance_m' | 'altitude_deviation_m' | 'reversals' | 'advisories_per_responded'
>;

function responseOf(rows: readonly Row[]): Response {
  const responded = rows.filter(({ outcome }) => outcome.t_first_response_s !== null).map(({ outcome }) => outcome);
  if (responded.length === 0) return { responded: 0 };
  const extra = responded.map((one) => one.extra_distance_m);
  const height = responded.map((one) => one.altitude_deviation_m);
  const reversals = responded.map((one) => one.reversals);
  const told = responded.every((one) => one.advisories !== null);
  const mean = (values: readonly number[]) => {
    const { mean: value, ci95 } = mean95(values);
    return { mean: rounded(value), ci95: interval(ci95) };
  };
  const { mean: extra_m, ci95: extra95 } = mean(extra);
  const { mean: height_m, ci95: height95 } = mean(height);
  const { mean: reversed, ci95: reversed95 } = mean(reversals);
  return {
    responded: responded.length,
    extra_distance_m: {
      mean_responded: extra_m,
      ci95: extra95,
      median: rounded(quantile(extra, 0.5)),
      p95: rounded(quantile(extra, 0.95)),
      mean_all: rounded(rows.reduce((sum, { outcome }) => sum + outcome.extra_distance_m, 0) / rows.length),
    },
    altitude_deviation_m: { mean_responded: height_m, ci95: height95, p95: rounded(quantile(height, 0.95)) },
    reversals: {
      per_responded: reversed,
      ci95: reversed95,
      share_with_any: rounded(reversals.filter((count) => count > 0).length / responded.length),
    },
    advisories_per_responded: told ? mean(responded.map((one) => one.advisories as number)).mean : null,
  };
}
