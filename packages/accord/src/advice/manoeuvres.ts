import { type Command, DEG_PER_RAD, wrap180, wrap360 } from '@skyaccord/sky';
import type { Manoeuvre } from '../outcome.ts';
import type { Own } from './own.ts';

/**
 * What a crew is told to do, at most one of each kind: turn, height, speed. Amounts are from the present state to what
 * is told; they come to nothing once it is flown.
 *
 * @param level_m where a climb or descent ends; NaN: no height is told
 */
export function manoeuvresOf(command: Command, level_m: number, own: Own): Manoeuvre[] {
  const manoeuvres: Manoeuvre[] = [];
  const { track_rad, vertical_mps, speed_mps } = command;
  if (!Number.isNaN(track_rad)) {
    const to_track_deg = Math.round(wrap360(track_rad * DEG_PER_RAD)) % 360;
    manoeuvres.push({ kind: 'turn', by_deg: wrap180(to_track_deg - own.track_deg), to_track_deg });
  }
  if (!Number.isNaN(vertical_mps) && !Number.isNaN(level_m)) {
    const by_m = level_m - own.altitude_m;
    // To stop a climb or descent is to go on to the level at the rate that there is.
    const rate_mps = vertical_mps !== 0 ? vertical_mps : Math.sign(by_m) * Math.abs(own.up_mps);
    manoeuvres.push({ kind: 'vertical', by_m, to_altitude_m: level_m, rate_mps });
  }
  if (!Number.isNaN(speed_mps)) {
    manoeuvres.push({ kind: 'speed', by_mps: speed_mps - own.ground_speed_mps, to_mps: speed_mps });
  }
  return manoeuvres;
}

/** Do both ask for the same: the same tracks, levels, rates and speeds? */
export function sameManoeuvres(x: readonly Manoeuvre[], y: readonly Manoeuvre[]): boolean {
  return x.length === y.length && x.every((one, i) => targetOf(one) === targetOf(y[i]!));
}

function targetOf(one: Manoeuvre): string {
  switch (one.kind) {
    case 'turn':
      return `turn ${one.to_track_deg}`;
    case 'vertical':
      return `vertical ${Math.round(one.to_altitude_m)}`;
    case 'speed':
      return `speed ${Math.round(one.to_mps)}`;
  }
}
