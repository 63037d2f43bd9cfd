import type { Alerter, AlertLevel, Configuration, Region } from '../config/configuration.ts';
import { atEveryHeight } from '../config/volumes.ts';
import { beginsBefore, violationInterval } from '../detectors/detect.ts';
import { PAIR_ERRORS } from '../detectors/detector.ts';
import { AlertMemory, type SavedAlertMemory } from './alert_memory.ts';

/** Two aircraft, seen from the first: relative position of the second, m, and both velocities over ground, m/s. */
export type PairState = {
  readonly time_s: number;
  readonly east_m: number;
  readonly north_m: number;
  /** NaN: heights cannot be compared, and every volume is lost at every height. */
  readonly up_m: number;
  readonly own_mps: readonly [east: number, north: number, up: number];
  readonly other_mps: readonly [east: number, north: number, up: number];
};

/**
 * Alerts of a configuration for single pairs, in still air and without sensor errors: the same as `DetectAndAvoid`
 * gives, with a memory that whoever asks keeps. It holds room to work in only, so that one serves many pairs.
 */
export class PairAlerting {
  /** How far apart, how far ahead in time, two can be that are alerted for: m, m, s. */
  readonly reach: { readonly lateral_m: number; readonly vertical_m: number; readonly ahead_s: number };
  private readonly alerter: Alerter;
  private readonly blind: Alerter;
  private readonly memory: AlertMemory;
  private readonly own = new Float64Array(6);
  private readonly other = new Float64Array(6);
  private readonly errors = new Float64Array(PAIR_ERRORS);
  private readonly window = new Float64Array(2);
  private readonly span = new Float64Array(4);
  /** The time before which an alert's violation begins, s. */
  private readonly limit = new Float64Array(1);

  /** By the first alerter of the configuration. */
  constructor(configuration: Configuration) {
    this.alerter = configuration.alerters[0] as Alerter;
    const { name, levels } = this.alerter;
    this.blind = { name, levels: levels.map((level) => ({ ...level, volume: atEveryHeight(level.volume) })) };
    this.memory = new AlertMemory(configuration);
    this.window[1] = configuration.lookahead_s;
    this.reach = reachOf(levels);
  }

  /** Takes what is remembered of a pair and what is seen of it now; returns the region that stands, null: no alert. */
  update(
    state: PairState,
    saved: SavedAlertMemory,
  ): { readonly region: Region | null; readonly saved: SavedAlertMemory } {
    const { memory, own, other, limit } = this;
    memory.restore(saved);
    memory.refresh(state);
    const known = !Number.isNaN(state.up_m);
    own.set(state.own_mps, 3);
    other[0] = state.east_m;
    other[1] = state.north_m;
    other[2] = known ? state.up_m : 0;
    other.set(state.other_mps, 3);
    if (!known) {
      own[5] = 0;
      other[5] = 0;
    }
    const { levels } = known ? this.alerter : this.blind;
    let raw = 0;
    for (let row = 0; row < levels.length; row++) {
      const level = levels[row] as AlertLevel;
      limit[0] = memory.heldBefore(row + 1, state) ? level.earlyAlerting_s : level.alerting_s;
      if (this.begins(level)) raw = row + 1;
    }
    const stands = memory.update(state, raw);
    return { region: stands > 0 ? (levels[stands - 1] as AlertLevel).region : null, saved: memory.save() };
  }

  private begins({ volume }: AlertLevel): boolean {
    const { own, other, errors, window, span, limit } = this;
    return violationInterval(volume, own, 0, other, 0, errors, 0, window, span) && beginsBefore(span, 0, limit);
  }
}

/** With modified tau, a volume is lost tau before the distance is: so much further ahead two have to be found. */
function reachOf(levels: readonly AlertLevel[]): { lateral_m: number; vertical_m: number; ahead_s: number } {
  const reach = { lateral_m: 0, vertical_m: 0, ahead_s: 0 };
  for (const { volume, earlyAlerting_s } of levels) {
    if (volume.kind !== 'cylinder' && volume.kind !== 'well_clear') continue;
    const tau_s = volume.kind === 'well_clear' ? volume.tau_s + volume.coaltitude_s : 0;
    reach.lateral_m = Math.max(reach.lateral_m, volume.distance_m);
    reach.vertical_m = Math.max(reach.vertical_m, volume.height_m);
    reach.ahead_s = Math.max(reach.ahead_s, earlyAlerting_s + tau_s);
  }
  return reach;
}
