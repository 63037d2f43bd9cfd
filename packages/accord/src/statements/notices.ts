import { contradicts } from './contradiction.ts';
import { holdsAt, type Register } from './register.ts';
import { type Statement, statementWords } from './statement.ts';

/** An assurance whose contrary appeared: said by somebody, or seen in the sky. */
export type AssuranceNotice = {
  readonly assurance: Statement;
  /** The statement that says the contrary; null where it was seen. */
  readonly contrary: Statement | null;
  readonly time_ms: number;
  readonly says: string;
};

/** What was seen: an aircraft of a party in an area. */
export type Sighting = {
  readonly party: string;
  readonly area: string;
  readonly clause: string | null;
  readonly track: string;
  readonly time_ms: number;
};

/** Assurances that stood when a statement was taken in and that it contradicts, or that contradict it. */
export function assurancesAgainst(register: Register, statement: Statement): readonly AssuranceNotice[] {
  const others = register.all().filter((one) => one.id !== statement.id && contradicts(one, statement) !== null);
  return others.flatMap((one) => {
    const [assurance, contrary] = one.subject === 'assurance' ? [one, statement] : [statement, one];
    if (assurance.subject !== 'assurance' || contrary.subject === 'assurance') return [];
    const both = `${statementWords(assurance)} ${statementWords(contrary)}`;
    const says = `An assurance and its contrary stand side by side. ${both}`;
    return [{ assurance, contrary, time_ms: statement.recorded_ms, says }];
  });
}

/** Assurances that a party will not operate somewhere, against an aircraft of it that was seen there. */
export function assurancesAgainstSighting(register: Register, sighting: Sighting): readonly AssuranceNotice[] {
  const { party, area, time_ms, track } = sighting;
  return register
    .ask({ subject: 'assurance', party, area, at_ms: time_ms, known_ms: time_ms })
    .map(({ statement }) => statement)
    .filter(({ predicate, negated, about }) => about.party === party && negated && OPERATES.includes(predicate))
    .filter((statement) => holdsAt(statement, time_ms))
    .map((assurance) => {
      const says = `${track}, an aircraft of ${party}, was seen in ${area}. ${statementWords(assurance)}`;
      return { assurance, contrary: null, time_ms, says };
    });
}
const OPERATES: readonly string[] = ['will_operate', 'will_seek'];

/** What stands of a party's permission in an area when an aircraft of it is seen there, in words, newest first. */
export function quotedFor(register: Register, sighting: Sighting): readonly string[] {
  const { party, area, clause, time_ms } = sighting;
  return register
    .ask({ party, area, at_ms: time_ms, known_ms: time_ms, ...(clause === null ? {} : { clause }) })
    .filter(({ statement }) => ['permission', 'assurance'].includes(statement.subject))
    .map(({ statement }) => statementWords(statement))
    .reverse();
}
