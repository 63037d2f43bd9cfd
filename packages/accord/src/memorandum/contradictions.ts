import type { Field, Problem } from '@skyaccord/wire';
import type { Period } from './header.ts';
import type { DisclosureClause } from './kinds/disclosure_duty.ts';
import type { SeparationClause } from './kinds/separation_minimum.ts';
import type { Clause } from './kinds.ts';

/** A clause with its place in the document. */
type Placed<C extends Clause = Clause> = { readonly clause: C; readonly field: Field };

const ofKind = <K extends Clause['kind']>(placed: readonly Placed[], kind: K) =>
  placed.filter((one): one is Placed<Extract<Clause, { kind: K }>> => one.clause.kind === kind);

/** Reports clauses that cannot stand beside each other at all. */
export function refuseContradictions(placed: readonly Placed[]): void {
  const [, ...endings] = ofKind(placed, 'duration_and_withdrawal');
  for (const { clause, field } of endings) {
    const reason = 'a second clause on how the memorandum ends';
    field.problem(reason, 'say it in one clause', clause.id);
  }
  const separations = ofKind(placed, 'separation_minimum');
  for (const { clause, field } of separations) {
    for (const id of clause.prevails_over ?? []) {
      const other = placed.find((one) => one.clause.id === id)?.clause;
      if (other === undefined || other.id === clause.id) continue;
      if (other.kind !== 'separation_minimum') {
        field.problem(`prevails over ${id}, which is no separation minimum`, 'name separation minima only', clause.id);
      } else if (other.prevails_over?.includes(clause.id)) {
        field.problem(`${clause.id} and ${id} each prevail over the other`, 'let one of them prevail', clause.id);
      }
    }
  }
}

/** What clauses say against each other, or beside the period of the memorandum, and what may be done about it. */
export function doubtContradictions(placed: readonly Placed[], period: Period | undefined): Problem[] {
  return [
    ...doubtSeparations(ofKind(placed, 'separation_minimum')),
    ...doubtStandoffs(ofKind(placed, 'boundary_standoff')),
    ...doubtLines(ofKind(placed, 'line_hours_and_test_calls')),
    ...doubtDisclosures(ofKind(placed, 'disclosure_duty')),
    ...doubtPeriods(placed, period),
  ];
}

/**
 * Two minima for one class: they are layers where the wider one has the longer grace time, as 3 NM for three minutes
 * about 1 NM for no moment. Otherwise the one that is lost last says nothing, or which of them holds cannot be told,
 * unless one prevails.
 */
function doubtSeparations(separations: readonly Placed<SeparationClause>[]): Problem[] {
  return pairs(separations).flatMap(([{ clause: a }, { clause: b, field }]): Problem[] => {
    const common = a.classes.filter((name) => b.classes.includes(name));
    const ranked = a.prevails_over?.includes(b.id) || b.prevails_over?.includes(a.id);
    if (common.length === 0 || ranked || saysTheSame(a, b) || areLayers(a, b) || areLayers(b, a)) return [];
    const reason = `two minima for ${common.join(', ')}: ${a.id} and ${b.id}, and neither prevails`;
    const remedy = `add prevails_over: [${a.id}] or change a value: a wider minimum needs a longer grace time`;
    return [field.describe(reason, remedy, b.id)];
  });
}

function areLayers(outer: SeparationClause, inner: SeparationClause): boolean {
  const covers = outer.lateral_m >= inner.lateral_m && outer.vertical_m >= inner.vertical_m;
  const wider = outer.lateral_m > inner.lateral_m || outer.vertical_m > inner.vertical_m;
  return covers && wider && outer.grace_s > inner.grace_s;
}

function saysTheSame(a: SeparationClause, b: SeparationClause): boolean {
  const same = a.lateral_m === b.lateral_m && a.vertical_m === b.vertical_m && a.grace_s === b.grace_s;
  return same && a.between === b.between && a.warn_ahead_s === b.warn_ahead_s;
}

function doubtStandoffs(clauses: readonly Placed<Extract<Clause, { kind: 'boundary_standoff' }>>[]): Problem[] {
  return pairs(clauses).flatMap(([{ clause: a }, { clause: b, field }]): Problem[] => {
    if (a.boundary.name !== b.boundary.name || !meet(a.binds, b.binds)) return [];
    const twice = a.standoffs.flatMap(({ categories }) =>
      categories.filter((category) => b.standoffs.some((other) => other.categories.includes(category))),
    );
    if (twice.length === 0) return [];
    const reason = `a second stand-off from ${b.boundary.name} for ${twice.join(', ')}, beside ${a.id}`;
    return [field.describe(reason, 'keep one of them, or let them bind different parties', b.id)];
  });
}

function doubtLines(clauses: readonly Placed<Extract<Clause, { kind: 'line_hours_and_test_calls' }>>[]): Problem[] {
  return pairs(clauses).flatMap(([{ clause: a }, { clause: b, field }]): Problem[] => {
    if (a.line !== b.line) return [];
    return [field.describe(`a second clause on the line ${b.line}, beside ${a.id}`, 'say it in one clause', b.id)];
  });
}

function doubtDisclosures(clauses: readonly Placed<DisclosureClause>[]): Problem[] {
  const found: Problem[] = [];
  const said: { what: string; to: readonly string[] | null; binds: readonly string[] | null; id: string }[] = [];
  for (const { clause, field } of clauses) {
    for (const { what, to } of clause.shares) {
      const { id, binds } = clause;
      const before = said.find((one) => one.what === what && meet(one.to, to) && meet(one.binds, binds));
      if (before === undefined) said.push({ what, to, binds, id });
      else {
        const reason = `says twice what is shared of ${what}${before.id === id ? '' : `, beside ${before.id}`}`;
        found.push(field.describe(reason, 'keep the one that shares more, or name different parties', id));
      }
    }
  }
  return found;
}

/** A clause that holds in no moment of the memorandum's own period. */
function doubtPeriods(placed: readonly Placed[], period: Period | undefined): Problem[] {
  if (period === undefined) return [];
  return placed.flatMap(({ clause, field }): Problem[] => {
    if (!('from_ms' in clause)) return [];
    const late = period.until_ms !== null && clause.from_ms !== null && clause.from_ms >= period.until_ms;
    const early = period.from_ms !== null && clause.until_ms !== null && clause.until_ms <= period.from_ms;
    if (!late && !early) return [];
    const reason = `its period ${late ? 'begins after' : 'is over before'} that of the memorandum`;
    return [field.describe(reason, 'correct one of the two periods', clause.id)];
  });
}

/** Whether two lists of parties, null being all, have one in common. */
function meet(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return a === null || b === null || a.some((party) => b.includes(party));
}

function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((b, index) => items.slice(0, index).map((a) => [a, b] as const));
}
