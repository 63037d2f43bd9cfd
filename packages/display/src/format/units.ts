/** Exact by definition: international nautical mile and foot. */
export const M_PER_NM = 1852;
export const M_PER_FT = 0.3048;
const MPS_PER_KT = 1852 / 3600;

/** `aviation`: NM, ft, kt. `metric`: km, m, km/h. */
export type UnitSystem = 'aviation' | 'metric';

/** What is written where a value is not known: a dash is seen, an empty field is not. */
export const UNKNOWN = '—';

/** A horizontal distance: two decimals below 10 NM (or km), one above; metres below 1 km. */
export function distance(value_m: number | null, units: UnitSystem): string {
  if (value_m === null || !Number.isFinite(value_m)) return UNKNOWN;
  if (units === 'metric') return value_m < 1000 ? `${Math.round(value_m)} m` : `${scaled(value_m / 1000)} km`;
  return `${scaled(value_m / M_PER_NM)} NM`;
}

/**
 * How well a place is known, or how far apart two reports of one aircraft lie. Sources state such figures in metres,
 * and a hundredth of a mile would hide them: metres below 1 km in both systems.
 */
export function accuracy(value_m: number | null, units: UnitSystem): string {
  if (value_m === null || !Number.isFinite(value_m)) return UNKNOWN;
  return value_m < 999.5 ? `${Math.round(value_m)} m` : distance(value_m, units);
}

/** A vertical distance or a height above something already named, to the foot or metre. */
export function height(value_m: number | null, units: UnitSystem): string {
  if (value_m === null || !Number.isFinite(value_m)) return UNKNOWN;
  return units === 'metric' ? `${grouped(value_m)} m` : `${grouped(value_m / M_PER_FT)} ft`;
}

/**
 * An aircraft's altitude with what it is measured against. Pressure altitude is a flight level, for it stands against
 * 1013.25 hPa and not against the ground; geometric height is marked GNSS.
 */
export function altitude(value_m: number | null, datum: 'pressure' | 'geometric' | null, units: UnitSystem): string {
  if (value_m === null || !Number.isFinite(value_m)) return 'alt ?';
  if (units === 'metric') return `${grouped(value_m)} m${datum === 'geometric' ? ' GNSS' : ''}`;
  const value_ft = value_m / M_PER_FT;
  if (datum === 'pressure') return flightLevel(value_ft);
  return `${grouped(value_ft)} ft${datum === 'geometric' ? ' GNSS' : ''}`;
}

/** A speed over the ground, to the knot or km/h. */
export function speed(value_mps: number | null, units: UnitSystem): string {
  if (value_mps === null || !Number.isFinite(value_mps)) return UNKNOWN;
  return units === 'metric' ? `${Math.round(value_mps * 3.6)} km/h` : `${Math.round(value_mps / MPS_PER_KT)} kt`;
}

/** A vertical rate with its sign, to 10 ft/min or 0.1 m/s. */
export function verticalRate(value_mps: number | null, units: UnitSystem): string {
  if (value_mps === null || !Number.isFinite(value_mps)) return UNKNOWN;
  const value = units === 'metric' ? Number(value_mps.toFixed(1)) : Math.round((value_mps / M_PER_FT) * 6) * 10;
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  const size = units === 'metric' ? Math.abs(value).toFixed(1) : grouped(Math.abs(value));
  return `${sign}${size} ${units === 'metric' ? 'm/s' : 'ft/min'}`;
}

/** Slower than this is level flight on a label: 1.5 m/s is about 300 ft/min. */
const LEVEL_MPS = 1.5;

/** `↑` climbing, `↓` descending, empty when level. */
export function climbArrow(vertical_rate_mps: number | null): '' | '↑' | '↓' {
  if (vertical_rate_mps === null || Math.abs(vertical_rate_mps) < LEVEL_MPS) return '';
  return vertical_rate_mps > 0 ? '↑' : '↓';
}

/** A direction as three digits, 000 to 359. */
export function direction(value_deg: number | null): string {
  if (value_deg === null || !Number.isFinite(value_deg)) return UNKNOWN;
  const whole_deg = ((Math.round(value_deg) % 360) + 360) % 360;
  return `${String(whole_deg).padStart(3, '0')}°`;
}

/** Degrees and decimal minutes with the hemisphere, to a thousandth of a minute (about 2 m). */
export function position(latitude_deg: number, longitude_deg: number): string {
  return `${angle(latitude_deg, 2, 'N', 'S')} ${angle(longitude_deg, 3, 'E', 'W')}`;
}

/** A frequency as it is said and dialled: three decimals, MHz. */
export function frequency(value_mhz: number): string {
  return `${value_mhz.toFixed(3)} MHz`;
}

function flightLevel(value_ft: number): string {
  const hundreds = Math.round(value_ft / 100);
  return hundreds < 0 ? `FL−${String(-hundreds).padStart(2, '0')}` : `FL${String(hundreds).padStart(3, '0')}`;
}

function scaled(value: number): string {
  return Math.abs(value) < 9.995 ? value.toFixed(2) : value.toFixed(1);
}

function grouped(value: number): string {
  const whole = Math.round(value);
  const digits = String(Math.abs(whole)).replace(/\B(?=(\d{3})+$)/g, ',');
  return whole < 0 ? `−${digits}` : digits;
}

function angle(value_deg: number, width: number, positive: string, negative: string): string {
  // Rounded as a whole number of thousandths of a minute first, so that 59.9996' carries into the degree.
  const thousandths = Math.round(Math.abs(value_deg) * 60_000);
  const degrees = Math.floor(thousandths / 60_000);
  const minutes = (thousandths - degrees * 60_000) / 1000;
  const hemisphere = value_deg < 0 ? negative : positive;
  return `${String(degrees).padStart(width, '0')}°${minutes.toFixed(3).padStart(6, '0')}′${hemisphere}`;
}
