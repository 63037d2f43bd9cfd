import type { JudgedSubject } from '../judged.ts';
import type { Subject } from '../judges/verdict.ts';
import type { EncounterClass } from '../memorandum/memorandum.ts';
import type { AircraftCategory, CrewState } from '../memorandum/terms.ts';
import type { Identity } from '../outcome.ts';

/** What emitter categories (DO-260B 2.2.3.2.5.2) say of the category that rules tell apart; the others say nothing. */
const CATEGORIES: Readonly<Record<string, AircraftCategory>> = {
  A1: 'fixed_wing',
  A2: 'fixed_wing',
  A3: 'fixed_wing',
  A4: 'fixed_wing',
  A5: 'fixed_wing',
  A6: 'fixed_wing',
  A7: 'rotorcraft',
  B1: 'glider',
  B2: 'lighter_than_air',
  B4: 'ultralight',
  B6: 'uncrewed',
};
/** Every category with people aboard. */
export const CREWED: readonly AircraftCategory[] = [
  'fixed_wing',
  'rotorcraft',
  'glider',
  'lighter_than_air',
  'ultralight',
];

/** Whose an aircraft is and of which categories it may be, as far as its identity tells. */
export function subjectOf({ party, contested, category, crew }: Identity): Subject {
  return { party, contested, categories: categoriesOf(category, crew) };
}

function categoriesOf(category: string | null, crew: CrewState): readonly AircraftCategory[] | null {
  if (crew === 'uncrewed') return ['uncrewed'];
  const known = category === null ? undefined : CATEGORIES[category];
  if (known !== undefined) return [known];
  return crew === 'crewed' ? CREWED : null;
}

/** Every class that an encounter may be of. */
export function classesOf(a: CrewState, b: CrewState): EncounterClass[] {
  const may = (crew: CrewState): readonly number[] => (crew === 'unknown' ? [0, 1] : [crew === 'uncrewed' ? 1 : 0]);
  const classes: EncounterClass[] = ['crewed/crewed', 'crewed/uncrewed', 'uncrewed/uncrewed'];
  const found = new Set(may(a).flatMap((x) => may(b).map((y) => classes[x + y]!)));
  return classes.filter((one) => found.has(one));
}

export function judgedSubject(track: string, { callsign, party }: Identity): JudgedSubject {
  return { track, callsign, party };
}
