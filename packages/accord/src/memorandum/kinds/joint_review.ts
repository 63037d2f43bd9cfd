import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { instant, list, quantity, words } from '../spec/leaves.ts';
import { ASKED, parties } from '../spec/references.ts';

/** The parties review what happened at least every `every_s`, and an incident within `after_incident_within_s`. */
export const JOINT_REVIEW = kind('joint_review_cadence', { en: 'joint review', fr: 'examen conjoint' }, 'machine', {
  every: must({ en: 'at least every', fr: 'au moins tous les' }, quantity('time', { min: 86_400, max: 1100 * 86_400 })),
  first: may({ en: 'first by', fr: 'premier avant le' }, instant),
  after_incident_within: may(
    { en: 'after an incident within', fr: 'après un incident, dans un délai de' },
    quantity('time', { above: 0, max: 366 * 86_400 }),
  ),
  topics: may({ en: 'topics', fr: 'sujets' }, list(words, 1, 32)),
  between: may({ en: 'between', fr: 'entre' }, parties(2)),
  ...ASKED,
});
export type JointReviewClause = ClauseOf<typeof JOINT_REVIEW>;
