import { type Interval, quantile, wilson95 } from './statistics.ts';
import type { Rate } from './summary.ts';
import { ALERT_CURVES, type AlertRecord, BINS, PREDICTIONS, type Tally } from './sweep.ts';

/** One place on an operating curve. */
export interface CurvePoint {
  readonly threshold: number;
  /** Alerts among encounters that never lose well clear by their plans. */
  readonly unnecessary: Rate;
  /** Late or missing alerts among those that do. */
  readonly missed: Rate;
  /** Median time from the alert to the loss, s; null where there is none. */
  readonly lead_s: number | null;
}

/** Missed against unnecessary alerts while one threshold moves. */
export interface Curve {
  readonly label: string;
  readonly points: readonly CurvePoint[];
  /** Of the points, the one used where nothing else is asked for. */
  readonly used: number | null;
}

export interface ReliabilityBin {
  /** Predictions, one for each second; those of one encounter are much alike. */
  readonly n: number;
  readonly encounters: number;
  /** Mean of the predictions, and the share of them after which well clear was lost. */
  readonly predicted: number;
  readonly observed: number;
  /** As if each encounter had told once. */
  readonly ci95: Interval;
}

export interface Reliability {
  readonly label: string;
  /** Mean distance between predicted and observed share, weighted by the number of predictions. */
  readonly error: number;
  /** The same over the predictions of 10 % and more alone: where losses are rare, most predictions are nought. */
  readonly likely_error: number;
  /** Without those that no prediction fell into. */
  readonly bins: readonly ReliabilityBin[];
}

/** The operating curves of what was recorded. */
export function curvesOf(records: readonly AlertRecord[]): Curve[] {
  const lost = records.filter(({ t_first_lowc_s }) => t_first_lowc_s !== null);
  const kept = records.filter(({ t_first_lowc_s }) => t_first_lowc_s === null);
  return ALERT_CURVES.map(({ label, thresholds, used }, curve) => ({
    label,
    used: used === null ? null : thresholds.indexOf(used),
    points: thresholds.map((threshold, at): CurvePoint => {
      const first = ({ first_s }: AlertRecord) => first_s[curve]?.[at] ?? null;
      const leads = lost.flatMap((record) => {
        const alert_s = first(record);
        return alert_s === null ? [] : [(record.t_first_lowc_s as number) - alert_s];
      });
      const missed = lost.length - leads.filter((lead_s) => lead_s >= 0).length;
      return {
        threshold,
        unnecessary: rate(kept.filter((record) => first(record) !== null).length, kept.length),
        missed: rate(missed, lost.length),
        lead_s: leads.length === 0 ? null : quantile(leads, 0.5),
      };
    }),
  }));
}

function rate(events: number, n: number): Rate {
  return n === 0 ? { n, events, rate: null, ci95: null } : { n, events, rate: events / n, ci95: wilson95(events, n) };
}

/** How the predicted probabilities kept their word. */
export function reliabilityOf(records: readonly AlertRecord[]): Reliability[] {
  return PREDICTIONS.map(({ label }, kind) => {
    const tallies = records.map((record) => record.tallies[kind] as Tally);
    return { label, ...judged(tallies) };
  });
}

function judged(tallies: readonly Tally[]): Omit<Reliability, 'label'> {
  let apart = 0;
  let total = 0;
  let likelyApart = 0;
  let likely = 0;
  const bins: ReliabilityBin[] = [];
  for (let bin = 0; bin < BINS; bin++) {
    const sum = (of: (tally: Tally) => readonly number[]) =>
      tallies.reduce((all, tally) => all + (of(tally)[bin] as number), 0);
    const n = sum(({ predictions }) => predictions);
    if (n === 0) continue;
    const predicted = sum((tally) => tally.predicted) / n;
    const observed = sum(({ followed }) => followed) / n;
    const encounters = tallies.filter(({ predictions }) => (predictions[bin] as number) > 0).length;
    bins.push({ n, encounters, predicted, observed, ci95: wilson95(observed * encounters, encounters) });
    apart += n * Math.abs(predicted - observed);
    total += n;
    if (bin === 0) continue;
    likelyApart += n * Math.abs(predicted - observed);
    likely += n;
  }
  return { error: mean(apart, total), likely_error: mean(likelyApart, likely), bins };
}

const mean = (sum: number, n: number): number => (n === 0 ? 0 : sum / n);
