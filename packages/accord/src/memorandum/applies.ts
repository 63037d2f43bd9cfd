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

/** As much of who an aircraft is as decides what binds it. */
type Whose = { readonly party: string | null; readonly contested: boolean; readonly crew: CrewState };

/**
 * The separation clauses that bind two aircraft. One whose party is contested differs from everyone: nobody loses the
 * distance to an aircraft by claiming it for his own party.
 */
export function clausesBetween(memorandum: Memorandum, a: Whose, b: Whose): readonly SeparationClause[] {
  const party = (one: Whose): string | null => (one.contested ? null : one.party);
  return separationClausesFor(memorandum, classOf(a.crew, b.crew), party(a), party(b));
}

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

/** Of clauses that bind the same pairs, those over which none of the others prevails. */
function prevailing(clauses: readonly SeparationClause[]): SeparationClause[] {
  return clauses.filter(({ id }) => !clauses.some(({ prevails_over }) => prevails_over?.includes(id)));
}

function buildIndex(memorandum: Memorandum): Index {
  const ofClass = (name: EncounterClass): Index[EncounterClass] => {
    const all = memorandum.clauses.filter((clause): clause is SeparationClause => {
      return clause.kind === 'separation_minimum' && clause.classes.includes(name);
    });
    const same = all.filter((clause) => clause.between === 'any');
    return { same: Object.freeze(prevailing(same)), different: Object.freeze(prevailing(all)) };
  };
  const entries = ENCOUNTER_CLASSES.map((name) => [name, ofClass(name)] as const);
  return Object.fromEntries(entries) as unknown as Index;
}
