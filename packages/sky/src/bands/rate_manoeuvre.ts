import type { Configuration } from '../config/configuration.ts';
import type { CylinderVolume } from '../detectors/detector.ts';
import { coarselyEqualAt, coarselyLess, coarselyLessAt, writeRemainder } from '../numbers.ts';
import type { IntervalSet } from './interval_set.ts';
import { LATER, LineProbe, SOON } from './line_probe.ts';
import type { Manoeuvre, Threat } from './manoeuvre.ts';
import { type RateKind, RateSamples, TURN, writeDirection } from './rate_samples.ts';
import { type Situation, STATE } from './situation.ts';

/** A reach of so much less than a whole number of steps is that number. */
const STEP_SHARE = 1e-6;

/**
 * Turns at an even rate, and even changes of horizontal or vertical speed (C. Munoz et al., "DAIDALUS: Detect and
 * avoid alerting logic for unmanned systems", DASC 2015). The manoeuvre is sampled step by step to either side; of
 * each sample the straight line that leaves it is tested, drawn back to time 0 so that the detectors can read it.
 */
export class RateManoeuvre implements Manoeuvre {
  readonly kind: RateKind;
  value = Number.NaN;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly modulus: number;
  readonly instantaneous: boolean;
  readonly limited: boolean;
  low = Number.NaN;
  high = Number.NaN;
  from_s = Number.NaN;
  private readonly lookahead_s: number;
  private readonly samples: RateSamples;
  private situation: Situation | undefined;
  /** How far from the present value may be chosen to the left (down) and to the right (up); 0: as far as limits go. */
  private readonly below: number;
  private readonly above: number;
  /** Whether the horizon is fixed, not counted from the end of the manoeuvre. */
  private readonly fixedHorizon: boolean;
  /** Steps to the left (down) and to the right (up), and the time that one takes. */
  private leftSteps = 0;
  private rightSteps = 0;
  private perStep_s = Number.NaN;
  /** Samples from the leftmost to the rightmost, drawn back to time 0, and which of them are free. */
  private readonly states: Float64Array;
  private readonly free: Uint8Array;
  private readonly sample = new Float64Array(STATE);
  private readonly scratch = new Float64Array(3);
  /** The limits once more, side by side. */
  private readonly range: Float64Array;
  /** What is under test: the threat from `from_s` on, and the cylinder kept before. */
  private readonly after = new LineProbe();
  private readonly until = new LineProbe();
  private keepsBefore = false;
  private horizon_s = Number.NaN;

  constructor(kind: RateKind, configuration: Configuration) {
    this.kind = kind;
    this.lookahead_s = configuration.lookahead_s;
    if (kind === 'direction') {
      this.min = 0;
      this.max = TURN;
      this.step = configuration.direction_step_rad;
      this.below = configuration.left_direction_rad;
      this.above = configuration.right_direction_rad;
    } else if (kind === 'horizontal_speed') {
      this.min = configuration.min_horizontal_speed_mps;
      this.max = configuration.max_horizontal_speed_mps;
      this.step = configuration.horizontal_speed_step_mps;
      this.below = configuration.horizontal_speed_below_mps;
      this.above = configuration.horizontal_speed_above_mps;
    } else {
      this.min = configuration.min_vertical_speed_mps;
      this.max = configuration.max_vertical_speed_mps;
      this.step = configuration.vertical_speed_step_mps;
      this.below = configuration.vertical_speed_below_mps;
      this.above = configuration.vertical_speed_above_mps;
    }
    this.fixedHorizon = configuration.fixedHorizon;
    this.range = Float64Array.of(this.min, this.max);
    this.limited =
      kind === 'direction' ? this.below < Math.PI || this.above < Math.PI : this.below > 0 || this.above > 0;
    this.modulus = kind === 'direction' ? TURN : 0;
    const turns = kind === 'direction' ? halfTurns(this.step) : 0;
    const most = kind === 'direction' ? 2 * turns + 1 : Math.ceil((this.max - this.min) / this.step) + 3;
    this.samples = new RateSamples(kind, configuration, this.step, turns);
    this.instantaneous = this.samples.instantaneous;
    this.states = new Float64Array(STATE * most);
    this.free = new Uint8Array(most);
  }

  prepare(situation: Situation): boolean {
    this.situation = situation;
    const { own } = situation;
    const { scratch } = this;
    this.samples.begin(own);
    if (this.kind === 'direction') {
      scratch[0] = own[3] as number;
      scratch[1] = own[4] as number;
      writeDirection(scratch);
      this.value = scratch[2] as number;
    } else if (this.kind === 'horizontal_speed') this.value = this.samples.speed_mps;
    else this.value = own[5] as number;
    if (!(this.value >= this.min && this.value <= this.max)) return false;
    if (this.kind === 'direction') {
      const half = halfTurns(this.step);
      this.leftSteps = Math.min(half, Math.ceil(this.below / this.step));
      this.rightSteps = Math.min(half, Math.ceil(this.above / this.step));
      scratch[0] = this.value - this.below;
      scratch[1] = this.value + this.above;
      writeRemainder(scratch, 0, TURN);
      writeRemainder(scratch, 1, TURN);
      this.low = scratch[0] as number;
      this.high = scratch[1] as number;
    } else {
      this.low = this.below > 0 ? Math.max(this.min, this.value - this.below) : this.min;
      this.high = this.above > 0 ? Math.min(this.max, this.value + this.above) : this.max;
      this.leftSteps = Math.ceil((this.value - this.low) / this.step);
      this.rightSteps = Math.ceil((this.high - this.value) / this.step);
    }
    this.samples.pace();
    this.perStep_s = this.samples.perStep_s;
    for (let k = -this.leftSteps; k <= this.rightSteps; k++) {
      this.samples.write(k, this.states, (k + this.leftSteps) * STATE);
    }
    return true;
  }

  open(): void {
    this.free.fill(1, 0, this.leftSteps + this.rightSteps + 1);
  }

  strike(threat: Threat, before: CylinderVolume | undefined): boolean {
    const situation = this.situation as Situation;
    const { free, leftSteps, rightSteps } = this;
    this.begin(situation.own, situation, threat, before);
    if (this.after.near || (this.keepsBefore && this.until.near)) {
      this.strikeSide(-1, leftSteps);
      this.strikeSide(1, rightSteps);
    }
    for (let i = 0; i < leftSteps + rightSteps; i++) {
      if (free[i] === 1 && free[i + 1] === 1) return true;
    }
    return false;
  }

  /** Takes up what the samples are held against. */
  private begin(own: Float64Array, situation: Situation, threat: Threat, before: CylinderVolume | undefined): void {
    const { after, until } = this;
    this.horizon_s = threat.horizon_s;
    this.keepsBefore = before !== undefined;
    const levels = this.kind === 'vertical_speed';
    // Tests of a moment look one second ahead, those of a step as far as it lasts.
    after.window[1] = this.lookahead_s + this.perStep_s + 2;
    after.begin(situation, threat, undefined, own, levels);
    if (before === undefined) return;
    until.window[1] = after.window[1];
    until.begin(situation, threat, before, own, levels);
  }

  private strikeSide(side: 1 | -1, steps: number): void {
    const { free, leftSteps, states, from_s, perStep_s, lookahead_s, after, until, instantaneous } = this;
    const { fixedHorizon } = this;
    let last = steps;
    while (last > 0 && free[leftSteps + side * last] === 0) last -= 1;
    const firstCheck = instantaneous ? steps + 1 : Math.ceil(from_s / perStep_s);
    const lastCheck = instantaneous ? -1 : Math.floor(lookahead_s / perStep_s);
    const lastBefore = instantaneous || !this.keepsBefore ? -1 : Math.floor(from_s / perStep_s);
    const before_s = Math.min(from_s, lookahead_s);
    for (let k = 0; k <= last; k++) {
      const slot = leftSteps + side * k;
      const at = slot * STATE;
      const time_s = k * perStep_s;
      let blocked = false;
      let cut = false;
      after.window[1] = Math.min(this.horizon_s + (fixedHorizon ? 0 : time_s), lookahead_s);
      if (time_s < lookahead_s && k >= firstCheck && k <= lastCheck) {
        after.window[0] = time_s;
        after.soon[0] = time_s + perStep_s;
        const found = after.meetsSoon(states, at);
        cut = (found & SOON) !== 0;
        blocked = (found & LATER) !== 0;
      } else {
        after.window[0] = Math.max(from_s, time_s);
        blocked = after.meets(states, at);
      }
      if (!cut && this.keepsBefore) {
        until.window[0] = time_s;
        until.window[1] = before_s;
        if (time_s < lookahead_s && k <= lastBefore) {
          until.soon[0] = time_s + perStep_s;
          const found = until.meetsSoon(states, at);
          cut = (found & SOON) !== 0;
          blocked = blocked || (found & LATER) !== 0;
        } else blocked = blocked || until.meets(states, at);
      }
      if (cut) {
        for (let rest = k; rest <= steps; rest++) free[leftSteps + side * rest] = 0;
        return;
      }
      if (blocked) free[slot] = 0;
    }
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
    out.cut(this.range);
  }

  /** Adds the values of a run of samples; their ends go from hand to hand in an array. */
  private addRun(first: number, last: number, out: IntervalSet): void {
    const { next } = out;
    next[0] = this.value + first * this.step;
    next[1] = this.value + last * this.step;
    if (this.modulus === 0) {
      next[0] = Math.max(next[0], this.low);
      next[1] = Math.min(next[1], this.high);
      if (coarselyLessAt(next, 0, next, 1)) out.addNext();
      return;
    }
    if (this.limited) {
      next[0] = Math.max(next[0], this.value - this.below);
      next[1] = Math.min(next[1], this.value + this.above);
      if (!coarselyLessAt(next, 0, next, 1)) return;
    }
    writeRemainder(next, 0, TURN);
    writeRemainder(next, 1, TURN);
    if (coarselyEqualAt(next, 0, next, 1)) out.add(0, TURN);
    else if ((next[0] as number) < (next[1] as number)) out.addNext();
    else this.addAcrossNorth(out);
  }

  /** Adds what lies on either side of north, of an interval that begins left of it and ends right of it. */
  private addAcrossNorth(out: IntervalSet): void {
    const { next } = out;
    const low = next[0] as number;
    next[0] = 0;
    if (coarselyLessAt(next, 0, next, 1)) out.addNext();
    next[0] = low;
    next[1] = TURN;
    if (coarselyLessAt(next, 0, next, 1)) out.addNext();
  }

  meets(threat: Threat, reach: number): boolean {
    const situation = this.situation as Situation;
    const { after, states, leftSteps, rightSteps, perStep_s, lookahead_s, fixedHorizon } = this;
    this.begin(situation.own, situation, threat, undefined);
    if (!after.near) return false;
    const { horizon_s } = threat;
    const most = Math.min(Math.floor(reach / this.step + STEP_SHARE), Math.max(leftSteps, rightSteps));
    const end = leftSteps + Math.min(most, rightSteps);
    for (let slot = Math.max(0, leftSteps - most); slot <= end; slot++) {
      const time_s = Math.abs(slot - leftSteps) * perStep_s;
      after.window[0] = time_s;
      after.window[1] = Math.min(horizon_s + (fixedHorizon ? 0 : time_s), lookahead_s);
      if (after.meets(states, slot * STATE)) return true;
    }
    return false;
  }

  escapes(own: Float64Array, situation: Situation, threat: Threat): boolean {
    this.begin(own, situation, threat, undefined);
    if (!this.after.near) return true;
    this.samples.begin(own);
    return this.escapesBy(-1, this.leftSteps) || this.escapesBy(1, this.rightSteps);
  }

  private escapesBy(side: 1 | -1, steps: number): boolean {
    const { after, samples, sample, lookahead_s, perStep_s, instantaneous } = this;
    for (let k = 0; k <= steps; k++) {
      const time_s = k * perStep_s;
      samples.write(side * k, sample, 0);
      after.window[0] = time_s;
      after.window[1] = time_s;
      if (!instantaneous && time_s < lookahead_s && after.meets(sample, 0)) return false;
      after.window[1] = lookahead_s;
      if (!after.meets(sample, 0)) return true;
    }
    return false;
  }
}

/** Steps of a half turn; the last one may not pass pi. */
function halfTurns(step_rad: number): number {
  const steps = Math.ceil(Math.PI / step_rad);
  return coarselyLess(Math.PI, steps * step_rad) ? steps - 1 : steps;
}
