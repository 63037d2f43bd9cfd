import type { Outcome } from '../outcome.ts';
import type { Stages } from './intake.ts';

/**
 * Says what fusion and integrity found since last asked. Adds the tracks that it concerns to `changed`, those whose
 * identity it changes to `renamed`, and returns the slots that lie beneath another one from now on.
 */
export function sayFound(
  stages: Stages,
  tick: number,
  time_ms: number,
  changed: Set<number>,
  renamed: Set<number>,
  outcomes: Outcome[],
): number[] {
  const { table, integrity, fusion, identities } = stages;
  const fused: number[] = [];
  const settle = new Set<number>();
  for (const change of fusion.take()) {
    if (change.kind === 'flag') integrity.flag(change.slot, change.flag, change.detail, time_ms);
    else if (change.kind === 'unflag') integrity.unflag(change.slot, change.flag);
    else {
      const { leader, evidence } = change;
      const track = table.words[leader]!.id;
      const other = table.words[change.other]!.id;
      for (const slot of [leader, change.other]) {
        changed.add(slot);
        settle.add(slot);
      }
      if (change.kind === 'fused') {
        fused.push(change.other);
        outcomes.push({ tick, time_ms, kind: 'tracks_fused', track, other, evidence });
      } else outcomes.push({ tick, time_ms, kind: 'tracks_parted', track, other, reason: change.reason, evidence });
    }
  }
  for (const slot of settle) {
    if (!identities.settle(table, fusion, slot)) continue;
    const { id, identity } = table.words[slot]!;
    renamed.add(slot);
    outcomes.push({ tick, time_ms, kind: 'track_identified', track: id, identity });
  }
  sayFlags(stages, tick, time_ms, changed, outcomes);
  return fused;
}

function sayFlags(
  { table, integrity }: Stages,
  tick: number,
  time_ms: number,
  changed: Set<number>,
  outcomes: Outcome[],
): void {
  for (const change of integrity.take()) {
    const track = table.words[change.slot]?.id;
    if (track === undefined) continue;
    changed.add(change.slot);
    if (change.kind === 'raised') outcomes.push({ tick, time_ms, kind: 'track_flagged', track, flag: change.flag });
    else outcomes.push({ tick, time_ms, kind: 'track_unflagged', track, flag: change.flag });
  }
}
