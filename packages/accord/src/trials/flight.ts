import { atan2, cos, hypot, sin } from '@skyaccord/sky';
import type { Flyer, PlanEntry } from './encounter.ts';
import type { Kinematics } from './guide.ts';

/** Length of a step of motion, s, and steps in a second. */
export const STEP_S = 0.1;
export const STEPS_A_SECOND = 10;

const TURN = 2 * Math.PI;

/** An angle in rad brought into (-pi, pi]. */
export function wrapPi(angle_rad: number): number {
  if (angle_rad > -Math.PI && angle_rad <= Math.PI) return angle_rad;
  const wrapped = angle_rad - TURN * Math.floor((angle_rad + Math.PI) / TURN);
  return wrapped === -Math.PI ? Math.PI : wrapped;
}

/** Turn rate (rad/s), acceleration (m/s2) and vertical speed aimed at (m/s) through one step. */
export interface Controls {
  turn_rate_radps: number;
  accel_mps2: number;
  vertical_mps: number;
}

/**
 * The aircraft of an encounter in motion, 10 Hz, trapezoidal in the velocity; a slot for each. A slot's speed stays in
 * its range, its vertical speed changes at most by the vertical acceleration.
 */
export class Fleet {
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
  readonly z_m: Float64Array;
  /** Track, clockwise from north, with its sine and cosine, and speed over ground. */
  readonly track_rad: Float64Array;
  readonly speed_mps: Float64Array;
  readonly vertical_mps: Float64Array;
  readonly vx_mps: Float64Array;
  readonly vy_mps: Float64Array;
  private readonly sine: Float64Array;
  private readonly cosine: Float64Array;
  private readonly least_mps: Float64Array;
  private readonly most_mps: Float64Array;
  private readonly verticalStep_mps: number;

  constructor(flyers: readonly Flyer[], vertical_accel_mps2: number) {
    const column = (of: (flyer: Flyer) => number) => Float64Array.from(flyers, of);
    this.x_m = column(({ pos }) => pos[0]);
    this.y_m = column(({ pos }) => pos[1]);
    this.z_m = column(({ pos }) => pos[2]);
    this.track_rad = column(({ vel }) => atan2(vel[0], vel[1]));
    this.speed_mps = column(({ vel }) => hypot(vel[0], vel[1]));
    this.vertical_mps = column(({ vel }) => vel[2]);
    this.sine = this.track_rad.map((track_rad) => sin(track_rad));
    this.cosine = this.track_rad.map((track_rad) => cos(track_rad));
    this.vx_mps = this.speed_mps.map((speed_mps, slot) => speed_mps * (this.sine[slot] as number));
    this.vy_mps = this.speed_mps.map((speed_mps, slot) => speed_mps * (this.cosine[slot] as number));
    this.least_mps = column(({ speed_mps }) => speed_mps[0]);
    this.most_mps = column(({ speed_mps }) => speed_mps[1]);
    this.verticalStep_mps = vertical_accel_mps2 * STEP_S;
  }

  /** Moves one slot by one step. */
  step(slot: number, controls: Readonly<Controls>): void {
    const { turn_rate_radps, accel_mps2 } = controls;
    if (turn_rate_radps !== 0) {
      const track_rad = wrapPi((this.track_rad[slot] as number) + turn_rate_radps * STEP_S);
      this.track_rad[slot] = track_rad;
      this.sine[slot] = sin(track_rad);
      this.cosine[slot] = cos(track_rad);
    }
    const wanted_mps = (this.speed_mps[slot] as number) + accel_mps2 * STEP_S;
    const speed_mps = Math.min(Math.max(wanted_mps, this.least_mps[slot] as number), this.most_mps[slot] as number);
    this.speed_mps[slot] = speed_mps;
    const vertical_mps = this.vertical_mps[slot] as number;
    const change_mps = controls.vertical_mps - vertical_mps;
    const most_mps = this.verticalStep_mps;
    const climb_mps = vertical_mps + Math.min(Math.max(change_mps, -most_mps), most_mps);
    this.vertical_mps[slot] = climb_mps;
    const vx_mps = speed_mps * (this.sine[slot] as number);
    const vy_mps = speed_mps * (this.cosine[slot] as number);
    this.x_m[slot] = (this.x_m[slot] as number) + ((this.vx_mps[slot] as number) + vx_mps) * (STEP_S / 2);
    this.y_m[slot] = (this.y_m[slot] as number) + ((this.vy_mps[slot] as number) + vy_mps) * (STEP_S / 2);
    this.z_m[slot] = (this.z_m[slot] as number) + (vertical_mps + climb_mps) * (STEP_S / 2);
    this.vx_mps[slot] = vx_mps;
    this.vy_mps[slot] = vy_mps;
  }

  write(slot: number, out: Kinematics): void {
    out.x = this.x_m[slot] as number;
    out.y = this.y_m[slot] as number;
    out.z = this.z_m[slot] as number;
    out.vx = this.vx_mps[slot] as number;
    out.vy = this.vy_mps[slot] as number;
    out.vz = this.vertical_mps[slot] as number;
  }
}

/** Reads a flight plan forward, second by second: the last entry whose time has come is in force. */
export class PlanReader {
  private readonly plan: readonly PlanEntry[];
  private at = 0;

  constructor(plan: readonly PlanEntry[]) {
    this.plan = plan;
  }

  /** The entry in force at a whole second, not earlier than the second asked for before. */
  read(t_s: number, out: Controls): void {
    const { plan } = this;
    while (this.at + 1 < plan.length && (plan[this.at + 1] as PlanEntry)[0] <= t_s) this.at++;
    const [, turn_rate_radps, accel_mps2, vertical_mps] = plan[this.at] as PlanEntry;
    out.turn_rate_radps = turn_rate_radps;
    out.accel_mps2 = accel_mps2;
    out.vertical_mps = vertical_mps;
  }
}
