import type { Configuration } from '../config/configuration.ts';
import { writeAtan2 } from '../math/arc.ts';
import { writeHypot } from '../math/hypot.ts';
import { cos, sin, tan } from '../math.ts';
import { writeRemainder } from '../numbers.ts';

export const TURN = 2 * Math.PI;
const GRAVITY_MPS2 = 9.80665;

export type RateKind = 'direction' | 'horizontal_speed' | 'vertical_speed';

/**
 * Writes the direction of a velocity, the first two numbers of an array, to the third: radians clockwise from north in
 * [0, 2 pi), 0 at rest.
 */
export function writeDirection(values: Float64Array): void {
  if (values[0] === 0 && values[1] === 0) {
    values[2] = 0;
    return;
  }
  writeAtan2(values);
  writeRemainder(values, 2, TURN);
}

/**
 * States on a turn at an even rate or an even change of speed, drawn back to time 0 along the straight line that leaves
 * the manoeuvre there.
 */
export class RateSamples {
  readonly instantaneous: boolean;
  private readonly kind: RateKind;
  private readonly step: number;
  private readonly fixedRate: number;
  /** Seconds that a step takes; 0 where manoeuvres take none. */
  perStep_s = Number.NaN;
  private readonly bank_rad: number;
  private readonly leastTurn_mps: number;
  /** Cosine and sine of k steps of a turn. */
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;
  private x = Number.NaN;
  private y = Number.NaN;
  private z = Number.NaN;
  private vx = Number.NaN;
  private vy = Number.NaN;
  private vz = Number.NaN;
  /** Speed over the flat frame. */
  speed_mps = Number.NaN;
  /** Course, and the velocity that a turn begins with. */
  private courseEast = Number.NaN;
  private courseNorth = Number.NaN;
  private turnEast = Number.NaN;
  private turnNorth = Number.NaN;
  private readonly sides = new Float64Array(3);

  constructor(kind: RateKind, configuration: Configuration, step: number, halfTurns: number) {
    this.kind = kind;
    this.step = step;
    this.bank_rad = configuration.bank_angle_rad;
    this.leastTurn_mps = Math.max(configuration.horizontal_speed_step_mps, configuration.min_airspeed_mps);
    if (kind === 'direction') this.fixedRate = configuration.turn_rate_radps;
    else if (kind === 'horizontal_speed') this.fixedRate = configuration.horizontal_acceleration_mps2;
    else this.fixedRate = configuration.vertical_acceleration_mps2;
    this.instantaneous = this.fixedRate === 0 && (kind !== 'direction' || this.bank_rad === 0);
    this.cosines = new Float64Array(halfTurns + 1);
    this.sines = new Float64Array(halfTurns + 1);
    for (let k = 0; k <= halfTurns; k++) {
      this.cosines[k] = cos(k * step);
      this.sines[k] = sin(k * step);
    }
  }

  /** Takes the state that the manoeuvres begin from. A turn is flown at a least speed, northward from rest. */
  begin(own: Float64Array): void {
    this.x = own[0] as number;
    this.y = own[1] as number;
    this.z = own[2] as number;
    this.vx = own[3] as number;
    this.vy = own[4] as number;
    this.vz = own[5] as number;
    const { sides } = this;
    sides[0] = this.vx;
    sides[1] = this.vy;
    writeHypot(sides);
    this.speed_mps = sides[2] as number;
    const moves = this.speed_mps > 0;
    this.courseEast = moves ? this.vx / this.speed_mps : 0;
    this.courseNorth = moves ? this.vy / this.speed_mps : 1;
    const slow = this.speed_mps < this.leastTurn_mps;
    this.turnEast = slow ? this.courseEast * this.leastTurn_mps : this.vx;
    this.turnNorth = slow ? this.courseNorth * this.leastTurn_mps : this.vy;
  }

  /** Finds how long a step takes; a turn by bank angle goes by the speed. */
  pace(): void {
    if (this.instantaneous) this.perStep_s = 0;
    else if (this.kind !== 'direction' || this.fixedRate !== 0) this.perStep_s = this.step / this.fixedRate;
    else {
      const rate_radps = (GRAVITY_MPS2 * tan(this.bank_rad)) / Math.max(this.leastTurn_mps, this.speed_mps);
      this.perStep_s = this.step / rate_radps;
    }
  }

  /** Writes the line that leaves after |k| steps, to the left or down where k is negative. */
  write(k: number, out: Float64Array, at: number): void {
    const { perStep_s } = this;
    const steps = k < 0 ? -k : k;
    const side = k < 0 ? -1 : 1;
    const time_s = steps * perStep_s;
    const { x, y, z, vx, vy, vz } = this;
    if (this.kind === 'direction') {
      const { turnEast, turnNorth } = this;
      const cosine = this.cosines[steps] as number;
      const sine = side * (this.sines[steps] as number);
      const east = turnEast * cosine + turnNorth * sine;
      const north = turnNorth * cosine - turnEast * sine;
      const turn = this.instantaneous ? 1 : side * (this.step / perStep_s);
      out[at] = this.instantaneous ? x : x + (turnNorth - north) / turn - time_s * east;
      out[at + 1] = this.instantaneous ? y : y + (east - turnEast) / turn - time_s * north;
      out[at + 2] = z + vz * time_s - time_s * vz;
      out[at + 3] = east;
      out[at + 4] = north;
      out[at + 5] = vz;
      return;
    }
    const now_mps = this.kind === 'horizontal_speed' ? this.speed_mps : vz;
    const gained_mps = this.instantaneous ? k * this.step : side * this.fixedRate * time_s;
    const reached_mps = now_mps + gained_mps;
    const way_m = now_mps * time_s + (side * this.fixedRate * time_s * time_s) / 2 - time_s * reached_mps;
    if (this.kind === 'horizontal_speed') {
      out[at] = x + this.courseEast * way_m;
      out[at + 1] = y + this.courseNorth * way_m;
      out[at + 2] = z + vz * time_s - time_s * vz;
      out[at + 3] = this.courseEast * reached_mps;
      out[at + 4] = this.courseNorth * reached_mps;
      out[at + 5] = vz;
    } else {
      out[at] = x + vx * time_s - time_s * vx;
      out[at + 1] = y + vy * time_s - time_s * vy;
      out[at + 2] = z + way_m;
      out[at + 3] = vx;
      out[at + 4] = vy;
      out[at + 5] = reached_mps;
    }
  }
}
