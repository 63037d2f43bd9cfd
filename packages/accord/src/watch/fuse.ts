import type { Fusion } from '../fusion/fusion.ts';
import type { Outcome } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';

/**
 * Says what fusion found since last asked, and adds the tracks that it concerns to `changed`. Returns the slots that lie
 * beneath another one from now on.
 */
export function sayFusion(
  table: TrackTable,
  fusion: Fusion,
  tick: number,
  time_ms: number,
  changed: Set<number>,
  outcomes: Outcome[],
): number[] {
  const fused: number[] = [];
  for (const change of fusion.take()) {
    if (change.kind === 'flag' || change.kind === 'unflag') continue;
    const { leader, evidence } = change;
    const track = table.words[leader]!.id;
    const other = table.words[change.other]!.id;
    changed.add(leader);
    changed.add(change.other);
    if (change.kind === 'fused') {
      fused.push(change.other);
      outcomes.push({ tick, time_ms, kind: 'tracks_fused', track, other, evidence });
    } else outcomes.push({ tick, time_ms, kind: 'tracks_parted', track, other, reason: change.reason, evidence });
  }
  return fused;
}
