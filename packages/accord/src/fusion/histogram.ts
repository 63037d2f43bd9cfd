/** Differences beyond this are clamped to the last bin. */
const REACH_M = 250;
const BIN_M = 5;
const BINS = (2 * REACH_M) / BIN_M;
/** Counts are halved at so many: what was long ago weighs less. */
const MOST = 2000;
/** A clear mode lies within so many bins of the median. */
const NEAR_BINS = 3;

/** Height differences by 5 m, for a median that neither climbs nor a second receiver can mislead; JSON-safe. */
export type HeightHistogram = { count: number; bins: number[] };

export function emptyHistogram(): HeightHistogram {
  return { count: 0, bins: [] };
}

export function addHeight(histogram: HeightHistogram, up_m: number): void {
  if (Number.isNaN(up_m)) return;
  if (histogram.bins.length === 0) histogram.bins = new Array<number>(BINS).fill(0);
  const { bins } = histogram;
  const bin = Math.min(BINS - 1, Math.max(0, Math.floor((up_m + REACH_M) / BIN_M)));
  bins[bin] = bins[bin]! + 1;
  histogram.count += 1;
  if (histogram.count < MOST) return;
  histogram.count = 0;
  for (let i = 0; i < BINS; i++) {
    bins[i] = bins[i]! >> 1;
    histogram.count += bins[i]!;
  }
}

/** Median, by interpolation in its bin, and the share of all that lies within 15 m of it. */
export function medianHeight(histogram: HeightHistogram): { median_m: number; share: number } {
  const { bins, count } = histogram;
  let below = 0;
  let at = 0;
  while (at < BINS - 1 && below + bins[at]! < count / 2) below += bins[at++]!;
  const within = bins[at]! > 0 ? (count / 2 - below) / bins[at]! : 0.5;
  let near = 0;
  for (let i = Math.max(0, at - NEAR_BINS); i <= Math.min(BINS - 1, at + NEAR_BINS); i++) near += bins[i]!;
  return { median_m: (at + within) * BIN_M - REACH_M, share: near / count };
}
