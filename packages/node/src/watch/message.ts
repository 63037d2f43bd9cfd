import { TICK_MS, type TrackState } from '@skyaccord/accord';
import type { TickOutput } from '../journal/committer.ts';
import { rowOf } from './rows.ts';

/** A `tick` message of the stream; outcomes are set in as the canonical text that the journal holds. */
export function tickMessage(tick: number, states: readonly TrackState[], outputs: readonly TickOutput[]): string {
  const rows = JSON.stringify(states.map((state) => rowOf(state.track, state)));
  const outcomes = outputs
    .filter((output) => output.outcome_count > 0)
    .map((output) => output.outcomes.slice(1, -1))
    .join(',');
  return `{"type":"tick","tick":${tick},"time_ms":${tick * TICK_MS},"rows":${rows},"outcomes":[${outcomes}]}`;
}
