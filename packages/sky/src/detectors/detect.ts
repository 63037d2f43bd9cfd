import { almostEqual, almostEqualAt, beginsEarlier } from '../numbers.ts';
import { cylinderCritical, cylinderViolation } from './cylinder_detector.ts';
import { type CylindersVolume, type CylinderVolume, cylinderNorm, type Volume } from './detector.ts';
import { tcasInterval, tcasNorm } from './tcas.ts';
import { uncertainWellClearInterval } from './uncertain_well_clear.ts';
import { wellClearInterval } from './well_clear.ts';

const scratch = new Float64Array(4);
const moment = new Float64Array(2);

/**
 * Interval of the window in which own and traffic, both straight on, violate the volume. States lie in the arrays at
 * the offsets (detector.ts), `errors` holds the pair's summed deviations at errorsAt (uncertain_well_clear.ts). When
 * true, out[0] and out[1] are entry and exit in s; when false they mean nothing.
 */
export function violationInterval(
  volume: Volume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  errors: Float64Array,
  errorsAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  switch (volume.kind) {
    case 'cylinder':
      return cylinderViolation(volume, own, ownAt, traffic, trafficAt, window, out);
    case 'well_clear':
      return wellClearInterval(volume, own, ownAt, traffic, trafficAt, window, out);
    case 'uncertain_well_clear':
      return uncertainWellClearInterval(volume, own, ownAt, traffic, trafficAt, errors, errorsAt, window, out);
    case 'cylinders':
      return anyViolation(volume, own, ownAt, traffic, trafficAt, window, out);
    case 'tcas':
      return tcasInterval(volume, own, ownAt, traffic, trafficAt, window, out);
  }
}

/** First entry and last exit over the cylinders that are violated. */
function anyViolation(
  { cylinders }: CylindersVolume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  let entry_s = Number.POSITIVE_INFINITY;
  let exit_s = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < cylinders.length; i++) {
    if (!cylinderViolation(cylinders[i] as CylinderVolume, own, ownAt, traffic, trafficAt, window, out)) continue;
    entry_s = Math.min(entry_s, out[0] as number);
    exit_s = Math.max(exit_s, out[1] as number);
  }
  out[0] = entry_s;
  out[1] = exit_s;
  return entry_s < exit_s;
}

/** Whether the volume is violated within the window; at its beginning itself where it has no length. */
export function violatesWithin(
  volume: Volume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  errors: Float64Array,
  errorsAt: number,
  window: Float64Array,
): boolean {
  if (beginsEarlier(window)) {
    return violationInterval(volume, own, ownAt, traffic, trafficAt, errors, errorsAt, window, scratch);
  }
  const from_s = window[0] as number;
  const to_s = window[1] as number;
  if (from_s > to_s && !almostEqual(from_s, to_s)) return false;
  // A volume that is left exactly at this time is not violated: the test looks one second ahead.
  moment[0] = from_s;
  moment[1] = from_s + 1;
  return (
    violationInterval(volume, own, ownAt, traffic, trafficAt, errors, errorsAt, moment, scratch) &&
    almostEqual(scratch[0] as number, from_s)
  );
}

/**
 * The same interval with its critical time and the square of the volume's norm then, written to out[2] and out[3]. For
 * well clear these are the middle of the interval, NaN without one; for cylinders the time of least norm; for TCAS
 * that of least tau. Without violation out[0] is Infinity and out[1] -Infinity.
 */
export function predictViolation(
  volume: Volume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  errors: Float64Array,
  errorsAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  const met = violationInterval(volume, own, ownAt, traffic, trafficAt, errors, errorsAt, window, out);
  if (volume.kind === 'cylinder') {
    cylinderCritical(volume, own, ownAt, traffic, trafficAt, window, out);
  } else if (volume.kind === 'cylinders') {
    anyCritical(volume, own, ownAt, traffic, trafficAt, window, out);
  } else if (volume.kind === 'tcas') {
    out[3] = tcasNorm(own, ownAt, traffic, trafficAt, volume, out[2] as number);
  } else {
    const middle_s = met ? ((out[0] as number) + (out[1] as number)) / 2 : Number.NaN;
    out[2] = middle_s;
    out[3] = cylinderNorm(
      (own[ownAt] as number) -
        (traffic[trafficAt] as number) +
        middle_s * ((own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number)),
      (own[ownAt + 1] as number) -
        (traffic[trafficAt + 1] as number) +
        middle_s * ((own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number)),
      (own[ownAt + 2] as number) -
        (traffic[trafficAt + 2] as number) +
        middle_s * ((own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number)),
      volume.distance_m,
      volume.height_m,
    );
  }
  if (!met) {
    out[0] = Number.POSITIVE_INFINITY;
    out[1] = Number.NEGATIVE_INFINITY;
  }
  return met;
}

/** The least norm over the cylinders, and its time. */
function anyCritical(
  { cylinders }: CylindersVolume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  window: Float64Array,
  out: Float64Array,
): void {
  let critical_s = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const cylinder of cylinders) {
    cylinderCritical(cylinder, own, ownAt, traffic, trafficAt, window, out);
    if (!((out[3] as number) < least)) continue;
    critical_s = out[2] as number;
    least = out[3] as number;
  }
  out[2] = critical_s;
  out[3] = least;
}

/**
 * Whether a violation found over [0, lookahead], its entry (s) in an array, begins before the time in another; a
 * present one always does.
 */
export function beginsBefore(entries: Float64Array, at: number, limit: Float64Array): boolean {
  const entry_s = entries[at] as number;
  return entry_s === 0 || (entry_s < (limit[0] as number) && !almostEqualAt(entries, at, limit, 0));
}
