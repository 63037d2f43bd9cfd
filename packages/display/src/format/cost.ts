import type { AdviceCost } from '@skyaccord/accord';
import { accuracy, type UnitSystem } from './units.ts';

/** Less way than this, m, and less time, s, is nothing that anybody plans by. */
const LEAST_WAY_M = 10;
const LEAST_TIME_S = 1;

/** What an advice takes beside the manoeuvre itself, in words: `costs 420 m of way and 6 s`; null: next to nothing. */
export function costWords({ extra_m, delay_s }: AdviceCost, units: UnitSystem): string | null {
  const parts: string[] = [];
  if (extra_m >= LEAST_WAY_M) parts.push(`${accuracy(extra_m, units)} of way`);
  if (delay_s >= LEAST_TIME_S) parts.push(`${Math.round(delay_s)} s`);
  const gained = delay_s <= -LEAST_TIME_S ? `arrives ${Math.round(-delay_s)} s sooner` : null;
  if (parts.length === 0) return gained;
  const costs = `costs ${parts.join(' and ')}`;
  return gained === null ? costs : `${costs}, ${gained}`;
}
