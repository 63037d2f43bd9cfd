import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { list, quantity, words } from '../spec/leaves.ts';
import { checkLevels, VOLUME } from '../spec/places.ts';
import { ASKED, BINDS } from '../spec/references.ts';

/** A volume in which crews take special care, why, and what they do there; nobody is kept out of it. */
export const SPECIAL_CAUTION = kind(
  'special_caution_area',
  { en: 'special-caution area', fr: 'zone de prudence particulière' },
  'machine',
  {
    ...VOLUME,
    because: must({ en: 'because', fr: 'parce que' }, words),
    measures: must({ en: 'measures', fr: 'mesures' }, list(words, 1, 32)),
    speed: may({ en: 'speed at most', fr: 'vitesse au plus' }, quantity('speed', { above: 0, max: 600 })),
    ...BINDS,
    ...ASKED,
  },
  checkLevels,
);
export type SpecialCautionClause = ClauseOf<typeof SPECIAL_CAUTION>;
