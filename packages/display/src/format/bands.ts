import type { AdviceBand, AdviceBands, AircraftState } from '@skyaccord/accord';
import { altitude, direction, speed, type UnitSystem, verticalRate } from './units.ts';

type Side = Pick<AircraftState, 'altitude_datum'>;
export type Axis = keyof AdviceBands;

const NAMES: { readonly [axis in Axis]: { readonly one: string; readonly some: string } } = {
  track_deg: { one: 'track', some: 'Tracks' },
  vertical_rate_mps: { one: 'vertical rate', some: 'Vertical rates' },
  altitude_m: { one: 'level', some: 'Levels' },
  ground_speed_mps: { one: 'speed', some: 'Speeds' },
};

/** One value of an axis as people say it. */
export function axisValue(axis: Axis, value: number, { altitude_datum }: Side, units: UnitSystem): string {
  if (axis === 'track_deg') return direction(value);
  if (axis === 'vertical_rate_mps') return verticalRate(value, units);
  return axis === 'altitude_m' ? altitude(value, altitude_datum, units) : speed(value, units);
}

/** Stretches of one kind; on a compass those on both sides of north are one. */
export function stretches(axis: Axis, bands: readonly AdviceBand[], says: AdviceBand['says']): AdviceBand[] {
  const found: AdviceBand[] = [];
  for (const band of bands) {
    if (band.says !== says) continue;
    const last = found.at(-1);
    if (last !== undefined && last.to === band.from) found[found.length - 1] = { ...last, to: band.to };
    else found.push(band);
  }
  const [first, last] = [found[0], found.at(-1)];
  if (axis !== 'track_deg' || first === undefined || last === undefined || found.length < 2) return found;
  if (first.from > 0 || last.to < 360) return found;
  return [...found.slice(1, -1), { from: last.from, to: first.to, says }];
}

/**
 * Which values of an axis are free and which are not, in one sentence; null where nothing is known:
 * `Tracks 020° to 075° conflict; all others are free.`
 */
export function axisWords(axis: Axis, bands: readonly AdviceBand[], side: Side, units: UnitSystem): string | null {
  if (bands.length === 0) return null;
  const { one, some } = NAMES[axis];
  const list = (says: AdviceBand['says']) =>
    stretches(axis, bands, says).map(
      ({ from, to }) => `${axisValue(axis, from, side, units)} to ${axisValue(axis, to, side, units)}`,
    );
  const [conflict, recovery, free] = [list('conflict'), list('recovery'), list('free')];
  if (conflict.length === 0 && recovery.length === 0) return `Every ${one} is free.`;
  if (free.length === 0 && recovery.length === 0) return `Every ${one} conflicts.`;
  if (free.length === 0 && conflict.length === 0) return `No ${one} keeps the minima; any regains them.`;
  const parts: string[] = [];
  if (conflict.length > 0) parts.push(`${some} ${conflict.join(' and ')} conflict`);
  if (recovery.length > 0) {
    const lead = parts.length === 0 ? `${some} ` : '';
    parts.push(`${lead}${recovery.join(' and ')} regain the minima soonest`);
  }
  if (free.length > 0) parts.push('all others are free');
  return `${parts.join('; ')}.`;
}
