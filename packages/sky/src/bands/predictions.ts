import type { Configuration, Region } from '../config/configuration.ts';
import { beginsBefore, violationInterval } from '../detectors/detect.ts';
import { PAIR_ERRORS } from '../detectors/detector.ts';
import { levelOf, type Situation, STATE } from './situation.ts';

/** When each aircraft is predicted to violate each volume of its alerter, on present courses within the lookahead. */
export class Predictions {
  /** First entry and last exit, s, of the last `findRegion` that found something. */
  readonly region = new Float64Array(2);
  /** What `beginsBefore` is asked about, s: set it first. */
  readonly limit = new Float64Array(1);
  private readonly levels: number;
  /** Entry (s) per aircraft and level, Infinity without conflict, and exit. */
  private entries = new Float64Array(0);
  private exits = new Float64Array(0);
  private situation: Situation | undefined;
  private readonly window: Float64Array;
  private readonly span = new Float64Array(4);

  constructor({ alerters, lookahead_s }: Configuration) {
    this.levels = Math.max(...alerters.map(({ levels }) => levels.length));
    this.window = Float64Array.of(0, lookahead_s);
  }

  update(situation: Situation): void {
    const { levels, span, window } = this;
    this.situation = situation;
    const size = situation.count * levels;
    if (this.entries.length < size) {
      this.entries = new Float64Array(2 * size);
      this.exits = new Float64Array(2 * size);
    }
    const { own, traffic, errors } = situation;
    for (let aircraft = 0; aircraft < situation.count; aircraft++) {
      const at = aircraft * STATE;
      const errorsAt = aircraft * PAIR_ERRORS;
      for (let level = 0; level < levels; level++) {
        const volume = situation.volumeOf(aircraft, level);
        const met =
          volume !== undefined && violationInterval(volume, own, 0, traffic, at, errors, errorsAt, window, span);
        this.entries[aircraft * levels + level] = met ? (span[0] as number) : Number.POSITIVE_INFINITY;
        this.exits[aircraft * levels + level] = met ? (span[1] as number) : Number.NEGATIVE_INFINITY;
      }
    }
  }

  /** Time to the violation of a level's volume (levels from 0), s; Infinity without one. */
  entry_s(aircraft: number, level: number): number {
    return this.entries[aircraft * this.levels + level] as number;
  }

  conflicts(aircraft: number, level: number): boolean {
    return this.entry_s(aircraft, level) < Number.POSITIVE_INFINITY;
  }

  /** Whether a violation begins before the time in `limit`; a present one always does. */
  beginsBefore(aircraft: number, level: number): boolean {
    const at = aircraft * this.levels + level;
    return (this.entries[at] as number) < Number.POSITIVE_INFINITY && beginsBefore(this.entries, at, this.limit);
  }

  /** Finds first entry and last exit over the aircraft predicted to violate a region's volume; false without any. */
  findRegion(region: Region): boolean {
    const { situation, levels, exits } = this;
    let entry_s = Number.POSITIVE_INFINITY;
    let exit_s = Number.NEGATIVE_INFINITY;
    for (let aircraft = 0; situation !== undefined && aircraft < situation.count; aircraft++) {
      const alerter = situation.alerters[aircraft];
      const level = alerter === undefined ? -1 : levelOf(alerter, region);
      if (level < 0 || !this.conflicts(aircraft, level)) continue;
      entry_s = Math.min(entry_s, this.entry_s(aircraft, level));
      exit_s = Math.max(exit_s, exits[aircraft * levels + level] as number);
    }
    this.region[0] = entry_s;
    this.region[1] = exit_s;
    return entry_s <= exit_s;
  }
}
