import type { Stages } from './intake.ts';

/**
 * Says what fusion and integrity found since last asked. Adds the tracks that it concerns to `changed`, tells the
 * namings, and returns the slots that lie beneath another one from now on.
 */
export function sayFound(stages: Stages, tick: number, time_ms: number, changed: Set<number>): number[] {
  const { table, integrity, fusion, namings } = stages;
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
        namings.say({ tick, time_ms, kind: 'tracks_fused', track, other, evidence });
      } else namings.say({ tick, time_ms, kind: 'tracks_parted', track, other, reason: change.reason, evidence });
    }
  }
  if (settle.size > 0) {
    namings.each(table, ({ identities, renamed, outcomes }) => {
      for (const slot of settle) {
        if (!identities.settle(table, fusion, slot)) continue;
        const { id, identity } = table.words[slot]!;
        renamed.add(slot);
        outcomes.push({ tick, time_ms, kind: 'track_identified', track: id, identity });
      }
    });
  }
  sayFlags(stages, tick, time_ms, changed);
  return fused;
}

function sayFlags({ table, integrity, namings }: Stages, tick: number, time_ms: number, changed: Set<number>): void {
  for (const change of integrity.take()) {
    const track = table.words[change.slot]?.id;
    if (track === undefined) continue;
    changed.add(change.slot);
    if (change.kind === 'raised') namings.say({ tick, time_ms, kind: 'track_flagged', track, flag: change.flag });
    else namings.say({ tick, time_ms, kind: 'track_unflagged', track, flag: change.flag });
  }
}
