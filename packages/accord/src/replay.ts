import type { Observation } from '@skyaccord/wire';
import { tickOf } from './ordering.ts';
import type { Outcome } from './outcome.ts';
import type { Watch } from './watch.ts';

/** One tick of a replay: what was said, and how many observations have been used so far. */
export type ReplayStep = { readonly outcomes: readonly Outcome[]; readonly used: number };

/**
 * Runs recorded observations, in order of time, through a watch as fast as it goes: each belongs to the tick of its own
 * time, and when they are over the watch is finished. Every replay of a recording goes this way, so all say the same.
 */
export function* replay(watch: Watch, observations: readonly Observation[]): Generator<ReplayStep> {
  let used = 0;
  while (used < observations.length) {
    const tick = tickOf(observations[used]!.time_ms);
    const from = used;
    while (used < observations.length && tickOf(observations[used]!.time_ms) === tick) used++;
    yield { outcomes: watch.advance(tick, observations.slice(from, used)), used };
  }
  yield { outcomes: watch.finish(), used };
}
