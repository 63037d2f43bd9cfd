import { added, flat, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice, choices, quantity } from '../spec/leaves.ts';
import { clauses } from '../spec/references.ts';

/**
 * Separation minimum. Lost when range < lateral_m and vertical distance < vertical_m at once; breached when lost for
 * longer than grace_s without a pause. Equality is neither. `classes` are in the order of the enumeration; `between`
 * `different_parties`: an unidentified aircraft differs from everyone, also from another unidentified one.
 * `warn_ahead_s`: how far ahead a predicted loss raises an alert, which becomes a warning by `warn_when`: `likely`, or
 * without it, once a breach in that time is probable; `predicted`, once present courses lead to one, however improbable
 * it is that all hold them. `grace_resets_after_s`: a pause shorter than this does
 * not begin the grace time anew; without it any pause does. `alerts_at_least`: levels of a pair are never below those
 * of this alerting configuration of `@skyaccord/sky`. `prevails_over`: where this clause binds a pair, those do not.
 */
export const SEPARATION_MINIMUM = kind(
  'separation_minimum',
  { en: 'separation minimum', fr: 'minimum de séparation' },
  'machine',
  {
    applies: flat({ en: 'applies to', fr: "s'applique à" }, 'must', {
      classes: must(
        { en: 'encounter classes', fr: 'classes de rencontre' },
        choices(
          {
            'crewed/crewed': { en: 'crewed and crewed', fr: 'avec équipage et avec équipage' },
            'crewed/uncrewed': { en: 'crewed and uncrewed', fr: 'avec équipage et sans équipage' },
            'uncrewed/uncrewed': { en: 'uncrewed and uncrewed', fr: 'sans équipage et sans équipage' },
          },
          'class',
        ),
      ),
      between: must(
        { en: 'between', fr: 'entre' },
        choice({
          different_parties: { en: 'aircraft of different parties', fr: 'aéronefs de parties différentes' },
          any: { en: 'any two aircraft', fr: 'deux aéronefs quelconques' },
        }),
      ),
    }),
    lateral: must({ en: 'lateral minimum', fr: 'minimum latéral' }, quantity('length', { above: 0, max: 200 * 1852 })),
    vertical: must({ en: 'vertical minimum', fr: 'minimum vertical' }, quantity('length', { above: 0, max: 30_480 })),
    grace: must({ en: 'grace time', fr: 'délai de grâce' }, quantity('time', { min: 0, max: 3600 })),
    warn_ahead: must({ en: 'warning ahead', fr: "préavis d'alerte" }, quantity('time', { above: 0, max: 1800 })),
    grace_resets_after: added(
      { en: 'grace time begins anew after a pause of', fr: 'le délai de grâce repart après une pause de' },
      quantity('time', { min: 0, max: 3600 }),
    ),
    warn_when: added(
      { en: 'warns when a breach is', fr: 'avertit quand une infraction est' },
      choice({
        likely: { en: 'likely', fr: 'probable' },
        predicted: { en: 'predicted on present courses', fr: 'prévue sur les routes actuelles' },
      }),
    ),
    alerts_at_least: added(
      { en: 'alerts at least as', fr: 'alerte au moins comme' },
      choice({
        DO_365B_no_SUM: { en: 'RTCA DO-365B', fr: 'RTCA DO-365B' },
        Buffered_DWC_SC_228_nom_b: { en: 'the buffered volume of RTCA SC-228', fr: 'le volume élargi du RTCA SC-228' },
        SUAS_2000_250: { en: 'small uncrewed aircraft (2,000 ft, 250 ft)', fr: 'petits drones (2 000 ft, 250 ft)' },
      }),
    ),
    prevails_over: added({ en: 'prevails over', fr: 'prévaut sur' }, clauses(1)),
  },
);
export type SeparationClause = ClauseOf<typeof SEPARATION_MINIMUM>;
