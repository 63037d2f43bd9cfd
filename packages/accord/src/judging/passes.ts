import { openLoss } from '../encounters/measure.ts';
import { type Pair, pairKey } from '../encounters/pair.ts';
import { judgeRightOfWay } from '../judges/right_of_way.ts';
import { judgeSeparation } from '../judges/separation.ts';
import { plain, type Truth, type Verdict } from '../judges/verdict.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Encounter, Identity } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { type Flown, follow, pathsTogether } from './flown.ts';
import { rightOfWayFacts } from './giving.ts';
import { classesOf, judgedSubject, subjectOf } from './subject.ts';
import type { Judged } from './visits.ts';

/** Passes whose reports are kept at once; of one beyond them it is said that it cannot be told. */
const MOST_PASSES = 1024;

/** The reports of both aircraft of one pass, from a while before they came near. */
type Pass = { readonly a: Flown; readonly b: Flown; readonly near_ms: number };

export type SavedPasses = {
  readonly kept: readonly {
    readonly key: string;
    readonly a: string;
    readonly b: string;
    readonly near_ms: number;
  }[];
  readonly refused: readonly string[];
};

/**
 * Keeps the reports of pairs that are warned of or have lost separation, for as long as the pass lasts, so that the
 * whole of it can be judged with its uncertainty. Those of all other pairs stay with the tracks.
 */
export class Passes {
  readonly #memorandum: Memorandum;
  readonly #passes = new Map<string, Pass>();
  /** Pairs whose reports could not be kept for want of room. */
  readonly #refused = new Set<string>();
  readonly #most: number;

  constructor(memorandum: Memorandum, most = MOST_PASSES) {
    this.#memorandum = memorandum;
    this.#most = most;
  }

  /** To be told of each pair that was looked at. `alerted`: an alert stands for it. */
  looked(pair: Pair, alerted: boolean, table: TrackTable, now_ms: number): void {
    const key = pairKey(pair.a, pair.b);
    let pass = this.#passes.get(key);
    if (pair.undecided) {
      // What may be one aircraft is not judged as two; from when it is known to be two, it is.
      this.#passes.delete(key);
      return;
    }
    if (pass === undefined) {
      const losing = pair.clauses.some((_, k) => openLoss(pair.measured, k) !== null);
      if (!(alerted || losing) || this.#refused.has(key)) return;
      if (this.#passes.size >= this.#most) {
        this.#refused.add(key);
        return;
      }
      pass = { a: [], b: [], near_ms: now_ms };
      this.#passes.set(key, pass);
    }
    follow(pass.a, table, pair.slot_a, pair.from_ms);
    follow(pass.b, table, pair.slot_b, pair.from_ms);
  }

  /** A pass is over: what its clauses say of it. `encounter` null: it came to nothing; `about`: its case. */
  over(pair: Pair, encounter: Encounter | null, about: string | null, table: TrackTable): Judged[] {
    const key = pairKey(pair.a, pair.b);
    const pass = this.#passes.get(key);
    this.#passes.delete(key);
    const refused = this.#refused.delete(key);
    if (encounter === null || encounter.kind === 'same_aircraft') return [];
    const [a, b] = [table.words[pair.slot_a]!.identity, table.words[pair.slot_b]!.identity];
    const subjects = [judgedSubject(pair.a, a), judgedSubject(pair.b, b)];
    const judged = (verdict: Verdict): Judged => ({ verdict, subjects, about });
    // What is left of its reports may lie after all that happened: nobody is cleared by that.
    if (refused) return pair.clauses.map(({ id }) => judged(plain(id, 'cannot_tell', 'records_have_gaps')));
    const flown = pass ?? { a: [], b: [], near_ms: 0 };
    follow(flown.a, table, pair.slot_a, pair.from_ms);
    follow(flown.b, table, pair.slot_b, pair.from_ms);
    return [...this.#separation(pair, flown, a, b), ...this.#rightOfWay(flown, a, b)].map(judged);
  }

  save(pack: (numbers: Float64Array) => string): SavedPasses {
    const kept = [...this.#passes.keys()].sort().map((key) => {
      const { a, b, near_ms } = this.#passes.get(key)!;
      return { key, a: pack(Float64Array.from(a)), b: pack(Float64Array.from(b)), near_ms };
    });
    return { kept, refused: [...this.#refused].sort() };
  }

  restore({ kept, refused }: SavedPasses, unpack: (packed: string) => Float64Array): void {
    for (const key of refused) this.#refused.add(key);
    for (const { key, a, b, near_ms } of kept) {
      this.#passes.set(key, { a: [...unpack(a)], b: [...unpack(b)], near_ms });
    }
  }

  #separation(pair: Pair, flown: Pass, a: Identity, b: Identity): Verdict[] {
    const [path_a, path_b] = pathsTogether(flown.a, flown.b);
    const excused = pair.proximity.spans
      .filter((span) => span.excused)
      .map(({ from_ms, to_ms }) => ({ from_ms, to_ms: to_ms ?? Infinity }));
    const facts = { a: path_a, b: path_b, classes: classesOf(a.crew, b.crew), same_party: sameParty(a, b), excused };
    return pair.clauses.map((clause) => judgeSeparation(clause, facts));
  }

  #rightOfWay(flown: Pass, a: Identity, b: Identity): Verdict[] {
    const clauses = this.#memorandum.clauses.filter((clause) => clause.kind === 'right_of_way');
    if (clauses.length === 0) return [];
    const [path_a, path_b] = pathsTogether(flown.a, flown.b);
    const [one, other] = [subjectOf(a), subjectOf(b)];
    const facts = rightOfWayFacts({ subject: one, path: path_a }, { subject: other, path: path_b }, flown.near_ms);
    return facts === null ? [] : clauses.map((clause) => judgeRightOfWay(clause, facts));
  }
}

function sameParty(a: Identity, b: Identity): Truth {
  if (a.party === null || b.party === null || a.contested || b.contested) return 'maybe';
  return a.party === b.party ? 'yes' : 'no';
}
