import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { quantity } from '../spec/leaves.ts';
import { clauses } from '../spec/references.ts';

/**
 * How the memorandum ends. A party may withdraw `withdrawal_notice_s` after it says so, and suspend it
 * `suspension_notice_s` after (null: it cannot be suspended). The clauses of `survives_suspension` and
 * `survives_withdrawal` go on, the latter for `survives_for_s` (null: without end).
 */
export const DURATION = kind(
  'duration_and_withdrawal',
  { en: 'duration, suspension and withdrawal', fr: 'durée, suspension et retrait' },
  'machine',
  {
    withdrawal_notice: must(
      { en: 'notice of withdrawal', fr: 'préavis de retrait' },
      quantity('time', { min: 0, max: 1100 * 86_400 }),
    ),
    suspension_notice: may(
      { en: 'notice of suspension', fr: 'préavis de suspension' },
      quantity('time', { min: 0, max: 366 * 86_400 }),
    ),
    survives_suspension: may(
      { en: 'goes on while suspended', fr: 'reste en vigueur pendant la suspension' },
      clauses(1),
    ),
    survives_withdrawal: may({ en: 'goes on after withdrawal', fr: 'reste en vigueur après le retrait' }, clauses(1)),
    survives_for: may({ en: 'for', fr: 'pendant' }, quantity('time', { above: 0, max: 3660 * 86_400 })),
  },
  (read, fields) => {
    if (read.suspension_notice_s === null && read.survives_suspension !== null) {
      fields.survives_suspension.problem(
        'clauses that survive a suspension that cannot be',
        'add suspension_notice',
        null,
      );
    }
    if (read.survives_for_s !== null && read.survives_withdrawal === null) {
      fields.survives_for.problem('a time for which nothing survives', 'add survives_withdrawal');
    }
  },
);
export type DurationClause = ClauseOf<typeof DURATION>;
