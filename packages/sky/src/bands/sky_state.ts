import type { AlertLevel, Configuration } from '../config/configuration.ts';
import type { Minima } from '../detectors/detector.ts';
import {
  isGeodetic,
  type OwnshipState,
  type SkyState,
  type StateErrors,
  type TrafficState,
  type Vector,
} from './aircraft.ts';

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
const LATEST_S = 1e15;

/** So many more names than there are aircraft are kept. */
const SPARE = 64;

/**
 * Looks at states before they are used. What is good is told by comparing numbers alone; only of a bad one are the
 * names put together that say what is wrong.
 */
export class SkyStateCheck {
  private readonly configuration: Configuration;
  private readonly tabled: boolean;
  /** Where each name stood last: a name that stood earlier in this same state stands twice. */
  private readonly places = new Map<string, number>();

  constructor(configuration: Configuration) {
    this.configuration = configuration;
    this.tabled = configuration.alerters.some(({ levels }) => levels.some(isTabled));
  }

  /** @throws {SkyStateError} for the first thing in a state that cannot be used */
  check(state: SkyState): void {
    if (!this.isGood(state)) refuse(state, this.configuration);
  }

  private isGood({ time_s, wind_mps, ownship, traffic }: SkyState): boolean {
    const { configuration, places } = this;
    if (!(Math.abs(time_s) <= LATEST_S) || (wind_mps !== undefined && !isVector(wind_mps, 3))) return false;
    const geodetic = isGeodetic(ownship.place);
    if (!isGoodAircraft(ownship, geodetic) || (this.tabled && ownship.heightUnknown === true)) return false;
    if (places.size > 2 * traffic.length + SPARE) places.clear();
    for (let i = 0; i < traffic.length; i++) {
      const aircraft = traffic[i] as TrafficState;
      if (!isGoodAircraft(aircraft, geodetic) || !areMinima(aircraft.minima)) return false;
      const place = places.get(aircraft.id);
      if (place !== undefined && place < i && traffic[place]?.id === aircraft.id) return false;
      places.set(aircraft.id, i);
      if (!configuration.ownshipCentric && configuration.alerters[aircraft.alerter ?? 0] === undefined) return false;
    }
    return true;
  }
}

function isGoodAircraft({ place, velocity_mps, errors, heightUnknown }: OwnshipState, geodetic: boolean): boolean {
  if (isGeodetic(place) !== geodetic) return false;
  if (heightUnknown !== true && !(Math.abs(place.altitude_m) <= FARTHEST_M)) return false;
  if (isGeodetic(place)) {
    if (!(Math.abs(place.latitude_deg) <= 90 && Math.abs(place.longitude_deg) <= 360)) return false;
  } else if (!(Math.abs(place.east_m) <= FARTHEST_M && Math.abs(place.north_m) <= FARTHEST_M)) return false;
  return isVector(velocity_mps, heightUnknown === true ? 2 : 3) && (errors === undefined || areErrors(errors));
}

function isVector(vector: Vector, axes: number): boolean {
  for (let i = 0; i < axes; i++) if (!(Math.abs(vector[i] as number) <= FASTEST_MPS)) return false;
  return true;
}

function areMinima(minima: readonly Minima[] | undefined): boolean {
  if (minima === undefined) return true;
  for (let i = 0; i < minima.length; i++) {
    const { lateral_m, vertical_m } = minima[i] as Minima;
    if (!(lateral_m > 0 && lateral_m <= FARTHEST_M && vertical_m > 0 && vertical_m <= FARTHEST_M)) return false;
  }
  return minima.length > 0;
}

function areErrors(errors: StateErrors): boolean {
  const { east_m, north_m, eastNorth_m, altitude_m, east_mps, north_mps, eastNorth_mps, climb_mps } = errors;
  return (
    isDeviation(east_m) &&
    isDeviation(north_m) &&
    isDeviation(altitude_m) &&
    isDeviation(east_mps) &&
    isDeviation(north_mps) &&
    isDeviation(climb_mps) &&
    Math.abs(eastNorth_m) <= FARTHEST_M &&
    Math.abs(eastNorth_mps) <= FARTHEST_M
  );
}

function isDeviation(value: number): boolean {
  return value >= 0 && value <= FARTHEST_M;
}

/** @throws {SkyStateError} for the first thing in a state that cannot be used */
function refuse(state: SkyState, configuration: Configuration): void {
  within('time_s', state.time_s, LATEST_S);
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

const ERRORS: readonly (keyof StateErrors)[] = [
  'east_m',
  'north_m',
  'eastNorth_m',
  'altitude_m',
  'east_mps',
  'north_mps',
  'eastNorth_mps',
  'climb_mps',
];

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
  for (const field of ERRORS) {
    const value = errors[field];
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
