import { byKey, keysOf, TALLIES, type Tally, type TallyBy, type TallyCase } from './tally.ts';

type Group = { readonly ids: Set<string>; breached: number };
type Groups = Readonly<Record<TallyBy, Map<string | null, Group>>>;

/**
 * Counts of cases, kept as cases come and change: each change touches the groups of one case only. Counted anew from
 * all cases (`tallied`) it is the same.
 */
export class Tallies {
  readonly #cases = new Map<string, TallyCase>();
  readonly #groups: Groups;

  constructor() {
    this.#groups = Object.fromEntries(TALLIES.map((by) => [by, new Map()])) as unknown as Groups;
  }

  /** Counts a case, in place of what it was before. */
  put(one: TallyCase): void {
    const before = this.#cases.get(one.id);
    if (before !== undefined) this.#count(before, -1);
    this.#cases.set(one.id, one);
    this.#count(one, 1);
  }

  /** A case goes by another name from now on. */
  drop(id: string): void {
    const before = this.#cases.get(id);
    if (before === undefined) return;
    this.#count(before, -1);
    this.#cases.delete(id);
  }

  cases(): readonly TallyCase[] {
    return [...this.#cases.values()];
  }

  by(by: TallyBy): readonly Tally[] {
    return [...this.#groups[by]]
      .sort(([a], [b]) => byKey(a, b))
      .map(([of, { ids, breached }]) => ({ of, count: ids.size, breached, cases: [...ids].sort() }));
  }

  #count(one: TallyCase, sign: 1 | -1): void {
    for (const by of TALLIES) {
      const groups = this.#groups[by];
      for (const key of keysOf(one, by)) {
        const group = groups.get(key) ?? { ids: new Set<string>(), breached: 0 };
        if (sign > 0) group.ids.add(one.id);
        else group.ids.delete(one.id);
        if (one.breached) group.breached += sign;
        if (group.ids.size === 0) groups.delete(key);
        else groups.set(key, group);
      }
    }
  }
}
