import { cos, sin } from '../math.ts';
import { wrapPi } from './angles.ts';
import type { OwnAircraft } from './own_paths.ts';
import type { AdviceParameters } from './parameters.ts';
import type { AdviceCost, AdviceMemory, Command } from './situation.ts';

/** Extra way is counted to a place on the plan's track so much later, s. */
const REGAIN_S = 120;
/** The side with the right of way holds leaving its plan for twice as dear, the other for half, and between. */
const LEAST_RELUCTANCE = 0.5;
const MOST_RELUCTANCE = 2;

/**
 * Way flown more, m, off the plan's track by off_rad for episode_s, and from there to where the plan leads two minutes
 * later: what is lost along the plan, and the way back across.
 */
function extraWay_m(speed_mps: number, off_rad: number, episode_s: number): number {
  const way_m = speed_mps * episode_s;
  const aside_m = way_m * sin(off_rad);
  const onward_m = REGAIN_S * speed_mps;
  return way_m * (1 - cos(off_rad)) + (onward_m > 0 ? (aside_m * aside_m) / (2 * onward_m) : 0);
}

/** Writes what a command takes from the plan; null is the plan. */
export function writeCost(own: OwnAircraft, command: Command | null, episode_s: number, out: AdviceCost): void {
  const { plan } = own;
  const off = command === null || Number.isNaN(command.track_rad) ? 0 : wrapPi(command.track_rad - plan.track_rad);
  const climb = command === null || Number.isNaN(command.vertical_mps) ? 0 : command.vertical_mps - plan.vertical_mps;
  const faster = command === null || Number.isNaN(command.speed_mps) ? 0 : command.speed_mps - plan.speed_mps;
  out.turn_rad = off;
  out.vertical_mps = climb;
  out.height_m = climb * episode_s;
  out.speed_mps = faster;
  out.extra_m = extraWay_m(plan.speed_mps, off, episode_s);
  out.delay_s = plan.speed_mps > 0 ? (out.extra_m - faster * episode_s) / plan.speed_mps : 0;
  out.until_s = episode_s;
}

/** What leaving the plan costs, in losses of well clear. `share`: what the rules leave to the own side, 0 to 1. */
export function deviationCost(
  own: OwnAircraft,
  command: Command,
  episode_s: number,
  share: number,
  parameters: AdviceParameters,
): number {
  const { track_rad, speed_mps, vertical_mps } = command;
  let sum = 0;
  if (!Number.isNaN(track_rad)) {
    const off_rad = wrapPi(track_rad - own.plan.track_rad);
    sum += (parameters.per_extra_km * extraWay_m(own.plan.speed_mps, off_rad, episode_s)) / 1000;
    if (off_rad < 0) sum += parameters.per_left;
    if (!Number.isNaN(vertical_mps)) sum += parameters.another_axis;
  }
  if (!Number.isNaN(speed_mps)) sum += parameters.per_speed;
  if (!Number.isNaN(vertical_mps)) {
    sum += (parameters.per_climb * Math.abs(vertical_mps - own.plan.vertical_mps)) / own.performance.vertical_mps;
  }
  return sum * Math.max(LEAST_RELUCTANCE, Math.min(MOST_RELUCTANCE, 2 * (1 - share)));
}

/** What it costs to ask for something else than what stands; nothing where nothing stands. */
export function changeCost(
  own: OwnAircraft,
  now_rad: number,
  command: Command,
  memory: AdviceMemory,
  parameters: AdviceParameters,
): number {
  if (!memory.standing) return 0;
  const { track_rad, speed_mps, vertical_mps } = command;
  if (isPlan(command)) return parameters.easing;
  let sum = 0;
  if (!Object.is(track_rad, memory.track_rad)) {
    const side = Number.isNaN(track_rad) ? 0 : Math.sign(wrapPi(track_rad - now_rad));
    const stands_rad = wrapPi(memory.track_rad - own.plan.track_rad);
    const less = Number.isNaN(track_rad) || isLess(wrapPi(track_rad - own.plan.track_rad), stands_rad);
    sum += changed(side !== 0 && memory.turn_sense === -side, less, parameters);
  }
  if (!Object.is(speed_mps, memory.speed_mps)) sum += parameters.another_axis;
  if (!Object.is(vertical_mps, memory.vertical_mps)) {
    const side = Number.isNaN(vertical_mps) ? 0 : Math.sign(vertical_mps - own.vz_mps);
    const stands_mps = memory.vertical_mps - own.plan.vertical_mps;
    const less = Number.isNaN(vertical_mps) || isLess(vertical_mps - own.plan.vertical_mps, stands_mps);
    sum += changed(side !== 0 && memory.climb_sense === -side, less, parameters);
  }
  return sum;
}

const isLess = (asked: number, stands: number): boolean => asked * stands >= 0 && Math.abs(asked) < Math.abs(stands);

function changed(reversed: boolean, less: boolean, { reversal, weaker, another_axis }: AdviceParameters): number {
  if (reversed) return reversal;
  return less ? weaker : another_axis;
}

/** Does a command ask for nothing? */
export const isPlan = ({ track_rad, speed_mps, vertical_mps }: Command): boolean =>
  Number.isNaN(track_rad) && Number.isNaN(speed_mps) && Number.isNaN(vertical_mps);
