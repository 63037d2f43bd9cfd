import { TrialError } from './trial_error.ts';

export const TRIAL_CLASSES = ['enroute', 'terminal', 'smalluas'] as const;
export type TrialClass = (typeof TRIAL_CLASSES)[number];

/** A well-clear volume: horizontal and vertical distance, and modified tau with that distance (0: none). */
export interface Volume {
  readonly dthr_m: number;
  readonly zthr_m: number;
  readonly tthr_s: number;
}

/** Well clear and near mid-air collision by class: RTCA DO-365B phases I and II, ASTM F3442 for small ones. */
export const VOLUMES: {
  readonly [cls in TrialClass]: { readonly dwc: Volume; readonly nmac_h_m: number; readonly nmac_v_m: number };
} = {
  enroute: { dwc: { dthr_m: 1222.32, zthr_m: 137.16, tthr_s: 35 }, nmac_h_m: 152.4, nmac_v_m: 30.48 },
  terminal: { dwc: { dthr_m: 457.2, zthr_m: 137.16, tthr_s: 0 }, nmac_h_m: 152.4, nmac_v_m: 30.48 },
  smalluas: { dwc: { dthr_m: 609.6, zthr_m: 76.2, tthr_s: 0 }, nmac_h_m: 15.24, nmac_v_m: 4.572 },
};

export type Vector = readonly [east: number, north: number, up: number];

/** From a whole second on: turn rate (rad/s), acceleration (m/s2), vertical speed aimed at (m/s). */
export type PlanEntry = readonly [t_s: number, turn_rate_radps: number, accel_mps2: number, vertical_mps: number];

/** Seconds from the first alert until a crew acts; "never": it keeps to its plan. */
export type Delay = number | 'never';

export interface Flyer {
  readonly pos: Vector;
  readonly vel: Vector;
  readonly speed_mps: readonly [least: number, most: number];
  readonly plan: readonly PlanEntry[];
}

export interface Intruder extends Flyer {
  readonly id: string;
  readonly equipped: boolean;
  readonly delay_s: Delay;
}

export interface Limits {
  readonly turn_rate: number;
  readonly accel: number;
  readonly vertical_accel: number;
  readonly vertical_rate: number;
}

/** Standard deviations by axis, and the share of reports that do not come. */
export interface Sensor {
  readonly pos_sigma_m: number;
  readonly vel_sigma_mps: number;
  readonly alt_sigma_m: number;
  readonly alt_vel_sigma_mps: number;
  readonly dropout: number;
}

/** One encounter of a trial, as a line of a file tells it. SI units, flat frame: x east, y north, z up. */
export interface TrialEncounter {
  readonly id: string;
  readonly cls: TrialClass;
  readonly duration_s: number;
  readonly own: Flyer;
  readonly traffic: readonly Intruder[];
  readonly limits: Limits;
  readonly sensor: Sensor;
  readonly noise_seed: number;
  readonly delay_s: Delay;
  /** 1 where the file gives none. */
  readonly weight: number;
  readonly stratum: string;
}

const LONGEST_S = 3600;
const MOST_TRAFFIC = 64;
const MOST_ENTRIES = 1000;
/** Nothing that flies in air is faster or further away; larger figures are mistakes of unit. */
const FASTEST_MPS = 2000;
const FARTHEST_M = 10_000_000;

type Fields = { readonly [field: string]: unknown };

function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new TrialError(field, value, 'is not an object', 'give the fields of an encounter');
}

function listOf(value: unknown, field: string, least: number, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length >= least && value.length <= most) return value;
  throw new TrialError(field, value, `is not a list of ${least} to ${most}`, 'give such a list');
}

function numberOf(value: unknown, field: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new TrialError(field, value, `is not a number from ${least} to ${most}`, 'give SI units');
}

function wholeOf(value: unknown, field: string, least: number, most: number): number {
  const number = numberOf(value, field, least, most);
  if (Number.isInteger(number)) return number;
  throw new TrialError(field, value, 'is not a whole number', 'round it');
}

function textOf(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= 100) return value;
  throw new TrialError(field, value, 'is not a text of 1 to 100 characters', 'give a name');
}

function vectorOf(value: unknown, field: string, most: number): Vector {
  const list = listOf(value, field, 3, 3);
  const axis = (index: number) => numberOf(list[index], `${field}[${index}]`, -most, most);
  return [axis(0), axis(1), axis(2)];
}

function delayOf(value: unknown, field: string): Delay {
  if (value === 'never') return value;
  if (typeof value === 'number') return wholeOf(value, field, 0, LONGEST_S);
  throw new TrialError(field, value, 'is no delay', 'give whole seconds or "never"');
}

function planOf(value: unknown, field: string): PlanEntry[] {
  let last_s = 0;
  return listOf(value, field, 1, MOST_ENTRIES).map((one, index): PlanEntry => {
    const name = `${field}[${index}]`;
    const entry = listOf(one, name, 4, 4);
    const t_s = wholeOf(entry[0], `${name}[0]`, last_s, LONGEST_S);
    if (index === 0 && t_s !== 0) throw new TrialError(`${name}[0]`, t_s, 'is not 0', 'begin the plan at 0 s');
    last_s = t_s;
    return [
      t_s,
      numberOf(entry[1], `${name}[1]`, -Math.PI, Math.PI),
      numberOf(entry[2], `${name}[2]`, -100, 100),
      numberOf(entry[3], `${name}[3]`, -FASTEST_MPS, FASTEST_MPS),
    ];
  });
}

function flyerOf(given: Fields, field: string): Flyer {
  const range = listOf(given.speed_mps, `${field}.speed_mps`, 2, 2);
  const least = numberOf(range[0], `${field}.speed_mps[0]`, 0, FASTEST_MPS);
  return {
    pos: vectorOf(given.pos, `${field}.pos`, FARTHEST_M),
    vel: vectorOf(given.vel, `${field}.vel`, FASTEST_MPS),
    speed_mps: [least, numberOf(range[1], `${field}.speed_mps[1]`, least, FASTEST_MPS)],
    plan: planOf(given.plan, `${field}.plan`),
  };
}

function intruderOf(value: unknown, field: string): Intruder {
  const given = fieldsOf(value, field);
  if (typeof given.equipped !== 'boolean') {
    throw new TrialError(`${field}.equipped`, given.equipped, 'is neither true nor false', 'say which');
  }
  return {
    ...flyerOf(given, field),
    id: textOf(given.id, `${field}.id`),
    equipped: given.equipped,
    delay_s: delayOf(given.delay_s, `${field}.delay_s`),
  };
}

function classOf(value: unknown): TrialClass {
  const found = TRIAL_CLASSES.find((cls) => cls === value);
  if (found !== undefined) return found;
  throw new TrialError('cls', value, 'is no class', `give one of ${TRIAL_CLASSES.join(', ')}`);
}

/** Reads an encounter from parsed JSON. @throws {TrialError} naming the first field that cannot be used */
export function readTrialEncounter(value: unknown): TrialEncounter {
  const given = fieldsOf(value, 'encounter');
  const limits = fieldsOf(given.limits, 'limits');
  const sensor = fieldsOf(given.sensor, 'sensor');
  const sampling = given.sampling === undefined ? {} : fieldsOf(given.sampling, 'sampling');
  const limit = (field: string) => numberOf(limits[field], `limits.${field}`, 1e-6, 1000);
  const sigma = (field: string) => numberOf(sensor[field], `sensor.${field}`, 0, 100_000);
  return {
    id: textOf(given.id, 'id'),
    cls: classOf(given.cls),
    duration_s: wholeOf(given.duration_s, 'duration_s', 1, LONGEST_S),
    own: flyerOf(fieldsOf(given.own, 'own'), 'own'),
    traffic: listOf(given.traffic, 'traffic', 1, MOST_TRAFFIC).map((one, i) => intruderOf(one, `traffic[${i}]`)),
    limits: {
      turn_rate: limit('turn_rate'),
      accel: limit('accel'),
      vertical_accel: limit('vertical_accel'),
      vertical_rate: limit('vertical_rate'),
    },
    sensor: {
      pos_sigma_m: sigma('pos_sigma_m'),
      vel_sigma_mps: sigma('vel_sigma_mps'),
      alt_sigma_m: sigma('alt_sigma_m'),
      alt_vel_sigma_mps: sigma('alt_vel_sigma_mps'),
      dropout: numberOf(sensor.dropout, 'sensor.dropout', 0, 1),
    },
    noise_seed: wholeOf(given.noise_seed, 'noise_seed', 0, 4_294_967_295),
    delay_s: delayOf(fieldsOf(given.response, 'response').delay_s, 'response.delay_s'),
    weight: sampling.weight === undefined ? 1 : numberOf(sampling.weight, 'sampling.weight', 0, 1e9),
    stratum: sampling.stratum === undefined ? 'any' : textOf(sampling.stratum, 'sampling.stratum'),
  };
}
