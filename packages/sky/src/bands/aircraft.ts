import type { AlertLevel, Configuration } from '../config/configuration.ts';
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
   * Its height is not known: altitude and vertical speed are not read (they may be NaN), and it counts as if it were at
   * the other's height, always. Then no change of height keeps clear of it. An ownship of unknown height has no bands of
   * altitude.
   */
  readonly heightUnknown?: boolean;
}

export interface TrafficState extends OwnshipState {
  /** Which alerter of the configuration judges this aircraft, from 0; ownship-centric configurations ignore it. */
  readonly alerter?: number;
  /**
   * Minima to keep from this aircraft, one or more, in place of the volumes of its alerter; levels and times stay the
   * alerter's.
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

/** A state that cannot be used. Names what, its value, why, and what would do; nothing was changed. */
export class SkyStateError extends Error {
  readonly field: string;

  constructor(field: string, value: unknown, reason: string, remedy: string) {
    super(`${field}: ${String(value)} ${reason}; ${remedy}`);
    this.name = 'SkyStateError';
    this.field = field;
  }
}

/** Beyond these a state is a mistake, and its arithmetic would lose the small distances that count. */
const FARTHEST_M = 1e9;
const FASTEST_MPS = 1e5;

/** Whether a place is on the Earth. */
export function isGeodetic(place: Place): place is Extract<Place, { latitude_deg: number }> {
  return 'latitude_deg' in place;
}

/** @throws {SkyStateError} for the first thing in a state that cannot be used */
export function checkSkyState(state: SkyState, configuration: Configuration): void {
  within('time_s', state.time_s, 1e15);
  checkVector('wind_mps', state.wind_mps ?? [0, 0, 0], 3);
  const geodetic = isGeodetic(state.ownship.place);
  checkAircraft('ownship', state.ownship, geodetic);
  if (state.ownship.heightUnknown === true && configuration.alerters.some(({ levels }) => levels.some(isTabled))) {
    const remedy = 'give its height, or use a configuration without the tables of TCAS II';
    throw new SkyStateError('ownship.heightUnknown', true, 'leaves its TCAS II table open', remedy);
  }
  const ids = new Set<string>();
  for (const [index, aircraft] of state.traffic.entries()) {
    const name = `traffic[${index}]`;
    checkAircraft(name, aircraft, geodetic);
    if (ids.has(aircraft.id)) {
      throw new SkyStateError(`${name}.id`, aircraft.id, 'stands twice', 'give each aircraft its own');
    }
    ids.add(aircraft.id);
    checkMinima(`${name}.minima`, aircraft.minima);
    const alerter = aircraft.alerter ?? 0;
    if (!configuration.ownshipCentric && configuration.alerters[alerter] === undefined) {
      const count = configuration.alerters.length;
      throw new SkyStateError(`${name}.alerter`, alerter, 'is none of the configuration', `give 0 to ${count - 1}`);
    }
  }
}

/** Whether a level goes by tables that depend on the ownship's altitude. */
function isTabled({ volume }: AlertLevel): boolean {
  return volume.kind === 'tcas';
}

function checkAircraft(name: string, aircraft: OwnshipState, geodetic: boolean): void {
  const { place, errors, velocity_mps } = aircraft;
  if (isGeodetic(place) !== geodetic) {
    throw new SkyStateError(
      `${name}.place`,
      'place',
      'is given in another way than the ownship',
      'use one way for all',
    );
  }
  if (aircraft.heightUnknown !== true) within(`${name}.place.altitude_m`, place.altitude_m, FARTHEST_M);
  if (isGeodetic(place)) {
    within(`${name}.place.latitude_deg`, place.latitude_deg, 90);
    within(`${name}.place.longitude_deg`, place.longitude_deg, 360);
  } else {
    within(`${name}.place.east_m`, place.east_m, FARTHEST_M);
    within(`${name}.place.north_m`, place.north_m, FARTHEST_M);
  }
  checkVector(`${name}.velocity_mps`, velocity_mps, aircraft.heightUnknown === true ? 2 : 3);
  if (errors === undefined) return;
  for (const [field, value] of Object.entries(errors)) {
    within(`${name}.errors.${field}`, value, FARTHEST_M);
    if (value < 0 && !field.startsWith('eastNorth')) {
      throw new SkyStateError(`${name}.errors.${field}`, value, 'is negative', 'give a standard deviation');
    }
  }
}

function checkMinima(field: string, minima: readonly Minima[] | undefined): void {
  if (minima === undefined) return;
  if (minima.length === 0) throw new SkyStateError(field, '[]', 'names none', 'give one or more, or leave them out');
  for (const [index, { lateral_m, vertical_m }] of minima.entries()) {
    for (const [side, value] of Object.entries({ lateral_m, vertical_m })) {
      if (value > 0 && value <= FARTHEST_M) continue;
      throw new SkyStateError(`${field}[${index}].${side}`, value, 'is out of range', `give more than 0, in metres`);
    }
  }
}

function checkVector(field: string, vector: Vector, axes: number): void {
  for (let i = 0; i < axes; i++) within(`${field}[${i}]`, vector[i] as number, FASTEST_MPS);
}

function within(field: string, value: number, limit: number): void {
  if (Math.abs(value) <= limit) return;
  throw new SkyStateError(field, value, 'is out of range', `give a number from ${-limit} to ${limit}`);
}

/** Adds an aircraft's deviations to a pair's: horizontal position and velocity, height, vertical speed. */
export function addErrors(errors: StateErrors | undefined, out: Float64Array, at: number): void {
  if (errors === undefined) return;
  out[at] = (out[at] as number) + principalDeviation(errors.east_m, errors.north_m, errors.eastNorth_m);
  out[at + 1] = (out[at + 1] as number) + principalDeviation(errors.east_mps, errors.north_mps, errors.eastNorth_mps);
  out[at + 2] = (out[at + 2] as number) + errors.altitude_m;
  out[at + 3] = (out[at + 3] as number) + errors.climb_mps;
}
