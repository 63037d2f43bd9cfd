import { map, may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { list, words } from '../spec/leaves.ts';
import { ASKED } from '../spec/references.ts';

/** Signals from aircraft to aircraft where the radio is silent: what is shown, what it means, what is answered. */
export const VISUAL_SIGNALS = kind('visual_signals', { en: 'visual signals', fr: 'signaux visuels' }, 'people', {
  signals: must(
    { en: 'signals', fr: 'signaux' },
    list(
      map({
        signal: must({ en: 'signal', fr: 'signal' }, words),
        meaning: must({ en: 'meaning', fr: 'signification' }, words),
        reply: may({ en: 'reply', fr: 'réponse' }, words),
      }),
      1,
      64,
    ),
  ),
  ...ASKED,
});
export type SignalsClause = ClauseOf<typeof VISUAL_SIGNALS>;
