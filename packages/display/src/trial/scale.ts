/** A round number just above, to end an axis at, and its ticks from 0. */
export type Axis = { readonly end: number; readonly ticks: readonly number[] };

const STEPS = [1, 2, 2.5, 5, 10];
const MOST_TICKS = 5;

/**
 * An axis from 0 that holds `most`, with at most six ticks at numbers that are round in the unit they are read in, of
 * which one is `unit` of the values'.
 */
export function axisTo(most: number, unit = 1): Axis {
  const { end, ticks } = roundAxis(most / unit);
  return { end: end * unit, ticks: ticks.map((tick) => tick * unit) };
}

function roundAxis(most: number): Axis {
  const size = Number.isFinite(most) && most > 0 ? most : 1;
  // The largest power of ten that is not above the step wanted, found by its digits: exact where logarithms are not.
  const wanted = size / MOST_TICKS;
  const power = Number(`1e${Number(wanted.toExponential().split('e')[1])}`);
  const step = power * (STEPS.find((one) => one * power * (1 + 1e-9) >= wanted) ?? 10);
  const count = Math.ceil(size / step - 1e-9);
  return { end: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** How many of the values fall into each of `count` equal parts of 0 to `end`; what lies beyond goes into the last. */
export function histogram(values: readonly number[], end: number, count: number): number[] {
  const bins = new Array<number>(count).fill(0);
  for (const value of values) {
    const bin = Math.min(count - 1, Math.max(0, Math.floor((value / end) * count)));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** The value that a share of the values does not exceed; null of none. */
export function quantileOf(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null;
}
