import { violationInterval } from '../detectors/detect.ts';
import { PAIR_ERRORS, type Volume } from '../detectors/detector.ts';
import { type Situation, STATE } from './situation.ts';
import { APART_S, ThreatProbe } from './threat_probe.ts';

/** What `meetsSoon` found: a violation in the short window, and in the long one. */
export const SOON = 1;
export const LATER = 2;

/** A probe of many lines that asks about the next step of each, and about its whole horizon, in one. */
export class LineProbe extends ThreatProbe {
  /** Another end of the window, s, for `meetsSoon`. */
  readonly soon = new Float64Array(1);

  /**
   * Whether a line violates the volume from the window's beginning to `soon` and to its end: one test answers both
   * where the entry found lies clearly on one side of the end of the shorter window.
   */
  meetsSoon(states: Float64Array, at: number): number {
    const { window, soon, aircraft, span } = this;
    const from_s = window[0] as number;
    const to_s = window[1] as number;
    const soon_s = soon[0] as number;
    if (!this.near || from_s > this.last_s) return 0;
    const longest_s = Math.max(soon_s, to_s);
    if (longest_s < this.first_s) return 0;
    const shortest_s = Math.min(soon_s, to_s);
    if (this.simple && shortest_s - from_s > APART_S) {
      const { traffic, errors } = this.situation as Situation;
      const volume = this.volume as Volume;
      const trafficAt = aircraft * STATE;
      window[1] = longest_s;
      if (!violationInterval(volume, states, at, traffic, trafficAt, errors, aircraft * PAIR_ERRORS, window, span)) {
        return 0;
      }
      const entry_s = span[0] as number;
      if (entry_s < shortest_s - APART_S) return SOON | LATER;
      if (entry_s > shortest_s + APART_S) return soon_s > to_s ? SOON : LATER;
      window[1] = to_s;
    }
    const later = from_s <= to_s && this.violates(states, at) ? LATER : 0;
    window[1] = soon_s;
    return this.violates(states, at) ? SOON | later : later;
  }
}
