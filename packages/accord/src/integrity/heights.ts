import type { Observation, Technology } from '@skyaccord/wire';
import {
  ALOFT_MS,
  DATUM,
  DATUM_OFF,
  EXACT,
  GEOMETRIC,
  HEIGHT_MS,
  LEAPT,
  type Memory,
  PRESSURE,
  ROUGH,
} from './memory.ts';
import {
  ALOFT_HIGH_M,
  ALOFT_LOW_M,
  ALOFT_MPS,
  ALOFT_S,
  DATUM_M,
  DATUM_REPORTS,
  DATUM_STALE_S,
  FORGIVE,
  LEAP_FAR_M,
  LEAP_M,
  LEAP_MPS,
  LEAPS,
} from './rules.ts';

/** Heights further apart in time are not compared. */
const LEAP_WITHIN_S = 60;
/** What is held to be the usual difference of the two heights follows this share of each new one. */
const DATUM_SHARE = 0.05;
/** A ground station's GNSS height is worked out, not measured. */
const FROM_OUTSIDE: ReadonlySet<Technology> = new Set(['tisb', 'mlat', 'modes', 'radar', 'visual'] as const);
/** Categories that stay up slowly at any height: gliders, lighter than air, ultralight, uncrewed, rotorcraft. */
const SLOW = /^(A7|B.)$/;

/** What was found last, m: the height before, and by how much it changed. */
export const leap = { before_m: 0, by_m: 0 };

/**
 * Whether heights leap as no aircraft does, as often as is too often. Compares heights of one kind with the last ones.
 *
 * @param given_ms when the heights were given: later than the position where a position is repeated with new heights
 */
export function checkLeaps(memory: Memory, slot: number, o: Observation, given_ms: number): boolean {
  const { exact, rough } = memory;
  const r = slot * ROUGH;
  const dt_s = Math.abs(given_ms - exact[slot * EXACT + HEIGHT_MS]!) / 1000;
  let before_m = rough[r + PRESSURE]!;
  let by_m = (o.pressure_altitude_m ?? Number.NaN) - before_m;
  if (Number.isNaN(by_m)) {
    before_m = rough[r + GEOMETRIC]!;
    by_m = (o.geometric_altitude_m ?? Number.NaN) - before_m;
  }
  if (!(dt_s <= LEAP_WITHIN_S) || Number.isNaN(by_m)) return false;
  const most_m = LEAP_M + LEAP_MPS * dt_s;
  if (Math.abs(by_m) <= most_m) {
    rough[r + LEAPT] = Math.max(0, rough[r + LEAPT]! - FORGIVE);
    return false;
  }
  leap.before_m = before_m;
  leap.by_m = by_m;
  rough[r + LEAPT] = Math.min(2 * LEAPS, rough[r + LEAPT]! + (Math.abs(by_m) > LEAP_FAR_M + most_m ? LEAPS : 1));
  return rough[r + LEAPT]! >= LEAPS;
}

/**
 * How far GNSS height and pressure height have come apart, m, against what was usual for this aircraft, so many reports
 * in a row; 0 otherwise. Weather and climb change it slowly; a false GNSS height does so at once.
 */
export function checkDatum(memory: Memory, slot: number, o: Observation): number {
  if (o.geometric_altitude_m === null || o.pressure_altitude_m === null || FROM_OUTSIDE.has(o.technology)) return 0;
  const { rough } = memory;
  const r = slot * ROUGH;
  const now_m = o.geometric_altitude_m - o.pressure_altitude_m;
  const usual_m = rough[r + DATUM]!;
  if (Number.isNaN(usual_m)) {
    rough[r + DATUM] = now_m;
    return 0;
  }
  const off_m = now_m - usual_m;
  // The two heights of one report may be of different age: in a climb that is a difference.
  if (Math.abs(off_m) <= DATUM_M + DATUM_STALE_S * Math.abs(o.vertical_rate_mps ?? 0)) {
    rough[r + DATUM] = usual_m + DATUM_SHARE * off_m;
    rough[r + DATUM_OFF] = 0;
    return 0;
  }
  rough[r + DATUM_OFF] = rough[r + DATUM_OFF]! + 1;
  return rough[r + DATUM_OFF]! >= DATUM_REPORTS ? off_m : 0;
}

/** Flies higher and slower, and for longer, than wings can: the pressure height is real, the position is not. */
export function checkAloft(memory: Memory, slot: number, o: Observation, category: string | null): boolean {
  const { exact } = memory;
  const e = slot * EXACT;
  const height_m = o.pressure_altitude_m ?? Number.NaN;
  const slow = o.ground_speed_mps !== null && o.ground_speed_mps < ALOFT_MPS && o.ground_speed_mps > 0;
  const able = (category !== null && SLOW.test(category)) || o.technology === 'remote_id';
  if (!(slow && height_m >= ALOFT_LOW_M && height_m <= ALOFT_HIGH_M) || able) {
    exact[e + ALOFT_MS] = Number.NaN;
    return false;
  }
  if (Number.isNaN(exact[e + ALOFT_MS]!)) exact[e + ALOFT_MS] = o.time_ms;
  return o.time_ms - exact[e + ALOFT_MS]! >= ALOFT_S * 1000;
}
