import type { Register } from './register.ts';
import type { Statement } from './statement.ts';

/** From then on and before then; null: without a bound. */
export type PermissionSpan = {
  readonly from_ms: number;
  readonly until_ms: number | null;
  /** The statement that grants it. */
  readonly statement: string;
  readonly conditions: string | null;
};

const ENDS: readonly string[] = ['denied', 'expired', 'suspended', 'withdrawn'];

/**
 * When a party has a permission for an area, by what stood at an instant: each grant holds from when it was given, or
 * from the day that it names, until its own end or until somebody who speaks for the same party denies, suspends or
 * withdraws it. `grantor`: only who speaks for that party counts; null: anyone.
 */
export function permissionSpans(
  register: Register,
  matter: { readonly party: string; readonly area: string; readonly clause: string; readonly grantor: string | null },
  at_ms: number,
): readonly PermissionSpan[] {
  const said = register
    .ask({
      subject: 'permission',
      party: matter.party,
      area: matter.area,
      clause: matter.clause,
      at_ms,
      known_ms: at_ms,
    })
    .map(({ statement }) => statement)
    .filter(({ about, speaks_for }) => about.party === matter.party && fits(speaks_for, matter.grantor));
  return said.flatMap((statement, index): PermissionSpan[] => {
    if (!grants(statement)) return [];
    const end = said.slice(index + 1).find((later) => ends(later) && later.speaks_for === statement.speaks_for);
    const from_ms = Math.max(statement.as_of_ms, statement.from_ms ?? 0);
    const ended_ms = end === undefined ? null : Math.max(end.as_of_ms, end.from_ms ?? 0);
    const until_ms = earliest(statement.until_ms, ended_ms);
    if (until_ms !== null && until_ms <= from_ms) return [];
    return [{ from_ms, until_ms, statement: statement.id, conditions: statement.conditions }];
  });
}

const fits = (speaks_for: string | null, grantor: string | null): boolean => grantor === null || speaks_for === grantor;
const grants = ({ predicate, negated }: Statement): boolean =>
  (predicate === 'granted' || predicate === 'amended') && !negated;
const ends = ({ predicate, negated }: Statement): boolean =>
  (ENDS.includes(predicate) && !negated) || (predicate === 'granted' && negated);
const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
