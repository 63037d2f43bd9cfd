import { ADVICE_PARAMETERS, type Command, type FlownCommand, type Target } from '@skyaccord/sky';
import { aircraftOf } from './decide.ts';
import type { Episode } from './episodes.ts';
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

/**
 * Would an aircraft that flies what stands advised be clear of a target if it went back to its plan now? True also for
 * one that is not off its plan.
 */
export function isReturnClear(flown: FlownCommand, { plan, memory }: Episode, own: Own, target: Target): boolean {
  const turned_deg = Math.abs(own.track_deg - plan.track_deg) % DEG_PER_TURN;
  const turned = !Number.isNaN(memory.track_rad) && Math.min(turned_deg, DEG_PER_TURN - turned_deg) > OFF_DEG;
  const climbs = !Number.isNaN(memory.vertical_mps);
  const climbing = climbs && Math.abs(own.up_mps - plan.vertical_mps) > OFF_MPS;
  const faster = !Number.isNaN(memory.speed_mps) && Math.abs(own.ground_speed_mps - plan.speed_mps) > OFF_MPS;
  const up_m = own.altitude_m - plan.altitude_m;
  const higher = climbs && plan.vertical_mps === 0 && Math.abs(up_m) > OFF_M;
  if (!turned && !climbing && !faster && !higher) return true;
  const aircraft = aircraftOf(own, plan);
  flown.set(aircraft, [target]);
  if (flown.fly(aircraft, PLAN, 0) >= ADVICE_PARAMETERS.return_probability) return false;
  if (!higher) return true;
  // Its plan was a level: going back is a climb or descent to it.
  const { vertical_rate_mps } = performanceOf(own.crew, own.ground_speed_mps);
  const back = { ...PLAN, vertical_mps: -Math.sign(up_m) * vertical_rate_mps };
  const levelling = levellingAt(aircraft, own.altitude_m, plan.altitude_m);
  return flown.fly(levelling, back, 0) < ADVICE_PARAMETERS.return_probability;
}
