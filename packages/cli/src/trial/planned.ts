import type { PeerResults, TrialEncounter } from '@skyaccord/accord';
import type { FlownEncounter } from './tasks.ts';

/** Two programs agree on a pair when flags are equal, times to a sample, and the least distance to this, m. */
const WITHIN_M = 1e-5;
const WITHIN_S = 0.05;
/** The file is printed with six decimals. */
const PRINTED_M = 5e-7;

/** How flights by the plans compare with those of another program on the same file. */
export type Agreement = { readonly pairs: number; readonly different: readonly string[]; readonly largest_m: number };

/** Null where the results tell nothing of flights by the plans. */
export function agreement(
  encounters: readonly TrialEncounter[],
  flown: readonly FlownEncounter[],
  results: PeerResults,
): Agreement | null {
  let pairs = 0;
  let largest_m = 0;
  const different: string[] = [];
  for (const [index, { id }] of encounters.entries()) {
    const told = results.unmitigated(id);
    if (told === null) continue;
    const ours = flown[index]?.pairs ?? [];
    for (const [intruder, theirs] of told.entries()) {
      const pair = ours[intruder];
      pairs++;
      const apart_m = pair === undefined ? Number.NaN : Math.abs(pair.min_horizontal_m - theirs.min_horizontal_m);
      const lostAlike =
        pair !== undefined &&
        (pair.t_first_lowc_s === null || theirs.t_first_lowc_s === null
          ? pair.t_first_lowc_s === theirs.t_first_lowc_s
          : Math.abs(pair.t_first_lowc_s - theirs.t_first_lowc_s) < WITHIN_S);
      if (apart_m > largest_m) largest_m = apart_m;
      if (!(apart_m <= WITHIN_M + PRINTED_M) || !lostAlike || pair?.nmac !== theirs.nmac) different.push(id);
    }
  }
  return pairs === 0 ? null : { pairs, different: [...new Set(different)], largest_m };
}

/** In words. */
export function agreementText({ pairs, different, largest_m }: Agreement, file: string): string {
  if (different.length === 0) {
    const within = `least distances to ${largest_m.toExponential(0)} m`;
    return `Unmitigated flights agree with ${file} on all ${pairs} pairs (${within}).\n`;
  }
  const some = `${different.slice(0, 10).join(', ')}${different.length > 10 ? ', ...' : ''}`;
  return (
    `Unmitigated flights DIFFER from ${file} in ${different.length} encounters (${some}): ` +
    'it may belong to other encounters; figures of peers cannot be compared.\n'
  );
}
