import type { Volume } from '../detectors/detector.ts';
import { ConfigurationError, type Dimension, type Quantity, quantity } from './quantity.ts';

/** Regions of bands from the least severe; NONE is free of conflict. */
export type Region = 'NONE' | 'FAR' | 'MID' | 'NEAR';

/**
 * Quantities of a configuration, in the order in which they are read. Limits are absolute; besides, turns go at most so
 * far to the left and right of the present direction, and other values at most so far below and above the present one,
 * where that is not 0.
 */
const QUANTITIES = {
  lookahead_s: 'time',
  min_airspeed_mps: 'speed',
  min_horizontal_speed_mps: 'speed',
  max_horizontal_speed_mps: 'speed',
  min_vertical_speed_mps: 'speed',
  max_vertical_speed_mps: 'speed',
  min_altitude_m: 'length',
  max_altitude_m: 'length',
  left_direction_rad: 'angle',
  right_direction_rad: 'angle',
  horizontal_speed_below_mps: 'speed',
  horizontal_speed_above_mps: 'speed',
  vertical_speed_below_mps: 'speed',
  vertical_speed_above_mps: 'speed',
  altitude_below_m: 'length',
  altitude_above_m: 'length',
  direction_step_rad: 'angle',
  horizontal_speed_step_mps: 'speed',
  vertical_speed_step_mps: 'speed',
  altitude_step_m: 'length',
  horizontal_acceleration_mps2: 'acceleration',
  vertical_acceleration_mps2: 'acceleration',
  turn_rate_radps: 'turn_rate',
  bank_angle_rad: 'angle',
  vertical_rate_mps: 'speed',
  recovery_distance_m: 'length',
  recovery_height_m: 'length',
  recovery_stability_s: 'time',
  nmac_distance_m: 'length',
  nmac_height_m: 'length',
  hysteresis_s: 'time',
  persistence_s: 'time',
  direction_persistence_rad: 'angle',
  horizontal_speed_persistence_mps: 'speed',
  vertical_speed_persistence_mps: 'speed',
  altitude_persistence_m: 'length',
} as const satisfies { readonly [field: string]: Dimension };

type QuantityField = keyof typeof QUANTITIES;

interface Switches {
  /** Aircraft count towards the alerter of the ownship (true) or each towards its own. */
  readonly ownshipCentric: boolean;
  /** The region from which bands call for a manoeuvre. */
  readonly correctiveRegion: Region;
  /** Recovery bands where a conflict can no longer be avoided, by kind of band. */
  readonly directionRecovery: boolean;
  readonly horizontalSpeedRecovery: boolean;
  readonly verticalSpeedRecovery: boolean;
  readonly altitudeRecovery: boolean;
  /** Whether recovery may shrink its cylinder towards a near mid-air collision's, each time by `shrinkFactor`. */
  readonly collisionAvoidance: boolean;
  readonly shrinkFactor: number;
  readonly bandsPersist: boolean;
  /**
   * Aircraft that block values without being in conflict are looked at over their alerting time from the end of the
   * manoeuvre (false), or from now on (true).
   */
  readonly fixedHorizon: boolean;
  /** An alert stands when at least M of the last N updates gave it; both 0: as it comes. */
  readonly alertingM: number;
  readonly alertingN: number;
}

/** One alert level: 1 is the first of the list. */
export interface AlertLevel {
  readonly region: Region;
  readonly alerting_s: number;
  readonly earlyAlerting_s: number;
  readonly volume: Volume;
  /** Alerts also where a manoeuvre of no more than this would lose the volume within the alerting time. */
  readonly spread?: Spread;
}

/** Widths about the present value of each kind of bands, to either side; 0 or left out: none. */
export interface Spread {
  readonly direction_rad?: number;
  readonly horizontalSpeed_mps?: number;
  readonly verticalSpeed_mps?: number;
  readonly altitude_m?: number;
}

export interface Alerter {
  readonly name: string;
  readonly levels: readonly AlertLevel[];
}

/** Everything a detect-and-avoid computation needs to know, in SI. Zero rates mean instantaneous manoeuvres. */
export type Configuration = { readonly [field in QuantityField]: number } & Switches & {
    readonly name: string;
    readonly alerters: readonly Alerter[];
  };

/** The same as written by people: quantities may carry units ('0.66 nmi'); names say the unit that a number has. */
export type ConfigurationInput = { readonly [field in QuantityField]: Quantity } & Switches & {
    readonly name: string;
    readonly alerters: readonly Alerter[];
  };

const RANGES: readonly (readonly [QuantityField, QuantityField])[] = [
  ['min_horizontal_speed_mps', 'max_horizontal_speed_mps'],
  ['min_vertical_speed_mps', 'max_vertical_speed_mps'],
  ['min_altitude_m', 'max_altitude_m'],
];

const STEPS: readonly QuantityField[] = [
  'lookahead_s',
  'direction_step_rad',
  'horizontal_speed_step_mps',
  'vertical_speed_step_mps',
  'altitude_step_m',
  'nmac_distance_m',
  'nmac_height_m',
];

/** A manoeuvre is looked at in at most this many steps; finer ones are a mistake in a setting. */
const MOST_STEPS = 20_000;

/** No volume is larger than a state can be far away. */
const LARGEST_M = 1e9;

/** Reads and checks a configuration. @throws {ConfigurationError} naming the first setting that cannot be used */
export function readConfiguration(input: ConfigurationInput): Configuration {
  checkAlerters(input.alerters);
  const read: Partial<Record<QuantityField, number>> = {};
  for (const field of Object.keys(QUANTITIES) as QuantityField[]) {
    const value = quantity(field, input[field], QUANTITIES[field]);
    if (value < 0 && !/^(min|max)_/.test(field)) {
      throw new ConfigurationError(field, input[field], 'is negative', 'give 0 or more');
    }
    read[field] = value;
  }
  const quantities = read as Record<QuantityField, number>;
  for (const field of STEPS) {
    if (!(quantities[field] > 0))
      throw new ConfigurationError(field, input[field], 'is not positive', 'give more than 0');
  }
  for (const [low, high] of RANGES) {
    if (!(quantities[low] < quantities[high])) {
      throw new ConfigurationError(low, input[low], `is not below ${high}`, 'give a range with room in it');
    }
  }
  limitSteps('direction_step_rad', 2 * Math.PI, quantities);
  limitSteps('horizontal_speed_step_mps', quantities.max_horizontal_speed_mps, quantities);
  limitSteps(
    'vertical_speed_step_mps',
    quantities.max_vertical_speed_mps - quantities.min_vertical_speed_mps,
    quantities,
  );
  limitSteps('altitude_step_m', quantities.max_altitude_m - quantities.min_altitude_m, quantities);
  for (const field of ['left_direction_rad', 'right_direction_rad'] as const) {
    if (quantities[field] > Math.PI) {
      throw new ConfigurationError(field, input[field], 'is more than half a turn', 'give at most 180 deg');
    }
  }
  if (!(input.shrinkFactor > 0 && input.shrinkFactor < 1)) {
    throw new ConfigurationError(
      'shrinkFactor',
      input.shrinkFactor,
      'is not within 0 and 1',
      'give a share such as 0.1',
    );
  }
  if (!(Number.isInteger(input.alertingN) && input.alertingN >= 0 && input.alertingN <= 64)) {
    throw new ConfigurationError('alertingN', input.alertingN, 'is not a count up to 64', 'give a whole number');
  }
  if (!(Number.isInteger(input.alertingM) && input.alertingM >= 0 && input.alertingM <= input.alertingN)) {
    throw new ConfigurationError('alertingM', input.alertingM, 'is not a count up to alertingN', 'give a whole number');
  }
  if (input.correctiveRegion === 'NONE') {
    throw new ConfigurationError('correctiveRegion', 'NONE', 'calls for nothing', 'name FAR, MID or NEAR');
  }
  return { ...input, ...quantities };
}

const REGIONS: readonly Region[] = ['NONE', 'FAR', 'MID', 'NEAR'];

function checkAlerters(alerters: readonly Alerter[]): void {
  if (alerters.length === 0) throw new ConfigurationError('alerters', '[]', 'names none', 'give one or more');
  for (const [index, { levels }] of alerters.entries()) {
    const alerter = `alerters[${index}].levels`;
    if (levels.length === 0) throw new ConfigurationError(alerter, '[]', 'names none', 'give one or more');
    for (const [row, { region, alerting_s, earlyAlerting_s, volume, spread }] of levels.entries()) {
      const level = `${alerter}[${row}]`;
      if (!REGIONS.includes(region)) {
        throw new ConfigurationError(`${level}.region`, region, 'is no region', `name one of ${REGIONS.join(', ')}`);
      }
      for (const [field, value] of Object.entries({ alerting_s, earlyAlerting_s })) {
        if (value >= 0 && value < Number.POSITIVE_INFINITY) continue;
        throw new ConfigurationError(`${level}.${field}`, value, 'is no time ahead', 'give 0 s or more');
      }
      checkVolume(`${level}.volume`, volume);
      for (const [kind, width] of Object.entries(spread ?? {})) {
        if (width >= 0 && width < Number.POSITIVE_INFINITY) continue;
        throw new ConfigurationError(`${level}.spread.${kind}`, width, 'is no width', 'give 0 or more');
      }
    }
  }
}

function checkVolume(field: string, volume: Volume): void {
  if (volume.kind === 'tcas') return;
  if (volume.kind === 'cylinders') {
    if (volume.cylinders.length === 0) {
      throw new ConfigurationError(`${field}.cylinders`, '[]', 'names none', 'give one or more');
    }
    for (const [index, cylinder] of volume.cylinders.entries()) checkVolume(`${field}.cylinders[${index}]`, cylinder);
    return;
  }
  const { distance_m, height_m } = volume;
  for (const [side, value] of Object.entries({ distance_m, height_m })) {
    if (value > 0 && value <= LARGEST_M) continue;
    throw new ConfigurationError(`${field}.${side}`, value, 'is no size', 'give more than 0, in metres');
  }
  if (volume.kind === 'cylinder') return;
  const { tau_s, coaltitude_s } = volume;
  for (const [side, value] of Object.entries({ tau_s, coaltitude_s })) {
    if (value >= 0 && value < Number.POSITIVE_INFINITY) continue;
    throw new ConfigurationError(`${field}.${side}`, value, 'is no time', 'give 0 s or more');
  }
}

function limitSteps(field: QuantityField, range: number, quantities: Record<QuantityField, number>): void {
  if (range / quantities[field] > MOST_STEPS) {
    throw new ConfigurationError(field, quantities[field], `gives more than ${MOST_STEPS} steps`, 'give a coarser one');
  }
}
