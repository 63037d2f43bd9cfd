import type { Field, Problem } from '@skyaccord/wire';
import type { Clause, Party, SeparationClause } from './memorandum.ts';

/** Reports every id that stands twice; ids are what alerts, journals and letters cite. */
export function refuseDuplicateIds(items: readonly { readonly id: string }[], fields: readonly Field[]): void {
  items.forEach(({ id }, index) => {
    if (id === '') return;
    const first = items.findIndex((other) => other.id === id);
    if (first === index) return;
    fields[index]?.problem(`id ${id} is already used by ${fields[first]?.path}`, 'give each its own id', id);
  });
}

/** Reports addresses and callsign prefixes by which one aircraft would belong to two parties, or twice to one. */
export function refuseSharedAircraft(parties: readonly { party: Party; rules: readonly Field[] }[]): void {
  const owners = new Map<string, string>();
  const prefixes: { prefix: string; party: string }[] = [];
  for (const { party, rules } of parties) {
    party.aircraft.forEach((rule, index) => {
      const field = rules[index];
      if (rule.by === 'address') {
        const owner = owners.get(rule.address);
        if (rule.address === '') return;
        if (owner === undefined) owners.set(rule.address, party.id);
        else field?.problem(`address ${rule.address} is already claimed by ${owner}`, 'keep one claim', rule.address);
        return;
      }
      if (rule.prefix === '') return;
      const clash = prefixes.find(({ prefix, party: owner }) => {
        const overlaps = prefix.startsWith(rule.prefix) || rule.prefix.startsWith(prefix);
        return prefix === rule.prefix || (overlaps && owner !== party.id);
      });
      if (clash === undefined) prefixes.push({ prefix: rule.prefix, party: party.id });
      else {
        const reason = `callsigns in ${rule.prefix} are already claimed by ${clash.party} with ${clash.prefix}`;
        field?.problem(reason, 'choose prefixes of which none begins with another', rule.prefix);
      }
    });
  }
}

/** What a memorandum may say but hardly means. */
export function adviseOnClauses(clauses: readonly Clause[], fields: readonly Field[], whole: Field): Problem[] {
  const warnings: Problem[] = [];
  const separations = clauses.flatMap((clause, index) => {
    return clause.kind === 'separation_minimum' ? [{ clause, field: fields[index] }] : [];
  });
  separations.forEach(({ clause, field }, index) => {
    const twin = separations.slice(0, index).find((other) => saysTheSame(other.clause, clause));
    if (twin === undefined || field === undefined) return;
    const reason = `says the same as ${twin.clause.id}: every breach would be counted twice`;
    warnings.push(field.describe(reason, 'keep one of them, or change a value', clause.id));
  });
  if (separations.length === 0) {
    warnings.push(whole.describe('no separation minimum', 'add one, or no alert can ever be raised', null));
  }
  return warnings;
}

function saysTheSame(a: SeparationClause, b: SeparationClause): boolean {
  return (
    a.classes.some((name) => b.classes.includes(name)) &&
    a.between === b.between &&
    a.lateral_m === b.lateral_m &&
    a.vertical_m === b.vertical_m &&
    a.grace_s === b.grace_s &&
    a.warn_ahead_s === b.warn_ahead_s
  );
}
