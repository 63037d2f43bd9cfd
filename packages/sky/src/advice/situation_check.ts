import type { Account } from './estimate.ts';
import type { Volume } from './meeting.ts';
import type { OwnAircraft } from './own_paths.ts';
import type { Situation, Target } from './situation.ts';

/** A situation that advice cannot stand on. Names what, its value, why, and what would do; nothing was changed. */
export class SituationError extends RangeError {
  readonly field: string;

  constructor(field: string, value: unknown, reason: string, remedy: string) {
    super(`${field}: ${String(value)} ${reason}; ${remedy}`);
    this.name = 'SituationError';
    this.field = field;
  }
}

/** Beyond this a number is a mistake, in whatever unit. */
const MOST = 1e15;

/**
 * A number that is none compares with nothing, so that what it stands for would seem far away: it is refused. What is
 * good is told by comparing numbers alone, since this stands before every decision.
 *
 * @throws {SituationError} for the first number that cannot be used
 */
export function checkSituation(situation: Situation): void {
  const { time_s, own, targets } = situation;
  let good = isNumber(time_s) && isGoodOwn(own);
  for (let i = 0; i < targets.length && good; i++) good = isGoodTarget(targets[i] as Target);
  if (!good) refuse(situation);
}

function isNumber(value: number): boolean {
  return Math.abs(value) <= MOST;
}

function isVariance(value: number): boolean {
  return value >= 0 && value <= MOST;
}

function isGoodOwn({ vx_mps, vy_mps, vz_mps, plan, performance, up_room_m, down_room_m }: OwnAircraft): boolean {
  return (
    isNumber(vx_mps) &&
    isNumber(vy_mps) &&
    isNumber(vz_mps) &&
    isNumber(plan.track_rad) &&
    isNumber(plan.speed_mps) &&
    isNumber(plan.vertical_mps) &&
    isNumber(plan.turn_radps) &&
    isNumber(performance.turn_radps) &&
    isNumber(performance.accel_mps2) &&
    isNumber(performance.vertical_mps2) &&
    isNumber(performance.vertical_mps) &&
    isNumber(performance.least_speed_mps) &&
    isNumber(performance.most_speed_mps) &&
    !Number.isNaN(up_room_m) &&
    !Number.isNaN(down_room_m)
  );
}

function isGoodTarget({ estimate, agility, volumes, own_share }: Target): boolean {
  const { turning, climbing, steady, manoeuvring, turn_radps, turn_sigma_radps, accel_mps2, climb_mps2 } = estimate;
  for (let i = 0; i < volumes.length; i++) if (!isGoodVolume(volumes[i] as Volume)) return false;
  return (
    volumes.length > 0 &&
    isNumber(own_share) &&
    isNumber(turning) &&
    isNumber(climbing) &&
    isNumber(turn_radps) &&
    isNumber(turn_sigma_radps) &&
    isNumber(accel_mps2) &&
    isNumber(climb_mps2) &&
    isNumber(agility.turn_radps) &&
    isNumber(agility.climb_mps) &&
    isNumber(agility.climb_mps2) &&
    isGoodAccount(steady) &&
    isGoodAccount(manoeuvring)
  );
}

function isGoodAccount(account: Account): boolean {
  const { x_m, y_m, z_m, vx_mps, vy_mps, vz_mps, position_m2, position_velocity_m2ps, velocity_m2ps2 } = account;
  const { height_m2, height_climb_m2ps, climb_m2ps2 } = account;
  const flat = isNumber(x_m) && isNumber(y_m) && isNumber(vx_mps) && isNumber(vy_mps);
  if (!flat || !isVariance(position_m2) || !isVariance(velocity_m2ps2)) return false;
  if (!isNumber(position_velocity_m2ps)) return false;
  // Where the height is not known nothing vertical is read.
  if (Number.isNaN(z_m)) return true;
  if (!isNumber(z_m) || !isNumber(vz_mps) || !isVariance(height_m2) || !isVariance(climb_m2ps2)) return false;
  return isNumber(height_climb_m2ps);
}

function isGoodVolume({ lateral_m, vertical_m, tau_s, weight, leave_by_s }: Volume): boolean {
  if (!(lateral_m >= 0 && vertical_m >= 0 && isNumber(tau_s) && isNumber(weight))) return false;
  return !Number.isNaN(leave_by_s);
}

/** @throws {SituationError} for the first number of a bad situation */
function refuse({ time_s, own, targets }: Situation): never {
  requireNumbers('', { time_s, own, targets });
  throw new SituationError('situation', 'a number', 'is out of range', 'give finite numbers');
}

const SQUARES: ReadonlySet<string> = new Set(['position_m2', 'velocity_m2ps2', 'height_m2', 'climb_m2ps2']);
const UNBOUNDED: ReadonlySet<string> = new Set(['up_room_m', 'down_room_m', 'leave_by_s', 'lateral_m', 'vertical_m']);
const VERTICAL: ReadonlySet<string> = new Set(['z_m', 'vz_mps', 'height_m2', 'height_climb_m2ps', 'climb_m2ps2']);

/** The same rules, number by number, by the name that each has. */
function requireNumbers(field: string, value: object): void {
  const parts = Object.entries(value) as [string, unknown][];
  if (field.endsWith('.volumes') && parts.length === 0) {
    throw new SituationError(field, '[]', 'names none', 'give what is to be kept free');
  }
  const level = 'z_m' in value && Number.isNaN(value.z_m);
  for (const [name, part] of parts) {
    const path = Array.isArray(value) ? `${field}[${name}]` : field === '' ? name : `${field}.${name}`;
    if (typeof part === 'object' && part !== null) requireNumbers(path, part);
    if (typeof part !== 'number' || (level && VERTICAL.has(name))) continue;
    const isMinimum = name === 'lateral_m' || name === 'vertical_m';
    if (UNBOUNDED.has(name) ? !Number.isNaN(part) && !(isMinimum && part < 0) : isNumber(part)) {
      if (!SQUARES.has(name) || isVariance(part)) continue;
    }
    throw new SituationError(path, part, 'is out of range', `give a number up to ${MOST}, no size or square below 0`);
  }
}
