import type { Configuration } from '../config/configuration.ts';
import type { CylinderVolume, Volume } from '../detectors/detector.ts';
import { atan2, cos, hypot, sin, tan } from '../math.ts';
import { coarselyEqual, coarselyLess, remainder } from '../numbers.ts';
import type { IntervalSet } from './interval_set.ts';
import type { BandKind, Manoeuvre, Threat } from './manoeuvre.ts';
import { type Situation, STATE } from './situation.ts';

const TURN = 2 * Math.PI;
const GRAVITY_MPS2 = 9.80665;

/** Direction of a velocity: radians clockwise from north in [0, 2 pi), 0 at rest. */
export function directionOf(vx: number, vy: number): number {
  return vx === 0 && vy === 0 ? 0 : remainder(atan2(vx, vy), TURN);
}

/**
 * Turns at an even rate, and even changes of horizontal or vertical speed (C. Munoz et al., "DAIDALUS: Detect and avoid
 * alerting logic for unmanned systems", DASC 2015). The manoeuvre is sampled step by step to either side; of each sample
 * the straight line that leaves it is tested, drawn back to time 0 so that the detectors can read it.
 */
export class RateManoeuvre implements Manoeuvre {
  readonly kind: BandKind;
  value = 0;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly modulus: number;
  readonly instantaneous: boolean;
  private readonly configuration: Configuration;
  private readonly lookahead_s: number;
  private readonly rate: number;
  /** Cosine and sine of k steps of a turn. */
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;
  private situation: Situation | undefined;
  /** Steps to the left (down) and to the right (up), and the time that one takes. */
  private leftSteps = 0;
  private rightSteps = 0;
  private perStep_s = 0;
  /** Samples from the leftmost to the rightmost, drawn back to time 0, and which of them are free. */
  private states: Float64Array;
  private free: Uint8Array;
  private readonly sample = new Float64Array(STATE);

  constructor(kind: 'direction' | 'horizontal_speed' | 'vertical_speed', configuration: Configuration) {
    this.kind = kind;
    this.configuration = configuration;
    this.lookahead_s = configuration.lookahead_s;
    if (kind === 'direction') {
      this.min = 0;
      this.max = TURN;
      this.step = configuration.direction_step_rad;
      this.rate = configuration.turn_rate_radps;
      this.instantaneous = this.rate === 0 && configuration.bank_angle_rad === 0;
    } else if (kind === 'horizontal_speed') {
      this.min = configuration.min_horizontal_speed_mps;
      this.max = configuration.max_horizontal_speed_mps;
      this.step = configuration.horizontal_speed_step_mps;
      this.rate = configuration.horizontal_acceleration_mps2;
      this.instantaneous = this.rate === 0;
    } else {
      this.min = configuration.min_vertical_speed_mps;
      this.max = configuration.max_vertical_speed_mps;
      this.step = configuration.vertical_speed_step_mps;
      this.rate = configuration.vertical_acceleration_mps2;
      this.instantaneous = this.rate === 0;
    }
    this.modulus = kind === 'direction' ? TURN : 0;
    const most = kind === 'direction' ? 2 * halfTurns(this.step) + 1 : Math.ceil((this.max - this.min) / this.step) + 3;
    this.states = new Float64Array(STATE * most);
    this.free = new Uint8Array(most);
    const half = kind === 'direction' ? halfTurns(this.step) + 1 : 0;
    this.cosines = new Float64Array(half);
    this.sines = new Float64Array(half);
    for (let k = 0; k < half; k++) {
      this.cosines[k] = cos(k * this.step);
      this.sines[k] = sin(k * this.step);
    }
  }

  prepare(situation: Situation): boolean {
    this.situation = situation;
    const { own } = situation;
    if (this.kind === 'direction') this.value = directionOf(own[3] as number, own[4] as number);
    else if (this.kind === 'horizontal_speed') this.value = hypot(own[3] as number, own[4] as number);
    else this.value = own[5] as number;
    if (!(this.value >= this.min && this.value <= this.max)) return false;
    if (this.kind === 'direction') {
      this.leftSteps = halfTurns(this.step);
      this.rightSteps = this.leftSteps;
    } else {
      this.leftSteps = Math.ceil((this.value - this.min) / this.step);
      this.rightSteps = Math.ceil((this.max - this.value) / this.step);
    }
    this.perStep_s = this.instantaneous ? 0 : this.step / this.rateOf(own);
    for (let k = -this.leftSteps; k <= this.rightSteps; k++) {
      this.writeSample(own, k, this.states, (k + this.leftSteps) * STATE);
    }
    return true;
  }

  open(): void {
    this.free.fill(1, 0, this.leftSteps + this.rightSteps + 1);
  }

  strike(threat: Threat, from_s: number, before: CylinderVolume | undefined): boolean {
    this.strikeSide(-1, this.leftSteps, threat, from_s, before);
    this.strikeSide(1, this.rightSteps, threat, from_s, before);
    for (let i = 0; i < this.leftSteps + this.rightSteps; i++) {
      if (this.free[i] === 1 && this.free[i + 1] === 1) return true;
    }
    return false;
  }

  private strikeSide(
    side: 1 | -1,
    steps: number,
    threat: Threat,
    from_s: number,
    before: CylinderVolume | undefined,
  ): void {
    const { free, leftSteps, states } = this;
    const situation = this.situation as Situation;
    let last = steps;
    while (last > 0 && free[leftSteps + side * last] === 0) last -= 1;
    const firstCheck = this.instantaneous ? steps + 1 : Math.ceil(from_s / this.perStep_s);
    const lastCheck = this.instantaneous ? -1 : Math.floor(this.lookahead_s / this.perStep_s);
    const lastBefore = this.instantaneous || before === undefined ? -1 : Math.floor(from_s / this.perStep_s);
    for (let k = 0; k <= last; k++) {
      const slot = leftSteps + side * k;
      const time_s = this.instantaneous ? 0 : k * this.perStep_s;
      const end_s = time_s + this.perStep_s;
      if (
        (k >= firstCheck &&
          k <= lastCheck &&
          time_s < this.lookahead_s &&
          situation.violates(threat.volume, states, slot * STATE, threat.aircraft, time_s, end_s)) ||
        (k <= lastBefore &&
          time_s < this.lookahead_s &&
          situation.violates(before as CylinderVolume, states, slot * STATE, threat.aircraft, time_s, end_s))
      ) {
        for (let rest = k; rest <= steps; rest++) free[leftSteps + side * rest] = 0;
        return;
      }
      if (free[slot] === 1 && !this.clears(situation, states, slot * STATE, time_s, threat, from_s, before))
        free[slot] = 0;
    }
  }

  /** Whether one sample keeps clear of the threat from `from_s` on and of `before` until then. */
  private clears(
    situation: Situation,
    states: Float64Array,
    at: number,
    time_s: number,
    threat: Threat,
    from_s: number,
    before: CylinderVolume | undefined,
  ): boolean {
    const until_s = Math.min(threat.horizon_s + time_s, this.lookahead_s);
    if (
      time_s <= until_s &&
      from_s <= until_s &&
      situation.violates(threat.volume, states, at, threat.aircraft, Math.max(from_s, time_s), until_s)
    ) {
      return false;
    }
    if (before === undefined) return true;
    const end_s = Math.min(from_s, this.lookahead_s);
    return time_s > end_s || !situation.violates(before, states, at, threat.aircraft, time_s, end_s);
  }

  write(out: IntervalSet): void {
    out.clear();
    const count = this.leftSteps + this.rightSteps + 1;
    for (let first = 0; first < count; first++) {
      if (this.free[first] === 0) continue;
      let last = first;
      while (last + 1 < count && this.free[last + 1] === 1) last += 1;
      if (last > first) this.addRun(first - this.leftSteps, last - this.leftSteps, out);
      first = last;
    }
    out.cut(this.min, this.max);
  }

  private addRun(first: number, last: number, out: IntervalSet): void {
    let low = this.value + first * this.step;
    let high = this.value + last * this.step;
    if (this.modulus === 0) {
      low = Math.max(low, this.min);
      high = Math.min(high, this.max);
      if (coarselyLess(low, high)) out.add(low, high);
      return;
    }
    low = remainder(low, TURN);
    high = remainder(high, TURN);
    if (coarselyEqual(low, high)) out.add(0, TURN);
    else if (low > high) {
      if (coarselyLess(0, high)) out.add(0, high);
      if (coarselyLess(low, TURN)) out.add(low, TURN);
    } else if (coarselyLess(low, high)) out.add(low, high);
  }

  meets(threat: Threat): boolean {
    const situation = this.situation as Situation;
    const count = this.leftSteps + this.rightSteps + 1;
    for (let slot = 0; slot < count; slot++) {
      const time_s = this.instantaneous ? 0 : Math.abs(slot - this.leftSteps) * this.perStep_s;
      if (!this.clears(situation, this.states, slot * STATE, time_s, threat, 0, undefined)) return true;
    }
    return false;
  }

  escapes(own: Float64Array, situation: Situation, aircraft: number, volume: Volume): boolean {
    const threat = { aircraft, volume, horizon_s: this.lookahead_s };
    return (
      this.escapesBy(-1, this.leftSteps, own, situation, threat) ||
      this.escapesBy(1, this.rightSteps, own, situation, threat)
    );
  }

  private escapesBy(side: 1 | -1, steps: number, own: Float64Array, situation: Situation, threat: Threat): boolean {
    for (let k = 0; k <= steps; k++) {
      const time_s = this.instantaneous ? 0 : k * this.perStep_s;
      this.writeSample(own, side * k, this.sample, 0);
      if (
        !this.instantaneous &&
        time_s < this.lookahead_s &&
        situation.violates(threat.volume, this.sample, 0, threat.aircraft, time_s, time_s)
      ) {
        return false;
      }
      if (this.clears(situation, this.sample, 0, time_s, threat, 0, undefined)) return true;
    }
    return false;
  }

  /** Rate of the manoeuvre, positive; of a turn by bank angle it depends on the speed. */
  private rateOf(own: Float64Array): number {
    if (this.kind !== 'direction' || this.rate !== 0) return this.rate;
    return (
      (GRAVITY_MPS2 * tan(this.configuration.bank_angle_rad)) /
      this.turnSpeed(hypot(own[3] as number, own[4] as number))
    );
  }

  private turnSpeed(speed_mps: number): number {
    const { horizontal_speed_step_mps, min_airspeed_mps } = this.configuration;
    return Math.max(horizontal_speed_step_mps, min_airspeed_mps, speed_mps);
  }

  /** Writes the straight line that leaves the manoeuvre after |k| steps, as of time 0. */
  private writeSample(own: Float64Array, k: number, out: Float64Array, at: number): void {
    const x = own[0] as number;
    const y = own[1] as number;
    const z = own[2] as number;
    const vx = own[3] as number;
    const vy = own[4] as number;
    const vz = own[5] as number;
    const side = k < 0 ? -1 : 1;
    const steps = Math.abs(k);
    const time_s = steps * this.perStep_s;
    if (this.kind === 'direction') {
      const speed_mps = hypot(vx, vy);
      const least_mps = this.turnSpeed(speed_mps);
      const scale = least_mps > speed_mps && speed_mps > 0 ? least_mps / speed_mps : 1;
      const east = vx * scale;
      const north = speed_mps > 0 ? vy * scale : least_mps;
      const cosine = this.cosines[steps] as number;
      const sine = side * (this.sines[steps] as number);
      const toEast = east * cosine + north * sine;
      const toNorth = north * cosine - east * sine;
      const turn = this.instantaneous ? 1 : side * (this.step / this.perStep_s);
      out[at] = this.instantaneous ? x : x + (north - toNorth) / turn - time_s * toEast;
      out[at + 1] = this.instantaneous ? y : y + (toEast - east) / turn - time_s * toNorth;
      out[at + 2] = z + vz * time_s - time_s * vz;
      out[at + 3] = toEast;
      out[at + 4] = toNorth;
      out[at + 5] = vz;
    } else if (this.kind === 'horizontal_speed') {
      const speed_mps = hypot(vx, vy);
      const ux = speed_mps > 0 ? vx / speed_mps : 0;
      const uy = speed_mps > 0 ? vy / speed_mps : 1;
      const reached_mps = this.instantaneous ? speed_mps + k * this.step : speed_mps + side * this.rate * time_s;
      const run_m = this.instantaneous
        ? 0
        : speed_mps * time_s + (side * this.rate * time_s * time_s) / 2 - time_s * reached_mps;
      out[at] = x + ux * run_m;
      out[at + 1] = y + uy * run_m;
      out[at + 2] = z + vz * time_s - time_s * vz;
      out[at + 3] = ux * reached_mps;
      out[at + 4] = uy * reached_mps;
      out[at + 5] = vz;
    } else {
      const reached_mps = this.instantaneous ? vz + k * this.step : vz + side * this.rate * time_s;
      const rise_m = this.instantaneous
        ? 0
        : vz * time_s + (side * this.rate * time_s * time_s) / 2 - time_s * reached_mps;
      out[at] = x;
      out[at + 1] = y;
      out[at + 2] = z + rise_m;
      out[at + 3] = vx;
      out[at + 4] = vy;
      out[at + 5] = reached_mps;
    }
  }
}

/** Steps of a half turn; the last one may not pass pi. */
function halfTurns(step_rad: number): number {
  const steps = Math.ceil(Math.PI / step_rad);
  return coarselyLess(Math.PI, steps * step_rad) ? steps - 1 : steps;
}
