import type { Observation } from '@skyaccord/wire';
import type { Advisories } from '../alerts/advisories.ts';
import type { Fusion } from '../fusion/fusion.ts';
import type { TrackTable } from '../tracks/table.ts';
import type { Watched } from './look.ts';

/** Notes that the crew of a track has a resolution advisory, under the track and the one that leads its aircraft. */
export function hearAdvisory(
  advisories: Advisories,
  table: TrackTable,
  fusion: Fusion,
  slot: number,
  o: Observation,
): void {
  for (const of of new Set([slot, fusion.leaderOf(slot)])) advisories.note(table.words[of]!.id, o.time_ms);
}

/**
 * Where an advisory began, what stands advised is looked at again at once; where none is reported any more and nothing
 * is predicted, it is over.
 */
export function weighAdvisories(
  advisories: Advisories,
  watched: ReadonlyMap<string, Watched>,
  tick: number,
  now_ms: number,
): void {
  oweAdvice(watched, advisories.takeNews(), tick);
  if (advisories.size === 0) return;
  const conflicting = new Set<string>();
  for (const { pair, alert } of watched.values()) {
    if (alert.raised_ms !== null && alert.clear_since_ms === null) conflicting.add(pair.a).add(pair.b);
  }
  advisories.settle(now_ms, (track) => conflicting.has(track));
}

/** What stands advised for a pair of one of these is looked at again at once. */
export function oweAdvice(watched: ReadonlyMap<string, Watched>, news: ReadonlySet<string>, tick: number): void {
  if (news.size === 0) return;
  for (const { pair, alert } of watched.values()) {
    if (alert.raised_ms === null || !(news.has(pair.a) || news.has(pair.b))) continue;
    alert.advice_owed = true;
    pair.due_tick = tick;
  }
}
