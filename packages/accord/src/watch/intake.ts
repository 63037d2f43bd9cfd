import type { Observation } from '@skyaccord/wire';
import type { Fusion } from '../fusion/fusion.ts';
import type { Integrity } from '../integrity/integrity.ts';
import type { SetAsideReason } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { type Applied, applyObservation, feedTrack, refineTrack } from '../tracks/update.ts';
import { fedBy } from './feed.ts';
import type { Namings } from './namings.ts';

/** What observations go through on their way into the table. */
export type Stages = {
  readonly table: TrackTable;
  readonly integrity: Integrity;
  readonly fusion: Fusion;
  readonly namings: Namings;
};

/** A report said that a crew has a resolution advisory: its track, and the one that leads its aircraft. */
export type HeardAdvisory = { readonly tracks: readonly string[]; readonly time_ms: number };

type Aside = { source: string; reason: SetAsideReason; count: number; example: { address: string; time_ms: number } };

/**
 * Takes a tick's observations, already in order, into the table. Adds the slots that moved to `changed`, and resolution
 * advisories to `advisories`; what is to be said, and whose identity changed, goes to the namings.
 */
export function takeIn(
  stages: Stages,
  observations: readonly Observation[],
  tick: number,
  now_ms: number,
  changed: Set<number>,
  advisories: HeardAdvisory[],
): void {
  const { table, integrity, fusion, namings } = stages;
  const asides = new Map<string, Aside>();
  for (const o of observations) {
    const corrected = fusion.corrected(o);
    const ahead = fusion.fedAhead(table, o);
    const applied =
      (ahead >= 0 ? refineTrack(table, ahead, corrected) : null) ?? applyObservation(table, corrected, now_ms);
    integrity.inspect(table, applied.slot, o, applied, now_ms);
    if (applied.aside === null) {
      changed.add(applied.slot);
      fusion.observe(table, applied.slot, o, applied.started, now_ms);
      const leader = fusion.leaderOf(applied.slot);
      if (leader !== applied.slot) {
        const fed = fedBy(table, fusion, leader, applied.slot, corrected);
        if (fed !== null && feedTrack(table, leader, fed)) changed.add(leader);
      }
    } else countAside(asides, o, applied.aside);
    const believed = applied.aside === null || applied.aside === 'duplicate';
    if (o.resolution_advisory && believed) advisories.push(heard(stages, applied.slot, o));
    if (applied.slot >= 0 && applied.words_changed) identify(stages, applied, tick, now_ms);
  }
  for (const key of [...asides.keys()].sort()) {
    namings.say({ tick, time_ms: now_ms, kind: 'observations_set_aside', ...asides.get(key)! });
  }
}

function identify({ table, fusion, namings }: Stages, applied: Applied, tick: number, time_ms: number): void {
  namings.each(table, ({ identities, renamed, outcomes }) => {
    const slot = identities.learn(table, fusion, applied.slot);
    if (applied.started) {
      const { id, identity } = table.words[applied.slot]!;
      outcomes.push({ tick, time_ms, kind: 'track_started', track: id, identity });
    } else if (slot >= 0) {
      const { id, identity } = table.words[slot]!;
      renamed.add(slot);
      outcomes.push({ tick, time_ms, kind: 'track_identified', track: id, identity });
    }
  });
}

function heard({ table, fusion }: Stages, slot: number, o: Observation): HeardAdvisory {
  const tracks = [...new Set([slot, fusion.leaderOf(slot)])].map((one) => table.words[one]!.id);
  return { tracks, time_ms: o.time_ms };
}

function countAside(asides: Map<string, Aside>, o: Observation, reason: SetAsideReason): void {
  const key = `${o.source} ${reason}`;
  const aside = asides.get(key);
  if (aside) aside.count += 1;
  else asides.set(key, { source: o.source, reason, count: 1, example: { address: o.address, time_ms: o.time_ms } });
}
