import { lookaheadOf } from './samples.ts';

/**
 * What the adviser supposes of crews, of other aircraft and of what is worth what. Few, named, the same for every
 * encounter; docs/advice.md says where each value comes from. SI units.
 */
export type AdviceParameters = {
  /** Paths are sampled this often, whole seconds; 48 such pieces are looked ahead. */
  readonly sample_s: number;
  /** Hazards, 1/s, that an aircraft which flies steadily begins to turn, or changes its vertical speed. */
  readonly turn_begins_per_s: number;
  readonly climb_begins_per_s: number;
  /** Hazard, 1/s, that a turn ends. */
  readonly turn_ends_per_s: number;
  /** An ordinary turn as part of the quickest one, an ordinary vertical speed as part of the greatest. */
  readonly ordinary_turn: number;
  readonly ordinary_climb: number;
  /** Wander of what flies steadily: deviation of an unknown even acceleration, m/s2. */
  readonly wander_mps2: number;
  readonly vertical_wander_mps2: number;
  /**
   * An alert is raised where it harms as much as this if nobody acts for so many seconds: the probability of a loss in
   * that time, and a part of the depth that is then expected (0 at the edge, 1 at the middle).
   */
  readonly alert_harm: number;
  readonly alert_depth: number;
  readonly alert_within_s: number;
  /** Where another's crew was called: a loss to it within the lookahead as probable as this calls the own crew too. */
  readonly heard_probability: number;
  /** How soon, and how late, a crew acts on the first advice, s after the alert. */
  readonly least_delay_s: number;
  readonly most_delay_s: number;
  /** Costs, in losses of well clear: coming quite near once lost; */
  readonly severity: number;
  /** a kilometre of extra way; the whole vertical speed; */
  readonly per_extra_km: number;
  readonly per_climb: number;
  /** a change of speed; a turn to the left; */
  readonly per_speed: number;
  readonly per_left: number;
  /** Changes of speed are tried along every track; else along those of the plan, of what stands and of the best. */
  readonly speeds_everywhere: boolean;
  /** another axis, going back on a sense, giving up what stands; */
  readonly another_axis: number;
  readonly reversal: number;
  readonly easing: number;
  /** less along an axis than what stands, in the same sense. */
  readonly weaker: number;
  /** A volume is said to be kept where its loss is less probable than this. */
  readonly kept_probability: number;
  /** Back to the plan where a loss is less probable than this, for so many seconds. */
  readonly return_probability: number;
  readonly return_after_s: number;
};

export const ADVICE_PARAMETERS: AdviceParameters = {
  sample_s: 2,
  turn_begins_per_s: 1 / 300,
  climb_begins_per_s: 1 / 300,
  turn_ends_per_s: 1 / 20,
  ordinary_turn: 0.4,
  ordinary_climb: 0.4,
  wander_mps2: 0.02,
  vertical_wander_mps2: 0.002,
  alert_harm: 0.9,
  alert_depth: 0.5,
  alert_within_s: 30,
  heard_probability: 0.25,
  least_delay_s: 5,
  most_delay_s: 10,
  severity: 4,
  per_extra_km: 0.1,
  per_climb: 0.01,
  per_speed: 0.03,
  per_left: 0,
  speeds_everywhere: true,
  another_axis: 0.08,
  reversal: 0.5,
  easing: 1,
  weaker: 0.08,
  kept_probability: 0.05,
  return_probability: 0.03,
  return_after_s: 3,
};

/** How far ahead these parameters look, s. */
export const ADVICE_LOOKAHEAD_S: number = lookaheadOf(ADVICE_PARAMETERS.sample_s);

/** When a turn that goes on ends: early, about when turns do, or late, each a third; in mean durations of a turn. */
export const TURN_ENDS: readonly number[] = [0.2, 0.7, 1.8];
