import { type BandKind, type BandRegion, type Configuration, DEG_PER_RAD } from '@skyaccord/sky';
import { direction, height, speed, UNKNOWN, type UnitSystem, verticalRate } from '../format/units.ts';
import type { LabBands, LabPair } from './reckoning.ts';
import type { LabScene } from './scene.ts';

export const REGIONS: readonly BandRegion[] = ['NONE', 'FAR', 'MID', 'NEAR', 'RECOVERY'];

/** What each region of a band is called, and the level of alert that has its name. */
export const REGION_WORDS: { readonly [region in BandRegion]: string } = {
  NONE: 'clear',
  FAR: 'preventive',
  MID: 'corrective',
  NEAR: 'warning',
  RECOVERY: 'recovery',
  UNKNOWN: 'outside limits',
};

export const KIND_WORDS: { readonly [kind in BandKind]: string } = {
  direction: 'Direction',
  horizontal_speed: 'Speed',
  vertical_speed: 'Vertical speed',
  altitude: 'Altitude',
};

/** A value of a kind of bands (rad, m/s or m) as people say it. */
export function bandValue(kind: BandKind, value: number, units: UnitSystem): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (kind === 'direction') return direction(value * DEG_PER_RAD);
  if (kind === 'horizontal_speed') return speed(value, units);
  if (kind === 'vertical_speed') return verticalRate(value, units);
  return height(value, units);
}

/** The alert that a level of an alerter stands for: levels without region come before those that call for action. */
function levelRegion(configuration: Configuration, alerter: number, level: number): BandRegion | null {
  if (level === 0) return null;
  const row = configuration.alerters[configuration.ownshipCentric ? 0 : alerter] ?? configuration.alerters[0];
  const region = row?.levels[level - 1]?.region ?? 'NONE';
  return region === 'NONE' ? 'FAR' : region;
}

/** Alerts that the two of a pair have of each other, in words. */
export function pairAlert(configuration: Configuration, scene: LabScene, pair: LabPair): string {
  const [a, b] = [scene.aircraft[pair.first], scene.aircraft[pair.second]];
  const said = (alerter: number, level: number) => {
    const region = levelRegion(configuration, alerter, level);
    return region === null ? 'none' : REGION_WORDS[region];
  };
  const ofFirst = said(b?.alerter ?? 0, pair.levels[0]);
  const ofSecond = said(a?.alerter ?? 0, pair.levels[1]);
  return ofFirst === ofSecond ? ofFirst : `${ofFirst}; ${b?.name} has ${ofSecond}`;
}

/** Verbs for the lower and for the higher value. */
const VERBS: { readonly [kind in BandKind]: readonly [low: string, up: string] } = {
  direction: ['Turn left to', 'Turn right to'],
  horizontal_speed: ['Slow down to', 'Speed up to'],
  vertical_speed: ['Go down to', 'Go up to'],
  altitude: ['Descend to', 'Climb to'],
};

/** The resolution on the preferred side, or why there is none. */
export function resolutionWords(bands: LabBands, units: UnitSystem): string {
  const { kind, low, up, preferUp } = bands;
  if (bands.bands.length === 0) return 'outside limits';
  if (low === null || up === null) return 'no need';
  const sides = preferUp ? [up, low] : [low, up];
  const value = sides.find((side) => Number.isFinite(side));
  if (value === undefined) return 'none keeps clear';
  return `${VERBS[kind][value === up ? 1 : 0]} ${bandValue(kind, value, units)}`;
}

export function lastTimeWords({ bands, lastTime_s }: LabBands): string {
  if (bands.length === 0) return UNKNOWN;
  if (lastTime_s === Number.POSITIVE_INFINITY) return 'no conflict';
  return lastTime_s === Number.NEGATIVE_INFINITY ? 'too late' : `${lastTime_s.toFixed(0)} s`;
}
