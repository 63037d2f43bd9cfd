import {
  ADVICE_PARAMETERS,
  type AdviceMemory,
  type Command,
  cos,
  cylinderInterval,
  type FlownCommand,
  RAD_PER_DEG,
  sin,
  type Target,
} from '@skyaccord/sky';
import { RADIUS95 } from '../tracks/measurement.ts';
import { aircraftOf } from './decide.ts';
import type { Episode, Plan } from './episodes.ts';
import { levellingAt } from './levels.ts';
import type { Own } from './own.ts';
import { performanceOf } from './performance.ts';
import type { Other } from './traffic.ts';

/** Nearer than this to what it did before, an aircraft need not go back to it. */
const OFF_DEG = 5;
const OFF_M = 30.48;
const OFF_MPS = 2;
const DEG_PER_TURN = 360;

/** Back to the plan's track, speed and vertical speed. */
const PLAN: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };

/** Does an aircraft fly otherwise than by its plan, along an axis on which something stands advised? */
export function isOffPlan({ plan, memory }: Episode, own: Own): boolean {
  const turned_deg = Math.abs(own.track_deg - plan.track_deg) % DEG_PER_TURN;
  const turned = !Number.isNaN(memory.track_rad) && Math.min(turned_deg, DEG_PER_TURN - turned_deg) > OFF_DEG;
  const climbs = !Number.isNaN(memory.vertical_mps) && Math.abs(own.up_mps - plan.vertical_mps) > OFF_MPS;
  const faster = !Number.isNaN(memory.speed_mps) && Math.abs(own.ground_speed_mps - plan.speed_mps) > OFF_MPS;
  return turned || climbs || faster || isOffLevel(plan, memory, own);
}

/** Its plan was a level, and it has left that. */
const isOffLevel = (plan: Plan, memory: AdviceMemory, own: Own): boolean =>
  !Number.isNaN(memory.vertical_mps) && plan.vertical_mps === 0 && Math.abs(own.altitude_m - plan.altitude_m) > OFF_M;

/** Would an aircraft that is off its plan be clear of a target if it went back now? */
export function isReturnClear(flown: FlownCommand, { plan, memory }: Episode, own: Own, target: Target): boolean {
  const aircraft = aircraftOf(own, plan);
  flown.set(aircraft, [target]);
  if (flown.fly(aircraft, PLAN, 0) >= ADVICE_PARAMETERS.return_probability) return false;
  if (!isOffLevel(plan, memory, own)) return true;
  // Going back is a climb or descent to it.
  const up_m = own.altitude_m - plan.altitude_m;
  const { vertical_rate_mps } = performanceOf(own.crew, own.ground_speed_mps);
  const back = { ...PLAN, vertical_mps: -Math.sign(up_m) * vertical_rate_mps };
  const levelling = levellingAt(aircraft, own.altitude_m, plan.altitude_m);
  return flown.fly(levelling, back, 0) < ADVICE_PARAMETERS.return_probability;
}

const interval = new Float64Array(2);

/**
 * Would the alert be raised again on the plan's course: are minima, widened by what is not known of where the two are,
 * lost within `ahead_s`, both going straight on?
 */
export function isPredictedOnPlan({ plan, memory }: Episode, own: Own, other: Other, ahead_s: number): boolean {
  const track_rad = plan.track_deg * RAD_PER_DEG;
  const east_mps = other.east_mps - plan.speed_mps * sin(track_rad);
  const north_mps = other.north_mps - plan.speed_mps * cos(track_rad);
  // As if it were back at its level already.
  const known = !Number.isNaN(other.up_m);
  const up_m = known ? other.up_m + (isOffLevel(plan, memory, own) ? own.altitude_m - plan.altitude_m : 0) : 0;
  const up_mps = known ? other.up_mps - plan.vertical_mps : 0;
  const { east_m, north_m } = other;
  const unsure_m = RADIUS95 * other.position_sigma_m;
  return other.constraints.some(({ lateral_m, vertical_m }) => {
    const wide_m = lateral_m + Math.min(unsure_m, lateral_m);
    return cylinderInterval(east_m, north_m, up_m, east_mps, north_mps, up_mps, wide_m, vertical_m, ahead_s, interval);
  });
}

/** The other side as it will be once it, too, is back to its plan. */
export function backOnPlan(other: Other, { plan, memory }: Episode, otherOwn: Own): Other {
  const track_rad = plan.track_deg * RAD_PER_DEG;
  return {
    ...other,
    east_mps: plan.speed_mps * sin(track_rad),
    north_mps: plan.speed_mps * cos(track_rad),
    up_mps: plan.vertical_mps,
    up_m: other.up_m - (isOffLevel(plan, memory, otherOwn) ? otherOwn.altitude_m - plan.altitude_m : 0),
  };
}
