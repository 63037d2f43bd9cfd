import { violationInterval } from '../detectors/detect.ts';
import { PAIR_ERRORS, type Volume } from '../detectors/detector.ts';
import { answersShorter, horizontalReach, tallest } from '../detectors/reach.ts';
import { type Situation, STATE } from './situation.ts';

/** Wider than what rounding does to a bound or a time of entry. */
const WIDER = 1 + 1e-6;
const APART_S = 1e-3;

/**
 * One aircraft's volume against many lines of the ownship that share their course over the ground and differ in height:
 * when the course alone comes near, and what the last line in cruise met, stand in front of the exact tests.
 */
export class LevelProbe {
  /** Whether the course comes near at all. */
  near = false;
  private situation: Situation | undefined;
  private volume: Volume | undefined;
  private aircraft = 0;
  private simple = false;
  private first_s = 0;
  private last_s = 0;
  /** Height within which a level line can meet the traffic, and the traffic's height and vertical speed. */
  private reach_m = 0;
  private z_m = 0;
  private rise_mps = 0;
  /** The cruise last met: height and vertical speed of its line, window, and the interval found in it. */
  private readonly cruise = new Float64Array(4);
  private cruiseMet = false;
  private readonly span = new Float64Array(4);

  begin(
    situation: Situation,
    aircraft: number,
    volume: Volume,
    own: Float64Array,
    from_s: number,
    longest_s: number,
  ): void {
    const { traffic } = situation;
    const at = aircraft * STATE;
    this.situation = situation;
    this.volume = volume;
    this.aircraft = aircraft;
    this.cruise[0] = Number.NaN;
    const hx = (own[0] as number) - (traffic[at] as number);
    const hy = (own[1] as number) - (traffic[at + 1] as number);
    const wx = (own[3] as number) - (traffic[at + 3] as number);
    const wy = (own[4] as number) - (traffic[at + 4] as number);
    this.near = horizontalReach(volume, hx, hy, wx, wy, longest_s, this.span) && !((this.span[1] as number) < from_s);
    this.first_s = this.span[0] as number;
    this.last_s = this.span[1] as number;
    this.z_m = traffic[at + 2] as number;
    this.rise_mps = traffic[at + 5] as number;
    this.simple = answersShorter(volume);
    if (volume.kind === 'well_clear') {
      this.reach_m = Math.max(volume.height_m, Math.abs(this.rise_mps) * volume.coaltitude_s) * WIDER;
    } else if (volume.kind === 'cylinder' || volume.kind === 'cylinders') this.reach_m = tallest(volume) * WIDER;
  }

  /** Whether the course comes near at a time. */
  mayMeetAt(time_s: number): boolean {
    return this.near && time_s >= this.first_s && time_s <= this.last_s;
  }

  /** Whether a line violates the volume at a time. */
  meetsAt(sample: Float64Array, time_s: number): boolean {
    return (this.situation as Situation).violates(this.volume as Volume, sample, 0, this.aircraft, time_s, time_s);
  }

  /** Whether a level line violates the volume in a window. */
  meetsLevel(sample: Float64Array, from_s: number, to_s: number): boolean {
    if (!this.near || from_s > to_s || from_s > this.last_s || to_s < this.first_s) return false;
    if (this.simple) {
      const early_m = this.z_m + this.rise_mps * Math.max(from_s, this.first_s);
      const late_m = this.z_m + this.rise_mps * Math.min(to_s, this.last_s);
      const level_m = sample[2] as number;
      if (level_m > Math.max(early_m, late_m) + this.reach_m || level_m < Math.min(early_m, late_m) - this.reach_m) {
        return false;
      }
    }
    return (this.situation as Situation).violates(this.volume as Volume, sample, 0, this.aircraft, from_s, to_s);
  }

  /**
   * Whether a line in cruise, left at start_s, violates the volume from from_s to the earlier of end_s and longest_s.
   * Ways that cruise alike differ in their end alone: the longest window is tested once, and shorter ones are read
   * off it.
   */
  meetsCruise(sample: Float64Array, from_s: number, start_s: number, end_s: number, longest_s: number): boolean {
    const to_s = Math.min(end_s, longest_s);
    if (!this.near || start_s > to_s || from_s > to_s || from_s > this.last_s || to_s < this.first_s) return false;
    const situation = this.situation as Situation;
    const volume = this.volume as Volume;
    if (this.simple && to_s - from_s > APART_S) {
      const { cruise, span, aircraft } = this;
      if (cruise[0] !== sample[2] || cruise[1] !== sample[5] || cruise[2] !== from_s || cruise[3] !== longest_s) {
        cruise[0] = sample[2] as number;
        cruise[1] = sample[5] as number;
        cruise[2] = from_s;
        cruise[3] = longest_s;
        const { traffic, errors } = situation;
        const at = aircraft * STATE;
        const errorsAt = aircraft * PAIR_ERRORS;
        this.cruiseMet = violationInterval(volume, sample, 0, traffic, at, errors, errorsAt, from_s, longest_s, span);
      }
      if (!this.cruiseMet || (span[0] as number) > to_s + APART_S) return false;
      if ((span[0] as number) < to_s - APART_S) return true;
    }
    return situation.violates(volume, sample, 0, this.aircraft, from_s, to_s);
  }
}
