import type { Observation } from '@skyaccord/wire';
import type { LogEntry } from './judged.ts';
import { tickOf } from './ordering.ts';
import type { Outcome } from './outcome.ts';
import type { Watch } from './watch.ts';

/** One tick of a replay: what was said, and how many observations have been used so far. */
export type ReplayStep = { readonly outcomes: readonly Outcome[]; readonly used: number };

/**
 * Runs recorded observations, in order of time, through a watch as fast as it goes: each belongs to the tick of its own
 * time, and when they are over the watch is finished. Every replay of a recording goes this way, so all say the same.
 *
 * @param logged entries of the log of calls, each heard at the tick by which it was certainly said
 */
export function* replay(
  watch: Watch,
  observations: readonly Observation[],
  logged: readonly LogEntry[] = [],
): Generator<ReplayStep> {
  const entries = [...logged].sort((x, y) => x.at.latest_ms - y.at.latest_ms);
  const entryTick = (i: number): number => (i < entries.length ? tickOf(entries[i]!.at.latest_ms) : Infinity);
  let used = 0;
  let heard = 0;
  while (used < observations.length || heard < entries.length) {
    const seen = used < observations.length ? tickOf(observations[used]!.time_ms) : Infinity;
    const tick = Math.min(seen, entryTick(heard));
    const from = used;
    while (used < observations.length && tickOf(observations[used]!.time_ms) === tick) used++;
    const first = heard;
    while (entryTick(heard) === tick) heard++;
    yield { outcomes: watch.advance(tick, observations.slice(from, used), [], entries.slice(first, heard)), used };
  }
  yield { outcomes: watch.finish(), used };
}
