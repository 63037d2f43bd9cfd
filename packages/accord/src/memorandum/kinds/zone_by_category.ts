import { may } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { checkLevels, VOLUME } from '../spec/places.ts';
import { BINDS, categories } from '../spec/references.ts';

/**
 * A zone that is closed to some categories of aircraft, or open to some alone; of `closed_to` and `open_to` one is
 * null. An aircraft of unknown category is held to be of a category to which it is closed.
 */
export const ZONE_BY_CATEGORY = kind(
  'zone_by_category',
  { en: 'zone by category', fr: 'zone par catégorie' },
  'machine',
  {
    ...VOLUME,
    closed_to: may({ en: 'closed to', fr: 'interdite aux' }, categories),
    open_to: may({ en: 'open only to', fr: 'ouverte aux seuls' }, categories),
    ...BINDS,
  },
  (read, fields, whole) => {
    checkLevels(read, fields);
    if ((read.closed_to === null) === (read.open_to === null)) {
      whole.problem('a zone is closed to some categories, or open only to some', 'give closed_to or open_to', null);
    }
  },
);
export type ZoneClause = ClauseOf<typeof ZONE_BY_CATEGORY>;
