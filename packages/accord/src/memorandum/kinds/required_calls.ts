import { added, map, may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice, list, quantity, words } from '../spec/leaves.ts';
import { frequency } from './frequency_ladder.ts';

/**
 * Required calls and steps for crews, in order, shown on the alert at the level named and above. A call of `calls` has
 * its phraseology, and where `read_back` is written the other side says that back within `within_s`.
 */
export const REQUIRED_CALLS = kind('required_calls', { en: 'required calls', fr: 'appels obligatoires' }, 'machine', {
  at: must(
    { en: 'from the level', fr: 'à partir du niveau' },
    choice({
      advisory: { en: 'advisory', fr: 'avis' },
      warning: { en: 'warning', fr: 'avertissement' },
      breach: { en: 'breach', fr: 'infraction' },
    }),
  ),
  steps: must({ en: 'steps', fr: 'étapes' }, list(words, 1, 64)),
  calls: added(
    { en: 'calls', fr: 'appels' },
    list(
      map({
        frequency: may({ en: 'frequency', fr: 'fréquence' }, frequency),
        say: must({ en: 'say', fr: 'dire' }, words),
        read_back: may({ en: 'read-back', fr: 'collationnement' }, words),
        within: may({ en: 'within', fr: 'dans un délai de' }, quantity('time', { above: 0, max: 600 })),
      }),
      1,
      32,
    ),
  ),
});
export type CallsClause = ClauseOf<typeof REQUIRED_CALLS>;
