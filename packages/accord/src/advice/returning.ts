import { ADVICE_PARAMETERS, type AdviceMemory, type Command, type FlownCommand, type Target } from '@skyaccord/sky';
import { aircraftOf } from './decide.ts';
import type { Episode, Plan } from './episodes.ts';
import { levellingAt } from './levels.ts';
import type { Own } from './own.ts';
import { performanceOf } from './performance.ts';

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
