import type { LineClause } from '../memorandum/kinds/line_hours.ts';

const DAY_S = 86_400;

/** When the next test call of a line is due after one, ms UTC: by the clause's cadence, and not while it is closed. */
export function nextTestDue({ test_every_s, hours }: LineClause, last_ms: number): number {
  const due_ms = last_ms + 1000 * test_every_s;
  if (hours === null) return due_ms;
  const { from_s, until_s } = hours;
  const of_day_s = (((due_ms / 1000) % DAY_S) + DAY_S) % DAY_S;
  const open = from_s < until_s ? of_day_s >= from_s && of_day_s < until_s : of_day_s >= from_s || of_day_s < until_s;
  return open ? due_ms : due_ms + ((from_s - of_day_s + DAY_S) % DAY_S) * 1000;
}
