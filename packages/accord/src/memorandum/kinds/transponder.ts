import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choices, quantity } from '../spec/leaves.ts';
import { areaShape, checkLevels, LEVELS, PERIOD } from '../spec/places.ts';
import { BINDS, categories } from '../spec/references.ts';

/**
 * What aircraft transmit, and under which conditions one may fly without it, with due regard for the safety of others
 * (Convention on International Civil Aviation, article 3 d). `area` null: everywhere. `due_regard`: every condition
 * named must hold; null: no leave to fly without. `outage_notice_s`: the other parties are told of a failure within it.
 */
export const TRANSPONDER = kind(
  'transponder_and_due_regard',
  { en: 'transponder and due regard', fr: 'transpondeur et respect de la sécurité' },
  'machine',
  {
    transmits: must(
      { en: 'transmits', fr: 'émet' },
      choices(
        {
          mode_c: { en: 'Mode A/C with altitude', fr: 'mode A/C avec altitude' },
          mode_s: { en: 'Mode S', fr: 'mode S' },
          adsb: { en: 'ADS-B', fr: 'ADS-B' },
          flarm: { en: 'FLARM', fr: 'FLARM' },
          remote_id: { en: 'Remote ID', fr: 'identification à distance' },
        },
        'equipment',
      ),
    ),
    area: may({ en: 'area', fr: 'zone' }, areaShape),
    ...LEVELS,
    ...PERIOD,
    categories: may({ en: 'categories', fr: 'catégories' }, categories),
    due_regard: may(
      { en: 'without it, only', fr: 'sans cela, seulement' },
      choices(
        {
          in_visual_conditions: {
            en: 'in visual meteorological conditions',
            fr: 'en conditions météorologiques de vol à vue',
          },
          under_surveillance: { en: 'watched by radar of its party', fr: 'sous surveillance radar de sa partie' },
          on_frequency: {
            en: 'in radio contact on the agreed frequency',
            fr: 'en contact radio sur la fréquence convenue',
          },
          with_notice: { en: 'after notice to the other parties', fr: 'après avis aux autres parties' },
          lights_on: { en: 'with all lights on', fr: 'tous feux allumés' },
        },
        'condition',
      ),
    ),
    outage_notice: may(
      { en: 'failure is told within', fr: 'panne signalée dans un délai de' },
      quantity('time', { above: 0, max: 86_400 }),
    ),
    ...BINDS,
  },
  checkLevels,
);
export type TransponderClause = ClauseOf<typeof TRANSPONDER>;
