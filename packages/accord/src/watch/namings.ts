import { Identifier } from '../identity/identify.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Outcome } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { Identities } from './identities.ts';

/** Who everybody is by what one set of parties declared, and what is said of the tracks under these names. */
export type Naming = {
  readonly identities: Identities;
  /** Slots whose identity changed since last taken. */
  renamed: Set<number>;
  /** Said since last taken, in order. */
  outcomes: Outcome[];
};

/**
 * The names of the same tracks under several memoranda. The table shows one naming at a time; memoranda that declare
 * the same parties share theirs.
 */
export class Namings {
  readonly all: readonly Naming[];
  /** For each memorandum, which naming is its own. */
  readonly indexOf: readonly number[];
  #shown = 0;

  /** @param memoranda at least one */
  constructor(memoranda: readonly Memorandum[]) {
    const known = new Map<string, number>();
    const all: Naming[] = [];
    this.indexOf = memoranda.map((memorandum) => {
      const declared = JSON.stringify(memorandum.parties.map(({ id, aircraft }) => [id, aircraft]));
      const index = known.get(declared) ?? all.length;
      known.set(declared, index);
      if (index === all.length) {
        all.push({ identities: new Identities(new Identifier(memorandum)), renamed: new Set(), outcomes: [] });
      }
      return index;
    });
    this.all = all;
  }

  /** From now on the table's words hold the identities of this naming. */
  show(table: TrackTable, index: number): void {
    if (index === this.#shown) return;
    this.all[this.#shown]!.identities.leave(table);
    this.all[index]!.identities.show(table);
    this.#shown = index;
  }

  /** Calls for each naming in turn, while the table shows it. */
  each(table: TrackTable, call: (naming: Naming) => void): void {
    for (let i = 0; i < this.all.length; i++) {
      this.show(table, i);
      call(this.all[i]!);
    }
  }

  /** What is the same under every name. */
  say(outcome: Outcome): void {
    for (const { outcomes } of this.all) outcomes.push(outcome);
  }

  /** Forgets what was said and renamed: everybody concerned has it. */
  taken(): void {
    for (const naming of this.all) {
      if (naming.outcomes.length > 0) naming.outcomes = [];
      if (naming.renamed.size > 0) naming.renamed = new Set();
    }
  }
}
