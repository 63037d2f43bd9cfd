import { nearest } from './nearest.ts';

// A value is multiplied by the first whole number and divided by the second: 3000 ft is 3000 * 3048 / 10000, which
// rounds once where 3000 * 0.3048 rounds twice.
const UNITS = {
  length: { NM: [1852, 1], nmi: [1852, 1], m: [1, 1], km: [1000, 1], ft: [3048, 10_000] },
  time: { s: [1, 1], min: [60, 1], h: [3600, 1], d: [86_400, 1] },
  frequency: { MHz: [1, 1], kHz: [1, 1000] },
  angle: { deg: [1, 1] },
  speed: { kt: [1852, 3600], 'm/s': [1, 1], 'km/h': [1000, 3600] },
  vertical_rate: { 'ft/min': [3048, 600_000], 'm/s': [1, 1] },
  turn_rate: { 'deg/s': [1, 1] },
  acceleration: { 'kt/s': [1852, 3600], 'm/s2': [1, 1] },
} satisfies Record<string, Record<string, readonly [number, number]>>;

/**
 * Kinds of quantity a document can hold. Read as m, s, MHz, degrees, m/s (also vertical rates), degrees/s and m/s²:
 * SI, but for frequencies and angles, which stay in the unit everyone speaks.
 */
export type Dimension = keyof typeof UNITS;

type Failure = { readonly reason: string; readonly remedy: string };

const EXAMPLES: Readonly<Record<Dimension, string>> = {
  length: '3 NM',
  time: '3 min',
  frequency: '121.5 MHz',
  angle: '45 deg',
  speed: '420 kt',
  vertical_rate: '1500 ft/min',
  turn_rate: '3 deg/s',
  acceleration: '1 kt/s',
};

/** Reads `3 NM` or `-1500 ft/min`. A number without a unit is refused: that is how altitudes get lost. */
export function parseQuantity(text: string, dimension: Dimension): { value: number } | Failure {
  const units: Readonly<Record<string, readonly [number, number]>> = UNITS[dimension];
  const names = Object.keys(units);
  const match = /^([+-]?\d{1,12}(?:\.\d{1,12})?)\s*(\S*)$/.exec(text.trim());
  if (match === null) {
    return { reason: `not a ${words(dimension)}`, remedy: `write a number and a unit, such as ${EXAMPLES[dimension]}` };
  }
  const [, digits = '', unit = ''] = match;
  const ratio = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (ratio !== undefined) return { value: (Number(digits) * ratio[0]) / ratio[1] };
  const meant = unit === '' ? names[0] : nearest(unit, names);
  return {
    reason: unit === '' ? 'a number without a unit' : `${unit} is not a unit of ${words(dimension)} here`,
    remedy: `write ${meant == null ? `one of ${names.join(', ')}` : `${digits} ${meant}`}${
      meant == null || names.length === 1 ? '' : ` (known units: ${names.join(', ')})`
    }`,
  };
}

/** The quantity in the unit that stands first for its dimension: 5556 m is `3 NM`. For messages about limits. */
export function formatQuantity(value: number, dimension: Dimension): string {
  const [unit = '', [times, over]] = Object.entries<readonly [number, number]>(UNITS[dimension])[0] ?? ['', [1, 1]];
  return `${Number(((value * over) / times).toPrecision(6))} ${unit}`;
}

function words(dimension: Dimension): string {
  return dimension.replace('_', ' ');
}
