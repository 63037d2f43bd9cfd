import type { CaseFile, CaseSample, Memorandum, SeparationClause } from '@skyaccord/accord';
import { M_PER_FT, M_PER_NM, type UnitSystem } from '../format/units.ts';
import type { Columns } from '../plots/columns.ts';

const lateral = (value_m: number, units: UnitSystem) => (units === 'metric' ? value_m / 1000 : value_m / M_PER_NM);
const vertical = (value_m: number, units: UnitSystem) => (units === 'metric' ? value_m : value_m / M_PER_FT);

/** Height of both aircraft against time, in ft or m. */
export function heightColumns(file: CaseFile, units: UnitSystem): Columns {
  const column = (side: 'a' | 'b') =>
    file.samples.map((sample) => mapped(sample[side][2], (value_m) => vertical(value_m, units)));
  return [times(file), column('a'), column('b')];
}

/** Range and height difference against time, each with its minimum where the clause is known. */
export function rangeColumns(file: CaseFile, clause: SeparationClause | null, units: UnitSystem): Columns {
  const constant = (value: number | null) => file.samples.map(() => value);
  return [
    times(file),
    file.samples.map(({ range_m }) => lateral(range_m, units)),
    file.samples.map(({ vertical_m }) => mapped(vertical_m, (value_m) => vertical(Math.abs(value_m), units))),
    constant(clause === null ? null : lateral(clause.lateral_m, units)),
    constant(clause === null ? null : vertical(clause.vertical_m, units)),
  ];
}

/** The clause that a case is about: of the first breach, else of the first loss, else of what was said first. */
export function clauseOf(file: CaseFile): string | null {
  const { breaches, losses } = file.encounter;
  return breaches[0]?.clause ?? losses[0]?.clause ?? file.advisories[0]?.clause ?? null;
}

/**
 * The minima of a case. They stand in the memorandum and not in the case: null unless this very version is in force,
 * for lines drawn from another version's numbers would be false.
 */
export function minimaOf(file: CaseFile, memorandum: Memorandum | null): SeparationClause | null {
  if (memorandum === null || memorandum.id !== file.memorandum || memorandum.version !== file.version) return null;
  const id = clauseOf(file);
  const clause = memorandum.clauses.find((one) => one.id === id);
  return clause?.kind === 'separation_minimum' ? clause : null;
}

/** At most `most` samples, evenly spread, always with the first and the last: for tables that people read. */
export function thinned<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  const kept: Item[] = [];
  for (let index = 0; index < most; index += 1) {
    const item = items[Math.round((index * (items.length - 1)) / (most - 1))];
    if (item !== undefined) kept.push(item);
  }
  return kept;
}

/** Around the closest point, a plot shows the pass while it is nearer than this many lateral minima. */
const NEAR_MINIMA = 5;
/** And never less than this on either side of it. */
const LEAST_MS = 30_000;

/**
 * The case cut down to the time around its closest point, so that the minima can be seen on the plots. Without minima
 * to go by, four times the closest range takes their place.
 */
export function aroundClosest(file: CaseFile, lateral_minimum_m: number | null): CaseFile {
  const near_m = lateral_minimum_m === null ? 4 * file.encounter.h_cpa_m : NEAR_MINIMA * lateral_minimum_m;
  const cpa_ms = file.encounter.t_cpa_ms;
  const near = ({ time_ms, range_m }: CaseSample) => range_m <= near_m || Math.abs(time_ms - cpa_ms) <= LEAST_MS;
  // From the closest point outwards: a pass that comes near twice is shown around the time it was nearest.
  const after = file.samples.findIndex(({ time_ms }) => time_ms >= cpa_ms);
  if (after < 0) return file;
  let first = after;
  let last = after;
  const { samples } = file;
  while (first > 0 && near(samples[first - 1] as CaseSample)) first -= 1;
  while (last < samples.length - 1 && near(samples[last + 1] as CaseSample)) last += 1;
  return { ...file, samples: samples.slice(first, last + 1) };
}

function times(file: CaseFile): number[] {
  return file.samples.map(({ time_ms }) => time_ms / 1000);
}

function mapped(value: number | null, change: (value: number) => number): number | null {
  return value === null ? null : change(value);
}
