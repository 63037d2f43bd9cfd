/** Quantities with units: '0.66 nmi', '500 fpm', '3 deg/s'. A number is taken as SI. */
export type Quantity = number | string;

export type Dimension = 'time' | 'length' | 'speed' | 'angle' | 'turn_rate' | 'acceleration' | 'ratio';

/** SI value of one unit; values are multiplied out from the round unit value, never read from a rounded SI number. */
const UNITS: { readonly [dimension in Dimension]: { readonly [unit: string]: number } } = {
  time: { s: 1, min: 60 },
  length: { m: 1, km: 1000, ft: 0.3048, nmi: 1852, NM: 1852 },
  speed: {
    'm/s': 1,
    mps: 1,
    'km/h': 1000 / 3600,
    kn: 1852 / 3600,
    knot: 1852 / 3600,
    kt: 1852 / 3600,
    fpm: 0.3048 / 60,
    'ft/min': 0.3048 / 60,
  },
  angle: { rad: 1, deg: Math.PI / 180 },
  turn_rate: { 'rad/s': 1, 'deg/s': Math.PI / 180 },
  acceleration: { 'm/s^2': 1, 'm/s2': 1, G: 9.80665 },
  ratio: { '': 1 },
};

const FORM = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([^\s\d].*?)?\s*$/;

/** A setting that cannot be used: names the setting, its value, the reason and the remedy. */
export class ConfigurationError extends Error {
  readonly field: string;

  constructor(field: string, value: unknown, reason: string, remedy: string) {
    super(`${field}: ${String(value)} ${reason}; ${remedy}`);
    this.name = 'ConfigurationError';
    this.field = field;
  }
}

/**
 * The SI value of a quantity. @throws {ConfigurationError} for another dimension, an unknown unit, or no finite
 * number
 */
export function quantity(field: string, given: Quantity, dimension: Dimension): number {
  const units = UNITS[dimension];
  const names = Object.keys(units).filter((name) => name !== '');
  const remedy = names.length === 0 ? 'give a number' : `give a number in SI or one with a unit of ${names.join(', ')}`;
  if (typeof given === 'number') {
    if (Number.isFinite(given)) return given;
    throw new ConfigurationError(field, given, 'is not finite', remedy);
  }
  const parts = FORM.exec(given);
  if (parts === null) throw new ConfigurationError(field, given, 'is not a quantity', remedy);
  const name = (parts[2] ?? '').replace(/^\[(.*)\]$/, '$1');
  const unit = Object.hasOwn(units, name) ? units[name] : name === '' && Number(parts[1]) === 0 ? 1 : undefined;
  if (unit === undefined) throw new ConfigurationError(field, given, 'has no known unit of this dimension', remedy);
  const value = Number(parts[1]) * unit;
  if (Number.isFinite(value)) return value;
  throw new ConfigurationError(field, given, 'is not finite', remedy);
}
