import { violationInterval } from '../detectors/detect.ts';
import { PAIR_ERRORS, type Volume } from '../detectors/detector.ts';
import { answersShorter, horizontalReach, verticalReach } from '../detectors/reach.ts';
import { type Situation, STATE } from './situation.ts';

/** Wider than what rounding does to a time of entry. */
const APART_S = 1e-3;

/** What `meetsSoon` found: a violation in the short window, and in the long one. */
export const SOON = 1;
export const LATER = 2;

/**
 * One aircraft's volume against many lines of the ownship that share one half of their motion: the horizontal one in
 * changes of vertical speed, the vertical one in turns and changes of horizontal speed. When that half alone allows a
 * violation stands in front of the exact tests.
 */
export class LineProbe {
  /** Whether the shared half ever allows a violation. */
  near = false;
  private situation: Situation | undefined;
  private volume: Volume | undefined;
  private aircraft = 0;
  private simple = false;
  private first_s = 0;
  private last_s = 0;
  private readonly span = new Float64Array(4);

  begin(
    situation: Situation,
    aircraft: number,
    volume: Volume,
    own: Float64Array,
    to_s: number,
    sharesCourse: boolean,
  ): void {
    const { traffic } = situation;
    const at = aircraft * STATE;
    this.situation = situation;
    this.volume = volume;
    this.aircraft = aircraft;
    this.simple = answersShorter(volume);
    const { span } = this;
    if (sharesCourse) {
      const hx = (own[0] as number) - (traffic[at] as number);
      const hy = (own[1] as number) - (traffic[at + 1] as number);
      const wx = (own[3] as number) - (traffic[at + 3] as number);
      const wy = (own[4] as number) - (traffic[at + 4] as number);
      this.near = horizontalReach(volume, hx, hy, wx, wy, to_s, span);
    } else {
      const sz = (own[2] as number) - (traffic[at + 2] as number);
      this.near = verticalReach(volume, sz, (own[5] as number) - (traffic[at + 5] as number), to_s, span);
    }
    this.first_s = span[0] as number;
    this.last_s = span[1] as number;
  }

  /** Whether a line left at start_s violates the volume from from_s to to_s; not where the window ends sooner. */
  meets(states: Float64Array, at: number, from_s: number, start_s: number, to_s: number): boolean {
    if (!this.near || start_s > to_s || from_s > to_s || from_s > this.last_s || to_s < this.first_s) return false;
    return (this.situation as Situation).violates(this.volume as Volume, states, at, this.aircraft, from_s, to_s);
  }

  /**
   * Whether a line violates the volume from from_s to soon_s and to to_s: one test answers both where the entry found
   * lies clearly on one side of the end of the shorter window.
   */
  meetsSoon(states: Float64Array, at: number, from_s: number, soon_s: number, to_s: number): number {
    if (!this.near || from_s > this.last_s) return 0;
    const longest_s = Math.max(soon_s, to_s);
    if (longest_s < this.first_s) return 0;
    const shortest_s = Math.min(soon_s, to_s);
    const situation = this.situation as Situation;
    const volume = this.volume as Volume;
    const { aircraft, span } = this;
    if (this.simple && shortest_s - from_s > APART_S) {
      const { traffic, errors } = situation;
      const trafficAt = aircraft * STATE;
      const errorsAt = aircraft * PAIR_ERRORS;
      if (!violationInterval(volume, states, at, traffic, trafficAt, errors, errorsAt, from_s, longest_s, span))
        return 0;
      const entry_s = span[0] as number;
      if (entry_s < shortest_s - APART_S) return SOON | LATER;
      if (entry_s > shortest_s + APART_S) return soon_s > to_s ? SOON : LATER;
    }
    const soon = situation.violates(volume, states, at, aircraft, from_s, soon_s) ? SOON : 0;
    const later = from_s <= to_s && situation.violates(volume, states, at, aircraft, from_s, to_s) ? LATER : 0;
    return soon | later;
  }
}
