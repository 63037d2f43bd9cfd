import {
  type CrewState,
  ENCOUNTER_CLASSES,
  type EncounterClass,
  type Memorandum,
  type SeparationClause,
} from './memorandum.ts';

/** The encounter class of two aircraft. One whose crew is not known counts as crewed: the wider minimum protects it. */
export function classOf(a: CrewState, b: CrewState): EncounterClass {
  if (a === 'uncrewed') return b === 'uncrewed' ? 'uncrewed/uncrewed' : 'crewed/uncrewed';
  return b === 'uncrewed' ? 'crewed/uncrewed' : 'crewed/crewed';
}

/** By class: what binds aircraft of one and the same party, and what binds all others. */
type Index = Readonly<
  Record<EncounterClass, { same: readonly SeparationClause[]; different: readonly SeparationClause[] }>
>;

const indexes = new WeakMap<Memorandum, Index>();

/**
 * The separation clauses that bind a pair, in the order of the memorandum; the same frozen list each time, so that
 * asking for every pair costs nothing. `null` is an unidentified aircraft, which differs from everyone, also from
 * another unidentified one.
 */
export function separationClausesFor(
  memorandum: Memorandum,
  encounterClass: EncounterClass,
  partyA: string | null,
  partyB: string | null,
): readonly SeparationClause[] {
  let index = indexes.get(memorandum);
  if (index === undefined) {
    index = buildIndex(memorandum);
    indexes.set(memorandum, index);
  }
  const ofClass = index[encounterClass];
  return partyA !== null && partyA === partyB ? ofClass.same : ofClass.different;
}

function buildIndex(memorandum: Memorandum): Index {
  const ofClass = (name: EncounterClass): Index[EncounterClass] => {
    const different = memorandum.clauses.filter((clause): clause is SeparationClause => {
      return clause.kind === 'separation_minimum' && clause.classes.includes(name);
    });
    const same = different.filter((clause) => clause.between === 'any');
    return { same: Object.freeze(same), different: Object.freeze(different) };
  };
  const entries = ENCOUNTER_CLASSES.map((name) => [name, ofClass(name)] as const);
  return Object.fromEntries(entries) as unknown as Index;
}
