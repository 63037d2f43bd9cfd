import type { Observation } from '@skyaccord/wire';

/** An aircraft counts as flying between two of its reports when they are no further apart than this. */
const HEARD_MS = 60_000;
const MS_PER_HOUR = 3_600_000;

/** Hours heard, summed over addresses; `observations` in the order of time. */
export function aircraftHours(observations: readonly Observation[]): number {
  const heard = new Map<string, number>();
  let sum_ms = 0;
  for (const { address, time_ms } of observations) {
    const before_ms = heard.get(address) ?? Number.NEGATIVE_INFINITY;
    if (time_ms - before_ms <= HEARD_MS) sum_ms += Math.max(0, time_ms - before_ms);
    heard.set(address, time_ms);
  }
  return sum_ms / MS_PER_HOUR;
}
