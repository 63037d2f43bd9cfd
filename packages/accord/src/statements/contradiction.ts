import type { About, Predicate, Statement } from './statement.ts';

/** Two statements that cannot both be so, side by side. */
export type Contradiction = { readonly earlier: Statement; readonly later: Statement; readonly why: string };

/** A predicate, or that it is not so. */
type Claim = { readonly predicate: Predicate; readonly holds: boolean };
const is = (predicate: Predicate): Claim => ({ predicate, holds: true });
const isNot = (predicate: Predicate): Claim => ({ predicate, holds: false });

/**
 * Claims about one matter that cannot both be so at one time, beside a claim and its own negation. "Would welcome" and
 * "no consideration" are listed: who welcomes a thing has considered it.
 */
const CONTRARY: readonly (readonly [Claim, Claim])[] = [
  [is('welcomed'), is('denied')],
  [is('welcomed'), isNot('considered')],
  [is('granted'), is('denied')],
  [is('granted'), is('suspended')],
  [is('granted'), is('withdrawn')],
  [is('granted'), isNot('considered')],
  [is('denied'), isNot('considered')],
  [is('under_consideration'), isNot('considered')],
  [is('stood_up'), is('suspended')],
  [is('begun'), isNot('stood_up')],
  [is('full'), isNot('stood_up')],
  [is('initial'), isNot('stood_up')],
  [is('full'), is('degraded')],
  [is('open'), is('cut')],
  [is('tested'), is('cut')],
];

/**
 * Claims that an assurance excludes, by the assurance: who "will not seek" a permission has not asked for it, requested
 * it, or been seen operating under it.
 */
const AGAINST_ASSURANCE: readonly (readonly [Claim, Claim])[] = [
  [isNot('will_seek'), is('asked')],
  [isNot('will_seek'), is('requested')],
  [isNot('will_seek'), is('granted')],
  [isNot('will_operate'), is('granted')],
  [isNot('will_operate'), is('asked')],
  [isNot('will_operate'), is('requested')],
];

/** Why two statements cannot both be so; null where they can. Either order gives the same. */
export function contradicts(a: Statement, b: Statement): string | null {
  if (a === b || !aboutTheSame(a.about, b.about) || !atOneTime(a, b)) return null;
  const [p, q] = [claimOf(a), claimOf(b)];
  if (a.subject === b.subject) {
    if (p.predicate === q.predicate && p.holds !== q.holds) return `${told(p)} against ${told(q)}`;
    return listed(CONTRARY, p, q) ? `${told(p)} against ${told(q)}` : null;
  }
  const assured = a.subject === 'assurance' || b.subject === 'assurance';
  return assured && listed(AGAINST_ASSURANCE, p, q) ? `${told(p)} against ${told(q)}` : null;
}

/** "Not asked" is the negation of "asked". */
function claimOf({ predicate, negated }: Statement): Claim {
  return predicate === 'not_asked' ? { predicate: 'asked', holds: negated } : { predicate, holds: !negated };
}

function listed(pairs: readonly (readonly [Claim, Claim])[], p: Claim, q: Claim): boolean {
  const same = (x: Claim, y: Claim): boolean => x.predicate === y.predicate && x.holds === y.holds;
  return pairs.some(([x, y]) => (same(x, p) && same(y, q)) || (same(x, q) && same(y, p)));
}

/** Whether both may be about one thing: what one leaves open the other may mean; both must say of whom or of what. */
function aboutTheSame(a: About, b: About): boolean {
  const fits = (x: string | null, y: string | null): boolean => x === null || y === null || x === y;
  const named = (a.party !== null && a.party === b.party) || (a.thing !== null && a.thing === b.thing);
  return named && fits(a.party, b.party) && fits(a.thing, b.thing) && fits(a.area, b.area) && fits(a.clause, b.clause);
}

function atOneTime(a: Statement, b: Statement): boolean {
  const begins = Math.max(a.from_ms ?? Number.NEGATIVE_INFINITY, b.from_ms ?? Number.NEGATIVE_INFINITY);
  return begins < Math.min(a.until_ms ?? Number.POSITIVE_INFINITY, b.until_ms ?? Number.POSITIVE_INFINITY);
}

function told({ predicate, holds }: Claim): string {
  const words = predicate.replaceAll('_', ' ');
  return holds ? words : predicate.startsWith('will_') ? words.replace('will ', 'will not ') : `not ${words}`;
}
