import type { Figure } from '../casework/figures.ts';
import { timeIn } from '../memorandum/render/sheet.ts';

const M_PER_NM = 1852;
const M_PER_FT = 0.3048;
const MPS_PER_KT = M_PER_NM / 3600;

const decimal = (text: string, language: string): string => (language.startsWith('fr') ? text.replace('.', ',') : text);

/** Metres as nautical miles to two digits. */
export const milesIn = (value_m: number, language: string): string =>
  `${decimal((value_m / M_PER_NM).toFixed(2), language)} NM`;
/** Metres as feet. */
export const feetIn = (value_m: number): string => `${Math.round(value_m / M_PER_FT)} ft`;
export const knotsIn = (value_mps: number): string => `${Math.round(value_mps / MPS_PER_KT)} kt`;
export const secondsIn = (value_s: number, language: string): string => `${decimal(value_s.toFixed(1), language)} s`;
export const toMiles = (value_m: number): number => value_m / M_PER_NM;
export const toFeet = (value_m: number): number => value_m / M_PER_FT;
/** The time of day of an instant. */
export const clockOf = (time_ms: number): string => timeIn(time_ms).slice(11);

/** A figure of an account in words. */
export function figureIn(figure: Figure, value: number, language: string): string {
  if (figure === 't_cpa_ms') return timeIn(value);
  if (figure === 'h_cpa_m') return milesIn(value, language);
  if (figure.endsWith('_mps')) return knotsIn(value);
  if (figure.endsWith('_deg')) return `${String(Math.round(value) % 360).padStart(3, '0')}°`;
  return feetIn(value);
}

/** By how much a figure differs, in words. */
export const spreadIn = (figure: Figure, spread: number, language: string): string =>
  figure === 't_cpa_ms' ? secondsIn(spread / 1000, language) : figureIn(figure, spread, language);
