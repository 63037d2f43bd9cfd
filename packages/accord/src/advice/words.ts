import type { Manoeuvre } from '../outcome.ts';

const FT_PER_M = 1 / 0.3048;
const KT_PER_MPS = 3600 / 1852;
const M_PER_NM = 1852;
/** Climbing or descending at more than this, an aircraft is told to stop rather than to climb or descend. */
const LEVELLING_MPS = 2.5;
/** Less than this is left to do: what is told is flown already. */
const FLOWN_DEG = 2.5;
const FLOWN_M = 23;
const FLOWN_MPS = 1.5;
/** A rate that differs by less is the present one. */
const SAME_MPS = 0.5;

export const ADVISORY_WORDS = 'RA reported: follow it; no advice';

/** What was chosen, as far as words need it. */
type Chosen = {
  readonly manoeuvres: readonly Manoeuvre[];
  readonly safe: boolean;
  readonly h_cpa_m: number;
  /** That the minima to somebody are lost all the same, 0 to 1. */
  readonly loss: number;
};

/** From here on a loss is more likely than not. */
const LIKELY = 0.5;

/**
 * Advice as a crew would be told it, in the order in which it is read out: degrees true, feet, feet a minute, knots.
 *
 * @param lost clauses whose minima will be lost all the same; the words say so
 * @param up_mps present vertical rate
 */
export function adviceWords(
  { manoeuvres, safe, h_cpa_m, loss }: Chosen,
  lost: readonly string[],
  up_mps: number,
): string {
  if (!safe && manoeuvres.length === 0 && loss >= LIKELY) {
    return 'No manoeuvre tried widens the miss; hold and look out';
  }
  const told = manoeuvres.length === 0 ? 'hold present track and height' : tellAll(manoeuvres, up_mps);
  const order = `${told.charAt(0).toUpperCase()}${told.slice(1)}`;
  if (!safe && loss >= LIKELY) {
    return `${order}; minima cannot be kept, widest miss found ${(h_cpa_m / M_PER_NM).toFixed(1)} NM`;
  }
  if (lost.length > 0) return `${order}; ${lost.join(' and ')} may be lost`;
  return safe ? order : `${order}; minima may be lost`;
}

const tellAll = (manoeuvres: readonly Manoeuvre[], up_mps: number): string =>
  manoeuvres.map((one) => tell(one, up_mps)).join(', ');

function tell(manoeuvre: Manoeuvre, up_mps: number): string {
  switch (manoeuvre.kind) {
    case 'turn': {
      const track = `track ${compass(manoeuvre.to_track_deg)} true`;
      if (Math.abs(manoeuvre.by_deg) < FLOWN_DEG) return `hold ${track}`;
      const side = manoeuvre.by_deg > 0 ? 'right' : 'left';
      return `turn ${side} ${Math.round(Math.abs(manoeuvre.by_deg))}°, ${track}`;
    }
    case 'vertical': {
      const { by_m, to_altitude_m, rate_mps } = manoeuvre;
      const to = `${grouped(to_altitude_m * FT_PER_M, 100)} ft`;
      if (Math.abs(by_m) < FLOWN_M && Math.abs(up_mps) < LEVELLING_MPS) return `hold ${to}`;
      if (by_m * up_mps > 0 && Math.abs(rate_mps - up_mps) < SAME_MPS) {
        return `stop ${up_mps > 0 ? 'climb' : 'descent'} at ${to}`;
      }
      if (by_m * up_mps > 0 && Math.abs(up_mps) > Math.abs(rate_mps)) {
        return `reduce ${up_mps > 0 ? 'climb' : 'descent'} to ${rateOf(rate_mps)}, stop at ${to}`;
      }
      const verb = by_m > 0 ? 'climb' : 'descend';
      return `${verb} at ${rateOf(rate_mps)} to ${to}`;
    }
    case 'speed': {
      const to = `${Math.round(manoeuvre.to_mps * KT_PER_MPS)} kt`;
      if (Math.abs(manoeuvre.by_mps) < FLOWN_MPS) return `hold ground speed ${to}`;
      return `${manoeuvre.by_mps > 0 ? 'increase' : 'reduce'} ground speed to ${to}`;
    }
  }
}

const rateOf = (rate_mps: number): string => `${grouped(Math.abs(rate_mps) * 60 * FT_PER_M, 100)} ft/min`;

function compass(track_deg: number): string {
  const whole = Math.round(track_deg) % 360;
  return `${String(whole).padStart(3, '0')}°`;
}

/** A multiple of `step` with a comma every three digits; no locale, so that words are the same everywhere. */
function grouped(value: number, step: number): string {
  const rounded = Math.round(value / step) * step;
  return String(rounded).replace(/\B(?=(\d{3})+$)/g, ',');
}
