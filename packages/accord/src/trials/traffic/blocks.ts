import { Mulberry32 } from '../sensing.ts';
import { type Interval, quantile } from '../statistics.ts';

const RESAMPLES = 1000;
/** The same samples on every machine and in every run. */
const SEED = 20260723;
/** Of fewer blocks no interval is told: percentiles of so few would look surer than they are. */
const LEAST_BLOCKS = 10;

/** A difference with its 95 % interval; null of too few blocks of time, and where no block differs. */
export type Difference = { readonly value: number; readonly ci95: Interval | null };

/**
 * Sums with their 95 % intervals by a bootstrap over blocks of time (H. R. Künsch, "The jackknife and the bootstrap for
 * general stationary observations", Ann. Stat. 17, 1989, with blocks that do not overlap): what is near in time is
 * alike, so whole blocks are drawn. Pairs stay together, since each value is a difference within its block; all rows
 * are drawn alike.
 *
 * @param rows for each figure the differences by block
 */
export function blockIntervals(rows: readonly (readonly number[])[]): Difference[] {
  const count = rows[0]?.length ?? 0;
  const values = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  if (count < LEAST_BLOCKS) return values.map((value) => ({ value, ci95: null }));
  const random = new Mulberry32(SEED);
  const sums = rows.map(() => new Float64Array(RESAMPLES));
  for (let sample = 0; sample < RESAMPLES; sample++) {
    for (let i = 0; i < count; i++) {
      const drawn = Math.floor(random.next() * count);
      for (let k = 0; k < rows.length; k++) sums[k]![sample] = sums[k]![sample]! + rows[k]![drawn]!;
    }
  }
  return values.map((value, k) => {
    if (rows[k]!.every((one) => one === 0)) return { value, ci95: null };
    const drawn = [...sums[k]!];
    return { value, ci95: [quantile(drawn, 0.025), quantile(drawn, 0.975)] as const };
  });
}
