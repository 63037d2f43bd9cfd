import { writeHypot } from '../math/hypot.ts';
import { beginsEarlier, solveHalf } from '../numbers.ts';
import type { UncertainWellClearVolume } from './detector.ts';
import { VerticalBox } from './vertical_box.ts';
import { RelativeMotion, wellClearInterval } from './well_clear.ts';
import { WorstPair } from './worst_pair.ts';

/**
 * Well clear widened by the errors of position and velocity (A. Narkawicz, C. Munoz, A. Dutle, "Sensor uncertainty
 * mitigation and dynamic well clear volumes in DAIDALUS", DASC 2018).
 */

/** An error is never taken for less, in m and m/s. */
const LEAST_ERROR = 0.001;

/**
 * The larger principal deviation of a horizontal error from its deviations east and north and its covariance's root.
 */
export function principalDeviation(east: number, north: number, covariance: number): number {
  const mean = (east * east + north * north) / 2;
  const product = east * east * north * north - covariance * covariance * covariance * covariance;
  return Math.sqrt(mean + Math.sqrt(Math.max(mean * mean - product, 0)));
}

const quadratic = new Float64Array(3);
/** East and north of a distance or speed, and its size. */
const sides = new Float64Array(3);

/** The horizontal part: nominal motion, errors, and the motions within them that meet soonest. */
class UncertainCourse {
  readonly nominal = new RelativeMotion();
  position_m = Number.NaN;
  velocity_mps = Number.NaN;
  range_m = Number.NaN;
  /** Times of the answer. */
  entry_s = Number.NaN;
  exit_s = Number.NaN;
  private readonly trial = new RelativeMotion();
  private readonly worst = new WorstPair();
  private readonly span = new Float64Array(2);

  /** Sets entry and exit: entry beyond the window's end, or exit before 0, where there is none. */
  solve(): void {
    const { nominal, position_m, velocity_mps } = this;
    const { hx, hy, wx, wy, to_s } = nominal;
    const a = wx * wx + wy * wy;
    const p = hx * wx + hy * wy;
    const range2 = hx * hx + hy * hy;
    const wide_m = nominal.distance_m + position_m;
    const within = range2 <= wide_m * wide_m;
    this.trial.distance_m = nominal.distance_m;
    this.trial.tau_s = nominal.tau_s;
    this.trial.to_s = to_s;
    // Errors of velocity exceed the closing speed: the pair may fly straight at each other.
    const anyWay = a <= velocity_mps * velocity_mps;
    if (within || this.insideNow()) this.entry_s = 0;
    else if (anyWay) this.headOn();
    else this.soonest();
    if (!anyWay) {
      quadratic[0] = a - velocity_mps * velocity_mps;
      quadratic[1] = p - velocity_mps * wide_m;
      quadratic[2] = range2 - wide_m * wide_m;
      solveHalf(quadratic);
      const exit_s = quadratic[1];
      this.exit_s = Number.isFinite(exit_s) ? exit_s : -1;
    } else if (within) this.exit_s = to_s;
    else {
      const { entry_s } = this;
      this.headOn();
      this.exit_s = this.entry_s <= to_s ? to_s : -1;
      this.entry_s = entry_s;
    }
  }

  /** Whether the nominal motion violates the horizontal part at this moment. */
  private insideNow(): boolean {
    const { hx, hy, wx, wy, distance_m, tau_s } = this.nominal;
    const a = wx * wx + wy * wy;
    const p = hx * wx + hy * wy;
    const range2 = hx * hx + hy * hy;
    if (Math.sqrt(range2) <= distance_m) return true;
    const cpa_s = a > 0 ? -p / a : 0;
    sides[0] = hx + cpa_s * wx;
    sides[1] = hy + cpa_s * wy;
    writeHypot(sides);
    if (!((sides[2] as number) <= distance_m) || p >= 0) return false;
    // Modified tau; it is not negative, since the distance is beyond the limit.
    return (distance_m * distance_m - range2) / p <= tau_s;
  }

  private headOn(): void {
    const { nominal, trial, range_m } = this;
    const ux = range_m > 0 ? nominal.hx / range_m : 0;
    const uy = range_m > 0 ? nominal.hy / range_m : 0;
    const near_m = range_m - this.position_m;
    sides[0] = nominal.wx;
    sides[1] = nominal.wy;
    writeHypot(sides);
    const speed = -((sides[2] as number) + this.velocity_mps);
    trial.hx = ux * near_m;
    trial.hy = uy * near_m;
    trial.wx = ux * speed;
    trial.wy = uy * speed;
    this.entry_s = this.enters(trial) ? (this.span[0] as number) : trial.to_s + 1;
  }

  /** The earlier of the nominal entry and that of the worst pair; none where the worst pair draws apart. */
  private soonest(): void {
    const { nominal, trial, worst } = this;
    worst.position_m = this.position_m;
    worst.velocity_mps = this.velocity_mps;
    worst.find(nominal, trial);
    const none_s = nominal.to_s + 1;
    if (!(trial.hx * trial.wx + trial.hy * trial.wy < 0)) {
      this.entry_s = none_s;
      return;
    }
    const nominal_s = this.enters(nominal) ? (this.span[0] as number) : none_s;
    const worst_s = this.enters(trial) ? (this.span[0] as number) : none_s;
    this.entry_s = Math.min(nominal_s, worst_s);
  }

  /** Whether a motion enters before it leaves; writes both to the span. */
  private enters(motion: RelativeMotion): boolean {
    const { span } = this;
    return motion.horizontal(span) && beginsEarlier(span);
  }
}

const course = new UncertainCourse();
const box = new VerticalBox();
const heights = new Float64Array(2);

/**
 * Interval of the window in which a state within the errors can be inside the volume. errors holds, at errorsAt, the
 * sums of the pair's deviations: horizontal position, horizontal velocity, height, vertical speed.
 */
export function uncertainWellClearInterval(
  volume: UncertainWellClearVolume,
  own: Float64Array,
  ownAt: number,
  traffic: Float64Array,
  trafficAt: number,
  errors: Float64Array,
  errorsAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  if (isExact(errors, errorsAt)) return wellClearInterval(volume, own, ownAt, traffic, trafficAt, window, out);
  const { nominal } = course;
  nominal.between(own, ownAt, traffic, trafficAt);
  sides[0] = nominal.hx;
  sides[1] = nominal.hy;
  writeHypot(sides);
  const range_m = sides[2] as number;
  const position_m = volume.positionScore * (errors[errorsAt] as number);
  const height_error_m = volume.heightScore * (errors[errorsAt + 2] as number);
  const rise_mps = volume.verticalSpeedScore * (errors[errorsAt + 3] as number);
  // Deviations of velocity count less the farther the pair is apart.
  const share = Math.max(range_m - position_m, 0) / volume.velocityDistance_m;
  const far = share >= 1;
  const { velocityScoreNear, velocityScoreFar } = volume;
  const score = (far ? 0 : 1 - share) * velocityScoreNear + (far ? 1 : share) * velocityScoreFar;
  const velocity_mps = score * (errors[errorsAt + 1] as number);
  if (position_m === 0 && height_error_m === 0 && rise_mps === 0 && velocity_mps === 0) {
    return wellClearInterval(volume, own, ownAt, traffic, trafficAt, window, out);
  }
  const from_s = window[0] as number;
  const to_s = window[1] as number;
  if (!(from_s >= 0 && from_s < to_s)) return false;

  const z_m = Math.max(height_error_m, LEAST_ERROR);
  const u_mps = Math.max(rise_mps, LEAST_ERROR);
  box.z1 = nominal.sz - z_m;
  box.z2 = nominal.sz + z_m;
  box.u1 = nominal.vz - u_mps;
  box.u2 = nominal.vz + u_mps;
  box.height_m = volume.height_m;
  box.coaltitude_s = volume.coaltitude_s;
  box.to_s = to_s;
  box.hull(heights);
  if (!((heights[0] as number) <= (heights[1] as number)) || (heights[1] as number) < from_s) return false;
  const low_s = Math.max(heights[0] as number, from_s);
  const high_s = Math.min(heights[1] as number, to_s);

  nominal.sizes(volume);
  nominal.to_s = to_s;
  course.range_m = range_m;
  course.position_m = Math.max(position_m, LEAST_ERROR);
  course.velocity_mps = Math.max(velocity_mps, LEAST_ERROR);
  course.solve();
  const { entry_s, exit_s } = course;
  if (entry_s > to_s || exit_s < 0 || entry_s > exit_s) return false;
  const out_s = Math.min(to_s, exit_s);
  if (out_s < from_s) return false;
  out[0] = Math.max(low_s, Math.max(0, entry_s));
  out[1] = Math.min(high_s, out_s);
  return beginsEarlier(out);
}

/** Whether a pair has no errors at all. */
function isExact(errors: Float64Array, at: number): boolean {
  return errors[at] === 0 && errors[at + 1] === 0 && errors[at + 2] === 0 && errors[at + 3] === 0;
}
