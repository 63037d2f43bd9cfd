import type { Sensor, TrialClass, Volume } from './encounter.ts';

// What a method of guidance is told in a trial, and what it answers. It is told nothing else: no plan of anybody's
// future, no intent, no crew's delay, no seed.

/** Position (m) east, north, up and velocity (m/s) in the flat frame of the encounter. */
export interface Kinematics {
  x: number;
  y: number;
  z: number;
  vx: number;
  vy: number;
  vz: number;
}

/** What the own flight plan has the aircraft do now; null along an axis: the crew flies that axis by its plan. */
export interface Course {
  /** Clockwise from north, -pi to pi. */
  track_rad: number;
  speed_mps: number;
  vertical_mps: number;
}

/** One whole second as one guided aircraft sees it. The objects are used again: what is to be kept is copied. */
export interface Moment {
  readonly t_s: number;
  /** Exact. */
  readonly own: Readonly<Kinematics>;
  /** Track and speed as they would be at this second had it never left its plan, and the vertical speed planned now. */
  readonly plan: Readonly<Course>;
  /** By target, always in the same order: the report received this second, or null where none came. */
  readonly reports: readonly (Readonly<Kinematics> | null)[];
  /** By target: its crew stood called a second ago, about whomever, as those that are guided say over a link. */
  readonly called: readonly boolean[];
}

/** A manoeuvre that is asked of the crew; a null axis is flown by the plan. */
export interface Command {
  readonly track_rad: number | null;
  /** Over ground, horizontal. */
  readonly speed_mps: number | null;
  readonly vertical_mps: number | null;
  /**
   * The side that the advice names, right and up 1, left and down -1; 0: none worth naming. Only counted, never flown;
   * where it is not given, the side of the shorter turn and of the change of vertical speed.
   */
  readonly side?: -1 | 0 | 1;
}

export interface Decision {
  readonly alert: boolean;
  /** Predicted probability, 0 to 1, that well clear is lost to any target within the lookahead if nobody acts. */
  readonly probability: number;
  /** The same within the shorter time that alerts look at, where the method tells it. */
  readonly soon?: number;
  /** What alerts go by, where the method tells it: what that time costs if nobody acts, in losses of well clear. */
  readonly harm?: number;
  /** The manoeuvre that stands; null: fly the plan, or go back to it. */
  readonly command: Command | null;
}

/** Decides for one aircraft through one encounter. */
export interface Guide {
  /** Called at every whole second from 0, before the motion of that second. */
  decide(now: Moment): Decision;
}

/** What is known of an encounter before it begins. */
export interface Setting {
  readonly cls: TrialClass;
  /** Well clear, as it is judged. */
  readonly volume: Volume;
  /** Of all aircraft in the encounter. */
  readonly limits: {
    readonly turn_rate_radps: number;
    readonly accel_mps2: number;
    readonly vertical_accel_mps2: number;
    readonly vertical_rate_mps: number;
  };
  /** Least and greatest speed over ground of the guided aircraft. */
  readonly speed_mps: readonly [least: number, most: number];
  readonly targets: number;
  /** Standard deviations of the reports; all 0 with perfect sensors. */
  readonly sigmas: Omit<Sensor, 'dropout'>;
}
