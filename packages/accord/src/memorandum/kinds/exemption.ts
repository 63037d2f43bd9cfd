import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { list, quantity, words } from '../spec/leaves.ts';
import { BINDS, clauses } from '../spec/references.ts';

/**
 * Exemption with notice: flights for one of the purposes need not keep the clauses named, if the other parties were
 * told at least `notice_s` before the flight. In an emergency they may be told as late as `emergency_notice_s` after
 * it began (null: no such leave). `longest_s` bounds one exempted flight. `binds`: whose flights may be exempted.
 */
export const EXEMPTION = kind(
  'exemption_with_notice',
  { en: 'exemption with notice', fr: 'dérogation avec préavis' },
  'machine',
  {
    exempts_from: must({ en: 'exempts from', fr: 'dispense de' }, clauses(1)),
    purposes: must({ en: 'purposes', fr: 'motifs' }, list(words, 1, 32)),
    notice: must(
      { en: 'notice before the flight', fr: 'préavis avant le vol' },
      quantity('time', { min: 0, max: 90 * 86_400 }),
    ),
    emergency_notice: may(
      { en: 'in an emergency, told at the latest after', fr: "en cas d'urgence, avis au plus tard après" },
      quantity('time', { min: 0, max: 86_400 }),
    ),
    longest: may(
      { en: 'longest flight', fr: 'durée maximale du vol' },
      quantity('time', { above: 0, max: 30 * 86_400 }),
    ),
    ...BINDS,
  },
);
export type ExemptionClause = ClauseOf<typeof EXEMPTION>;
