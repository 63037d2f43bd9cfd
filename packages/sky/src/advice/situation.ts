import type { Estimate } from './estimate.ts';
import type { Agility, Sense } from './fan.ts';
import type { Volume } from './meeting.ts';
import type { OwnAircraft } from './own_paths.ts';

/** One other aircraft, as advice sees it. */
export type Target = {
  readonly estimate: Estimate;
  readonly agility: Agility;
  /** What is to be kept free around it, the narrowest first; never empty. */
  readonly volumes: readonly Volume[];
  /** How much of the way out the rules leave to the own side: 0 it has the right of way, 1 it gives way. */
  readonly own_share: number;
  /** What the other side is known to be advised, over a live link; null: not known. */
  readonly answer: Sense | null;
  /**
   * Somebody else may be advising it at this moment, and does not say how: only ways out of the sense that both sides
   * work out alike are taken (see `AgreedSense`).
   */
  readonly advised_elsewhere?: boolean;
  /** Its crew was called lately, about whomever, as is heard over a live link: it leaves its plan, or is off it. */
  readonly called?: boolean;
};

/** All that one decision stands on. */
export type Situation = {
  /** Never goes back from one decision to the next. */
  readonly time_s: number;
  readonly own: OwnAircraft;
  readonly targets: readonly Target[];
  /** An alert stands by another rule, such as a clause's warning time: advise, however probable a loss is. */
  readonly called?: boolean;
  /** More to try beside what is always tried: tracks (rad) and vertical speeds (m/s), such as the edges of bands. */
  readonly offers?: { readonly tracks_rad: readonly number[]; readonly vertical_mps: readonly number[] };
};

/** A manoeuvre; NaN along an axis: by the plan. */
export type Command = { track_rad: number; speed_mps: number; vertical_mps: number };

/** What is remembered of one own aircraft from one decision to the next: plain numbers. */
export type AdviceMemory = {
  /** When the alert that stands was raised, s; NaN: none stands. */
  alerted_s: number;
  /** Until then a crew is attentive and acts at once; NaN: never called. */
  attentive_s: number;
  /** Whether a manoeuvre stands, and which. */
  standing: boolean;
  track_rad: number;
  speed_mps: number;
  vertical_mps: number;
  /** Sense of the turn and of the change of vertical speed last advised in this episode, -1, 0 or 1. */
  turn_sense: number;
  climb_sense: number;
  /** Since when going back has been clear; NaN: it is not. */
  clear_s: number;
};

/** The memory of an aircraft that was never advised. */
export const createMemory = (): AdviceMemory => ({
  alerted_s: Number.NaN,
  attentive_s: Number.NaN,
  standing: false,
  track_rad: Number.NaN,
  speed_mps: Number.NaN,
  vertical_mps: Number.NaN,
  turn_sense: 0,
  climb_sense: 0,
  clear_s: Number.NaN,
});

/** What comes of a decision. */
export type AdviceChoice = {
  /** Of a loss to anyone if nobody acts: within the lookahead, and within the time of an alert. */
  probability: number;
  soon: number;
  /** What that shorter time costs if nobody acts, in losses: what alerts go by. */
  harm: number;
  alert: boolean;
  /** What stands; null: the plan. Written anew with each decision. */
  command: Command | null;
  /** Of a loss to anyone within the lookahead, flying the command (or the plan). */
  loss: number;
  /** Least distance expected while flying it, in units of the minima, at most 1.3. */
  nearest: number;
  /** Of the volumes of all targets, flying it: all are kept, each target's narrowest are, or not even those. */
  keeps: 'all' | 'narrowest' | 'none';
  /** What it takes from the plan, until the others are past. */
  cost: AdviceCost;
};

/** What leaving the plan takes; all 0 for the plan but `until_s`. */
export type AdviceCost = {
  /** Away from the plan's track, clockwise positive. */
  turn_rad: number;
  /** Above the plan's vertical speed; and the height gained on the plan until the others are past, m. */
  vertical_mps: number;
  height_m: number;
  /** Above the plan's speed. */
  speed_mps: number;
  /** More way than by the plan, m, and the time lost, s. */
  extra_m: number;
  delay_s: number;
  /** How long the others take to be past, s from now. */
  until_s: number;
};
