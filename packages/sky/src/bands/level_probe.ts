import { violationInterval } from '../detectors/detect.ts';
import { type CylinderVolume, PAIR_ERRORS, type Volume } from '../detectors/detector.ts';
import { answersShorter, tallest } from '../detectors/reach.ts';
import type { Threat } from './manoeuvre.ts';
import { type Situation, STATE } from './situation.ts';
import { APART_S, ThreatProbe } from './threat_probe.ts';

/** Wider than what rounding does to a bound. */
const WIDER = 1 + 1e-6;

/**
 * A probe of lines that share their course over the ground and differ in height. What the last line in cruise met
 * stands in front of the exact tests of those that cruise alike.
 */
export class LevelProbe extends ThreatProbe {
  /** Height within which a level line can meet the traffic, and the traffic's height and vertical speed. */
  private reach_m = Number.NaN;
  private z_m = Number.NaN;
  private rise_mps = Number.NaN;
  /** The longest window of lines in cruise, s: set it before `meetsCruise`. */
  readonly longest = new Float64Array(1);
  /** The cruise last met: height and vertical speed of its line, window, and the interval found in it. */
  private readonly cruise = new Float64Array(4);
  private readonly cruiseWindow = new Float64Array(2);
  private cruiseMet = false;

  override begin(
    situation: Situation,
    threat: Threat,
    instead: CylinderVolume | undefined,
    own: Float64Array,
    sharesCourse: boolean,
  ): void {
    const from_s = this.window[0] as number;
    super.begin(situation, threat, instead, own, sharesCourse);
    if (this.last_s < from_s) this.near = false;
    this.cruise[0] = Number.NaN;
    const { traffic } = situation;
    const at = this.aircraft * STATE;
    const volume = this.volume as Volume;
    this.z_m = traffic[at + 2] as number;
    this.rise_mps = traffic[at + 5] as number;
    if (!answersShorter(volume)) return;
    const coaltitude_m = volume.kind === 'well_clear' ? Math.abs(this.rise_mps) * volume.coaltitude_s : 0;
    this.reach_m = Math.max(tallest(volume), coaltitude_m) * WIDER;
  }

  /** Whether a line violates the volume at a whole second. */
  meetsAt(sample: Float64Array, second: number): boolean {
    this.window[0] = second;
    this.window[1] = second;
    return this.violates(sample, 0);
  }

  /** Whether the course comes near at a whole second. */
  mayMeetAt(second: number): boolean {
    return this.near && second >= this.first_s && second <= this.last_s;
  }

  /** Whether a level line violates the volume in the window. */
  meetsLevel(sample: Float64Array): boolean {
    const from_s = this.window[0] as number;
    const to_s = this.window[1] as number;
    if (!this.near || from_s > to_s || from_s > this.last_s || to_s < this.first_s) return false;
    if (this.simple) {
      const early_m = this.z_m + this.rise_mps * Math.max(from_s, this.first_s);
      const late_m = this.z_m + this.rise_mps * Math.min(to_s, this.last_s);
      const level_m = sample[2] as number;
      if (level_m > Math.max(early_m, late_m) + this.reach_m || level_m < Math.min(early_m, late_m) - this.reach_m) {
        return false;
      }
    }
    return this.violates(sample, 0);
  }

  /**
   * Whether a line in cruise violates the volume in the window, cut to the longest one. Ways that cruise alike differ
   * in their end alone: the longest window is tested once, and shorter ones are read off it.
   */
  meetsCruise(sample: Float64Array): boolean {
    const { window, cruise, span, aircraft } = this;
    const longest_s = this.longest[0] as number;
    const from_s = window[0] as number;
    const to_s = Math.min(window[1] as number, longest_s);
    window[1] = to_s;
    if (!this.near || from_s > to_s || from_s > this.last_s || to_s < this.first_s) return false;
    if (this.simple && to_s - from_s > APART_S) {
      if (cruise[0] !== sample[2] || cruise[1] !== sample[5] || cruise[2] !== from_s || cruise[3] !== longest_s) {
        cruise[0] = sample[2] as number;
        cruise[1] = sample[5] as number;
        cruise[2] = from_s;
        cruise[3] = longest_s;
        this.cruiseWindow[0] = from_s;
        this.cruiseWindow[1] = longest_s;
        const { traffic, errors } = this.situation as Situation;
        const at = aircraft * STATE;
        const errorsAt = aircraft * PAIR_ERRORS;
        const volume = this.volume as Volume;
        this.cruiseMet = violationInterval(volume, sample, 0, traffic, at, errors, errorsAt, this.cruiseWindow, span);
      }
      if (!this.cruiseMet || (span[0] as number) > to_s + APART_S) return false;
      if ((span[0] as number) < to_s - APART_S) return true;
    }
    return this.violates(sample, 0);
  }
}
