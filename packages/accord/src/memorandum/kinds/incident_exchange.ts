import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choices, quantity } from '../spec/leaves.ts';
import { parties } from '../spec/references.ts';

/** After an incident each party sends the others a first account and then a full one, within these times. */
export const INCIDENT_EXCHANGE = kind(
  'incident_exchange_deadline',
  { en: 'incident exchange', fr: 'échange sur les incidents' },
  'machine',
  {
    first_within: must(
      { en: 'first account within', fr: 'premier compte rendu dans un délai de' },
      quantity('time', { above: 0, max: 31 * 86_400 }),
    ),
    full_within: may(
      { en: 'full account within', fr: 'compte rendu complet dans un délai de' },
      quantity('time', { above: 0, max: 366 * 86_400 }),
    ),
    contents: must(
      { en: 'contents', fr: 'contenu' },
      choices(
        {
          account: { en: "the crew's account", fr: "le récit de l'équipage" },
          tracks: { en: 'tracks', fr: 'trajectoires' },
          recordings: { en: 'recordings of the radio', fr: 'enregistrements radio' },
          line_calls: { en: 'calls over the line', fr: 'appels sur la ligne' },
          weather: { en: 'weather', fr: 'météo' },
        },
        'item',
      ),
    ),
    between: may({ en: 'between', fr: 'entre' }, parties(2)),
    released_when: may(
      { en: 'cases told to the public when', fr: 'dossiers rendus publics quand ils sont' },
      choices(
        {
          agreed: { en: 'agreed', fr: 'convenus' },
          not_determined: { en: 'not determined', fr: 'non déterminés' },
          disputed: { en: 'disputed', fr: 'contestés' },
        },
        'standing',
      ),
    ),
  },
  ({ first_within_s, full_within_s }, fields) => {
    if (full_within_s !== null && full_within_s <= first_within_s) {
      fields.full_within.problem('the full account is due before the first', 'give a later time');
    }
  },
);
export type IncidentExchangeClause = ClauseOf<typeof INCIDENT_EXCHANGE>;
