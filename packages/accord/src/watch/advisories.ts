import type { Advisories } from '../alerts/advisories.ts';
import type { Watched } from './look.ts';

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
