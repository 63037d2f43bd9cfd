import { added } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { ASKED } from '../spec/references.ts';

/** Words only, judged by people; no number is ever forced on it. */
export const QUALITATIVE_DUTY = kind(
  'qualitative_duty',
  { en: 'duty in words', fr: 'devoir énoncé en mots' },
  'people',
  { asked: added(ASKED.asked.label, ASKED.asked.node) },
);
export type DutyClause = ClauseOf<typeof QUALITATIVE_DUTY>;
