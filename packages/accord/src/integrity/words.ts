import { M_PER_FT, M_PER_NM, MPS_PER_KT } from '@skyaccord/wire';

/** Figures as people in aviation read them. */
export const feet = (m: number): string => `${Math.round(m / M_PER_FT)} ft`;
export const knots = (mps: number): string => `${Math.round(mps / MPS_PER_KT)} kt`;
export const seconds = (s: number): string =>
  s < 10 ? `${(Math.round(s * 10) / 10).toFixed(1)} s` : `${Math.round(s)} s`;
/** Nautical miles from a tenth of one on, metres below. */
export const distance = (m: number): string =>
  m < 0.1 * M_PER_NM ? `${Math.round(m)} m` : `${(Math.round((m / M_PER_NM) * 10) / 10).toFixed(1)} NM`;
