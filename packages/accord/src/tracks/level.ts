/** Error of a pressure altitude as reported, m: 200 ft, altimetry and encoding (ICAO Doc 9574, total error). */
const PRESSURE_ERROR_M = 61;
/**
 * By how much a geometric height may differ from the level against 1013.25 hPa: 400 m for the pressure of the day and
 * the geoid, and 8 % of the height for its temperature (20 K off the standard atmosphere's 288 K at the ground).
 */
const GEOMETRIC_ERROR_M = 400;
const GEOMETRIC_ERROR_RATIO = 0.08;

/** A level against 1013.25 hPa with its 95 % error; null: not known. */
export type Level = { readonly altitude_m: number | null; readonly altitude_error_m: number };

/** The level that two heights tell of, NaN where one is not known; the pressure altitude counts where there is one. */
export function levelOf(pressure_m: number, geometric_m: number): Level {
  if (!Number.isNaN(pressure_m)) return { altitude_m: pressure_m, altitude_error_m: PRESSURE_ERROR_M };
  if (Number.isNaN(geometric_m)) return { altitude_m: null, altitude_error_m: 0 };
  const altitude_error_m = GEOMETRIC_ERROR_M + GEOMETRIC_ERROR_RATIO * Math.abs(geometric_m);
  return { altitude_m: geometric_m, altitude_error_m };
}
