import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choices, quantity } from '../spec/leaves.ts';
import { ASKED, BINDS } from '../spec/references.ts';

/** What nobody disturbs; `test_notice_s`: trials that might are told at least so long before. People judge it. */
export const NON_INTERFERENCE = kind('non_interference', { en: 'non-interference', fr: 'non-brouillage' }, 'people', {
  services: must(
    { en: 'services', fr: 'services' },
    choices(
      {
        voice: { en: 'voice between air and ground', fr: 'communications vocales air-sol' },
        data_link: { en: 'data links', fr: 'liaisons de données' },
        satellite_navigation: { en: 'satellite navigation', fr: 'navigation par satellite' },
        ground_navigation: { en: 'navigation aids on the ground', fr: 'aides à la navigation au sol' },
        surveillance: { en: 'transponders and surveillance', fr: 'transpondeurs et surveillance' },
        command_link: {
          en: 'command links of uncrewed aircraft',
          fr: 'liaisons de commande des aéronefs sans équipage',
        },
      },
      'service',
    ),
  ),
  test_notice: may(
    { en: 'notice of trials', fr: "préavis d'essais" },
    quantity('time', { above: 0, max: 365 * 86_400 }),
  ),
  ...BINDS,
  ...ASKED,
});
export type NonInterferenceClause = ClauseOf<typeof NON_INTERFERENCE>;
