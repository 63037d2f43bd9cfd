import { map, may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { count, list, quantity, text, timeOfDay, words } from '../spec/leaves.ts';
import { parties } from '../spec/references.ts';

/**
 * The line between parties: its hours of day in UTC (null: day and night; where `from_s` is after `until_s` they span
 * midnight), how often it is tested, how fast a call is answered, and after how many missed tests in a row which steps
 * follow.
 */
export const LINE_HOURS = kind(
  'line_hours_and_test_calls',
  { en: 'line hours and test calls', fr: "heures de la ligne et appels d'essai" },
  'machine',
  {
    line: must({ en: 'line', fr: 'ligne' }, text(120)),
    between: must({ en: 'between', fr: 'entre' }, parties(2)),
    hours: may(
      { en: 'hours', fr: 'heures' },
      map(
        {
          from: must({ en: 'from', fr: 'de' }, timeOfDay),
          until: must({ en: 'until', fr: 'à' }, timeOfDay),
        },
        ({ from_s, until_s }, fields) => {
          if (from_s === until_s)
            fields.until.problem('the hours end as they begin', 'leave hours out for day and night');
        },
      ),
    ),
    answer_within: must(
      { en: 'a call is answered within', fr: 'un appel reçoit réponse dans un délai de' },
      quantity('time', { above: 0, max: 3600 }),
    ),
    test_every: must({ en: 'tested every', fr: 'essayée toutes les' }, quantity('time', { min: 60, max: 31 * 86_400 })),
    miss_limit: must(
      { en: 'missed tests in a row before escalation', fr: "essais manqués de suite avant l'escalade" },
      count(1, 100),
    ),
    escalation: must({ en: 'escalation', fr: 'escalade' }, list(words, 1, 16)),
  },
  (read, fields) => {
    if (read.answer_within_s >= read.test_every_s) {
      fields.answer_within.problem(
        'longer than the time between two test calls',
        'give a shorter time, or test less often',
      );
    }
  },
);
export type LineClause = ClauseOf<typeof LINE_HOURS>;
