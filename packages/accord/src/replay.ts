import type { Observation } from '@skyaccord/wire';
import type { LogEntry } from './judged.ts';
import { tickOf } from './ordering.ts';
import type { Outcome } from './outcome.ts';
import type { Watch } from './watch.ts';

/** One tick of a replay: what was said, and how many observations have been used so far. */
export type ReplayStep = { readonly outcomes: readonly Outcome[]; readonly used: number };

/** One tick of a recording: what was heard in it, and how many observations have been used with it. */
export type RecordedTick = {
  readonly tick: number;
  readonly observations: readonly Observation[];
  readonly logged: readonly LogEntry[];
  readonly used: number;
};

/**
 * Recorded observations, in order of time, by ticks: each belongs to the tick of its own time.
 *
 * @param logged entries of the log of calls, each heard at the tick by which it was certainly said, or with the first
 *   observation where it was said before
 */
export function* recordedTicks(
  observations: readonly Observation[],
  logged: readonly LogEntry[] = [],
): Generator<RecordedTick> {
  const entries = [...logged].sort((x, y) => x.at.latest_ms - y.at.latest_ms);
  const first_ms = observations[0]?.time_ms ?? -Infinity;
  const entryTick = (i: number): number =>
    i < entries.length ? tickOf(Math.max(entries[i]!.at.latest_ms, first_ms)) : Infinity;
  let used = 0;
  let heard = 0;
  while (used < observations.length || heard < entries.length) {
    const seen = used < observations.length ? tickOf(observations[used]!.time_ms) : Infinity;
    const tick = Math.min(seen, entryTick(heard));
    const from = used;
    while (used < observations.length && tickOf(observations[used]!.time_ms) === tick) used++;
    const first = heard;
    while (entryTick(heard) === tick) heard++;
    yield { tick, observations: observations.slice(from, used), logged: entries.slice(first, heard), used };
  }
}

/**
 * Runs recorded observations, in order of time, through a watch as fast as it goes; when they are over the watch is
 * finished. Every replay of a recording goes this way, so all say the same.
 *
 * @param logged as {@link recordedTicks} takes them
 */
export function* replay(
  watch: Watch,
  observations: readonly Observation[],
  logged: readonly LogEntry[] = [],
): Generator<ReplayStep> {
  for (const { tick, observations: seen, logged: heard, used } of recordedTicks(observations, logged)) {
    yield { outcomes: watch.advance(tick, seen, [], heard), used };
  }
  yield { outcomes: watch.finish(), used: observations.length };
}
