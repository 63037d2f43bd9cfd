import { exp, log } from '@skyaccord/sky';
import { Mulberry32 } from './sensing.ts';

export type Interval = readonly [low: number, high: number];

/** Quantile 0.975 of the normal distribution, as trials usually round it. */
const Z95 = 1.96;
const RESAMPLES = 1000;
/** The bootstrap draws the same samples on every machine and in every run. */
const BOOTSTRAP_SEED = 20260718;

/**
 * The 95 % interval of a share (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * J. Am. Stat. Assoc. 22, 1927); NaN of nothing.
 */
export function wilson95(events: number, of: number): Interval {
  if (of === 0) return [Number.NaN, Number.NaN];
  const z2 = (Z95 * Z95) / of;
  const share = events / of;
  const centre = share + z2 / 2;
  const spread = Z95 * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of));
  return [Math.max(0, (centre - spread) / (1 + z2)), Math.min(1, (centre + spread) / (1 + z2))];
}

/** Mean and its 95 % interval by the normal distribution; of one value the interval is the value. */
export function mean95(values: readonly number[]): { readonly mean: number; readonly ci95: Interval } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, ci95: [mean, mean] };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const half = Z95 * Math.sqrt(squares / (values.length - 1) / values.length);
  return { mean, ci95: [mean - half, mean + half] };
}

/** The value below which a share of the values lies, by linear interpolation between them; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const below = sorted[low] as number;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return below + (above - below) * (place - low);
}

/**
 * The 95 % interval of events with guidance over events without it on the same encounters: percentiles of 1,000
 * resamples of the encounters with a fixed seed. Without an event with guidance all resamples would say 0; then it
 * reaches up to Wilson's bound over the share without guidance. NaN where nothing happened without guidance.
 */
export function ratio95(withGuidance: readonly boolean[], without: readonly boolean[]): Interval {
  const count = withGuidance.length;
  const events = withGuidance.filter(Boolean).length;
  const base = without.filter(Boolean).length;
  if (base === 0) return [Number.NaN, Number.NaN];
  if (events === 0) return [0, wilson95(0, count)[1] / (base / count)];
  const code = Uint8Array.from(withGuidance, (event, index) => (event ? 1 : 0) + (without[index] ? 2 : 0));
  const random = new Mulberry32(BOOTSTRAP_SEED);
  const ratios: number[] = [];
  for (let sample = 0; sample < RESAMPLES; sample++) {
    let above = 0;
    let below = 0;
    for (let i = 0; i < count; i++) {
      const drawn = code[Math.floor(random.next() * count)] as number;
      above += drawn & 1;
      below += drawn >> 1;
    }
    if (below > 0) ratios.push(above / below);
  }
  return [quantile(ratios, 0.025), quantile(ratios, 0.975)];
}

/** Two methods on the same encounters: how often only one of them failed, and how likely that is by chance. */
export interface Paired {
  readonly only_first: number;
  readonly only_second: number;
  readonly both: number;
  /** Two-sided, exact. */
  readonly p: number;
}

/**
 * McNemar's test in its exact form: under no difference, an encounter in which only one fails is either's with equal
 * chance (Q. McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 12,
 * 1947).
 */
export function mcnemar(first: readonly boolean[], second: readonly boolean[]): Paired {
  let only_first = 0;
  let only_second = 0;
  let both = 0;
  for (const [index, failed] of first.entries()) {
    if (failed && second[index]) both++;
    else if (failed) only_first++;
    else if (second[index]) only_second++;
  }
  const trials = only_first + only_second;
  let term = -trials * log(2);
  let tail = exp(term);
  for (let k = 1; k <= Math.min(only_first, only_second); k++) {
    term += log((trials - k + 1) / k);
    tail += exp(term);
  }
  return { only_first, only_second, both, p: Math.min(1, 2 * tail) };
}
