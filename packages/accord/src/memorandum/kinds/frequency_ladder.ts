import { map, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { list, quantity, words } from '../spec/leaves.ts';

/** The aeronautical bands lie between HF at 2 MHz and the top of UHF air-ground at 400 MHz. */
export const frequency = quantity('frequency', { min: 2, max: 400 });

/** Frequency ladder: call on the first frequency, wait for an answer, go to the next. */
export const FREQUENCY_LADDER = kind(
  'frequency_ladder',
  { en: 'frequency ladder', fr: 'échelle de fréquences' },
  'machine',
  {
    rungs: must(
      { en: 'rungs', fr: 'échelons' },
      list(
        map({
          frequency: must({ en: 'frequency', fr: 'fréquence' }, frequency),
          call: must({ en: 'call', fr: 'appel' }, words),
          wait: must(
            { en: 'wait for an answer', fr: "attente d'une réponse" },
            quantity('time', { above: 0, max: 3600 }),
          ),
        }),
        1,
        32,
      ),
    ),
  },
);
export type LadderClause = ClauseOf<typeof FREQUENCY_LADDER>;
