import type { CylinderVolume, Minima, Volume } from '../detectors/detector.ts';
import { LARGE, MEMORYLESS, type Settings } from './common.ts';
import { type AlertLevel, type Configuration, type Region, readConfiguration } from './configuration.ts';
import { ConfigurationError } from './quantity.ts';

/** One alert level of separation: the loss is predicted within so many seconds. */
export interface SeparationLevel {
  /** Colour of the values of bands that lose the minima; NONE alerts without blocking any. */
  readonly region: Region;
  readonly alerting_s: number;
  /** The same for a level that stood at an earlier update already; without it `alerting_s`. */
  readonly earlyAlerting_s?: number;
}

/** How aircraft under one set of clauses are judged. */
export interface SeparationAlerter {
  readonly name: string;
  /**
   * Minima of all clauses that bind the pair, one or more: an aircraft inside any of them has lost separation. Minima
   * given with an aircraft take their place, but not in the sizes that recovery keeps: no placeholders here.
   */
  readonly minima: readonly Minima[];
  /** From the mildest to the most severe, one or more; alert 1 is the first. */
  readonly levels: readonly SeparationLevel[];
}

/** What `separationConfiguration` is made from. */
export interface SeparationInput {
  readonly name?: string;
  /** One for each set of clauses; aircraft name theirs by its place in this list. */
  readonly alerters: readonly SeparationAlerter[];
  /**
   * What the ownship can fly, limits, steps and memory, where they differ from `DO_365B_no_SUM`. Unless given here:
   * nothing is remembered from update to update; the lookahead is 180 s or the longest alerting time; the corrective
   * region is the mildest that blocks values; recovery keeps 0.66 NM and 450 ft, a near mid-air collision is 500 ft and
   * 100 ft, neither larger than the least of the minima.
   */
  readonly settings?: Partial<Settings>;
}

const SEVERITY: readonly Region[] = ['NONE', 'FAR', 'MID', 'NEAR'];

/**
 * A configuration that keeps the minima of separation clauses, as cylinders. Making one, and a `DetectAndAvoid` for it,
 * takes less than a millisecond; keep both as long as rules and performance stay the same.
 * @throws {ConfigurationError} naming the first setting that cannot be used
 */
export function separationConfiguration({ name, alerters, settings }: SeparationInput): Configuration {
  const least = { lateral_m: Number.POSITIVE_INFINITY, vertical_m: Number.POSITIVE_INFINITY };
  let longest_s = 180;
  let mildest = SEVERITY.length;
  for (const [index, { minima, levels }] of alerters.entries()) {
    const field = `alerters[${index}]`;
    requireSome(`${field}.minima`, minima.length);
    requireSome(`${field}.levels`, levels.length);
    for (const { lateral_m, vertical_m } of minima) {
      least.lateral_m = Math.min(least.lateral_m, lateral_m);
      least.vertical_m = Math.min(least.vertical_m, vertical_m);
    }
    for (const { region, alerting_s, earlyAlerting_s } of levels) {
      longest_s = Math.max(longest_s, alerting_s, earlyAlerting_s ?? 0);
      if (region !== 'NONE') mildest = Math.min(mildest, SEVERITY.indexOf(region));
    }
  }
  const configuration = readConfiguration({
    ...LARGE,
    ...MEMORYLESS,
    lookahead_s: longest_s,
    correctiveRegion: SEVERITY[mildest] ?? 'NONE',
    recovery_distance_m: Math.min(0.66 * 1852, least.lateral_m),
    recovery_height_m: Math.min(450 * 0.3048, least.vertical_m),
    nmac_distance_m: Math.min(500 * 0.3048, least.lateral_m),
    nmac_height_m: Math.min(100 * 0.3048, least.vertical_m),
    ...settings,
    name: name ?? 'separation',
    alerters: alerters.map(({ name, minima, levels }) => {
      const volume = volumeOf(minima);
      return { name, levels: levels.map((level) => levelOf(level, volume)) };
    }),
  });
  for (const [index, { levels }] of configuration.alerters.entries()) {
    const { correctiveRegion } = configuration;
    if (levels.some(({ region }) => region === correctiveRegion)) continue;
    const reason = `has no level of ${correctiveRegion}, the corrective region`;
    throw new ConfigurationError(`alerters[${index}].levels`, levels.length, reason, 'give each alerter one');
  }
  return configuration;
}

function requireSome(field: string, count: number): void {
  if (count === 0) throw new ConfigurationError(field, '[]', 'names none', 'give one or more');
}

function volumeOf(minima: readonly Minima[]): Volume {
  const cylinders = minima.map(
    ({ lateral_m, vertical_m }): CylinderVolume => ({
      kind: 'cylinder',
      distance_m: lateral_m,
      height_m: vertical_m,
    }),
  );
  return cylinders.length === 1 ? (cylinders[0] as CylinderVolume) : { kind: 'cylinders', cylinders };
}

function levelOf({ region, alerting_s, earlyAlerting_s }: SeparationLevel, volume: Volume): AlertLevel {
  return { region, alerting_s, earlyAlerting_s: earlyAlerting_s ?? alerting_s, volume };
}
