import { PlanIndex, PlanSet } from '@skyaccord/sky';
import { compareConflicts, type Expected } from './plans.ts';
import { lines } from './read.ts';
import { emptyResult, type Result } from './result.ts';

/** The minima of the day sets: 5 NM and 1,000 ft. */
export const DAY_LATERAL_M = 9260;
export const DAY_VERTICAL_M = 304.8;
const WITHIN_S = 1e-5;

export type Day = { readonly plans: readonly number[][]; readonly conflicts: readonly Expected[] };

/** A day of flights and all their conflicts: `P,index,x,y,z,t,...` and `C,i,j,t_in,t_out`. */
export function readDay(path: string): Day {
  const plans: number[][] = [];
  const conflicts: Expected[] = [];
  for (const line of lines(path)) {
    const [kind, ...fields] = line.split(',');
    const numbers = fields.map(Number);
    if (kind === 'P') plans[numbers[0] as number] = numbers.slice(1);
    if (kind === 'C') conflicts.push(numbers as unknown as Expected);
  }
  return { plans, conflicts };
}

/** Every conflict interval of the day. A case is an interval. */
export function runDay(path: string): Result {
  const { plans, conflicts } = readDay(path);
  const result = emptyResult();
  const found = new PlanIndex(new PlanSet('flat', plans), DAY_LATERAL_M, DAY_VERTICAL_M).all();
  compareConflicts('', found, conflicts, WITHIN_S, result);
  return result;
}
