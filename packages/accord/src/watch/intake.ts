import type { Observation } from '@skyaccord/wire';
import type { Advisories } from '../alerts/advisories.ts';
import type { Fusion } from '../fusion/fusion.ts';
import type { Integrity } from '../integrity/integrity.ts';
import type { Outcome, SetAsideReason } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { type Applied, applyObservation, feedTrack, refineTrack } from '../tracks/update.ts';
import { hearAdvisory } from './advisories.ts';
import { fedBy } from './feed.ts';
import type { Identities } from './identities.ts';

/** What observations go through on their way into the table. */
export type Stages = {
  readonly table: TrackTable;
  readonly integrity: Integrity;
  readonly fusion: Fusion;
  readonly identities: Identities;
  readonly advisories: Advisories;
};

type Aside = { source: string; reason: SetAsideReason; count: number; example: { address: string; time_ms: number } };

/**
 * Takes a tick's observations, already in order, into the table. Adds the slots that moved to `changed` and those whose
 * identity changed to `renamed`, and what is to be said to `outcomes`.
 */
export function takeIn(
  stages: Stages,
  observations: readonly Observation[],
  tick: number,
  now_ms: number,
  changed: Set<number>,
  renamed: Set<number>,
  outcomes: Outcome[],
): void {
  const { table, integrity, fusion, advisories } = stages;
  const asides = new Map<string, Aside>();
  for (const o of observations) {
    const heard = fusion.corrected(o);
    const ahead = fusion.fedAhead(table, o);
    const applied = (ahead >= 0 ? refineTrack(table, ahead, heard) : null) ?? applyObservation(table, heard, now_ms);
    integrity.inspect(table, applied.slot, o, applied, now_ms);
    if (applied.aside === null) {
      changed.add(applied.slot);
      fusion.observe(table, applied.slot, o, applied.started, now_ms);
      const leader = fusion.leaderOf(applied.slot);
      if (leader !== applied.slot) {
        const fed = fedBy(table, fusion, leader, applied.slot, heard);
        if (fed !== null && feedTrack(table, leader, fed)) changed.add(leader);
      }
    } else countAside(asides, o, applied.aside);
    const believed = applied.aside === null || applied.aside === 'duplicate';
    if (o.resolution_advisory && believed) hearAdvisory(advisories, table, fusion, applied.slot, o);
    if (applied.slot >= 0 && applied.words_changed) identify(stages, applied, tick, now_ms, renamed, outcomes);
  }
  for (const key of [...asides.keys()].sort()) {
    outcomes.push({ tick, time_ms: now_ms, kind: 'observations_set_aside', ...asides.get(key)! });
  }
}

function identify(
  { table, fusion, identities }: Stages,
  applied: Applied,
  tick: number,
  time_ms: number,
  renamed: Set<number>,
  outcomes: Outcome[],
): void {
  const slot = identities.learn(table, fusion, applied.slot);
  if (applied.started) {
    const { id, identity } = table.words[applied.slot]!;
    outcomes.push({ tick, time_ms, kind: 'track_started', track: id, identity });
  } else if (slot >= 0) {
    const { id, identity } = table.words[slot]!;
    renamed.add(slot);
    outcomes.push({ tick, time_ms, kind: 'track_identified', track: id, identity });
  }
}

function countAside(asides: Map<string, Aside>, o: Observation, reason: SetAsideReason): void {
  const key = `${o.source} ${reason}`;
  const aside = asides.get(key);
  if (aside) aside.count += 1;
  else asides.set(key, { source: o.source, reason, count: 1, example: { address: o.address, time_ms: o.time_ms } });
}
