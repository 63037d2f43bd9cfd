import type { Observation } from '@skyaccord/wire';
import { FIX, FIX_LOST, type Memory, RESTLESS, ROUGH } from './memory.ts';
import { COMPARE_S, FIX_GOOD_M, FIX_LOST_M, FIX_REPORTS, FORGIVE, REST_M, REST_MPS, REST_REPORTS } from './rules.ts';
import { step } from './step.ts';

/** Whether positions of an aircraft that says it stands still lie further apart than their accuracy allows, too often. */
export function checkRest(memory: Memory, slot: number, o: Observation): boolean {
  const { rough } = memory;
  const r = slot * ROUGH;
  const rests = o.ground_speed_mps !== null && o.ground_speed_mps <= REST_MPS && step.most_mps <= REST_MPS;
  if (!rests || !(step.dt_s > 0 && step.dt_s <= COMPARE_S)) return false;
  const away_m = Math.max(REST_M, 2 * step.accuracy_m) + REST_MPS * step.dt_s;
  if (step.east_m * step.east_m + step.north_m * step.north_m > away_m * away_m) {
    rough[r + RESTLESS] = Math.min(2 * REST_REPORTS, rough[r + RESTLESS]! + 1);
  } else rough[r + RESTLESS] = Math.max(0, rough[r + RESTLESS]! - FORGIVE);
  return rough[r + RESTLESS]! >= REST_REPORTS;
}

/** The accuracy that was stated before it collapsed, m, when it has for so many reports in flight; 0 otherwise. */
export function checkFix(memory: Memory, slot: number, o: Observation): number {
  const { rough } = memory;
  const r = slot * ROUGH;
  const accuracy_m = o.position_accuracy_m;
  if (accuracy_m === null || o.on_ground === true) return 0;
  if (accuracy_m <= FIX_GOOD_M) {
    rough[r + FIX] = accuracy_m;
    rough[r + FIX_LOST] = 0;
    return 0;
  }
  if (accuracy_m < FIX_LOST_M || rough[r + FIX] === 0) return 0;
  rough[r + FIX_LOST] = rough[r + FIX_LOST]! + 1;
  return rough[r + FIX_LOST]! >= FIX_REPORTS ? rough[r + FIX]! : 0;
}
