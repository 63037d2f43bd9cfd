import { almostEqual, almostLess } from '../numbers.ts';
import { cylinderCritical, cylinderViolation } from './cylinder_detector.ts';
import { type CylindersVolume, cylinderNorm, type Volume } from './detector.ts';
import { tcasInterval, tcasNorm } from './tcas.ts';
import { uncertainWellClearInterval } from './uncertain_well_clear.ts';
import { wellClearInterval } from './well_clear.ts';

const scratch = new Float64Array(4);

/**
 * Interval of [from_s, to_s] in which own and traffic, both straight on, violate the volume. States lie in the arrays
 * at the offsets (detector.ts), `errors` holds the pair's summed deviations at errorsAt (uncertain_well_clear.ts).
 * When true, out[0] and out[1] are entry and exit in s; when false they mean nothing.
 */
export function violationInterval(
  volume: Volume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  errors: Float64Array,
  errorsAt: number,
  from_s: number,
  to_s: number,
  out: Float64Array,
): boolean {
  if (volume.kind === 'cylinder') {
    const { distance_m, height_m } = volume;
    return cylinderViolation(own, ownAt, traffic, trafficAt, distance_m, height_m, from_s, to_s, out);
  }
  if (volume.kind === 'cylinders') return anyViolation(volume, own, ownAt, traffic, trafficAt, from_s, to_s, out);
  if (volume.kind === 'tcas') {
    if (!(from_s >= 0 && from_s < to_s)) return false;
    return tcasInterval(own, ownAt, traffic, trafficAt, volume, from_s, to_s, out);
  }
  const sx = (own[ownAt] as number) - (traffic[trafficAt] as number);
  const sy = (own[ownAt + 1] as number) - (traffic[trafficAt + 1] as number);
  const sz = (own[ownAt + 2] as number) - (traffic[trafficAt + 2] as number);
  const vx = (own[ownAt + 3] as number) - (traffic[trafficAt + 3] as number);
  const vy = (own[ownAt + 4] as number) - (traffic[trafficAt + 4] as number);
  const vz = (own[ownAt + 5] as number) - (traffic[trafficAt + 5] as number);
  if (volume.kind === 'well_clear') {
    const { distance_m, height_m, tau_s, coaltitude_s } = volume;
    return wellClearInterval(sx, sy, sz, vx, vy, vz, distance_m, height_m, tau_s, coaltitude_s, from_s, to_s, out);
  }
  return uncertainWellClearInterval(sx, sy, sz, vx, vy, vz, volume, errors, errorsAt, from_s, to_s, out);
}

/** First entry and last exit over the cylinders that are violated. */
function anyViolation(
  { cylinders }: CylindersVolume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  from_s: number,
  to_s: number,
  out: Float64Array,
): boolean {
  let entry_s = Number.POSITIVE_INFINITY;
  let exit_s = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < cylinders.length; i++) {
    const { distance_m, height_m } = cylinders[i] as CylindersVolume['cylinders'][number];
    if (!cylinderViolation(own, ownAt, traffic, trafficAt, distance_m, height_m, from_s, to_s, out)) continue;
    entry_s = Math.min(entry_s, out[0] as number);
    exit_s = Math.max(exit_s, out[1] as number);
  }
  out[0] = entry_s;
  out[1] = exit_s;
  return entry_s < exit_s;
}

/** Whether the volume is violated within [from_s, to_s]; at from_s itself where the two are equal. */
export function violatesWithin(
  volume: Volume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  errors: Float64Array,
  errorsAt: number,
  from_s: number,
  to_s: number,
): boolean {
  if (almostEqual(from_s, to_s)) {
    // A volume that is left exactly at this time is not violated: the test looks one second ahead.
    return (
      violationInterval(volume, own, ownAt, traffic, trafficAt, errors, errorsAt, from_s, from_s + 1, scratch) &&
      almostEqual(scratch[0] as number, from_s)
    );
  }
  if (from_s > to_s) return false;
  return violationInterval(volume, own, ownAt, traffic, trafficAt, errors, errorsAt, from_s, to_s, scratch);
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
  to_s: number,
  out: Float64Array,
): boolean {
  const met = violationInterval(volume, own, ownAt, traffic, trafficAt, errors, errorsAt, 0, to_s, out);
  if (volume.kind === 'cylinder') {
    cylinderCritical(own, ownAt, traffic, trafficAt, volume.distance_m, volume.height_m, 0, to_s, out);
  } else if (volume.kind === 'cylinders') {
    anyCritical(volume, own, ownAt, traffic, trafficAt, to_s, out);
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
  to_s: number,
  out: Float64Array,
): void {
  let critical_s = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const { distance_m, height_m } of cylinders) {
    cylinderCritical(own, ownAt, traffic, trafficAt, distance_m, height_m, 0, to_s, out);
    if (!((out[3] as number) < least)) continue;
    critical_s = out[2] as number;
    least = out[3] as number;
  }
  out[2] = critical_s;
  out[3] = least;
}

/** Whether a violation found over [0, lookahead] begins before a time; a present one always does. */
export function beginsBefore(entry_s: number, limit_s: number): boolean {
  return entry_s === 0 || almostLess(entry_s, limit_s);
}
