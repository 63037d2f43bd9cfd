import type { Minima } from '../detectors/detector.ts';
import { principalDeviation } from '../detectors/uncertain_well_clear.ts';

/** East, north, up. */
export type Vector = readonly [east: number, north: number, up: number];

/** A place in a flat frame, m, or on the Earth. All aircraft of an update are given in the same way. */
export type Place =
  | { readonly east_m: number; readonly north_m: number; readonly altitude_m: number }
  | { readonly latitude_deg: number; readonly longitude_deg: number; readonly altitude_m: number };

/**
 * Standard deviations of a state. The covariances are given as signed roots, so in the units of a deviation.
 */
export interface StateErrors {
  readonly east_m: number;
  readonly north_m: number;
  readonly eastNorth_m: number;
  readonly altitude_m: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly eastNorth_mps: number;
  readonly climb_mps: number;
}

export interface OwnshipState {
  readonly id: string;
  readonly place: Place;
  /** Over ground. */
  readonly velocity_mps: Vector;
  readonly errors?: StateErrors;
  /**
   * Its height is not known: altitude and vertical speed are not read (they may be NaN), and it counts as if it were
   * at the other's height, always. Then no change of height keeps clear of it. An ownship of unknown height has no
   * bands of altitude.
   */
  readonly heightUnknown?: boolean;
}

export interface TrafficState extends OwnshipState {
  /** Which alerter of the configuration judges this aircraft, from 0; ownship-centric configurations ignore it. */
  readonly alerter?: number;
  /**
   * Minima to keep from this aircraft, one or more, in place of the volumes of its alerter; levels and times stay the
   * alerter's, and so do the sizes that recovery keeps, which are those of the configuration.
   */
  readonly minima?: readonly Minima[];
}

/** The sky around the ownship at one time. */
export interface SkyState {
  readonly time_s: number;
  /** Where the air moves to, m/s; none: still air. */
  readonly wind_mps?: Vector;
  readonly ownship: OwnshipState;
  readonly traffic: readonly TrafficState[];
}

/** Whether a place is on the Earth. */
export function isGeodetic(place: Place): place is Extract<Place, { latitude_deg: number }> {
  return 'latitude_deg' in place;
}

/** Adds an aircraft's deviations to a pair's: horizontal position and velocity, height, vertical speed. */
export function addErrors(errors: StateErrors | undefined, out: Float64Array, at: number): void {
  if (errors === undefined) return;
  out[at] = (out[at] as number) + principalDeviation(errors.east_m, errors.north_m, errors.eastNorth_m);
  out[at + 1] = (out[at + 1] as number) + principalDeviation(errors.east_mps, errors.north_mps, errors.eastNorth_mps);
  out[at + 2] = (out[at + 2] as number) + errors.altitude_m;
  out[at + 3] = (out[at + 3] as number) + errors.climb_mps;
}
