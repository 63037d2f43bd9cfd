import { added, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice } from '../spec/leaves.ts';
import { checkLevels, LEVELS, PERIOD, permissionArea } from '../spec/places.ts';
import { parties } from '../spec/references.ts';

/**
 * Permission to operate: inside the area, between floor and ceiling, in the period, only aircraft of the parties
 * granted may fly. An aircraft of another party raises a notice; it changes nothing in what is warned of. A mission
 * planned without permission is refused, unless `missions` says that it is flagged, for people to decide.
 */
export const PERMISSION = kind(
  'permission_to_operate',
  { en: 'permission to operate', fr: "autorisation d'opérer" },
  'machine',
  {
    area: must({ en: 'area', fr: 'zone' }, permissionArea),
    ...LEVELS,
    ...PERIOD,
    granted: must({ en: 'granted', fr: 'accordée à' }, parties(0)),
    missions: added(
      { en: 'a mission without permission is', fr: 'une mission sans autorisation est' },
      choice({
        refused: { en: 'refused', fr: 'refusée' },
        flagged: { en: 'flagged for people to decide', fr: 'signalée aux responsables' },
      }),
    ),
  },
  checkLevels,
);
export type PermissionClause = ClauseOf<typeof PERMISSION>;
