import { map, may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { list, quantity } from '../spec/leaves.ts';
import { checkLevels, LEVELS, line, PERIOD } from '../spec/places.ts';
import { BINDS, categories } from '../spec/references.ts';

/**
 * Stand-off from a line, by category of aircraft: an aircraft of a category keeps at least `distance_m` from the
 * nearest point of the line, on either side. A category that is not named has no stand-off; an aircraft of unknown
 * category keeps the widest one.
 */
export const BOUNDARY_STANDOFF = kind(
  'boundary_standoff',
  { en: 'boundary stand-off', fr: "distance d'éloignement d'une limite" },
  'machine',
  {
    boundary: must({ en: 'boundary', fr: 'limite' }, line),
    standoffs: must(
      { en: 'stand-offs', fr: 'éloignements' },
      list(
        map({
          categories: must({ en: 'categories', fr: 'catégories' }, categories),
          distance: must({ en: 'distance', fr: 'distance' }, quantity('length', { above: 0, max: 200 * 1852 })),
        }),
        1,
        8,
      ),
    ),
    ...LEVELS,
    ...PERIOD,
    ...BINDS,
    warn_ahead: may({ en: 'warning ahead', fr: "préavis d'alerte" }, quantity('time', { above: 0, max: 1800 })),
  },
  (read, fields) => {
    checkLevels(read, fields);
    const seen = new Set<string>();
    read.standoffs.forEach((standoff) => {
      const twice = standoff.categories.find((category) => seen.has(category));
      if (twice !== undefined) {
        fields.standoffs.problem(`two stand-offs for ${twice}`, 'name each category once', null);
      }
      for (const category of standoff.categories) seen.add(category);
    });
  },
);
export type StandoffClause = ClauseOf<typeof BOUNDARY_STANDOFF>;
