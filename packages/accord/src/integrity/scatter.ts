import type { Observation } from '@skyaccord/wire';
import { BENT, FIX, FIX_LOST, type Memory, RESTLESS, ROUGH, STEP_EAST, STEP_NORTH, STEP_S } from './memory.ts';
import {
  BEND_MPS2,
  BEND_S,
  BENDS,
  COMPARE_S,
  FIX_GOOD_M,
  FIX_LOST_M,
  FIX_REPORTS,
  FORGIVE,
  REST_M,
  REST_MPS,
  REST_REPORTS,
} from './rules.ts';
import { step } from './step.ts';

/** Whether positions of an aircraft that says it stands lie further apart than their accuracy allows, too often. */
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

/**
 * Whether positions zigzag across their track more than their accuracy and any turn explain, too often. Along the track
 * a wrong time does the same, and is judged elsewhere.
 */
export function checkBends(memory: Memory, slot: number): boolean {
  const { rough } = memory;
  const r = slot * ROUGH;
  const dt_s = step.dt_s;
  const before_s = rough[r + STEP_S]!;
  if (dt_s > 0 && dt_s <= BEND_S && before_s > 0) {
    const [e0, n0] = [rough[r + STEP_EAST]! / before_s, rough[r + STEP_NORTH]! / before_s];
    const [e1, n1] = [step.east_m / dt_s, step.north_m / dt_s];
    const [de, dn] = [(e0 * before_s + e1 * dt_s) / (before_s + dt_s), (n0 * before_s + n1 * dt_s) / (before_s + dt_s)];
    const speed_mps = Math.sqrt(de * de + dn * dn);
    const turn_mps = speed_mps > 0 ? Math.abs((e1 - e0) * dn - (n1 - n0) * de) / speed_mps : 0;
    const shorter_s = Math.min(dt_s, before_s);
    const allowed_m = 3 * step.accuracy_m + (BEND_MPS2 * (dt_s + before_s) * shorter_s) / 2;
    if (turn_mps * shorter_s > allowed_m) rough[r + BENT] = Math.min(2 * BENDS, rough[r + BENT]! + 1);
    else rough[r + BENT] = Math.max(0, rough[r + BENT]! - FORGIVE);
  }
  rough[r + STEP_EAST] = step.east_m;
  rough[r + STEP_NORTH] = step.north_m;
  rough[r + STEP_S] = dt_s > 0 && dt_s <= BEND_S ? dt_s : 0;
  return rough[r + BENT]! >= BENDS;
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
