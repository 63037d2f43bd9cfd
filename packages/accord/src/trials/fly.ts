import { Crew } from './crew.ts';
import { type Delay, type Intruder, type TrialEncounter, VOLUMES } from './encounter.ts';
import { type Controls, Fleet, PlanReader, STEP_S, STEPS_A_SECOND } from './flight.ts';
import type { Decision, Guide, Kinematics, Moment, Setting } from './guide.ts';
import { Deviation, type PairOutcome, Scorer } from './score.ts';
import { NoisySensor } from './sensing.ts';

export interface Condition {
  readonly sensors: 'perfect' | 'noisy';
  /** Who is guided: the ownship alone, or the equipped traffic too. */
  readonly equipped: 'own' | 'both';
}

/** What came of flying one encounter. `own` is the ownship's response; nulls: never. */
export interface FlightOutcome {
  readonly id: string;
  readonly nmac: boolean;
  readonly lowc: boolean;
  readonly min_norm_nmac: number;
  readonly min_norm_dwc: number;
  readonly t_first_alert_s: number | null;
  readonly t_first_response_s: number | null;
  readonly reversals: number;
  readonly advisories: number;
  readonly extra_distance_m: number;
  readonly altitude_deviation_m: number;
  readonly pairs: readonly PairOutcome[];
  /** East, north, up of everybody at the end, the ownship first. */
  readonly final_pos_m: readonly (readonly [number, number, number])[];
}

/** A setting with what only a stand-in for another engine may know: how its own crew will answer. */
export interface CrewedSetting extends Setting {
  readonly delay_s: Delay;
  /** 0 is the ownship, then the traffic in its order. */
  readonly aircraft: number;
}

/** Makes the guide of one aircraft. What takes a {@link Setting} alone fits: it looks at less. */
export type Guidance = (setting: CrewedSetting) => Guide;

/** Told at every whole second, before the motion; what is to be kept is copied. False ends the flight there. */
export type Onlooker = (t_s: number, fleet: Fleet, own: Decision | null) => unknown;

export interface FlyOptions {
  /** In place of everybody's own delay: "never" flies the plans and still asks the guides. */
  readonly delay_s?: Delay;
  readonly onlooker?: Onlooker;
}

const NO_SIGMAS = { pos_sigma_m: 0, vel_sigma_mps: 0, alt_sigma_m: 0, alt_vel_sigma_mps: 0 };

const blank = (): Kinematics => ({ x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0 });

/** One guided aircraft: its guide, its crew, what it hears, and its twin that keeps to the plan. */
class Guided {
  readonly slot: number;
  readonly twin: number;
  readonly crew: Crew;
  decision: Decision | null = null;
  /** Its crew stood called when everybody had decided last, as the others hear it in the next second. */
  said = false;
  private readonly guide: Guide;
  private readonly targets: readonly number[];
  private readonly sensors: readonly NoisySensor[] | null;
  private readonly heard: readonly Kinematics[];
  private readonly reports: (Kinematics | null)[];
  private readonly called: boolean[];
  private readonly own = blank();
  private readonly plan = { track_rad: 0, speed_mps: 0, vertical_mps: 0 };

  constructor(
    encounter: TrialEncounter,
    slot: number,
    twin: number,
    condition: Condition,
    delay_s: Delay,
    guidance: Guidance,
  ) {
    const { cls, limits, traffic, sensor } = encounter;
    this.slot = slot;
    this.twin = twin;
    this.crew = new Crew(delay_s, limits);
    this.targets = Array.from({ length: traffic.length + 1 }, (_, index) => index).filter((index) => index !== slot);
    const noisy = condition.sensors === 'noisy';
    this.sensors = noisy
      ? this.targets.map((target) => new NoisySensor(sensor, encounter.noise_seed, slot, target))
      : null;
    this.heard = this.targets.map(blank);
    this.reports = this.targets.map(() => null);
    this.called = this.targets.map(() => false);
    const { dropout: _, ...sigmas } = sensor;
    this.guide = guidance({
      cls,
      volume: VOLUMES[cls].dwc,
      limits: {
        turn_rate_radps: limits.turn_rate,
        accel_mps2: limits.accel,
        vertical_accel_mps2: limits.vertical_accel,
        vertical_rate_mps: limits.vertical_rate,
      },
      speed_mps: (slot === 0 ? encounter.own : (traffic[slot - 1] as Intruder)).speed_mps,
      targets: this.targets.length,
      sigmas: noisy ? sigmas : NO_SIGMAS,
      delay_s,
      aircraft: slot,
    });
  }

  /**
   * Takes the reports of a whole second, and what the other guided ones said in the last one, and decides; `planned` is
   * the plan's entry in force.
   */
  decide(t_s: number, fleet: Fleet, planned: Readonly<Controls>, pilots: readonly (Guided | null)[]): void {
    const { twin, heard, sensors, reports, plan, called } = this;
    for (let i = 0; i < heard.length; i++) {
      const state = heard[i] as Kinematics;
      fleet.write(this.targets[i] as number, state);
      called[i] = pilots[this.targets[i] as number]?.said ?? false;
      reports[i] = sensors === null || (sensors[i] as NoisySensor).draw(state) ? state : null;
    }
    fleet.write(this.slot, this.own);
    plan.track_rad = fleet.track_rad[twin] as number;
    plan.speed_mps = fleet.speed_mps[twin] as number;
    plan.vertical_mps = planned.vertical_mps;
    const now: Moment = { t_s, own: this.own, plan, reports, called };
    this.decision = this.guide.decide(now);
  }
}

/**
 * Flies one encounter. Without guidance everybody keeps to the plan. At every whole second each guided aircraft in turn
 * takes its reports and decides, seeing what stood before anyone acted; all samples of 10 Hz are scored.
 */
export function flyEncounter(
  encounter: TrialEncounter,
  condition: Condition,
  guidance: Guidance | null,
  options: FlyOptions = {},
): FlightOutcome {
  const { own, traffic, duration_s, limits } = encounter;
  const count = traffic.length + 1;
  const flyers = [own, ...traffic];
  const guided: Guided[] = [];
  const twins: typeof flyers = [];
  if (guidance !== null) {
    for (const [slot, flyer] of flyers.entries()) {
      const intruder = slot === 0 ? null : (traffic[slot - 1] as Intruder);
      if (intruder !== null && (condition.equipped === 'own' || !intruder.equipped)) continue;
      const delay_s = options.delay_s ?? (intruder ?? encounter).delay_s;
      guided.push(new Guided(encounter, slot, count + twins.length, condition, delay_s, guidance));
      twins.push(flyer);
    }
  }
  const fleet = new Fleet([...flyers, ...twins], limits.vertical_accel);
  const plans = flyers.map(({ plan }) => new PlanReader(plan));
  const planned: Controls[] = flyers.map(() => ({ turn_rate_radps: 0, accel_mps2: 0, vertical_mps: 0 }));
  const crewOf = new Map(guided.map((one) => [one.slot, one]));
  const pilots = flyers.map((_, slot) => crewOf.get(slot) ?? null);
  const flown: Controls = { turn_rate_radps: 0, accel_mps2: 0, vertical_mps: 0 };
  const scorer = new Scorer(encounter.cls, traffic.length);
  const deviation = guided.length === 0 ? null : new Deviation(fleet, 0, count);
  const steps = duration_s * STEPS_A_SECOND;
  scorer.sample(0, fleet);
  for (let n = 0; n < steps; n++) {
    if (n % STEPS_A_SECOND === 0) {
      const t_s = n / STEPS_A_SECOND;
      for (let slot = 0; slot < count; slot++) (plans[slot] as PlanReader).read(t_s, planned[slot] as Controls);
      for (const one of guided) one.decide(t_s, fleet, planned[one.slot] as Controls, pilots);
      for (const one of guided) one.said = (one.decision as Decision).alert;
      for (const one of guided) one.crew.take(t_s, one.decision as Decision, fleet, one.slot);
      if (options.onlooker?.(t_s, fleet, guided[0]?.decision ?? null) === false) break;
    }
    for (let slot = 0; slot < count; slot++) {
      const plan = planned[slot] as Controls;
      const pilot = pilots[slot];
      if (pilot == null) {
        fleet.step(slot, plan);
        continue;
      }
      // The twin first: an aircraft on its way back aims at where the plan has it at the end of the step.
      fleet.step(pilot.twin, plan);
      Object.assign(flown, plan);
      pilot.crew.steer(flown, fleet, slot, pilot.twin);
      fleet.step(slot, flown);
    }
    scorer.sample((n + 1) * STEP_S, fleet);
    deviation?.sample(fleet);
  }
  return outcomeOf(encounter, fleet, scorer.pairs, guided[0]?.crew ?? null, deviation);
}

function outcomeOf(
  encounter: TrialEncounter,
  fleet: Fleet,
  pairs: readonly PairOutcome[],
  crew: Crew | null,
  deviation: Deviation | null,
): FlightOutcome {
  return {
    id: encounter.id,
    nmac: pairs.some((pair) => pair.nmac),
    lowc: pairs.some((pair) => pair.t_first_lowc_s !== null),
    min_norm_nmac: Math.min(...pairs.map((pair) => pair.min_norm_nmac)),
    min_norm_dwc: Math.min(...pairs.map((pair) => pair.min_norm_dwc)),
    t_first_alert_s: crew?.firstAlert_s ?? null,
    t_first_response_s: crew?.firstResponse_s ?? null,
    reversals: crew?.reversals ?? 0,
    advisories: crew?.commands ?? 0,
    extra_distance_m: deviation?.extra_m(fleet) ?? 0,
    altitude_deviation_m: deviation?.altitude_m ?? 0,
    pairs,
    final_pos_m: Array.from({ length: encounter.traffic.length + 1 }, (_, slot) => [
      fleet.x_m[slot] as number,
      fleet.y_m[slot] as number,
      fleet.z_m[slot] as number,
    ]),
  };
}
