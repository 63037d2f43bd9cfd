import { AlertMemories } from './alerting/alert_memories.ts';
import type { AlertMemory } from './alerting/alert_memory.ts';
import { Spreads } from './alerting/spreads.ts';
import { addErrors, isGeodetic, type SkyState, type TrafficState, type Vector } from './bands/aircraft.ts';
import { AltitudeManoeuvre } from './bands/altitude_manoeuvre.ts';
import { BandComputer } from './bands/band_computer.ts';
import { type Bands, bandsOf, type LiveBands } from './bands/bands.ts';
import type { BandKind, Manoeuvre } from './bands/manoeuvre.ts';
import { Predictions } from './bands/predictions.ts';
import { LocalFrame, travel } from './bands/projection.ts';
import { RateManoeuvre } from './bands/rate_manoeuvre.ts';
import { levelOf, Situation, STATE } from './bands/situation.ts';
import { SkyStateCheck } from './bands/sky_state.ts';
import type { Alerter, AlertLevel, Configuration, Region } from './config/configuration.ts';
import { atEveryHeight } from './config/volumes.ts';
import { type ClosestApproach, closestApproach } from './detectors/closest_approach.ts';
import { predictViolation } from './detectors/detect.ts';
import { PAIR_ERRORS } from './detectors/detector.ts';

/** Bisection for the last time to manoeuvre stops at this width, s. */
const LAST_TIME_RESOLUTION_S = 0.5;

const RAD_PER_DEG = Math.PI / 180;
const CALM: Vector = [0, 0, 0];
const KINDS: readonly BandKind[] = ['direction', 'horizontal_speed', 'vertical_speed', 'altitude'];

/** A predicted violation of one level's volume over the lookahead. */
export interface Violation {
  readonly conflict: boolean;
  /** Infinity and -Infinity without conflict. */
  readonly entry_s: number;
  readonly exit_s: number;
  /** Time at which it is worst, and the square of the volume's norm then; null where not defined. */
  readonly critical_s: number | null;
  readonly norm: number | null;
}

/**
 * Detect and avoid for one ownship: alerts, and manoeuvres that keep well clear. Give it the sky with `update`, then
 * ask. Alerts and bands carry memory from update to update (M of N, hysteresis, persistence); ask for a kind of bands
 * at every update or at none, since its memory moves when it is asked for. Advisory: it computes, it certifies
 * nothing.
 *
 * Sources: C. Munoz, A. Narkawicz, G. Hagen, J. Upchurch, A. Dutle, M. Consiglio, J. Chamberlain, "DAIDALUS: Detect
 * and avoid alerting logic for unmanned systems", DASC 2015; RTCA DO-365B; the detectors name theirs.
 */
export class DetectAndAvoid {
  readonly configuration: Configuration;
  private readonly situation = new Situation();
  private readonly moved = new Situation();
  private readonly frame = new LocalFrame();
  private readonly computers: { readonly [kind in BandKind]: BandComputer };
  /** By place in KINDS: whether the bands are those of this update. */
  private readonly computed = new Uint8Array(KINDS.length);
  private readonly check: SkyStateCheck;
  private readonly predictions: Predictions;
  private readonly memories: AlertMemories;
  private readonly spreads: Spreads;
  private state: SkyState | undefined;
  /** The alerters with volumes at every height, for aircraft whose height is not known. */
  private readonly blind: readonly Alerter[];
  private alerts = new Int8Array(0);
  private readonly span = new Float64Array(4);
  /** The lookahead, and no time at all. */
  private readonly window = new Float64Array(2);
  private readonly now = new Float64Array(2);
  /** An aircraft on the Earth, as the frame takes it. */
  private readonly flown = new Float64Array(6);
  /** Seconds of flight after which a state is written. */
  private readonly after = new Float64Array(1);

  constructor(configuration: Configuration) {
    this.configuration = configuration;
    this.window[1] = configuration.lookahead_s;
    this.check = new SkyStateCheck(configuration);
    this.predictions = new Predictions(configuration);
    this.memories = new AlertMemories(configuration);
    this.blind = configuration.alerters.map(({ name, levels }) => ({
      name,
      levels: levels.map((level) => ({ ...level, volume: atEveryHeight(level.volume) })),
    }));
    const computer = (manoeuvre: Manoeuvre) => new BandComputer(manoeuvre, configuration);
    this.computers = {
      direction: computer(new RateManoeuvre('direction', configuration)),
      horizontal_speed: computer(new RateManoeuvre('horizontal_speed', configuration)),
      vertical_speed: computer(new RateManoeuvre('vertical_speed', configuration)),
      altitude: computer(new AltitudeManoeuvre(configuration)),
    };
    this.spreads = new Spreads(
      configuration,
      KINDS.map((kind) => this.computers[kind].manoeuvre),
    );
  }

  /** Takes the sky at a time and computes its alerts. @throws {SkyStateError} for a state that cannot be used */
  update(state: SkyState): void {
    this.check.check(state);
    const last = this.state;
    const { hysteresis_s } = this.configuration;
    if (
      last !== undefined &&
      (last.ownship.id !== state.ownship.id || state.time_s < last.time_s || state.time_s - last.time_s > hysteresis_s)
    ) {
      this.forget();
    }
    this.state = state;
    this.computed.fill(0);
    this.load(state);
    this.predictions.update(this.situation);
    this.alert(state);
  }

  /** Forgets all earlier updates. */
  forget(): void {
    this.memories.clear();
    for (let i = 0; i < KINDS.length; i++) this.computers[KINDS[i] as BandKind].reset();
  }

  private load(state: SkyState): void {
    const { situation, frame } = this;
    const { ownship, traffic } = state;
    situation.resize(traffic.length);
    situation.time_s = state.time_s;
    if (isGeodetic(ownship.place)) {
      this.flown[0] = ownship.place.latitude_deg * RAD_PER_DEG;
      this.flown[1] = ownship.place.longitude_deg * RAD_PER_DEG;
      frame.centre(this.flown);
    }
    situation.ownHeightKnown = ownship.heightUnknown !== true;
    this.after[0] = 0;
    this.writeState(state, -1, situation.own, 0);
    situation.errors.fill(0);
    const { configuration, blind } = this;
    for (let index = 0; index < traffic.length; index++) {
      const aircraft = traffic[index] as TrafficState;
      addErrors(ownship.errors, situation.errors, index * PAIR_ERRORS);
      addErrors(aircraft.errors, situation.errors, index * PAIR_ERRORS);
      const alerter = configuration.ownshipCentric ? 0 : (aircraft.alerter ?? 0);
      const heightKnown = situation.ownHeightKnown && aircraft.heightUnknown !== true;
      const alerters = heightKnown ? configuration.alerters : blind;
      situation.judge(index, alerters[alerter] as Alerter, heightKnown, aircraft.minima);
      this.writeState(state, index, situation.traffic, index * STATE);
    }
  }

  /** Writes the state of an aircraft (-1: the ownship) after `after` seconds along its track over ground. */
  private writeState(state: SkyState, index: number, out: Float64Array, at: number): void {
    const after_s = this.after[0] as number;
    const aircraft = index < 0 ? state.ownship : state.traffic[index];
    if (aircraft === undefined) return;
    const { place, velocity_mps } = aircraft;
    const wind = state.wind_mps ?? CALM;
    const vx = velocity_mps[0] - wind[0];
    const vy = velocity_mps[1] - wind[1];
    // Where heights cannot be compared both are taken at the ownship's.
    const { ownship } = state;
    const lifted = index < 0 || this.situation.heightKnown[index] === 1 ? aircraft : ownship;
    const known = lifted.heightUnknown !== true;
    const climb_mps = known ? lifted.velocity_mps[2] : 0;
    const vz = climb_mps - wind[2];
    const altitude_m = (known ? lifted.place.altitude_m : 0) + after_s * climb_mps;
    if (isGeodetic(place)) {
      const { flown } = this;
      flown[0] = place.latitude_deg * RAD_PER_DEG;
      flown[1] = place.longitude_deg * RAD_PER_DEG;
      flown[2] = altitude_m;
      if (after_s !== 0) {
        flown[3] = velocity_mps[0];
        flown[4] = velocity_mps[1];
        travel(flown, this.after, flown);
      }
      flown[3] = vx;
      flown[4] = vy;
      flown[5] = vz;
      this.frame.writeState(flown, out, at);
    } else {
      out[at] = place.east_m + after_s * velocity_mps[0];
      out[at + 1] = place.north_m + after_s * velocity_mps[1];
      out[at + 2] = altitude_m;
      out[at + 3] = vx;
      out[at + 4] = vy;
      out[at + 5] = vz;
    }
  }

  private alert({ traffic }: SkyState): void {
    const { situation, predictions, memories, spreads } = this;
    spreads.begin(situation);
    if (this.alerts.length < traffic.length) this.alerts = new Int8Array(2 * traffic.length);
    memories.meet(traffic, situation);
    for (let index = 0; index < traffic.length; index++) {
      const memory = memories.of(index) as AlertMemory;
      const { levels } = situation.alerters[index] as Alerter;
      let raw = 0;
      for (let row = 0; row < levels.length; row++) {
        const level = levels[row] as AlertLevel;
        const { limit } = predictions;
        limit[0] = memory.heldBefore(row + 1, situation) ? level.earlyAlerting_s : level.alerting_s;
        if (predictions.beginsBefore(index, row) || spreads.meets(index, row, level, limit)) raw = row + 1;
      }
      this.alerts[index] = memory.update(situation, raw);
    }
  }

  /**
   * The state as the detectors read it: place (m) in the flat frame, velocity through the air; -1 is the ownship. An
   * aircraft whose height cannot be compared is at the ownship's.
   */
  projected(aircraft: number): Float64Array {
    const { own, traffic } = this.situation;
    return aircraft < 0 ? own.slice() : traffic.slice(aircraft * STATE, (aircraft + 1) * STATE);
  }

  /** Alert of an aircraft: 0, or the number of the level of its alerter. */
  alertLevel(aircraft: number): number {
    return this.alerts[aircraft] ?? 0;
  }

  /** Predicted violation of a level's volume, levels from 1; undefined where the alerter has no such level. */
  violation(aircraft: number, level: number): Violation | undefined {
    const { situation, span } = this;
    const volume = aircraft < situation.count ? situation.volumeOf(aircraft, level - 1) : undefined;
    if (volume === undefined) return undefined;
    const { own, traffic, errors } = situation;
    const { window } = this;
    const at = aircraft * STATE;
    const conflict = predictViolation(volume, own, 0, traffic, at, errors, aircraft * PAIR_ERRORS, window, span);
    const [entry_s, exit_s, critical_s, norm] = span as unknown as [number, number, number, number];
    return {
      conflict,
      entry_s,
      exit_s,
      critical_s: Number.isNaN(critical_s) ? null : critical_s,
      norm: Number.isNaN(norm) ? null : norm,
    };
  }

  /** Time in s to the violation of an aircraft's corrective volume; Infinity without one. */
  correctiveEntry_s(aircraft: number): number {
    const level = this.correctiveLevel(aircraft);
    return level < 0 ? Number.POSITIVE_INFINITY : this.predictions.entry_s(aircraft, level);
  }

  private correctiveLevel(aircraft: number): number {
    const alerter = this.situation.alerters[aircraft];
    return alerter === undefined ? -1 : levelOf(alerter, this.configuration.correctiveRegion);
  }

  /** First entry and last exit, in s, over the aircraft predicted to violate a region's volume; null without any. */
  regionInterval(region: Region): readonly [entry_s: number, exit_s: number] | null {
    const { predictions } = this;
    if (!predictions.findRegion(region)) return null;
    return [predictions.region[0] as number, predictions.region[1] as number];
  }

  /**
   * How an aircraft and the ownship come together on their present courses; modified tau to a distance in m. Figures of
   * height are NaN where the heights of the two cannot be compared.
   */
  closestApproach(aircraft: number, tauDistance_m: number): ClosestApproach {
    const { own, traffic, heightKnown } = this.situation;
    const { lookahead_s } = this.configuration;
    const approach = closestApproach(own, 0, traffic, aircraft * STATE, lookahead_s, tauDistance_m);
    if (heightKnown[aircraft] === 1) return approach;
    const unknown = Number.NaN;
    return {
      ...approach,
      vertical_m: unknown,
      verticalSpeed_mps: unknown,
      verticalMiss_m: unknown,
      coaltitude_s: unknown,
    };
  }

  /** Bands of a kind at the last update, in place: no garbage, good until the next update. */
  liveBands(kind: BandKind): LiveBands {
    return this.compute(kind);
  }

  private compute(kind: BandKind): BandComputer {
    const computer = this.computers[kind];
    const place = KINDS.indexOf(kind);
    if (this.computed[place] === 0) {
      this.computed[place] = 1;
      computer.update(this.situation, this.predictions, this.memories);
    }
    return computer;
  }

  /** Bands of a kind at the last update, as they stay. */
  bands(kind: BandKind): Bands {
    return bandsOf(this.compute(kind));
  }

  /**
   * How long in s a manoeuvre of a kind can wait that keeps clear of one aircraft's corrective volume, to 0.5 s;
   * Infinity without conflict, -Infinity when it is too late.
   */
  lastTimeToManoeuvre_s(kind: BandKind, aircraft: number): number {
    const { situation, moved, state } = this;
    const computer = this.compute(kind);
    const level = this.correctiveLevel(aircraft);
    const volume = situation.volumeOf(aircraft, level);
    if (state === undefined || volume === undefined || computer.bands.count === 0) return Number.POSITIVE_INFINITY;
    const entry_s = this.predictions.entry_s(aircraft, level);
    if (entry_s === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    if (entry_s === 0) return Number.NEGATIVE_INFINITY;
    const heightKnown = situation.heightKnown[aircraft] === 1;
    const threat = { aircraft: 0, heightKnown, volume, horizon_s: this.configuration.lookahead_s };
    moved.resize(1);
    moved.ownHeightKnown = situation.ownHeightKnown;
    moved.errors.set(situation.errors.subarray(aircraft * PAIR_ERRORS, (aircraft + 1) * PAIR_ERRORS));
    let red = entry_s;
    let green = 0;
    let wait_s = 0;
    while (red - green > LAST_TIME_RESOLUTION_S) {
      this.after[0] = wait_s;
      this.writeState(state, -1, moved.own, 0);
      this.writeState(state, aircraft, moved.traffic, 0);
      const lost = moved.violates(volume, moved.own, 0, 0, this.now);
      if (lost || !computer.manoeuvre.escapes(moved.own, moved, threat)) red = wait_s;
      else green = wait_s;
      wait_s = (red + green) / 2;
    }
    return green === 0 ? Number.NEGATIVE_INFINITY : green;
  }
}
