import { cos, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Observation, Technology } from '@skyaccord/wire';
import type { Measurement } from './horizontal.ts';
import { assumedAccuracy_m, assumedVelocityAccuracy_mps } from './uncertainty.ts';

/**
 * 95 % radius over standard deviation per axis, for an error that is normal and alike in both axes: √(-2 ln 0.05). Every
 * radius in and out of the tracks is one of 95 %, as DO-260B means EPU.
 */
export const RADIUS95 = 2.4477;

/** What scatters between successive reports of a GNSS position, m: coordinates of few digits, the receiver's noise. */
const GNSS_SCATTER_M = 3;
/** The time of a position varies by this much from report to report (standard deviation, s): radio and queues. */
const TIMING_S = 0.1;
/** The same of a velocity, m/s: whole knots and degrees; more where its accuracy is not stated. */
const VELOCITY_SCATTER_MPS = 1;
const UNSTATED_SCATTER_MPS = 2;
/** A transmitted velocity is a mean over the time before: in a turn it lags by this much. */
const VELOCITY_LAG_S = 0.4;
/**
 * At most this share of a stated variance is taken to scatter; the rest is common to the reports of a source. A GNSS
 * error varies over minutes; an error of a radar is new in each turn of its antenna.
 */
const GNSS_SHARE = 0.25;
const OUTSIDE_SHARE = 0.75;
/** Where the scatter has to be learnt, each report counts for a tenth. */
const LEARN = 0.1;

/** Positions that the aircraft found itself, by GNSS, whoever passed them on. */
const OWN_GNSS: ReadonlySet<Technology> = new Set(['adsb', 'adsr', 'uat', 'flarm', 'remote_id', 'logger'] as const);

/** The measurement that {@link readMeasurement} fills in. */
export const measurement: Measurement = {
  dt_s: 0,
  frame_cos: 1,
  frame_sin: 0,
  east_m: 0,
  north_m: 0,
  variance_m2: 1,
  common_m: 0,
  east_mps: Number.NaN,
  north_mps: Number.NaN,
  variance_m2ps2: 1,
  common_mps: 0,
};

/**
 * Splits what a report states of its accuracy into what scatters from report to report, which a filter takes out, and
 * what successive reports have in common, which it cannot. A GNSS error varies over minutes: nearly all of it is common,
 * and little scatters. What was measured from outside (radar, multilateration) scatters by most of it, unless the track
 * has shown that it scatters less: `learnt_m2`, NaN at the beginning.
 *
 * @param speed_mps of the track before
 */
export function readMeasurement(o: Observation, speed_mps: number, turn_rate: number, learnt_m2: number): void {
  const m = measurement;
  const stated = (o.position_accuracy_m ?? assumedAccuracy_m(o.technology)) / RADIUS95;
  const stated2 = Math.max(stated * stated, 1e-2);
  const speed = o.ground_speed_mps ?? speed_mps;
  const flown_m = TIMING_S * speed;
  const scatter2 = GNSS_SCATTER_M * GNSS_SCATTER_M + flown_m * flown_m;
  const own = OWN_GNSS.has(o.technology);
  const share = own ? GNSS_SHARE : OUTSIDE_SHARE;
  const wanted2 = own ? scatter2 : Math.max(scatter2, learnt_m2);
  m.variance_m2 = wanted2 <= share * stated2 ? wanted2 : share * stated2;
  m.common_m = Math.sqrt(stated2 - m.variance_m2);
  if (o.ground_speed_mps === null || o.track_deg === null) {
    m.east_mps = Number.NaN;
    m.north_mps = Number.NaN;
    return;
  }
  const track = o.track_deg * RAD_PER_DEG;
  m.east_mps = o.ground_speed_mps * sin(track);
  m.north_mps = o.ground_speed_mps * cos(track);
  const velocity = (o.velocity_accuracy_mps ?? assumedVelocityAccuracy_mps()) / RADIUS95;
  const velocity2 = Math.max(velocity * velocity, 1e-4);
  const scatter = o.velocity_accuracy_mps === null ? UNSTATED_SCATTER_MPS : VELOCITY_SCATTER_MPS;
  const lag_mps = VELOCITY_LAG_S * speed * turn_rate;
  m.variance_m2ps2 = Math.min(scatter * scatter + lag_mps * lag_mps, OUTSIDE_SHARE * velocity2);
  m.common_mps = Math.sqrt(velocity2 - m.variance_m2ps2);
}

/** The variance per axis by which a source of unknown scatter missed, brought into what was learnt of it, m². */
export function learnScatter(learnt_m2: number, miss2_m2: number, foretold_m2: number): number {
  const shown = Math.max(0, 0.5 * (miss2_m2 - foretold_m2));
  return learnt_m2 + LEARN * (shown - learnt_m2);
}
