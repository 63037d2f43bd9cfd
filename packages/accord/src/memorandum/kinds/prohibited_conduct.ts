import { may } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { list, words } from '../spec/leaves.ts';
import { ASKED, BINDS } from '../spec/references.ts';

/** Conduct that nobody shows, in words: people judge whether something was it. */
export const PROHIBITED_CONDUCT = kind(
  'prohibited_conduct',
  { en: 'prohibited conduct', fr: 'conduites interdites' },
  'people',
  { conducts: may({ en: 'conducts', fr: 'conduites' }, list(words, 1, 64)), ...BINDS, ...ASKED },
);
export type ProhibitedConductClause = ClauseOf<typeof PROHIBITED_CONDUCT>;
