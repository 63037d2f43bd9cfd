import type { TrackTable } from '../tracks/table.ts';
import type { FusionChange } from './change.ts';
import type { Kept } from './kept.ts';
import type { Likeness } from './likeness.ts';
import { CLEARLY, POOR_COMPARISONS, POOR_SHARE } from './rules.ts';

/**
 * Positions of one aircraft by two devices that differ by more than both state: one of them is worse than it says. Sets
 * `poor`; the device whose own path is clearly the rougher is named, else both are.
 */
export function judgeAccuracy(table: TrackTable, kept: Kept, one: Likeness): FusionChange[] {
  if (!one.device || one.comparisons < POOR_COMPARISONS) return [];
  const poor = one.outside > (one.poor ? POOR_SHARE / 2 : POOR_SHARE);
  if (poor === one.poor) return [];
  one.poor = poor;
  const both = [one.a, one.b];
  if (!poor) return both.map((slot) => ({ kind: 'unflag', slot, flag: 'poor_accuracy' }));
  const worse = rougher(kept, one);
  const share = Math.round(one.outside * 100);
  const rms_m = Math.round(Math.sqrt(one.spread2_m2));
  const why = worse < 0 ? 'which of the two is at fault cannot be told' : 'it is the one whose own path leaps';
  return both
    .filter((slot) => worse < 0 || worse === slot)
    .map((slot) => {
      const other = table.words[slot === one.a ? one.b : one.a]!.id;
      const detail =
        `positions of ${table.words[slot]!.id} and ${other}, one aircraft, lie further apart than both state in ` +
        `${share} % of comparisons (5 % expected), ${rms_m} m in the root mean square; ${why}`;
      return { kind: 'flag', slot, flag: 'poor_accuracy', detail };
    });
}

/** The slot of the two whose own path is clearly the rougher; -1 where neither is. */
function rougher(kept: Kept, one: Likeness): number {
  const a = kept.roughness2_m2(one.a);
  const b = kept.roughness2_m2(one.b);
  if (a > CLEARLY * b) return one.a;
  return b > CLEARLY * a ? one.b : -1;
}
