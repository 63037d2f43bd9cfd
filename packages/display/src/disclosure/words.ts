import type { Choice, MatrixCell, Rung, Setting, View, What } from '@skyaccord/accord';
import { dateTime } from '../format/time.ts';
import { accuracy, direction, height, position, speed, type UnitSystem, verticalRate } from '../format/units.ts';

const WHATS: Readonly<Record<What, string>> = {
  crewed_flights: 'crewed flights',
  uncrewed_flights: 'uncrewed flights',
  plans: 'plans of missions',
  hazards: 'hazards',
  alerts: 'alerts',
  statements: 'statements',
};
const RUNGS: Readonly<Record<Rung, string>> = {
  nothing: 'nothing',
  existence: 'that it exists',
  volume_and_time: 'volume and time',
  delayed_track: 'late or coarse track',
  live_track: 'live track',
  identity: 'live track and identity',
};

export const whatWords = (what: What): string => WHATS[what];
export const rungWords = (rung: Rung): string => RUNGS[rung];

/** Names that would not be understood, or are those of something else. */
const FIELDS: Readonly<Record<string, string>> = {
  track_deg: 'direction',
  h_uncertainty_m: 'accuracy',
  t_cpa_ms: 'closest at',
  h_cpa_m: 'closest, horizontally',
  v_cpa_m: 'closest, vertically',
};

/** A field's name without its unit. */
export const fieldWords = (name: string): string =>
  FIELDS[name] ?? name.replace(/_(mps|deg|ms|m)$/, '').replaceAll('_', ' ');

/** A field's value as people read it, by the unit that its name ends in. */
function valueWords(name: string, value: View['fields'][string], units: UnitSystem): string {
  if (value === null || value === undefined) return 'not known';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (name === 'v_cpa_m') return height(value, units);
    if (name === 'vertical_rate_mps') return verticalRate(value, units);
    if (name.endsWith('_mps')) return speed(value, units);
    if (name.endsWith('_deg')) return direction(value);
    if (name.endsWith('_ms')) return dateTime(value);
    if (name.endsWith('_m')) return accuracy(value, units);
  }
  return Array.isArray(value) ? value.join('; ') : String(value);
}

/** Whether a delay, or cells, can be chosen: only flights are told late, only what is coarse by cells. */
export const takesDelay = (what: What, rung: Rung): boolean =>
  rung === 'delayed_track' && (what === 'crewed_flights' || what === 'uncrewed_flights');
export const takesCells = (rung: Rung): boolean => rung === 'delayed_track' || rung === 'volume_and_time';

/** How late and how coarse: empty where it is told as it is. */
export function coarsenessWords(what: What, { rung, delay_s, resolution_m }: Setting, units: UnitSystem): string {
  const late = takesDelay(what, rung) ? [`${delay_s} s late`] : [];
  const cells = takesCells(rung) && resolution_m !== null ? [`cells of ${accuracy(resolution_m, units)}`] : [];
  return [...late, ...cells].join(', ');
}

/** What the duty asks for at least, with its clauses. */
export const floorWords = ({ floor, duties }: Pick<MatrixCell, 'floor' | 'duties'>): string =>
  duties.length === 0 ? 'no duty' : `at least ${rungWords(floor)}`;

export function choiceWords(choice: Choice | null): string {
  return choice === null ? 'no more than the duty' : rungWords(choice.rung);
}

/** What of a thing is seen, name by name; what is withheld stands apart. */
export function seenWords({ volume, track, fields }: View, units: UnitSystem): { name: string; value: string }[] {
  const rows: { name: string; value: string }[] = [];
  if (volume !== null) {
    const { south_deg, west_deg, north_deg, east_deg, floor_m, ceiling_m } = volume;
    const box = `${position(south_deg, west_deg)} to ${position(north_deg, east_deg)}`;
    const levels =
      floor_m === null && ceiling_m === null ? '' : `, ${height(floor_m, units)} to ${height(ceiling_m, units)}`;
    rows.push({ name: 'volume', value: `${box}${levels}` });
  }
  const point = track.at(-1);
  if (point !== undefined) {
    const { latitude_deg, longitude_deg, altitude_m, time_ms, h_uncertainty_m } = point;
    const within = h_uncertainty_m === undefined ? '' : ` ± ${accuracy(h_uncertainty_m, units)}`;
    const where = `${position(latitude_deg, longitude_deg)}${within}, ${height(altitude_m, units)}`;
    rows.push({
      name: track.length > 1 ? `track, ${track.length} points` : 'track',
      value: `${where}, ${dateTime(time_ms)}`,
    });
  }
  for (const [name, value] of Object.entries(fields)) {
    rows.push({ name, value: valueWords(name, value, units) });
  }
  return rows;
}
