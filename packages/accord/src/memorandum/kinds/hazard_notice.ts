import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { list, quantity, words } from '../spec/leaves.ts';
import { BINDS } from '../spec/references.ts';

/**
 * How long before an activity that endangers aircraft (a balloon release, a display of drones, trials of satellite
 * navigation) the others are told: at least `lead_s` before it begins. `change_within_s`: of a change or an end they
 * are told within that time after it is decided.
 */
export const HAZARD_NOTICE = kind(
  'hazard_notice_lead_time',
  { en: 'hazard notice', fr: 'préavis de danger' },
  'machine',
  {
    activities: must({ en: 'activities', fr: 'activités' }, list(words, 1, 32)),
    lead: must({ en: 'lead time', fr: 'préavis' }, quantity('time', { above: 0, max: 365 * 86_400 })),
    change_within: may(
      { en: 'change or end is told within', fr: 'changement ou fin signalé dans un délai de' },
      quantity('time', { above: 0, max: 7 * 86_400 }),
    ),
    ...BINDS,
  },
  ({ lead_s, change_within_s }, fields) => {
    if (change_within_s !== null && change_within_s >= lead_s) {
      fields.change_within.problem('a change may be told later than the activity itself', 'give a time below lead');
    }
  },
);
export type HazardNoticeClause = ClauseOf<typeof HAZARD_NOTICE>;
