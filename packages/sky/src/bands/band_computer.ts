import type { Configuration } from '../config/configuration.ts';
import { beginsBefore } from '../detectors/detect.ts';
import type { Volume } from '../detectors/detector.ts';
import { BandPersistence, ColourMemory } from './band_memory.ts';
import { AS_PAINTED, BandList, ColourLine, FAR, MID, NEAR, NONE, RECOVERY, UNKNOWN } from './colours.ts';
import { IntervalSet } from './interval_set.ts';
import type { BandKind, Manoeuvre, MutableThreat, Threat } from './manoeuvre.ts';
import { freeOf, type RecoveryState, recover } from './recovery.ts';
import { ResolutionMemory } from './resolution.ts';
import { levelOf, type Situation } from './situation.ts';

/** Regions by code, and the order in which they are looked at. */
export const REGIONS = ['NONE', 'FAR', 'MID', 'NEAR'] as const;
const BY_SEVERITY = [NEAR, MID, FAR] as const;

/** What the bands need to know of alerts: prediction per aircraft and level, and whether a level stood before. */
export interface AlertView {
  entry_s(aircraft: number, level: number): number;
  conflicts(aircraft: number, level: number): boolean;
  heldBefore(aircraft: number, level: number): boolean;
  /** Least entry over the aircraft that conflict at their level of a region; NaN without any. */
  regionEntry_s(region: number): number;
}

interface Question {
  volume: Volume | undefined;
  horizon_s: number;
}

interface BandSettings {
  readonly gain: number;
  readonly recovers: boolean;
}

function settingsOf(kind: BandKind, configuration: Configuration): BandSettings {
  if (kind === 'direction') {
    return { gain: configuration.direction_persistence_rad, recovers: configuration.directionRecovery };
  }
  if (kind === 'horizontal_speed') {
    return { gain: configuration.horizontal_speed_persistence_mps, recovers: configuration.horizontalSpeedRecovery };
  }
  if (kind === 'vertical_speed') {
    return { gain: configuration.vertical_speed_persistence_mps, recovers: configuration.verticalSpeedRecovery };
  }
  return { gain: configuration.altitude_persistence_m, recovers: configuration.altitudeRecovery };
}

/**
 * Bands of one kind: which values keep clear of which region, recovery, resolutions and preferred side, with their
 * memory (C. Munoz et al., "DAIDALUS: Detect and avoid alerting logic for unmanned systems", DASC 2015; RTCA
 * DO-365B).
 */
export class BandComputer {
  readonly manoeuvre: Manoeuvre;
  readonly bands = new BandList();
  readonly resolution: ResolutionMemory;
  /** Code of the region of the present value, -1 unknown. */
  ownRegion = UNKNOWN;
  readonly recovery: RecoveryState = {
    time_s: Number.NaN,
    shrinks: -1,
    distance_m: Number.NaN,
    height_m: Number.NaN,
  };
  /** By region code: which aircraft block values of the region without being in conflict. */
  readonly peripheral: readonly number[][] = [[], [], [], []];
  private readonly configuration: Configuration;
  private readonly settings: BandSettings;
  private readonly corrective: number;
  private readonly line: ColourLine;
  private readonly free = new IntervalSet();
  private readonly recovered = new IntervalSet();
  /** Threats of the region in hand and of the one before, and the objects they are made of. */
  private threats: Threat[] = [];
  private previous: Threat[] = [];
  private compared = false;
  private readonly pool: MutableThreat[] = [];
  private pooled = 0;
  /** Per aircraft: what was last asked of the manoeuvre in this update, and the answer. */
  private readonly asked: Question[] = [];
  private readonly answers: boolean[] = [];
  private heightKnown = new Uint8Array(0);
  private readonly memory: ColourMemory;
  private readonly persistence: BandPersistence;
  private last_s = Number.NaN;

  constructor(manoeuvre: Manoeuvre, configuration: Configuration) {
    this.manoeuvre = manoeuvre;
    this.configuration = configuration;
    this.settings = settingsOf(manoeuvre.kind, configuration);
    this.corrective = REGIONS.indexOf(configuration.correctiveRegion);
    this.line = new ColourLine(manoeuvre.modulus > 0);
    this.memory = new ColourMemory(configuration.alertingM, configuration.alertingN);
    this.persistence = new BandPersistence(configuration.persistence_s);
    const { hysteresis_s, persistence_s } = configuration;
    this.resolution = new ResolutionMemory({ hysteresis_s, persistence_s, gain: this.settings.gain });
  }

  /** Forgets the past. */
  reset(): void {
    this.memory.clear();
    this.persistence.clear();
    this.resolution.reset();
    this.last_s = Number.NaN;
  }

  update(situation: Situation, alerts: AlertView): void {
    const { manoeuvre, bands, recovery } = this;
    recovery.time_s = Number.NaN;
    recovery.shrinks = -1;
    recovery.distance_m = Number.NaN;
    recovery.height_m = Number.NaN;
    for (const list of this.peripheral) list.length = 0;
    bands.count = 0;
    this.ownRegion = UNKNOWN;
    if (!manoeuvre.prepare(situation)) return;
    this.pooled = 0;
    this.heightKnown = situation.heightKnown;
    this.forgetAnswers(situation.count);
    const recovering = this.paint(situation, alerts);
    this.remember(situation.time_s, recovering);
    const index = bands.indexAt(manoeuvre.value, manoeuvre.modulus > 0);
    this.ownRegion = index < 0 ? UNKNOWN : (bands.colour[index] as number);
    const { value, modulus } = manoeuvre;
    this.resolution.update(situation.time_s, bands, value, modulus, this.corrective, recovery.shrinks);
  }

  /** Paints the line from this update alone; true when recovery was looked for. */
  private paint(situation: Situation, alerts: AlertView): boolean {
    const { manoeuvre, line, free, corrective } = this;
    this.threats.length = 0;
    this.previous.length = 0;
    this.compared = false;
    line.reset(manoeuvre.min, manoeuvre.max, NONE);
    let stopped = false;
    let recovering = false;
    for (const region of BY_SEVERITY) {
      if (!this.isUsed(situation, region)) continue;
      const count = this.collect(situation, alerts, region);
      if (stopped) continue;
      // Regions often differ in their alerting times alone: the same threats leave the same values free.
      const room = this.sameThreats() ? free.count > 0 : freeOf(manoeuvre, this.threats, count, undefined, free);
      if (room) {
        line.paintOutside(free, region);
        if (manoeuvre.instantaneous && region === corrective && alerts.regionEntry_s(region) === 0) {
          this.recoverAtOnce();
          recovering = true;
          stopped = true;
        }
        continue;
      }
      stopped = true;
      if (region >= corrective && this.settings.recovers) {
        const listed = region === corrective ? count : this.collect(situation, alerts, corrective);
        recover(
          manoeuvre,
          this.threats,
          listed,
          this.configuration,
          situation.ownHeightKnown ? (situation.own[2] as number) : Number.POSITIVE_INFINITY,
          this.recovered,
          this.recovery,
        );
        recovering = true;
        if (region === corrective) line.paintOutside(this.recovered, region);
        else line.paintOutside(free, region);
        for (let i = 0; i < this.recovered.count; i++) {
          line.paint(this.recovered.low[i] as number, this.recovered.high[i] as number, RECOVERY, true);
        }
      } else line.paintOutside(free, region);
    }
    return recovering;
  }

  private recoverAtOnce(): void {
    const { recovery_distance_m, recovery_height_m } = this.configuration;
    this.recovery.time_s = 0;
    this.recovery.shrinks = 0;
    this.recovery.distance_m = recovery_distance_m;
    this.recovery.height_m = recovery_height_m;
  }

  private isUsed(situation: Situation, region: number): boolean {
    for (let i = 0; i < situation.count; i++) {
      const alerter = situation.alerters[i];
      if (alerter !== undefined && levelOf(alerter, REGIONS[region] ?? 'NONE') >= 0) return true;
    }
    return false;
  }

  /** Lists the aircraft that count for a region: those in conflict, then those that block values. Returns how many. */
  private collect(situation: Situation, alerts: AlertView, region: number): number {
    const { lookahead_s } = this.configuration;
    const peripheral = this.peripheral[region] as number[];
    peripheral.length = 0;
    const spare = this.previous;
    this.previous = this.threats;
    this.threats = spare;
    spare.length = 0;
    const name = REGIONS[region] ?? 'NONE';
    for (let aircraft = 0; aircraft < situation.count; aircraft++) {
      const alerter = situation.alerters[aircraft];
      const index = alerter === undefined ? -1 : levelOf(alerter, name);
      const level = alerter?.levels[index];
      const volume = situation.volumeOf(aircraft, index);
      if (level === undefined || volume === undefined) continue;
      const early = alerts.heldBefore(aircraft, index + 1);
      const limit_s = early ? level.earlyAlerting_s : level.alerting_s;
      const conflicts = alerts.conflicts(aircraft, index);
      const entry_s = alerts.entry_s(aircraft, index);
      if (conflicts && beginsBefore(entry_s, limit_s)) spare.push(this.threat(aircraft, volume, lookahead_s));
      const horizon_s = Math.min(lookahead_s, level.alerting_s);
      if (conflicts && beginsBefore(entry_s, horizon_s)) continue;
      if (this.meets(aircraft, volume, horizon_s)) {
        peripheral.push(aircraft);
        spare.push(this.threat(aircraft, volume, horizon_s));
      }
    }
    return spare.length;
  }

  private threat(aircraft: number, volume: Volume, horizon_s: number): Threat {
    let threat = this.pool[this.pooled];
    if (threat === undefined) {
      threat = { aircraft, heightKnown: true, volume, horizon_s };
      this.pool.push(threat);
    }
    this.pooled += 1;
    threat.aircraft = aircraft;
    threat.heightKnown = this.heightKnown[aircraft] === 1;
    threat.volume = volume;
    threat.horizon_s = horizon_s;
    return threat;
  }

  private forgetAnswers(count: number): void {
    while (this.asked.length < count) this.asked.push({ volume: undefined, horizon_s: 0 });
    for (const asked of this.asked) asked.volume = undefined;
  }

  /** Whether values meet the volume within a horizon; what meets within a shorter one meets within a longer one. */
  private meets(aircraft: number, volume: Volume, horizon_s: number): boolean {
    const asked = this.asked[aircraft] as Question;
    const before = this.answers[aircraft] === true;
    if (asked.volume === volume) {
      if (asked.horizon_s === horizon_s || (before && asked.horizon_s < horizon_s)) return before;
    }
    asked.volume = volume;
    asked.horizon_s = horizon_s;
    const met = this.manoeuvre.meets(this.threat(aircraft, volume, horizon_s));
    this.answers[aircraft] = met;
    return met;
  }

  /** Whether the threats are those of the region before, whose free set still stands. */
  private sameThreats(): boolean {
    const { threats, previous } = this;
    const first = !this.compared;
    this.compared = true;
    if (first || threats.length !== previous.length) return false;
    for (let i = 0; i < threats.length; i++) {
      const one = threats[i] as Threat;
      const other = previous[i] as Threat;
      if (one.aircraft !== other.aircraft || one.volume !== other.volume || one.horizon_s !== other.horizon_s)
        return false;
    }
    return true;
  }

  /** Brings the past to bear on the line and makes the bands. */
  private remember(time_s: number, recovering: boolean): void {
    const { manoeuvre, bands, line, configuration } = this;
    const { hysteresis_s, persistence_s, alertingM, alertingN, bandsPersist } = configuration;
    const wraps = manoeuvre.modulus > 0;
    if (!(time_s > this.last_s && time_s - this.last_s <= hysteresis_s)) this.reset();
    this.last_s = time_s;
    if (hysteresis_s > 0 && alertingM > 0 && alertingM <= alertingN) this.memory.filter(line);
    const persists = hysteresis_s > 0 && persistence_s > 0 && bandsPersist;
    if (persists) {
      bands.take(line, AS_PAINTED);
      const index = bands.indexAt(manoeuvre.value, wraps);
      const present = index < 0 ? UNKNOWN : (bands.colour[index] as number);
      this.persistence.before(time_s, line, present, manoeuvre.modulus);
    }
    bands.take(line, recovering ? RECOVERY : NONE);
    if (persists) this.persistence.after(bands, manoeuvre.value, wraps);
  }
}
