import type { Observation } from '@skyaccord/wire';
import type { Fusion } from '../fusion/fusion.ts';
import type { Identifier } from '../identity/identify.ts';
import type { Identity, Outcome, SetAsideReason } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { applyObservation, feedTrack } from '../tracks/update.ts';
import { fedBy } from './feed.ts';

type Aside = { source: string; reason: SetAsideReason; count: number; example: { address: string; time_ms: number } };

/**
 * Takes a tick's observations, already in order, into the table. Adds the slots that moved to `changed` and those whose
 * identity changed to `renamed`, and what is to be said to `outcomes`.
 */
export function takeIn(
  table: TrackTable,
  fusion: Fusion,
  identifier: Identifier,
  observations: readonly Observation[],
  tick: number,
  now_ms: number,
  changed: Set<number>,
  renamed: Set<number>,
  outcomes: Outcome[],
): void {
  const asides = new Map<string, Aside>();
  for (const o of observations) {
    const heard = fusion.corrected(o);
    const applied = applyObservation(table, heard, now_ms);
    if (applied.aside === null) {
      changed.add(applied.slot);
      fusion.observe(table, applied.slot, o, applied.started, now_ms);
      const leader = fusion.leaderOf(applied.slot);
      if (leader !== applied.slot) {
        const fed = fedBy(table, fusion, leader, applied.slot, heard);
        if (fed !== null && feedTrack(table, leader, fed)) changed.add(leader);
      }
    } else countAside(asides, o, applied.aside);
    if (applied.slot < 0 || !applied.words_changed) continue;
    const words = table.words[applied.slot]!;
    const identity = identifier.identify(words);
    if (applied.started) {
      words.identity = identity;
      outcomes.push({ tick, time_ms: now_ms, kind: 'track_started', track: words.id, identity });
    } else if (!sameIdentity(words.identity, identity)) {
      words.identity = identity;
      renamed.add(applied.slot);
      outcomes.push({ tick, time_ms: now_ms, kind: 'track_identified', track: words.id, identity });
    }
  }
  for (const key of [...asides.keys()].sort()) {
    outcomes.push({ tick, time_ms: now_ms, kind: 'observations_set_aside', ...asides.get(key)! });
  }
}

function countAside(asides: Map<string, Aside>, o: Observation, reason: SetAsideReason): void {
  const key = `${o.source} ${reason}`;
  const aside = asides.get(key);
  if (aside) aside.count += 1;
  else asides.set(key, { source: o.source, reason, count: 1, example: { address: o.address, time_ms: o.time_ms } });
}

function sameIdentity(x: Identity, y: Identity): boolean {
  return (
    x.callsign === y.callsign &&
    x.category === y.category &&
    x.party === y.party &&
    x.crew === y.crew &&
    x.evidence.length === y.evidence.length &&
    x.evidence.every((one, i) => one.by === y.evidence[i]!.by && one.says === y.evidence[i]!.says)
  );
}
