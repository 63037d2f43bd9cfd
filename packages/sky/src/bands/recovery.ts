import type { Configuration } from '../config/configuration.ts';
import { TCAS_RESOLUTION_ADVISORY } from '../config/volumes.ts';
import type { CylinderVolume } from '../detectors/detector.ts';
import { tcasLevelAt } from '../detectors/tcas.ts';
import type { IntervalSet } from './interval_set.ts';
import type { Manoeuvre, Threat } from './manoeuvre.ts';

/** Bisection for the time of recovery stops at this width, s. */
const RESOLUTION_S = 0.5;

/** What recovery came to: NaN sizes and time where it was not looked for, -Infinity where there is none. */
export interface RecoveryState {
  time_s: number;
  shrinks: number;
  distance_m: number;
  height_m: number;
}

/** The cylinder that a recovery keeps: the configured one, or TCAS II's for the ownship's altitude. */
function recoveryCylinder(configuration: Configuration, altitude_m: number): CylinderVolume {
  const { recovery_distance_m, recovery_height_m } = configuration;
  const row = TCAS_RESOLUTION_ADVISORY.levels[Math.max(2, tcasLevelAt(TCAS_RESOLUTION_ADVISORY, altitude_m))];
  return {
    kind: 'cylinder',
    distance_m: recovery_distance_m > 0 ? recovery_distance_m : (row?.miss_m ?? 0),
    height_m: recovery_height_m > 0 ? recovery_height_m : (row?.height_m ?? 0),
  };
}

/** Takes the values free of all threats from `from_s` on and of `before` until then; false where there are none. */
export function freeOf(
  manoeuvre: Manoeuvre,
  threats: readonly Threat[],
  count: number,
  from_s: number,
  before: CylinderVolume | undefined,
  free: IntervalSet,
): boolean {
  manoeuvre.open();
  let room = true;
  for (let i = 0; i < count && room; i++) {
    const threat = threats[i] as Threat;
    if (from_s <= threat.horizon_s) room = manoeuvre.strike(threat, from_s, before);
    else if (before !== undefined) room = manoeuvre.strike({ ...threat, volume: before }, 0, undefined);
  }
  if (room) manoeuvre.write(free);
  else free.clear();
  return free.count > 0;
}

/** The same with one volume in place of every threat's own. */
function freeOfVolume(
  manoeuvre: Manoeuvre,
  threats: readonly Threat[],
  count: number,
  volume: CylinderVolume,
  free: IntervalSet,
): boolean {
  manoeuvre.open();
  let room = true;
  for (let i = 0; i < count && room; i++) room = manoeuvre.strike({ ...(threats[i] as Threat), volume }, 0, undefined);
  if (room) manoeuvre.write(free);
  else free.clear();
  return free.count > 0;
}

/**
 * Values that bring the ownship back to well clear soonest and keep it out of a cylinder until then (C. Munoz et al.,
 * "DAIDALUS", DASC 2015). Where the cylinder cannot be kept, it shrinks towards that of a near mid-air collision.
 */
export function recover(
  manoeuvre: Manoeuvre,
  threats: readonly Threat[],
  count: number,
  configuration: Configuration,
  altitude_m: number,
  free: IntervalSet,
  state: RecoveryState,
): void {
  const { lookahead_s, recovery_stability_s, shrinkFactor, nmac_distance_m, nmac_height_m } = configuration;
  state.time_s = Number.NEGATIVE_INFINITY;
  state.shrinks = 0;
  state.distance_m = Number.NEGATIVE_INFINITY;
  state.height_m = Number.NEGATIVE_INFINITY;
  const nmac: CylinderVolume = { kind: 'cylinder', distance_m: nmac_distance_m, height_m: nmac_height_m };
  if (!freeOfVolume(manoeuvre, threats, count, nmac, free)) return;
  let cylinder = recoveryCylinder(configuration, altitude_m);
  while (cylinder.distance_m > nmac_distance_m || cylinder.height_m > nmac_height_m) {
    const avoidable = freeOfVolume(manoeuvre, threats, count, cylinder, free);
    if (!avoidable && !configuration.collisionAvoidance) return;
    if (avoidable) {
      let red = 0;
      let green = lookahead_s + 1;
      let time_s = lookahead_s;
      while (green - red > RESOLUTION_S) {
        if (freeOf(manoeuvre, threats, count, time_s, cylinder, free)) green = time_s;
        else red = time_s;
        time_s = (red + green) / 2;
      }
      const stable_s = green <= lookahead_s ? Math.min(lookahead_s, green + recovery_stability_s) : red;
      if (freeOf(manoeuvre, threats, count, stable_s, cylinder, free)) {
        state.time_s = stable_s;
        state.distance_m = cylinder.distance_m;
        state.height_m = cylinder.height_m;
        return;
      }
      if (!configuration.collisionAvoidance) return;
    }
    state.shrinks += 1;
    cylinder = {
      kind: 'cylinder',
      distance_m: Math.max(nmac_distance_m, cylinder.distance_m * (1 - shrinkFactor)),
      height_m: Math.max(nmac_height_m, cylinder.height_m * (1 - shrinkFactor)),
    };
    free.clear();
  }
}
