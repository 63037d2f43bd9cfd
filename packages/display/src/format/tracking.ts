import type { FusionEvidence, TrackDetail, TrackFlagKind, TracksParted } from '@skyaccord/accord';
import { age } from './time.ts';
import { accuracy, height, speed, UNKNOWN, type UnitSystem } from './units.ts';
import { plural } from './words.ts';

/** The sign of a flag beside a name and on the map, where a colour alone would tell nothing. */
export const FLAG_SIGN = '⚑';

/** `brief` stands on a label, `meaning` where there is room: what a reader should make of it. */
const FLAGS: Readonly<Record<TrackFlagKind, { brief: string; meaning: string }>> = {
  implausible_jump: { brief: 'jump', meaning: 'It reported a position that it could not have reached.' },
  duplicate_identity: { brief: 'two places', meaning: 'One address is heard from two places at once.' },
  spoofing_suspected: {
    brief: 'spoofed?',
    meaning:
      'Position, speed and height contradict one another, as they do under interference with satellite navigation.',
  },
  replayed: { brief: 'replayed', meaning: 'Its reports repeat what was sent before.' },
  clock_fault: { brief: 'clock fault', meaning: 'The times of its reports contradict its motion.' },
  noise: { brief: 'noisy', meaning: 'Its positions scatter far beyond the accuracy that it states.' },
  frozen: { brief: 'frozen', meaning: 'Its position stands still while its speed says otherwise.' },
  poor_accuracy: { brief: 'inaccurate', meaning: 'Another source shows it farther off than its own accuracy allows.' },
  height_bias: {
    brief: 'height off',
    meaning: 'Its heights differ steadily from another source of the same aircraft.',
  },
};

/** One or two words, for a label. */
export function flagBrief(flag: TrackFlagKind): string {
  return FLAGS[flag]?.brief ?? flag.replaceAll('_', ' ');
}

/** A sentence that says what the flag means. */
export function flagMeaning(flag: TrackFlagKind): string {
  return FLAGS[flag]?.meaning ?? '';
}

/** What the watch adds to a flag, as a sentence of its own. */
export function flagDetail(detail: string): string {
  const text = detail.trim();
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

const PARTINGS: Readonly<Record<TracksParted['reason'], string>> = {
  apart: 'they are farther apart than their errors allow',
  motion: 'they move differently',
  silent: 'one of them fell silent',
};

/** Why two tracks are no longer held to be one aircraft. */
export function partingWords(reason: TracksParted['reason']): string {
  return PARTINGS[reason] ?? reason;
}

/** `23 comparisons over 41 s, 60 m apart, 2.1 s later, 100 ft above`: why two tracks are held to be one aircraft. */
export function fusionWords(evidence: FusionEvidence, units: UnitSystem): string {
  const { comparisons, over_s, distance_m, delay_s, height_m, relative_speed_mps } = evidence;
  const parts = [
    `${plural(comparisons, 'comparison')} over ${age(over_s * 1000)}`,
    `${accuracy(distance_m, units)} apart`,
  ];
  if (Math.abs(delay_s) >= 0.05) parts.push(`${Math.abs(delay_s).toFixed(1)} s ${delay_s > 0 ? 'later' : 'earlier'}`);
  if (height_m === null) parts.push('no height in common');
  else if (Math.abs(height_m) < 0.5) parts.push('at the same height');
  else parts.push(`${height(Math.abs(height_m), units)} ${height_m > 0 ? 'above' : 'below'}`);
  if (relative_speed_mps >= 0.5) parts.push(`${speed(relative_speed_mps, units)} of speed left over`);
  return parts.join(', ');
}

/** What the filter takes it to be doing: `turning at 3.0°/s, climbing`. */
export function motionWords(detail: Pick<TrackDetail, 'mode' | 'climb' | 'turn_rate_degps'>): string {
  const { mode, climb, turn_rate_degps } = detail;
  const rate =
    turn_rate_degps === null || mode !== 'turning'
      ? ''
      : ` ${turn_rate_degps < 0 ? 'left' : 'right'} at ${Math.abs(turn_rate_degps).toFixed(1)}°/s`;
  const turn = mode === 'unknown' ? 'turn not known' : `${mode}${rate}`;
  return `${turn}, ${climb === 'unknown' ? 'climb not known' : climb}`;
}

/** Reports a minute: one decimal below ten, for a report every half minute is not none. */
export function ratePerMinute(rate_per_min: number | null): string {
  if (rate_per_min === null || !Number.isFinite(rate_per_min)) return UNKNOWN;
  return `${rate_per_min < 9.95 ? rate_per_min.toFixed(1) : Math.round(rate_per_min)} a minute`;
}

const TECHNOLOGIES: Readonly<Record<string, string>> = {
  adsb: 'ADS-B',
  adsr: 'ADS-R',
  tisb: 'TIS-B',
  mlat: 'MLAT',
  modes: 'Mode S',
  uat: 'UAT',
  flarm: 'FLARM',
  remote_id: 'Remote ID',
  logger: 'flight logger',
  radar: 'radar',
  party_feed: "a party's own feed",
  visual: 'sighting',
  unknown: 'technology not known',
};

/** The name of a technology as the field writes it; one not known here stays as it is. */
export function technologyName(technology: string): string {
  return TECHNOLOGIES[technology] ?? technology;
}

const EVENTS: Readonly<Record<string, string>> = {
  track_started: 'First heard',
  track_identified: 'Identified',
  tracks_fused: 'One aircraft',
  tracks_parted: 'Two aircraft',
  track_flagged: `${FLAG_SIGN} Flagged`,
  track_unflagged: 'Flag taken off',
  permission_notice: 'Notice',
  observations_set_aside: 'Set aside',
  alert_raised: 'Alert',
};

/** The kind of something that was said of an aircraft. */
export function eventWord(kind: string): string {
  return EVENTS[kind] ?? kind.replaceAll('_', ' ');
}
