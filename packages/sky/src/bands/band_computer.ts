import type { AlertMemories } from '../alerting/alert_memories.ts';
import type { Configuration, Region } from '../config/configuration.ts';
import type { Volume } from '../detectors/detector.ts';
import { BandPersistence, ColourMemory } from './band_memory.ts';
import { BAND_REGIONS, type LiveBands } from './bands.ts';
import { AS_PAINTED, BandList, ColourLine, NEAR, NONE, RECOVERY, UNKNOWN } from './colours.ts';
import { IndexList } from './index_list.ts';
import { IntervalSet } from './interval_set.ts';
import type { BandKind, Manoeuvre, Threat } from './manoeuvre.ts';
import type { Predictions } from './predictions.ts';
import { freeOf, type RecoveryState, recover } from './recovery.ts';
import { ResolutionMemory } from './resolution.ts';
import { levelOf, type Situation } from './situation.ts';
import { ThreatList } from './threat_list.ts';

interface Question {
  volume: Volume | undefined;
  horizon_s: number;
  met: boolean;
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
export class BandComputer implements LiveBands {
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
  readonly peripheral: readonly IndexList[] = [0, 1, 2, 3].map(() => new IndexList());
  private readonly configuration: Configuration;
  private readonly settings: BandSettings;
  private readonly corrective: number;
  private readonly line: ColourLine;
  private readonly free = new IntervalSet();
  private readonly recovered = new IntervalSet();
  /** Threats of the region in hand and of the one before. */
  private threats = new ThreatList();
  private previous = new ThreatList();
  private compared = false;
  /** The threat that peripheral aircraft are looked for with. */
  private readonly candidate = new ThreatList();
  /** Per aircraft: what was last asked of the manoeuvre in this update, and the answer. */
  private readonly asked: Question[] = [];
  private readonly memory: ColourMemory;
  private readonly persistence: BandPersistence;
  private last_s = Number.NaN;

  constructor(manoeuvre: Manoeuvre, configuration: Configuration) {
    this.manoeuvre = manoeuvre;
    this.configuration = configuration;
    this.settings = settingsOf(manoeuvre.kind, configuration);
    this.corrective = BAND_REGIONS.indexOf(configuration.correctiveRegion);
    this.line = new ColourLine(manoeuvre.modulus > 0);
    this.memory = new ColourMemory(configuration.alertingM, configuration.alertingN);
    this.persistence = new BandPersistence(configuration.persistence_s);
    const { hysteresis_s, persistence_s } = configuration;
    this.resolution = new ResolutionMemory({ hysteresis_s, persistence_s, gain: this.settings.gain });
  }

  /** The present value: m, m/s or rad. */
  get value(): number {
    return this.manoeuvre.value;
  }

  /** Forgets the past. */
  reset(): void {
    this.memory.clear();
    this.persistence.clear();
    this.resolution.reset();
    this.last_s = Number.NaN;
  }

  update(situation: Situation, predictions: Predictions, memories: AlertMemories): void {
    const { manoeuvre, bands, recovery } = this;
    recovery.time_s = Number.NaN;
    recovery.shrinks = -1;
    recovery.distance_m = Number.NaN;
    recovery.height_m = Number.NaN;
    for (let region = NONE; region <= NEAR; region++) this.peripheral[region]?.clear();
    bands.count = 0;
    this.ownRegion = UNKNOWN;
    if (!manoeuvre.prepare(situation)) return;
    this.forgetAnswers(situation.count);
    const recovering = this.paint(situation, predictions, memories);
    this.remember(situation, recovering);
    bands.sought[0] = manoeuvre.value;
    const index = bands.indexOfSought(manoeuvre.modulus > 0);
    this.ownRegion = index < 0 ? UNKNOWN : (bands.colour[index] as number);
    this.resolution.update(situation, bands, manoeuvre, this.corrective, recovery.shrinks);
  }

  /** Paints the line from this update alone; true when recovery was looked for. */
  private paint(situation: Situation, predictions: Predictions, memories: AlertMemories): boolean {
    const { manoeuvre, line, free, corrective } = this;
    this.threats.clear();
    this.previous.clear();
    this.compared = false;
    line.reset(manoeuvre.min, manoeuvre.max, NONE);
    if (manoeuvre.limited) line.confine(manoeuvre.low, manoeuvre.high);
    let stopped = false;
    let recovering = false;
    for (let region: number = NEAR; region > NONE; region--) {
      if (!this.isUsed(situation, region)) continue;
      this.collect(situation, predictions, memories, region);
      if (stopped) continue;
      // Regions often differ in their alerting times alone: the same threats leave the same values free.
      const room = this.sameThreats() ? free.count > 0 : freeOf(manoeuvre, this.threats, undefined, free);
      if (room) {
        line.paintOutside(free, region);
        if (manoeuvre.instantaneous && region === corrective && isViolated(predictions, region)) {
          this.recoverAtOnce();
          recovering = true;
          stopped = true;
        }
        continue;
      }
      stopped = true;
      if (region >= corrective && this.settings.recovers) {
        if (region !== corrective) this.collect(situation, predictions, memories, corrective);
        recover(manoeuvre, this.threats, this.configuration, situation, this.recovered, this.recovery);
        recovering = true;
        if (region === corrective) line.paintOutside(this.recovered, region);
        else line.paintOutside(free, region);
        line.paintInside(this.recovered, RECOVERY);
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
      if (alerter !== undefined && levelOf(alerter, regionOf(region)) >= 0) return true;
    }
    return false;
  }

  /** Lists the aircraft that count for a region: those in conflict, then those that block values. */
  private collect(situation: Situation, predictions: Predictions, memories: AlertMemories, region: number): void {
    const { lookahead_s } = this.configuration;
    const peripheral = this.peripheral[region] as IndexList;
    peripheral.clear();
    const threats = this.previous;
    this.previous = this.threats;
    this.threats = threats;
    threats.clear();
    const name = regionOf(region);
    for (let aircraft = 0; aircraft < situation.count; aircraft++) {
      const alerter = situation.alerters[aircraft];
      const index = alerter === undefined ? -1 : levelOf(alerter, name);
      const level = alerter?.levels[index];
      const volume = situation.volumeOf(aircraft, index);
      if (level === undefined || volume === undefined) continue;
      const heightKnown = situation.heightKnown[aircraft] === 1;
      const early = memories.of(aircraft)?.heldBefore(index + 1, situation) === true;
      predictions.limit[0] = early ? level.earlyAlerting_s : level.alerting_s;
      if (predictions.beginsBefore(aircraft, index)) {
        threats.add(aircraft, heightKnown, volume).horizon_s = lookahead_s;
      }
      const horizon_s = level.alerting_s < lookahead_s ? level.alerting_s : lookahead_s;
      predictions.limit[0] = horizon_s;
      if (predictions.beginsBefore(aircraft, index)) continue;
      this.candidate.clear();
      const candidate = this.candidate.add(aircraft, heightKnown, volume);
      candidate.horizon_s = horizon_s;
      if (this.meets(candidate)) {
        peripheral.add(aircraft);
        threats.add(aircraft, heightKnown, volume).horizon_s = horizon_s;
      }
    }
  }

  private forgetAnswers(count: number): void {
    while (this.asked.length < count) this.asked.push({ volume: undefined, horizon_s: Number.NaN, met: false });
    for (let i = 0; i < this.asked.length; i++) (this.asked[i] as Question).volume = undefined;
  }

  /** Whether values meet the volume within a horizon; what meets within a shorter one meets within a longer one. */
  private meets(threat: Threat): boolean {
    const { aircraft, volume, horizon_s } = threat;
    const asked = this.asked[aircraft] as Question;
    if (asked.volume === volume) {
      if (asked.horizon_s === horizon_s || (asked.met && asked.horizon_s < horizon_s)) return asked.met;
    }
    asked.volume = volume;
    asked.horizon_s = horizon_s;
    asked.met = this.manoeuvre.meets(threat, Number.POSITIVE_INFINITY);
    return asked.met;
  }

  /** Whether the threats are those of the region before, whose free set still stands. */
  private sameThreats(): boolean {
    const first = !this.compared;
    this.compared = true;
    return !first && this.threats.equals(this.previous);
  }

  /** Brings the past to bear on the line and makes the bands. */
  private remember(situation: Situation, recovering: boolean): void {
    const { time_s } = situation;
    const { manoeuvre, bands, line, configuration } = this;
    const { hysteresis_s, persistence_s, alertingM, alertingN, bandsPersist } = configuration;
    const wraps = manoeuvre.modulus > 0;
    if (!(time_s > this.last_s && time_s - this.last_s <= hysteresis_s)) this.reset();
    this.last_s = time_s;
    if (hysteresis_s > 0 && alertingM > 0 && alertingM <= alertingN) {
      this.memory.filter(line);
      if (manoeuvre.limited) line.confine(manoeuvre.low, manoeuvre.high);
    }
    const persists = hysteresis_s > 0 && persistence_s > 0 && bandsPersist;
    if (persists) {
      bands.take(line, AS_PAINTED);
      bands.sought[0] = manoeuvre.value;
      const index = bands.indexOfSought(wraps);
      const present = index < 0 ? UNKNOWN : (bands.colour[index] as number);
      this.persistence.before(situation, line, present, manoeuvre);
    }
    bands.take(line, recovering ? RECOVERY : NONE);
    if (persists) this.persistence.after(bands, manoeuvre);
  }
}

/** Whether a region's volume is violated now. */
function isViolated(predictions: Predictions, region: number): boolean {
  return predictions.findRegion(regionOf(region)) && predictions.region[0] === 0;
}

/** The region of a code that is no recovery. */
function regionOf(code: number): Region {
  const region = BAND_REGIONS[code];
  return region === undefined || region === 'RECOVERY' ? 'NONE' : region;
}
