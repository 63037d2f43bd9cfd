import type { Command, FlownCommand, OwnAircraft } from '@skyaccord/sky';

/** No height is advised below this, and none above unless the aircraft is there already. */
export const MIN_ALTITUDE_M = 305;
export const MAX_ALTITUDE_M = 15_240;
/** Levels are told in whole steps of this, m: 100 ft. */
const STEP_M = 30.48;
/** To stop a climb or descent takes so long, s. */
const LEVELLING_S = 8;
/** Slower than this, an aircraft has levelled off. */
const SLOW_MPS = 1;
/** A level is enough where going on beyond it does no less harm than this, in losses; */
const ENOUGH = 0.01;
/** and one that was told stays until going on does so much less. */
const ENOUGH_STILL = 0.03;

/** How far an aircraft may climb and descend, m. */
export function roomsOf(altitude_m: number): { up_room_m: number; down_room_m: number } {
  if (Number.isNaN(altitude_m)) return { up_room_m: Number.POSITIVE_INFINITY, down_room_m: Number.POSITIVE_INFINITY };
  return {
    up_room_m: Math.max(0, MAX_ALTITUDE_M - altitude_m),
    down_room_m: Math.max(0, altitude_m - MIN_ALTITUDE_M),
  };
}

/** The same aircraft, levelling off at an altitude; NaN: anywhere. */
export function levellingAt(own: OwnAircraft, altitude_m: number, level_m: number): OwnAircraft {
  if (Number.isNaN(level_m)) return own;
  return {
    ...own,
    up_room_m: Math.min(own.up_room_m, Math.max(0, level_m - altitude_m)),
    down_room_m: Math.min(own.down_room_m, Math.max(0, altitude_m - level_m)),
  };
}

/**
 * The nearest level that serves as well as climbing or descending on until the others are past; NaN where no vertical
 * speed is commanded, or the altitude is not known. A crew is told where to level off, so that is what is tried.
 *
 * @param standing_m the level told before; it stays as long as it serves
 * @param until_s how long the others take to be past
 */
export function levelFor(
  flown: FlownCommand,
  own: OwnAircraft,
  command: Command,
  altitude_m: number,
  standing_m: number,
  delay_s: number,
  until_s: number,
): number {
  const { vertical_mps } = command;
  if (Number.isNaN(vertical_mps) || Number.isNaN(altitude_m)) return Number.NaN;
  const harmAt = (level_m: number): number => {
    flown.fly(levellingAt(own, altitude_m, level_m), command, delay_s);
    return flown.harm;
  };
  // No level is told that a crew could not stop at.
  const stops_m = altitude_m + own.vz_mps * LEVELLING_S;
  if (vertical_mps === 0) {
    const ahead = (standing_m - altitude_m) * own.vz_mps >= 0 || Math.abs(standing_m - altitude_m) < STEP_M;
    return ahead ? standing_m : wholeLevel(stops_m, Math.sign(own.vz_mps));
  }
  const sense = Math.sign(vertical_mps);
  // Nearer than where the plan itself leads is no way out: to go on by the plan would widen the miss more.
  const planned_m = altitude_m + own.plan.vertical_mps * flown.lookahead_s;
  const from_m = sense * Math.max(sense * (own.vz_mps * sense > 0 ? stops_m : altitude_m), sense * planned_m);
  const least = harmAt(Number.NaN);
  const near = Math.abs(own.vz_mps) < SLOW_MPS ? STEP_M : 0;
  const ahead = (standing_m - altitude_m) * sense >= -near;
  if (ahead && harmAt(standing_m) <= least + ENOUGH_STILL) return standing_m;
  const room_m = sense > 0 ? own.up_room_m : own.down_room_m;
  const far_m = Math.min(Math.abs(vertical_mps) * until_s, room_m) - sense * (from_m - altitude_m);
  let low = 0;
  let high = Math.max(1, Math.ceil(far_m / STEP_M));
  const levelOf = (steps: number): number => wholeLevel(from_m + sense * steps * STEP_M, sense);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (harmAt(levelOf(middle)) <= least + ENOUGH) high = middle;
    else low = middle;
  }
  return levelOf(high);
}

/** In whole hundreds of feet; the nearest where `sense` is 0, else the next up or down. */
function wholeLevel(altitude_m: number, sense: number): number {
  const steps = altitude_m / STEP_M;
  const whole = sense > 0 ? Math.ceil(steps - 1e-6) : sense < 0 ? Math.floor(steps + 1e-6) : Math.round(steps);
  return whole * STEP_M;
}
