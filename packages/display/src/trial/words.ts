import type { Metrics, Rate, Ratio, ReportCondition } from '@skyaccord/accord';
import { height, M_PER_FT, M_PER_NM, UNKNOWN, type UnitSystem } from '../format/units.ts';
import type { ClassGroup, DelayGroup } from './report.ts';

export const CLASS_WORDS: { readonly [group in ClassGroup]: string } = {
  all: 'all classes',
  manned: 'enroute and terminal',
  enroute: 'enroute',
  terminal: 'terminal',
  smalluas: 'small uncrewed',
};
export const DELAY_WORDS: { readonly [group in DelayGroup]: string } = {
  any: 'every crew',
  responding: 'crews that respond',
  '5': 'response after 5 s',
  '10': 'response after 10 s',
  never: 'no response',
};
const METHODS: { readonly [method: string]: string } = {
  ours: 'Skyaccord',
  ours_unlinked: 'Skyaccord without a link',
  daidalus_heading: 'DAIDALUS heading',
  daidalus_vertical: 'DAIDALUS vertical',
  tcas_like: 'TCAS-like',
  mvp: 'MVP',
  none: 'no guidance',
};

export const methodWords = (method: string): string => METHODS[method] ?? method.replaceAll('_', ' ');

/** Which sensors, and who acts. */
export function circumstances({ sensors, equipped }: Pick<ReportCondition, 'sensors' | 'equipped'>): string {
  return `${sensors} sensors, ${equipped === 'own' ? 'own aircraft acts alone' : 'equipped traffic acts too'}`;
}

/** A value with its interval, in the unit it is told in: shares of one. */
export type Stated = { readonly value: number; readonly low: number; readonly high: number };

export type Measure = {
  readonly key: string;
  readonly label: string;
  /** What it says, for whoever asks. */
  readonly meaning: string;
  readonly unit: 'ratio' | 'share' | 'distance' | 'height' | 'count';
  readonly of: (metrics: Metrics) => Stated | null;
};

/** In a report an interval that is not a number is written as null. */
type Interval = readonly [low: number | null, high: number | null];

function stated(value: number | null | undefined, ci95: Interval | null | undefined): Stated | null {
  if (value === null || value === undefined) return null;
  return { value, low: ci95?.[0] ?? value, high: ci95?.[1] ?? value };
}
const rate = (given: Rate | undefined) => stated(given?.rate, given?.ci95);
/** Nothing happens less often than never, whatever a normal interval says. */
const count = (given: Metrics['reversals']) => {
  const told = stated(given?.per_responded, given?.ci95);
  return told && { ...told, low: Math.max(0, told.low) };
};
const ratio = (given: Ratio | undefined) => stated(given?.value, given?.ci95);
const mean = (given: Metrics['extra_distance_m'] | Metrics['altitude_deviation_m']) =>
  stated(given?.mean_responded, given?.ci95);

export const MEASURES: readonly Measure[] = [
  {
    key: 'lowc_ratio',
    label: 'Loss of well clear, ratio',
    meaning: 'encounters that lose well clear with guidance, over those that lose it without',
    unit: 'ratio',
    of: (metrics) => ratio(metrics.lowc_ratio),
  },
  {
    key: 'within_3_nmac_ratio',
    label: 'Within 3 NMAC, ratio',
    meaning: 'encounters that come within three times the near mid-air collision volume, over those without guidance',
    unit: 'ratio',
    of: (metrics) => ratio(metrics.within_3_nmac_ratio),
  },
  {
    key: 'risk_ratio',
    label: 'NMAC, risk ratio',
    meaning: 'near mid-air collisions with guidance, over those without',
    unit: 'ratio',
    of: (metrics) => ratio(metrics.risk_ratio),
  },
  {
    key: 'unnecessary_alert',
    label: 'Unnecessary alerts',
    meaning: 'share alerted among encounters that never lose well clear without guidance',
    unit: 'share',
    of: (metrics) => rate(metrics.unnecessary_alert),
  },
  {
    key: 'late_or_missing_alert',
    label: 'Late or missing alerts',
    meaning: 'share alerted after the loss or never, among encounters that lose well clear without guidance',
    unit: 'share',
    of: (metrics) => rate(metrics.late_or_missing_alert),
  },
  {
    key: 'extra_distance_m',
    label: 'Extra distance, mean',
    meaning: 'longer way of the own aircraft, mean over encounters with a response',
    unit: 'distance',
    of: (metrics) => mean(metrics.extra_distance_m),
  },
  {
    key: 'altitude_deviation_m',
    label: 'Height off plan, mean',
    meaning: 'greatest height off the planned path, mean over encounters with a response',
    unit: 'height',
    of: (metrics) => mean(metrics.altitude_deviation_m),
  },
  {
    key: 'reversals',
    label: 'Reversals per response',
    meaning: 'commands to the side opposite to the last one, for each encounter with a response',
    unit: 'count',
    of: (metrics) => count(metrics.reversals),
  },
];

/** One number of a measure. Horizontal distances are small here: hundredths of a mile would hide them. */
export function figure(unit: Measure['unit'], value: number | null, units: UnitSystem): string {
  if (value === null || !Number.isFinite(value)) return UNKNOWN;
  if (unit === 'ratio') return value.toFixed(3);
  if (unit === 'count') return value.toFixed(3);
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  return unit === 'height' ? height(value, units) : way(value, units);
}

/** A horizontal distance within an encounter, where most are short: metres below 10 km in both systems. */
export function way(value_m: number, units: UnitSystem): string {
  const size_m = Math.abs(value_m);
  const sign = value_m <= -0.5 ? '−' : '';
  if (size_m < 9999.5) return `${sign}${Math.round(size_m).toLocaleString('en')} m`;
  return units === 'metric' ? `${sign}${(size_m / 1000).toFixed(1)} km` : `${sign}${(size_m / M_PER_NM).toFixed(1)} NM`;
}

/** What heights are read in, m. */
export const heightUnit_m = (units: UnitSystem): number => (units === 'metric' ? 1 : M_PER_FT);

/** A tick of an axis, without the decimals that say nothing. */
export function tickWords(unit: Measure['unit'], value: number, units: UnitSystem): string {
  if (unit === 'share') return `${Number((value * 100).toFixed(2))} %`;
  return unit === 'ratio' || unit === 'count' ? String(Number(value.toFixed(4))) : figure(unit, value, units);
}

/** The interval of a value as people read it: `0.051 to 0.089`. */
export function interval(unit: Measure['unit'], { low, high }: Stated, units: UnitSystem): string {
  return `${figure(unit, low, units)} to ${figure(unit, high, units)}`;
}

/** A probability by chance: small ones are told as a bound. */
export function chance(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${p.toFixed(p < 0.01 ? 4 : 2)}`;
}
