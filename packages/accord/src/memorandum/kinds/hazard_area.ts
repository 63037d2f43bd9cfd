import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice } from '../spec/leaves.ts';
import { checkLevels, VOLUME } from '../spec/places.ts';
import { parties, party } from '../spec/references.ts';

/**
 * A volume that is dangerous or closed for a time, and whose it is. `entry`: closed, or only with the clearance of the
 * owner, or with caution. Aircraft of the owner and of the parties `admitted` may be inside.
 */
export const HAZARD_AREA = kind(
  'hazard_area',
  { en: 'hazard area or closure', fr: 'zone de danger ou fermeture' },
  'machine',
  {
    ...VOLUME,
    owner: must({ en: 'owner', fr: 'responsable' }, party),
    entry: must(
      { en: 'entry', fr: 'entrée' },
      choice({
        closed: { en: 'closed', fr: 'interdite' },
        with_clearance: { en: 'only with clearance from the owner', fr: "seulement avec l'accord du responsable" },
        caution: { en: 'with caution', fr: 'avec prudence' },
      }),
    ),
    admitted: may({ en: 'admitted', fr: 'admises' }, parties(1)),
  },
  checkLevels,
);
export type HazardAreaClause = ClauseOf<typeof HAZARD_AREA>;
