import {
  type AVAILABILITIES,
  BARRIERS,
  type CaseDeadline,
  type CaseWork,
  type EFFECTS,
  type Figure,
  type Figures,
} from '@skyaccord/accord';
import { dateTime, seconds } from '../format/time.ts';
import { direction, distance, height, M_PER_FT, M_PER_NM, speed, type UnitSystem } from '../format/units.ts';

export const STANDINGS: Readonly<Record<CaseWork['state'], string>> = {
  alleged: 'alleged',
  acknowledged: 'acknowledged',
  disputed: 'disputed',
  agreed: 'agreed',
  not_determined: 'not determined',
};
export const RISKS = {
  A: 'A: risk of collision',
  B: 'B: safety not assured',
  C: 'C: no risk of collision',
  D: 'D: not determined',
  E: 'E: normal standards pertained',
} as const;
export const BARRIER_NAMES: Readonly<Record<(typeof BARRIERS)[number], string>> = {
  ground_rules: 'Ground: rules and procedures',
  ground_staffing: 'Ground: staff and equipment',
  ground_awareness: 'Ground: awareness and action',
  ground_warning: 'Ground: warning systems',
  line: 'Line between the parties',
  air_rules: 'Crew: rules and procedures',
  air_planning: 'Crew: planning and execution',
  air_awareness: 'Crew: awareness and action',
  air_warning: 'Crew: warning systems',
  see_and_avoid: 'See and avoid',
};
export const FIGURE_NAMES: Readonly<Record<Figure, string>> = {
  t_cpa_ms: 'Time of the closest point',
  h_cpa_m: 'Horizontal distance',
  v_cpa_m: 'Vertical distance',
  closure_mps: 'Closing speed',
  a_altitude_m: 'Height of the first aircraft',
  a_ground_speed_mps: 'Speed of the first aircraft',
  a_track_deg: 'Track of the first aircraft',
  b_altitude_m: 'Height of the second aircraft',
  b_ground_speed_mps: 'Speed of the second aircraft',
  b_track_deg: 'Track of the second aircraft',
};
const WHATS: Readonly<Record<CaseDeadline['what'], string>> = {
  first_account: 'first account',
  full_account: 'full account',
  review: 'joint review',
};

/** A figure for a reader, in the units chosen. */
export function figureWords(figure: Figure, value: number, units: UnitSystem): string {
  if (figure === 't_cpa_ms') return dateTime(value);
  if (figure === 'h_cpa_m') return distance(value, units);
  if (figure.endsWith('_mps')) return speed(value, units);
  if (figure.endsWith('_deg')) return direction(value);
  return height(value, units);
}

export const spreadWords = (figure: Figure, spread: number, units: UnitSystem): string =>
  figure === 't_cpa_ms' ? seconds(spread / 1000) : figureWords(figure, spread, units);

/** What a deadline says, and whether it needs attention. */
export function deadlineWords(
  { what, party, due_ms, done_ms, state }: CaseDeadline,
  nameOf: (party: string) => string,
): string {
  const who = party === null ? 'all parties' : nameOf(party);
  const done = done_ms === null ? '' : `, done ${dateTime(done_ms)}`;
  const words = { open: 'due', overdue: 'OVERDUE since', met: 'was due', late: 'LATE: was due' }[state];
  return `${WHATS[what]} of ${who}: ${words} ${dateTime(due_ms)}${done}`;
}

/** Figures that an account is asked for, with what one of the typed unit is in SI. */
export const ASKED = [
  ['h_cpa_m', 'Closest, horizontally', { aviation: ['NM', M_PER_NM], metric: ['m', 1] }],
  ['v_cpa_m', 'Closest, vertically', { aviation: ['ft', M_PER_FT], metric: ['m', 1] }],
  ['a_altitude_m', 'Height of the first aircraft', { aviation: ['ft', M_PER_FT], metric: ['m', 1] }],
  ['b_altitude_m', 'Height of the second aircraft', { aviation: ['ft', M_PER_FT], metric: ['m', 1] }],
] as const satisfies readonly (readonly [Figure, string, Record<UnitSystem, readonly [string, number]>])[];

/** Figures as they were typed, in SI; empty ones are not known. Null: one cannot be read. */
export function figuresOf(typed: Readonly<Record<string, string>>, units: UnitSystem): Figures | null {
  const figures: Partial<Record<Figure, number>> = {};
  for (const [figure, , by] of ASKED) {
    const text = (typed[figure] ?? '').trim().replace(',', '.');
    if (text === '') continue;
    if (!/^\d+(\.\d+)?$/.test(text)) return null;
    figures[figure] = Number(text) * by[units][1];
  }
  return figures;
}

export const blankBarriers = () =>
  Object.fromEntries(BARRIERS.map((name) => [name, { available: 'not_assessed', effect: 'not_assessed' }])) as Record<
    (typeof BARRIERS)[number],
    { available: (typeof AVAILABILITIES)[number]; effect: (typeof EFFECTS)[number] }
  >;
