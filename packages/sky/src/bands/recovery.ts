import type { Configuration } from '../config/configuration.ts';
import { TCAS_RESOLUTION_ADVISORY } from '../config/volumes.ts';
import type { CylinderVolume, MutableCylinder } from '../detectors/detector.ts';
import { tcasLevelAt } from '../detectors/tcas.ts';
import type { IntervalSet } from './interval_set.ts';
import type { Manoeuvre, MutableThreat, Threat } from './manoeuvre.ts';
import type { Situation } from './situation.ts';
import type { ThreatList } from './threat_list.ts';

/** Bisection for the time of recovery stops at this width, s. */
const RESOLUTION_S = 0.5;

/** The latest time found that does not recover, and the soonest that does: in an array, where they cost no garbage. */
const RED = 0;
const GREEN = 1;
const between = new Float64Array(2);

/** The ownship's, m. */
const altitude = new Float64Array(1);

/** What recovery came to: NaN sizes and time where it was not looked for, -Infinity where there is none. */
export interface RecoveryState {
  time_s: number;
  shrinks: number;
  distance_m: number;
  height_m: number;
}

/** A cylinder for aircraft whose height is known, and the same at every height for the others. */
class Keep {
  /** Until when it is kept, s. */
  until_s = Number.NaN;
  readonly known: MutableCylinder = { kind: 'cylinder', distance_m: 0, height_m: 0 };
  readonly unknown: MutableCylinder = { kind: 'cylinder', distance_m: 0, height_m: Number.POSITIVE_INFINITY };

  /** Takes the sizes of a near mid-air collision. */
  takeNearMiss({ nmac_distance_m, nmac_height_m }: Configuration): void {
    this.known.distance_m = nmac_distance_m;
    this.known.height_m = nmac_height_m;
    this.unknown.distance_m = nmac_distance_m;
  }

  /** Takes the sizes that a recovery keeps: the configured ones, or TCAS II's for the ownship's altitude. */
  takeRecovery({ recovery_distance_m, recovery_height_m }: Configuration, situation: Situation): void {
    altitude[0] = situation.ownHeightKnown ? (situation.own[2] as number) : Number.POSITIVE_INFINITY;
    const row = TCAS_RESOLUTION_ADVISORY.levels[Math.max(2, tcasLevelAt(TCAS_RESOLUTION_ADVISORY, altitude))];
    this.known.distance_m = recovery_distance_m > 0 ? recovery_distance_m : (row?.miss_m ?? 0);
    this.known.height_m = recovery_height_m > 0 ? recovery_height_m : (row?.height_m ?? 0);
    this.unknown.distance_m = this.known.distance_m;
  }

  /** Shrinks by the configured share, to a near mid-air collision's sizes at least. */
  shrink({ nmac_distance_m, nmac_height_m, shrinkFactor }: Configuration): void {
    this.known.distance_m = Math.max(nmac_distance_m, this.known.distance_m * (1 - shrinkFactor));
    this.known.height_m = Math.max(nmac_height_m, this.known.height_m * (1 - shrinkFactor));
    this.unknown.distance_m = this.known.distance_m;
  }

  from(threat: Threat): CylinderVolume {
    return threat.heightKnown ? this.known : this.unknown;
  }
}

/** A threat with another volume, one at a time. */
const other: MutableThreat = {
  aircraft: 0,
  heightKnown: true,
  volume: { kind: 'cylinder', distance_m: 0, height_m: 0 },
  horizon_s: 0,
};

function withVolume(threat: Threat, volume: CylinderVolume): Threat {
  other.aircraft = threat.aircraft;
  other.heightKnown = threat.heightKnown;
  other.volume = volume;
  other.horizon_s = threat.horizon_s;
  return other;
}

/**
 * Takes the values free of all threats: where a cylinder is kept before, from then on; false where there are none.
 */
export function freeOf(
  manoeuvre: Manoeuvre,
  threats: ThreatList,
  before: Keep | undefined,
  free: IntervalSet,
): boolean {
  manoeuvre.open();
  let room = true;
  for (let i = 0; i < threats.count && room; i++) {
    const threat = threats.items[i] as Threat;
    manoeuvre.from_s = before === undefined ? 0 : before.until_s;
    if (before === undefined) room = manoeuvre.strike(threat, undefined);
    else if (before.until_s <= threat.horizon_s) room = manoeuvre.strike(threat, before.from(threat));
    else {
      manoeuvre.from_s = 0;
      room = manoeuvre.strike(withVolume(threat, before.from(threat)), undefined);
    }
  }
  return finish(manoeuvre, room, free);
}

/** The same with one volume in place of every threat's own. */
function freeOfAll(manoeuvre: Manoeuvre, threats: ThreatList, keep: Keep, free: IntervalSet): boolean {
  manoeuvre.open();
  manoeuvre.from_s = 0;
  let room = true;
  for (let i = 0; i < threats.count && room; i++) {
    const threat = threats.items[i] as Threat;
    room = manoeuvre.strike(withVolume(threat, keep.from(threat)), undefined);
  }
  return finish(manoeuvre, room, free);
}

function finish(manoeuvre: Manoeuvre, room: boolean, free: IntervalSet): boolean {
  if (room) manoeuvre.write(free);
  else free.clear();
  return free.count > 0;
}

const nearMiss = new Keep();
const cylinder = new Keep();

/**
 * Values that bring the ownship back to well clear soonest and keep it out of a cylinder until then (C. Munoz et al.,
 * "DAIDALUS", DASC 2015). Where the cylinder cannot be kept, it shrinks towards that of a near mid-air collision.
 */
export function recover(
  manoeuvre: Manoeuvre,
  threats: ThreatList,
  configuration: Configuration,
  situation: Situation,
  free: IntervalSet,
  state: RecoveryState,
): void {
  const { lookahead_s, recovery_stability_s, nmac_distance_m, nmac_height_m } = configuration;
  state.time_s = Number.NEGATIVE_INFINITY;
  state.shrinks = 0;
  state.distance_m = Number.NEGATIVE_INFINITY;
  state.height_m = Number.NEGATIVE_INFINITY;
  nearMiss.takeNearMiss(configuration);
  if (!freeOfAll(manoeuvre, threats, nearMiss, free)) return;
  cylinder.takeRecovery(configuration, situation);
  const { known } = cylinder;
  while (known.distance_m > nmac_distance_m || known.height_m > nmac_height_m) {
    const avoidable = freeOfAll(manoeuvre, threats, cylinder, free);
    if (!avoidable && !configuration.collisionAvoidance) return;
    if (avoidable) {
      between[RED] = 0;
      between[GREEN] = lookahead_s + 1;
      cylinder.until_s = lookahead_s;
      while ((between[GREEN] as number) - (between[RED] as number) > RESOLUTION_S) {
        between[freeOf(manoeuvre, threats, cylinder, free) ? GREEN : RED] = cylinder.until_s;
        cylinder.until_s = ((between[RED] as number) + (between[GREEN] as number)) / 2;
      }
      const green_s = between[GREEN] as number;
      cylinder.until_s =
        green_s <= lookahead_s ? Math.min(lookahead_s, green_s + recovery_stability_s) : (between[RED] as number);
      if (freeOf(manoeuvre, threats, cylinder, free)) {
        state.time_s = cylinder.until_s;
        state.distance_m = known.distance_m;
        state.height_m = known.height_m;
        return;
      }
      if (!configuration.collisionAvoidance) return;
    }
    state.shrinks += 1;
    cylinder.shrink(configuration);
    free.clear();
  }
}
