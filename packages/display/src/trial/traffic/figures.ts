import type { Cost, EntryMeasure } from '@skyaccord/accord';
import { distance, M_PER_NM, type UnitSystem } from '../../format/units.ts';

/** How a figure is told: a number of things, minutes, or a distance. */
export type Unit = 'count' | 'minutes' | 'distance';
type Figure<Key extends string> = {
  readonly key: Key;
  readonly label: string;
  readonly meaning: string;
  readonly unit: Unit;
};

/** What a memorandum costs, in the order in which it is read. */
export const COSTS: readonly Figure<keyof Cost>[] = [
  { key: 'alerts', label: 'Alerts', meaning: 'raised, of any level', unit: 'count' },
  { key: 'warnings', label: 'Warnings', meaning: 'alerts that became a warning or a breach', unit: 'count' },
  {
    key: 'calls',
    label: 'Calls',
    meaning: 'times a person was called; warnings that belong together are one',
    unit: 'count',
  },
  { key: 'breaches', label: 'Breaches', meaning: 'of separation minima, as measured in passes', unit: 'count' },
  { key: 'breached', label: 'Verdicts: breached', meaning: 'by the judge of any clause', unit: 'count' },
  { key: 'cannot_tell', label: 'Verdicts: cannot tell', meaning: 'a gap or an uncertainty decides', unit: 'count' },
  { key: 'notices', label: 'Notices', meaning: 'aircraft where a clause does not let them be', unit: 'count' },
  { key: 'asked', label: 'Crews advised', meaning: 'first advice of a warning to an aircraft', unit: 'count' },
  { key: 'unsafe', label: 'Not safe', meaning: 'of these, how many keep no minima', unit: 'count' },
  { key: 'delay_s', label: 'Delay', meaning: 'later arrival by these advices', unit: 'minutes' },
  { key: 'extra_m', label: 'Track miles', meaning: 'more way over ground by these advices', unit: 'distance' },
];

/** What a party's entry costs. */
export const ENTRY: readonly Figure<EntryMeasure>[] = [
  { key: 'alerts', label: 'Alerts', meaning: 'raised, of any level', unit: 'count' },
  { key: 'conflicts', label: 'Conflicts', meaning: 'alerts that became a warning or a breach', unit: 'count' },
  { key: 'breaches', label: 'Breaches', meaning: 'of separation minima, as measured in passes', unit: 'count' },
  { key: 'delay_s', label: 'Delay', meaning: 'later arrival by the first advice of each warning', unit: 'minutes' },
  { key: 'extra_m', label: 'Track miles', meaning: 'more way over ground by these advices', unit: 'distance' },
  {
    key: 'missions_lost',
    label: 'Missions lost',
    meaning: 'flights with more delay than they bear, or no safe advice',
    unit: 'count',
  },
];

/** One figure in words: `12`, `5.2 min`, `29.42 NM`. */
export function told(unit: Unit, value: number, units: UnitSystem): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (unit === 'minutes') return `${sign}${(size / 60).toFixed(1)} min`;
  if (unit === 'distance') return `${sign}${distance(size, units)}`;
  return `${sign}${Number(size.toFixed(1)).toLocaleString('en')}`;
}

/** A difference in words: `+5`. */
export const difference = (unit: Unit, value: number, units: UnitSystem): string =>
  value > 0 ? `+${told(unit, value, units)}` : told(unit, value, units);

/** The unit that an axis has round numbers in. */
export function axisUnit(unit: Unit, units: UnitSystem): number {
  if (unit === 'minutes') return 60;
  if (unit === 'distance') return units === 'metric' ? 1000 : M_PER_NM;
  return 1;
}

/** A tick of an axis, without decimals that say nothing. */
export const tick = (unit: Unit, value: number, units: UnitSystem): string =>
  String(Number((value / axisUnit(unit, units)).toFixed(4)));
