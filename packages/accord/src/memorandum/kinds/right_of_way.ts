import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice, quantity, ranking } from '../spec/leaves.ts';

const WHO = {
  emergency: { en: 'aircraft in distress', fr: 'aéronefs en détresse' },
  lighter_than_air: { en: 'balloons and airships', fr: 'ballons et dirigeables' },
  glider: { en: 'gliders', fr: 'planeurs' },
  towing: { en: 'aircraft that tow', fr: 'aéronefs remorqueurs' },
  ultralight: { en: 'ultralights, hang gliders and paragliders', fr: 'ULM, deltaplanes et parapentes' },
  rotorcraft: { en: 'helicopters and other rotorcraft', fr: 'hélicoptères et autres giravions' },
  fixed_wing: { en: 'aeroplanes', fr: 'avions' },
  uncrewed: { en: 'uncrewed aircraft', fr: 'aéronefs sans équipage' },
} as const;

/**
 * Who gives way (after ICAO Annex 2, 3.2.2): an aircraft gives way to every aircraft that stands before it in `order`.
 * Among equals, `converging` says who has the way, and `head_on` and `overtaking` which side is passed. It holds within
 * `lateral_m` and `vertical_m` of the other aircraft.
 */
export const RIGHT_OF_WAY = kind('right_of_way', { en: 'right of way', fr: 'priorité de passage' }, 'machine', {
  order: must(
    { en: 'way is given to, first of all', fr: "cèdent le passage, d'abord à" },
    ranking(WHO, 'sort of aircraft'),
  ),
  converging: must(
    { en: 'converging', fr: 'routes convergentes' },
    choice({
      to_the_right_has_way: { en: 'the one on the right has the way', fr: 'celui de droite a la priorité' },
      both_give_way: { en: 'both give way', fr: 'tous deux cèdent le passage' },
    }),
  ),
  head_on: may(
    { en: 'head-on', fr: 'de face' },
    choice({ turn_right: { en: 'both turn right', fr: 'tous deux virent à droite' } }),
  ),
  overtaking: may(
    { en: 'overtaking', fr: 'dépassement' },
    choice({
      pass_right: { en: 'keep clear and pass on the right', fr: "s'écarter et passer à droite" },
      keep_clear: { en: 'keep clear on either side', fr: "s'écarter d'un côté ou de l'autre" },
    }),
  ),
  lateral: must({ en: 'within', fr: 'à moins de' }, quantity('length', { above: 0, max: 20 * 1852 })),
  vertical: must(
    { en: 'and within a height of', fr: "et d'une hauteur de" },
    quantity('length', { above: 0, max: 3048 }),
  ),
});
export type RightOfWayClause = ClauseOf<typeof RIGHT_OF_WAY>;
