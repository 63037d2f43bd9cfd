import { classOf, clausesBetween } from '../memorandum/applies.ts';
import type { EncounterClass, Memorandum, SeparationClause } from '../memorandum/memorandum.ts';
import type { Pack, Unpack } from '../saved.ts';
import type { TrackTable } from '../tracks/table.ts';
import { type Proximity, startProximity } from './kind.ts';
import { LOOK_BACK_S, type Measured, startMeasuring } from './measure.ts';

/**
 * Two aircraft worth watching: predicted to come within a clause's minima, or within them. One pass from the first
 * sight of that until nothing is predicted or measured any more. `a` is the one whose id comes first.
 */
export type Pair = {
  readonly a: string;
  readonly b: string;
  slot_a: number;
  slot_b: number;
  encounter_class: EncounterClass;
  clauses: readonly SeparationClause[];
  /** Measured from here on, ms. */
  readonly from_ms: number;
  /** The tick at which it must be looked at again without new data. */
  due_tick: number;
  /** Nothing predicted, measured or alerted since, ms. */
  idle_since_ms: number | null;
  /** Inside a clause's minima by dead reckoning since, ms, by clause index. */
  reckoned_since_ms: (number | null)[];
  /** The two may be one aircraft: not warned of against each other, nor kept clear of, until that is decided. */
  undecided: boolean;
  proximity: Proximity;
  measured: Measured;
  /** The nearest by dead reckoning: what is left to report when no two reports could be joined. */
  reckoned: { time_ms: number; h_m: number; v_m: number | null; relative_speed_mps: number } | null;
};

/**
 * One text for both orders. Ids are a source's own words and may hold any mark, but no source writes NUL, which sorts
 * first.
 */
export const pairKey = (a: string, b: string): string => (a < b ? `${a}\0${b}` : `${b}\0${a}`);

/** @param measured_ms up to here the pair's pass before this one was measured; no instant belongs to two passes */
export function openPair(
  memorandum: Memorandum,
  table: TrackTable,
  x: number,
  y: number,
  now_ms: number,
  measured_ms = Number.NEGATIVE_INFINITY,
): Pair {
  const [slot_a, slot_b] = table.words[x]!.id < table.words[y]!.id ? [x, y] : [y, x];
  const heard_ms = Math.max(table.first_ms[slot_a]!, table.first_ms[slot_b]!);
  const from_ms = Math.max(heard_ms, now_ms - LOOK_BACK_S * 1000, measured_ms);
  const pair: Pair = {
    a: table.words[slot_a]!.id,
    b: table.words[slot_b]!.id,
    slot_a,
    slot_b,
    encounter_class: 'crewed/crewed',
    clauses: [],
    from_ms,
    due_tick: 0,
    idle_since_ms: null,
    reckoned_since_ms: [],
    undecided: false,
    proximity: startProximity(),
    measured: startMeasuring(from_ms),
    reckoned: null,
  };
  setRules(pair, memorandum, table);
  return pair;
}

/**
 * Sets the clauses that bind the pair, from who its aircraft are now. When they differ from before, what was measured
 * of a loss under the old ones is measured again under the new ones, as far back as reports are kept.
 */
export function setRules(pair: Pair, memorandum: Memorandum, table: TrackTable): void {
  const a = table.words[pair.slot_a]!.identity;
  const b = table.words[pair.slot_b]!.identity;
  const encounter_class = classOf(a.crew, b.crew);
  const clauses = clausesBetween(memorandum, a, b);
  const same = clauses.length === pair.clauses.length && clauses.every((clause, i) => clause === pair.clauses[i]);
  pair.encounter_class = encounter_class;
  if (same) return;
  pair.clauses = clauses;
  pair.reckoned_since_ms = clauses.map(() => null);
  pair.measured = startMeasuring(pair.from_ms);
}

export type SavedPair = Omit<Pair, 'clauses' | 'measured'> & {
  readonly clause_ids: readonly string[];
  readonly measured: Omit<Measured, 'samples'> & { readonly samples: string };
};

export function savePair(pair: Pair, pack: Pack): SavedPair {
  const { clauses, measured, ...rest } = pair;
  const samples = pack(Float64Array.from(measured.samples));
  return {
    ...rest,
    clause_ids: clauses.map((clause) => clause.id),
    measured: { ...measured, samples },
  };
}

export function restorePair(saved: SavedPair, memorandum: Memorandum, unpack: Unpack): Pair {
  const { clause_ids, measured, ...rest } = structuredClone(saved);
  const clauses = clause_ids.map((id) => {
    const clause = memorandum.clauses.find((one) => one.id === id);
    if (clause?.kind !== 'separation_minimum') {
      throw new RangeError(`saved state names separation clause ${id}, which the memorandum does not hold`);
    }
    return clause;
  });
  return { ...rest, clauses, measured: { ...measured, samples: [...unpack(measured.samples)] } };
}
