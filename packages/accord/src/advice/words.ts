import type { Manoeuvre } from '../outcome.ts';
import { LEVELLING_MPS } from './candidates.ts';

const FT_PER_M = 1 / 0.3048;
const KT_PER_MPS = 3600 / 1852;
const M_PER_NM = 1852;
/** A level this little behind is still "stop at", not "go back to" (250 ft). */
const STOPPING_M = 76.2;

export const ADVISORY_WORDS = 'RA reported: follow it; no advice';

/** What was chosen, as far as words need it. */
type Chosen = { readonly manoeuvre: Manoeuvre | null; readonly safe: boolean; readonly h_cpa_m: number };

/**
 * Advice as a crew would be told it: degrees true, feet, knots.
 *
 * @param lost clauses whose minima will be lost all the same; the words say so
 * @param up_mps present vertical rate
 */
export function adviceWords({ manoeuvre, safe, h_cpa_m }: Chosen, lost: readonly string[], up_mps: number): string {
  if (!safe && manoeuvre === null) return 'No manoeuvre tried widens the miss; hold and look out';
  const told = manoeuvre === null ? 'Hold present track and height' : tell(manoeuvre, up_mps);
  if (!safe) return `${told}; minima cannot be kept, widest miss found ${(h_cpa_m / M_PER_NM).toFixed(1)} NM`;
  return lost.length === 0 ? told : `${told}; ${lost.join(' and ')} cannot be kept`;
}

function tell(manoeuvre: Manoeuvre, up_mps: number): string {
  switch (manoeuvre.kind) {
    case 'turn': {
      const side = manoeuvre.by_deg > 0 ? 'right' : 'left';
      return `Turn ${side} ${Math.round(Math.abs(manoeuvre.by_deg))}°, track ${compass(manoeuvre.to_track_deg)} true`;
    }
    case 'vertical': {
      const to = `${grouped(manoeuvre.to_altitude_m * FT_PER_M)} ft`;
      if (up_mps > LEVELLING_MPS && manoeuvre.by_m > -STOPPING_M) return `Stop climb at ${to}`;
      if (up_mps < -LEVELLING_MPS && manoeuvre.by_m < STOPPING_M) return `Stop descent at ${to}`;
      const verb = manoeuvre.by_m > 0 ? 'Climb' : 'Descend';
      return `${verb} ${grouped(Math.abs(manoeuvre.by_m) * FT_PER_M)} ft to ${to}`;
    }
    case 'speed': {
      const verb = manoeuvre.by_mps > 0 ? 'Increase' : 'Reduce';
      const by = Math.round(Math.abs(manoeuvre.by_mps) * KT_PER_MPS);
      return `${verb} ground speed ${by} kt to ${Math.round(manoeuvre.to_mps * KT_PER_MPS)} kt`;
    }
  }
}

function compass(track_deg: number): string {
  const whole = Math.round(track_deg) % 360;
  return `${String(whole).padStart(3, '0')}°`;
}

/** Whole number with a comma every three digits; no locale, so that words are the same everywhere. */
function grouped(value: number): string {
  const rounded = Math.round(value / 10) * 10;
  return String(rounded).replace(/\B(?=(\d{3})+$)/g, ',');
}
