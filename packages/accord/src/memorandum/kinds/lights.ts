import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice, choices } from '../spec/leaves.ts';
import { ASKED, BINDS, categories } from '../spec/references.ts';

/** Lights that aircraft show, and when. What was shown, crews and observers must say: no feed carries it. */
export const LIGHTS = kind(
  'lights_and_conspicuity',
  { en: 'lights and conspicuity', fr: 'feux et visibilité' },
  'people',
  {
    lights: must(
      { en: 'lights', fr: 'feux' },
      choices(
        {
          navigation: { en: 'navigation lights', fr: 'feux de navigation' },
          anti_collision: { en: 'anti-collision lights', fr: 'feux anticollision' },
          strobe: { en: 'strobe lights', fr: 'feux à éclats' },
          landing: { en: 'landing lights', fr: "phares d'atterrissage" },
        },
        'light',
      ),
    ),
    when: must(
      { en: 'when', fr: 'quand' },
      choice({
        always: { en: 'at all times', fr: 'en tout temps' },
        night: { en: 'from sunset to sunrise', fr: 'du coucher au lever du soleil' },
        near_others: { en: 'within sight of other aircraft', fr: "en vue d'autres aéronefs" },
      }),
    ),
    categories: may({ en: 'categories', fr: 'catégories' }, categories),
    ...BINDS,
    ...ASKED,
  },
);
export type LightsClause = ClauseOf<typeof LIGHTS>;
