/**
 * What the detectors share. A detector maps two straight-line states and a window to the interval in which its volume
 * is violated. States lie in a Float64Array at an offset: x, y, z in m, then vx, vy, vz in m/s, east, north and up,
 * velocities through the air. A window is an array of two times, from and to, in s from now. Numbers go in arrays, not
 * one by one: an argument that is no small integer costs garbage wherever a call is not inlined.
 */

/** Loss of a cylinder: horizontal distance and height difference both below their minimum (open volume). */
export interface CylinderVolume {
  readonly kind: 'cylinder';
  readonly distance_m: number;
  readonly height_m: number;
}

/** A cylinder whose sizes are set anew, to be used again without garbage. */
export type MutableCylinder = { -readonly [field in keyof CylinderVolume]: CylinderVolume[field] };

/** A pair that is at once nearer than both has lost separation. */
export interface Minima {
  readonly lateral_m: number;
  readonly vertical_m: number;
}

/** Several cylinders at once: violated where any of them is. */
export interface CylindersVolume {
  readonly kind: 'cylinders';
  /** Never empty. */
  readonly cylinders: readonly CylinderVolume[];
}

/**
 * Well clear with modified tau: distance, height, time thresholds, and time to co-altitude on entry (closed volume).
 */
export interface WellClearVolume {
  readonly kind: 'well_clear';
  readonly distance_m: number;
  readonly height_m: number;
  readonly tau_s: number;
  readonly coaltitude_s: number;
}

/** The well-clear volume widened by the errors of sensors, in standard deviations. */
export interface UncertainWellClearVolume {
  readonly kind: 'uncertain_well_clear';
  readonly distance_m: number;
  readonly height_m: number;
  readonly tau_s: number;
  readonly coaltitude_s: number;
  /** Deviations counted for horizontal position. */
  readonly positionScore: number;
  /** Deviations counted for horizontal velocity at distance 0, and from `velocityDistance_m` on. */
  readonly velocityScoreNear: number;
  readonly velocityScoreFar: number;
  readonly velocityDistance_m: number;
  readonly heightScore: number;
  readonly verticalSpeedScore: number;
}

/** One row of the TCAS II table. */
export interface TcasLevel {
  readonly tau_s: number;
  readonly coaltitude_s: number;
  readonly distance_m: number;
  readonly miss_m: number;
  readonly height_m: number;
}

/** TCAS II version 7.1: eight levels by own altitude; ceilings[k] is the highest altitude of level k + 1 of 7. */
export interface TcasVolume {
  readonly kind: 'tcas';
  readonly missFilter: boolean;
  readonly ceilings_m: readonly number[];
  readonly levels: readonly TcasLevel[];
}

export type Volume = CylinderVolume | CylindersVolume | WellClearVolume | UncertainWellClearVolume | TcasVolume;

/** Where the four sums of the errors of a pair lie: horizontal position (m) and velocity (m/s), then vertical. */
export const PAIR_ERRORS = 4;

/** Square of the norm of the cylinder: max(|h|^2 / D^2, (z / H)^2), below 1 inside. */
export function cylinderNorm(x: number, y: number, z: number, distance_m: number, height_m: number): number {
  const lift = z / height_m;
  return Math.max((x * x + y * y) / (distance_m * distance_m), lift * lift);
}
