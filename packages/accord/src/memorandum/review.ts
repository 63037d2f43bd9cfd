import type { Field, Problem } from '@skyaccord/wire';
import type { AircraftRule, Clause, Party, SeparationClause } from './memorandum.ts';
import { registrationKey } from './registration.ts';

/** Reports every id that stands twice; ids are what alerts, journals and letters cite. */
export function refuseDuplicateIds(items: readonly { readonly id: string }[], fields: readonly Field[]): void {
  items.forEach(({ id }, index) => {
    if (id === '') return;
    const first = items.findIndex((other) => other.id === id);
    if (first === index) return;
    fields[index]?.problem(`id ${id} is already used by ${fields[first]?.path}`, 'give each its own id', id);
  });
}

/** Reports rules by which one aircraft would belong to two parties, or twice to one. */
export function refuseSharedAircraft(parties: readonly { party: Party; rules: readonly Field[] }[]): void {
  const claims = new Claims();
  for (const { party, rules } of parties) {
    party.aircraft.forEach((rule, index) => {
      const claim = claimOf(party.id, rule);
      if (claim.text === '') return;
      const clash = claims.add(claim);
      if (clash === null) return;
      const reason = `${claim.words} already claimed by ${clash.party}${clash.prefix ? ` with ${clash.shown}` : ''}`;
      const remedy =
        claim.prefix || clash.prefix ? 'choose prefixes of which none begins with another' : 'keep one claim';
      rules[index]?.problem(reason, remedy, claim.shown);
    });
  }
}

/** What a rule claims for a party: all aircraft whose name of one sort is `text`, or begins with it. */
type Claim = {
  readonly sort: 'address' | 'callsign' | 'registration';
  readonly prefix: boolean;
  readonly text: string;
  readonly shown: string;
  readonly words: string;
  readonly party: string;
};

function claimOf(party: string, rule: AircraftRule): Claim {
  switch (rule.by) {
    case 'address': {
      const { address } = rule;
      return { sort: 'address', prefix: false, text: address, shown: address, words: `address ${address} is`, party };
    }
    case 'registration': {
      const shown = rule.registration;
      const words = `registration ${shown} is`;
      return { sort: 'registration', prefix: false, text: registrationKey(shown), shown, words, party };
    }
    case 'callsign_prefix': {
      const shown = rule.prefix;
      return { sort: 'callsign', prefix: true, text: shown, shown, words: `callsigns in ${shown} are`, party };
    }
    case 'registration_prefix': {
      const shown = rule.prefix;
      const words = `registrations in ${shown} are`;
      return { sort: 'registration', prefix: true, text: registrationKey(shown), shown, words, party };
    }
  }
}

/** Claims made so far, found by what they begin with: a memorandum may hold many thousands. */
class Claims {
  readonly #same = new Map<string, Claim>();
  /** By what it begins with, the first claims of two parties. */
  readonly #beginning = new Map<string, Claim[]>();

  /** Adds a claim, or answers one that it clashes with; within one party a particular one may stand beside a wider. */
  add(claim: Claim): Claim | null {
    const { sort, prefix, text, party } = claim;
    const key = `${sort} ${prefix} ${text}`;
    const same = this.#same.get(key);
    if (same !== undefined) return same;
    for (let length = 1; length <= text.length; length++) {
      const wider = this.#same.get(`${sort} true ${text.slice(0, length)}`);
      if (wider !== undefined && wider.party !== party) return wider;
    }
    const narrower = prefix
      ? this.#beginning.get(`${sort} ${text}`)?.find((other) => other.party !== party)
      : undefined;
    if (narrower !== undefined) return narrower;
    this.#same.set(key, claim);
    for (let length = 1; length <= text.length; length++) this.#begin(`${sort} ${text.slice(0, length)}`, claim);
    return null;
  }

  #begin(key: string, claim: Claim): void {
    const known = this.#beginning.get(key);
    if (known === undefined) this.#beginning.set(key, [claim]);
    else if (known.length === 1 && known[0]!.party !== claim.party) known.push(claim);
  }
}

/** What a memorandum may say but hardly means. */
export function adviseOnClauses(
  clauses: readonly Clause[],
  fields: readonly Field[],
  whole: Field,
  parties: readonly string[],
): Problem[] {
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
  clauses.forEach((clause, index) => {
    if (clause.kind !== 'permission_to_operate' || !parties.every((party) => clause.granted.includes(party))) return;
    const warning = fields[index]?.describe(
      'every party is granted, so no notice can be raised',
      'leave it out',
      clause.id,
    );
    if (warning !== undefined) warnings.push(warning);
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
