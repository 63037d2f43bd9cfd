import type { CylinderVolume, Volume } from '../detectors/detector.ts';
import { answersShorter, horizontalReach, verticalReach } from '../detectors/reach.ts';
import type { Threat } from './manoeuvre.ts';
import { type Situation, STATE } from './situation.ts';

/** Wider than what rounding does to a time of entry. */
export const APART_S = 1e-3;

/**
 * One aircraft's volume against many lines of the ownship that share one half of their motion, the horizontal or the
 * vertical one. When that half alone allows a violation stands in front of the exact tests.
 */
export class ThreatProbe {
  /** Whether the shared half ever allows a violation. */
  near = false;
  /** The window of a question, s: set it, then ask. */
  readonly window = new Float64Array(2);
  protected situation: Situation | undefined;
  protected volume: Volume | undefined;
  protected aircraft = 0;
  /** Whether a longer window answers for a shorter one. */
  protected simple = false;
  protected first_s = Number.NaN;
  protected last_s = Number.NaN;
  protected readonly span = new Float64Array(4);

  /** Takes up a threat, or another volume in its place, over the window set; lines share course or climb. */
  begin(
    situation: Situation,
    threat: Threat,
    instead: CylinderVolume | undefined,
    own: Float64Array,
    sharesCourse: boolean,
  ): void {
    const { span, window } = this;
    const { aircraft } = threat;
    const volume = instead ?? threat.volume;
    this.situation = situation;
    this.volume = volume;
    this.aircraft = aircraft;
    this.simple = answersShorter(volume);
    this.near = sharesCourse
      ? horizontalReach(volume, own, situation.traffic, aircraft * STATE, window, span)
      : verticalReach(volume, own, situation.traffic, aircraft * STATE, window, span);
    this.first_s = span[0] as number;
    this.last_s = span[1] as number;
  }

  /** Whether a line violates the volume in the window; not where the window ends before it begins. */
  meets(states: Float64Array, at: number): boolean {
    const from_s = this.window[0] as number;
    const to_s = this.window[1] as number;
    if (!this.near || from_s > to_s || from_s > this.last_s || to_s < this.first_s) return false;
    return this.violates(states, at);
  }

  protected violates(states: Float64Array, at: number): boolean {
    return (this.situation as Situation).violates(this.volume as Volume, states, at, this.aircraft, this.window);
  }
}
