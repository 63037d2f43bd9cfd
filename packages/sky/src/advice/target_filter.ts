import { AxisFilter, type FilterModel } from './axis_filter.ts';
import type { Account, Estimate } from './estimate.ts';

/** One report of another aircraft: position m, velocity m/s; heights and velocities may be NaN. */
export type Report = {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly vx: number;
  readonly vy: number;
  readonly vz: number;
};

/** Standard deviations of reports along each axis; 0 is exact. */
export type ReportErrors = {
  readonly position_m: number;
  readonly velocity_mps: number;
  readonly height_m: number;
  readonly climb_mps: number;
};

/** What a manoeuvre is, as the filter expects it; docs/advice.md tells why. */
const HORIZONTAL: FilterModel = {
  steady_noise: 0.01,
  jerk_noise: 0.02,
  onset_mps2: 1.2,
  begin_per_s: 0.01,
  end_per_s: 0.05,
};
const VERTICAL: FilterModel = {
  steady_noise: 0.001,
  jerk_noise: 0.1,
  onset_mps2: 1.5,
  begin_per_s: 0.01,
  end_per_s: 0.25,
};

/** No report is taken to be better than this: motion between reports is not known to the millimetre. */
const LEAST_M = 0.3;
const LEAST_MPS = 0.05;
/** Without a velocity, an aircraft may go as fast as this along each axis, m/s; a climb. */
const SPREAD_MPS = 100;
const CLIMB_SPREAD_MPS = 8;

/** Follows one other aircraft from its reports. */
export class TargetFilter {
  private readonly errors: ReportErrors;
  private readonly horizontal = new AxisFilter(2, HORIZONTAL);
  private readonly vertical = new AxisFilter(1, VERTICAL);
  private at_s = Number.NaN;
  private heard_s = Number.NaN;
  private height_s = Number.NaN;

  constructor(errors: ReportErrors) {
    this.errors = {
      position_m: Math.max(LEAST_M, errors.position_m),
      velocity_mps: Math.max(LEAST_MPS, errors.velocity_mps),
      height_m: Math.max(LEAST_M, errors.height_m),
      climb_mps: Math.max(LEAST_MPS, errors.climb_mps),
    };
  }

  /** When it was last heard, s; NaN for never. */
  get lastHeard_s(): number {
    return this.heard_s;
  }

  /** Moves on to time_s, which does not go back, and takes in the report received there, if any. */
  take(time_s: number, report: Report | null): void {
    const dt_s = time_s - this.at_s;
    if (dt_s > 0) {
      this.horizontal.advance(dt_s);
      if (!Number.isNaN(this.height_s)) this.vertical.advance(dt_s);
    }
    this.at_s = time_s;
    if (report === null) return;
    const { position_m, velocity_mps, height_m, climb_mps } = this.errors;
    const { horizontal, vertical } = this;
    const { x, y, z, vx, vy, vz } = report;
    if (Number.isNaN(this.heard_s)) horizontal.begin(x, y, vx, vy, position_m, velocity_mps, SPREAD_MPS);
    else horizontal.hear(x, y, vx, vy, position_m, velocity_mps);
    this.heard_s = time_s;
    if (Number.isNaN(z)) return;
    if (Number.isNaN(this.height_s)) vertical.begin(z, 0, vz, 0, height_m, climb_mps, CLIMB_SPREAD_MPS);
    else vertical.hear(z, 0, vz, 0, height_m, climb_mps);
    this.height_s = time_s;
  }

  /** Writes what is held now, in the frame that begins at (x, y, z). */
  write(x: number, y: number, z: number, out: Estimate): void {
    const { horizontal, vertical } = this;
    this.account(0, x, y, z, out.steady);
    this.account(1, x, y, z, out.manoeuvring);
    out.turning = horizontal.manoeuvring;
    out.climbing = !Number.isNaN(this.height_s) ? vertical.manoeuvring : 0;
    const vx = horizontal.velocity(1, 0);
    const vy = horizontal.velocity(1, 1);
    const ax = horizontal.acceleration(0);
    const ay = horizontal.acceleration(1);
    const speed = Math.sqrt(vx * vx + vy * vy);
    const per = speed > 1 ? 1 / speed : 0;
    // Clockwise from north is to the right of the velocity.
    out.turn_radps = (vy * ax - vx * ay) * per * per;
    out.accel_mps2 = (vx * ax + vy * ay) * per;
    out.turn_sigma_radps = Math.sqrt(horizontal.accelerationVariance) * per;
    out.climb_mps2 = vertical.acceleration(0);
  }

  private account(m: 0 | 1, x: number, y: number, z: number, out: Account): void {
    const { horizontal, vertical } = this;
    out.x_m = horizontal.position(m, 0) - x;
    out.y_m = horizontal.position(m, 1) - y;
    out.vx_mps = horizontal.velocity(m, 0);
    out.vy_mps = horizontal.velocity(m, 1);
    out.position_m2 = horizontal.variance(m, 'position');
    out.position_velocity_m2ps = horizontal.variance(m, 'both');
    out.velocity_m2ps2 = horizontal.variance(m, 'velocity');
    const known = !Number.isNaN(this.height_s);
    out.z_m = known ? vertical.position(m, 0) - z : Number.NaN;
    out.vz_mps = known ? vertical.velocity(m, 0) : 0;
    out.height_m2 = vertical.variance(m, 'position');
    out.height_climb_m2ps = vertical.variance(m, 'both');
    out.climb_m2ps2 = vertical.variance(m, 'velocity');
  }
}
