import { cos, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Observation, Technology } from '@skyaccord/wire';
import type { Measurement } from './horizontal.ts';
import { assumedAccuracy_m, assumedVelocityAccuracy_mps } from './uncertainty.ts';

/**
 * 95 % radius over standard deviation per axis, for an error that is normal and alike in both axes: √(-2 ln 0.05).
 * Every radius in and out of the tracks is one of 95 %, as DO-260B means EPU.
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
/** What is stated beyond these bounds is taken for the bound: 95 % radii in m and m/s. */
const FINEST_M = 0.5;
const WIDEST_M = 40_000;
const FINEST_MPS = 0.05;
const WIDEST_MPS = 500;
/** A speed above this is no speed: twice what any aircraft flies. */
const FASTEST_MPS = 1800;
/** Where the scatter has to be learnt, each report counts for a tenth. */
const LEARN = 0.1;

/** Positions that the aircraft found itself, by GNSS, whoever passed them on. */
const OWN_GNSS: ReadonlySet<Technology> = new Set(['adsb', 'adsr', 'uat', 'flarm', 'remote_id', 'logger'] as const);

/** A measurement of nothing, to be filled in. */
export const emptyMeasurement = (): Measurement => ({
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
});

/** The measurement that {@link readMeasurement} fills in. */
export const measurement: Measurement = emptyMeasurement();

/** Did the aircraft find its position itself? What others measured from outside scatters otherwise. */
export const isOwnGnss = (technology: Technology): boolean => OWN_GNSS.has(technology);

/**
 * What a report says of where an aircraft is and how it moves, as the filter takes it.
 *
 * @param speed_mps of the track before
 * @param turn_rate rad/s, of the track before
 */
export function readMeasurement(o: Observation, speed_mps: number, turn_rate: number, learnt_m2: number): void {
  const m = measurement;
  const said = o.ground_speed_mps !== null && o.track_deg !== null && o.ground_speed_mps <= FASTEST_MPS;
  const speed = said ? o.ground_speed_mps! : Math.min(FASTEST_MPS, speed_mps);
  const stated_m = o.position_accuracy_m ?? assumedAccuracy_m(o.technology);
  splitPosition(m, stated_m, isOwnGnss(o.technology), speed, learnt_m2);
  if (!said) {
    m.east_mps = Number.NaN;
    m.north_mps = Number.NaN;
    return;
  }
  const track = o.track_deg! * RAD_PER_DEG;
  m.east_mps = speed * sin(track);
  m.north_mps = speed * cos(track);
  const unstated = o.velocity_accuracy_mps === null;
  splitVelocity(m, o.velocity_accuracy_mps ?? assumedVelocityAccuracy_mps(), unstated, speed * turn_rate);
}

/**
 * Splits what a report states of its accuracy into what scatters from report to report, which a filter takes out, and
 * what successive reports have in common, which it cannot. A GNSS error varies over minutes: nearly all of it is
 * common, and little scatters. What was measured from outside (radar, multilateration) scatters by most of it, unless
 * the track has shown that it scatters less: `learnt_m2`, NaN where nothing was learnt.
 *
 * @param stated_m 95 % radius
 */
export function splitPosition(
  m: Measurement,
  stated_m: number,
  own: boolean,
  speed_mps: number,
  learnt_m2: number,
): void {
  const stated = Math.min(WIDEST_M, Math.max(FINEST_M, stated_m)) / RADIUS95;
  const flown_m = TIMING_S * speed_mps;
  const scatter2 = GNSS_SCATTER_M * GNSS_SCATTER_M + flown_m * flown_m;
  const most2 = (own ? GNSS_SHARE : OUTSIDE_SHARE) * stated * stated;
  const wanted2 = own ? scatter2 : Math.max(scatter2, learnt_m2);
  m.variance_m2 = wanted2 <= most2 ? wanted2 : most2;
  m.common_m = Math.sqrt(stated * stated - m.variance_m2);
}

/**
 * The same for a velocity; one whose accuracy is not stated is taken to scatter more.
 *
 * @param stated_mps 95 % radius
 * @param lateral_mps2 acceleration in a turn
 */
export function splitVelocity(m: Measurement, stated_mps: number, unstated: boolean, lateral_mps2: number): void {
  const stated = Math.min(WIDEST_MPS, Math.max(FINEST_MPS, stated_mps)) / RADIUS95;
  const scatter = unstated ? UNSTATED_SCATTER_MPS : VELOCITY_SCATTER_MPS;
  const lag_mps = VELOCITY_LAG_S * lateral_mps2;
  m.variance_m2ps2 = Math.min(scatter * scatter + lag_mps * lag_mps, OUTSIDE_SHARE * stated * stated);
  m.common_mps = Math.sqrt(stated * stated - m.variance_m2ps2);
}

/** The variance per axis by which a source of unknown scatter missed, brought into what was learnt of it, m². */
export function learnScatter(learnt_m2: number, miss2_m2: number, foretold_m2: number): number {
  const shown = Math.max(0, 0.5 * (miss2_m2 - foretold_m2));
  return learnt_m2 + LEARN * (shown - learnt_m2);
}
