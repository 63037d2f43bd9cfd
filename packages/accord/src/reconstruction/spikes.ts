import { RADIUS95 } from '../tracks/measurement.ts';
import type { Heard, HeardReport } from './heard.ts';

/** No aircraft a memorandum is about accelerates harder: 3 g. */
const HARDEST_MPS2 = 29.4;
/** A report lies apart when it misses the line between its neighbours by so many of their 95 % radii together. */
const RADII = 3;

/** At most this share of the reports is taken for spikes: where more lie apart, nothing says which are right. */
const MOST_SHARE = 0.1;

/**
 * Reports that no flight explains: each by itself far from where those before and after it lead. The farthest is taken
 * out first, since it draws its neighbours' lines awry.
 */
export function spikesIn({ sources, reports }: Heard): ReadonlySet<HeardReport> {
  // Each source by itself: another one's clock may differ.
  return new Set(sources.flatMap((_, k) => [...spikesOf(reports.filter(({ source }) => source === k))]));
}

function spikesOf(reports: readonly HeardReport[]): ReadonlySet<HeardReport> {
  const spikes = new Set<HeardReport>();
  const left = [...reports];
  while (spikes.size < MOST_SHARE * reports.length) {
    let farthest = 0;
    let most = 1;
    for (let k = 1; k + 1 < left.length; k++) {
      const times = missOf(left[k - 1]!, left[k]!, left[k + 1]!);
      if (times > most) [farthest, most] = [k, times];
    }
    if (farthest === 0) break;
    spikes.add(left.splice(farthest, 1)[0]!);
  }
  return spikes;
}

/** How many times as far as is allowed a report lies from the line between its neighbours. */
function missOf(before: HeardReport, one: HeardReport, after: HeardReport): number {
  const [first_s, second_s] = [(one.time_ms - before.time_ms) / 1000, (after.time_ms - one.time_ms) / 1000];
  const part = first_s + second_s > 0 ? first_s / (first_s + second_s) : 0.5;
  const east_m = one.east_m - (before.east_m + part * (after.east_m - before.east_m));
  const north_m = one.north_m - (before.north_m + part * (after.north_m - before.north_m));
  const allowed_m =
    RADII * (radius_m(before) + radius_m(one) + radius_m(after)) + 0.5 * HARDEST_MPS2 * first_s * second_s;
  return Math.sqrt(east_m * east_m + north_m * north_m) / allowed_m;
}

const radius_m = ({ variance_m2, common_m }: HeardReport): number =>
  RADIUS95 * Math.sqrt(variance_m2 + common_m * common_m);
