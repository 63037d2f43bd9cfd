import { type ClauseOf, kind } from '../spec/kind.ts';
import { ASKED, BINDS } from '../spec/references.ts';

/** How people speak to each other, in words. */
export const CIVILITY = kind('civility', { en: 'civility', fr: 'courtoisie' }, 'people', { ...BINDS, ...ASKED });
export type CivilityClause = ClauseOf<typeof CIVILITY>;
