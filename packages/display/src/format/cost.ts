import type { AdviceCost } from '@skyaccord/accord';
import { accuracy, height, speed, type UnitSystem } from './units.ts';

/** Less than these is nothing that anybody plans by: degrees, m of height, m/s, m of way, s. */
const LEAST_TURN_DEG = 1;
const LEAST_HEIGHT_M = 15;
const LEAST_SPEED_MPS = 0.5;
const LEAST_WAY_M = 10;
const LEAST_TIME_S = 1;

/** What an advice takes, in words: `costs 20°, 500 ft, 420 m of way and 6 s`; null: next to nothing. */
export function costWords(
  { turn_deg, height_m, speed_mps, extra_m, delay_s }: AdviceCost,
  units: UnitSystem,
): string | null {
  const parts: string[] = [];
  if (Math.abs(turn_deg) >= LEAST_TURN_DEG) parts.push(`${Math.round(Math.abs(turn_deg))}°`);
  if (Math.abs(height_m) >= LEAST_HEIGHT_M) parts.push(height(Math.abs(height_m), units));
  if (Math.abs(speed_mps) >= LEAST_SPEED_MPS) parts.push(speed(Math.abs(speed_mps), units));
  if (extra_m >= LEAST_WAY_M) parts.push(`${accuracy(extra_m, units)} of way`);
  if (delay_s >= LEAST_TIME_S) parts.push(`${Math.round(delay_s)} s`);
  const gained = delay_s <= -LEAST_TIME_S ? `arrives ${Math.round(-delay_s)} s sooner` : null;
  const last = parts.pop();
  if (last === undefined) return gained;
  const costs = `costs ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}`;
  return gained === null ? costs : `${costs}, ${gained}`;
}
