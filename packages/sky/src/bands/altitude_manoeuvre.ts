import type { Configuration } from '../config/configuration.ts';
import type { CylinderVolume } from '../detectors/detector.ts';
import { coarselyLessAt } from '../numbers.ts';
import { AltitudeCaptures } from './altitude_capture.ts';
import type { IntervalSet } from './interval_set.ts';
import { LevelProbe } from './level_probe.ts';
import type { Manoeuvre, Threat } from './manoeuvre.ts';
import { type Situation, STATE } from './situation.ts';

/**
 * Changes of level (altitude_capture.ts), to each altitude of a grid that counts from the lowest. On the way the volume
 * is looked at each whole second, and along the straight lines of the climb and of the level flight after it.
 */
export class AltitudeManoeuvre implements Manoeuvre {
  readonly kind = 'altitude';
  value = Number.NaN;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly modulus = 0;
  readonly instantaneous: boolean;
  readonly limited: boolean;
  low = Number.NaN;
  high = Number.NaN;
  from_s = Number.NaN;
  private readonly lookahead_s: number;
  /** How far from the present altitude may be chosen, 0: as far as limits go; and the grid's first and last step. */
  private readonly below: number;
  private readonly above: number;
  private first = 0;
  private last = 0;
  private readonly fixedHorizon: boolean;
  private readonly steps: number;
  private readonly free: Uint8Array;
  private readonly captures: AltitudeCaptures;
  /** Which ways of the grid are planned from the present state; one more is for other states. */
  private readonly planned: Uint8Array;
  private readonly sample = new Float64Array(STATE);
  /** The limits once more, side by side. */
  private readonly range: Float64Array;
  private situation: Situation | undefined;
  /** What is under test: the state that the ways begin from, the threat, and the cylinder kept before `from_s`. */
  private own: Float64Array = new Float64Array(STATE);
  private readonly after = new LevelProbe();
  private readonly until = new LevelProbe();
  private keepsBefore = false;
  private horizon_s = Number.NaN;
  /** Whole seconds found clear of ways that begin upward and downward; -1 - n where second n is not. */
  private scannedUp = 0;
  private scannedDown = 0;

  constructor(configuration: Configuration) {
    this.min = configuration.min_altitude_m;
    this.max = configuration.max_altitude_m;
    this.step = configuration.altitude_step_m;
    this.range = Float64Array.of(this.min, this.max);
    this.below = configuration.altitude_below_m;
    this.above = configuration.altitude_above_m;
    this.limited = this.below > 0 || this.above > 0;
    this.fixedHorizon = configuration.fixedHorizon;
    this.lookahead_s = configuration.lookahead_s;
    const { vertical_rate_mps, vertical_acceleration_mps2 } = configuration;
    this.instantaneous = vertical_rate_mps === 0 || vertical_acceleration_mps2 === 0;
    this.steps = Math.floor((this.max - this.min) / this.step) + 1;
    this.free = new Uint8Array(this.steps + 1);
    this.planned = new Uint8Array(this.steps + 1);
    this.captures = new AltitudeCaptures(this.steps + 2, vertical_rate_mps, vertical_acceleration_mps2);
  }

  prepare(situation: Situation): boolean {
    this.situation = situation;
    this.value = situation.own[2] as number;
    this.planned.fill(0);
    this.low = this.below > 0 ? Math.max(this.min, this.value - this.below) : this.min;
    this.high = this.above > 0 ? Math.min(this.max, this.value + this.above) : this.max;
    this.first = this.below > 0 ? Math.max(0, Math.floor((this.low - this.min) / this.step)) : 0;
    this.last = this.above > 0 ? Math.min(this.steps, Math.ceil((this.high - this.min) / this.step)) : this.steps;
    return situation.ownHeightKnown && this.value >= this.min && this.value <= this.max;
  }

  open(): void {
    this.free.fill(0, 0, this.first);
    this.free.fill(1, this.first, this.last + 1);
    this.free.fill(0, this.last + 1);
  }

  strike(threat: Threat, before: CylinderVolume | undefined): boolean {
    const situation = this.situation as Situation;
    const { free, steps } = this;
    const may = this.begin(situation.own, situation, threat, before);
    let room = false;
    for (let k = 0; k <= steps; k++) {
      if (free[k] === 0) continue;
      if (may && !this.clears(k)) free[k] = 0;
      else if (k > 0 && free[k - 1] === 1) room = true;
    }
    return room;
  }

  write(out: IntervalSet): void {
    out.clear();
    for (let first = 0; first <= this.steps; first++) {
      if (this.free[first] === 0) continue;
      let last = first;
      while (last < this.steps && this.free[last + 1] === 1) last += 1;
      if (last > first) {
        out.next[0] = Math.max(this.min + first * this.step, this.low);
        out.next[1] = Math.min(this.min + last * this.step, this.high);
        if (coarselyLessAt(out.next, 0, out.next, 1)) out.addNext();
      }
      first = last;
    }
    out.cut(this.range);
  }

  meets(threat: Threat, reach: number): boolean {
    const situation = this.situation as Situation;
    this.from_s = 0;
    if (!this.begin(situation.own, situation, threat, undefined)) return false;
    const down = Math.floor((this.value - this.min) / this.step);
    const up = Math.trunc(Math.ceil(this.value - this.min) / this.step);
    for (let k = this.first; k <= this.last; k++) {
      if (Math.abs(this.min + k * this.step - this.value) > reach) continue;
      if ((k <= down || k >= up) && !this.clears(k)) return true;
    }
    return false;
  }

  escapes(own: Float64Array, situation: Situation, threat: Threat): boolean {
    const altitude_m = own[2] as number;
    if (!(altitude_m >= this.min && altitude_m <= this.max)) return false;
    this.from_s = 0;
    if (!this.begin(own, situation, threat, undefined)) return true;
    const down = Math.floor((altitude_m - this.min) / this.step);
    const up = Math.trunc(Math.ceil(altitude_m - this.min) / this.step);
    for (let k = this.first; k <= this.last; k++) {
      if ((k <= down || k >= up) && this.clears(k)) return true;
    }
    return false;
  }

  /** Takes up what the ways are held against; false where the courses alone keep the aircraft clear. */
  private begin(own: Float64Array, situation: Situation, threat: Threat, before: CylinderVolume | undefined): boolean {
    const { sample, after, until } = this;
    this.own = own;
    this.horizon_s = threat.horizon_s;
    for (let i = 0; i < STATE; i++) sample[i] = own[i] as number;
    this.scannedUp = 0;
    this.scannedDown = 0;
    after.window[0] = this.from_s;
    after.window[1] = this.lookahead_s + 2;
    after.begin(situation, threat, undefined, own, true);
    this.keepsBefore = before !== undefined;
    if (before === undefined) return after.near;
    until.window[0] = 0;
    until.window[1] = this.lookahead_s + 2;
    until.begin(situation, threat, before, own, true);
    return after.near || until.near;
  }

  /** Whether the way to grid altitude k keeps clear of the threat from `from_s` on and of the cylinder until then. */
  private clears(k: number): boolean {
    const { captures, after, until, from_s, horizon_s, keepsBefore, sample, lookahead_s, fixedHorizon } = this;
    const target_m = this.min + k * this.step;
    if (this.instantaneous) {
      sample[2] = target_m;
      sample[5] = 0;
      after.window[0] = Math.max(from_s, 0);
      after.window[1] = Math.min(horizon_s, lookahead_s);
      if (after.meetsLevel(sample)) return false;
      until.window[0] = 0;
      until.window[1] = Math.min(from_s, lookahead_s);
      return !keepsBefore || !until.meetsLevel(sample);
    }
    const way = this.wayTo(k);
    const second_s = captures.second_s(way);
    const settled_s = captures.third_s(way) + 1;
    // The level flight at the end is the cheapest to reject.
    sample[2] = target_m;
    sample[5] = 0;
    const end_s = Math.min(horizon_s + (fixedHorizon ? 0 : settled_s), lookahead_s);
    if (settled_s <= end_s) {
      after.window[0] = Math.max(from_s, settled_s);
      after.window[1] = end_s;
      if (after.meetsLevel(sample)) return false;
    }
    const before_s = Math.min(from_s, lookahead_s);
    if (keepsBefore && settled_s <= before_s) {
      until.window[0] = settled_s;
      until.window[1] = before_s;
      if (until.meetsLevel(sample)) return false;
    }
    const first_s = captures.first_s(way);
    if (!this.beginsClear(way, Math.floor(first_s))) return false;
    const cruise_s = Math.max(first_s, 0);
    captures.time_s = cruise_s;
    captures.writeLine(way, sample);
    if (second_s >= from_s) {
      after.window[0] = Math.max(from_s, cruise_s);
      after.window[1] = second_s;
      after.longest[0] = Math.min(horizon_s + (fixedHorizon ? 0 : cruise_s), lookahead_s);
      if (after.meetsCruise(sample)) return false;
    }
    if (keepsBefore && second_s >= 0) {
      until.window[0] = cruise_s;
      until.window[1] = second_s;
      until.longest[0] = before_s;
      if (until.meetsCruise(sample)) return false;
    }
    const last = Math.min(Math.floor(settled_s), Math.ceil(lookahead_s) - 1);
    for (let second = Math.ceil(second_s); second <= last; second++) {
      if (!this.secondClears(way, second)) return false;
    }
    return true;
  }

  private wayTo(k: number): number {
    const { own, planned, captures } = this;
    const present = own === this.situation?.own;
    if (present && planned[k] === 1) return k;
    const way = present ? k : this.steps + 1;
    captures.start_m = own[2] as number;
    captures.rise_mps = own[5] as number;
    captures.target_m = this.min + k * this.step;
    captures.plan(way);
    if (present) planned[k] = 1;
    return way;
  }

  /** The first whole seconds up to `last`: ways that begin alike share them. */
  private beginsClear(way: number, last: number): boolean {
    const upward = this.captures.beginsUpward(way);
    let scanned = upward ? this.scannedUp : this.scannedDown;
    while (scanned >= 0 && scanned <= last && scanned < this.lookahead_s) {
      scanned = this.secondClears(way, scanned) ? scanned + 1 : -1 - scanned;
    }
    if (upward) this.scannedUp = scanned;
    else this.scannedDown = scanned;
    return scanned >= 0 || -1 - scanned > last;
  }

  private secondClears(way: number, second: number): boolean {
    const { captures, after, until, from_s, sample } = this;
    const later = second >= from_s && after.mayMeetAt(second);
    const sooner = this.keepsBefore && second <= from_s && until.mayMeetAt(second);
    if (!later && !sooner) return true;
    captures.time_s = second;
    captures.writeLine(way, sample);
    return !(later && after.meetsAt(sample, second)) && !(sooner && until.meetsAt(sample, second));
  }
}
