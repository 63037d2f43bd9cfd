import type { Fusion } from '../fusion/fusion.ts';
import { combineIdentities } from '../identity/combine.ts';
import type { Identifier } from '../identity/identify.ts';
import { type Identity, unidentified } from '../outcome.ts';
import type { TrackTable, TrackWords } from '../tracks/table.ts';

/**
 * Who everybody is. A track that leads others is known by what all of them say; when they part, each is again what it
 * said itself.
 */
export class Identities {
  /** What a track says by itself, for tracks that lead others. */
  readonly #own = new Map<number, Identity>();
  readonly #identifier: Identifier;
  /** By slot, what the table showed when another naming took its place, and of which track. */
  readonly #left: (Identity | null)[] = [];
  readonly #leftOf: (TrackWords | null)[] = [];

  constructor(identifier: Identifier) {
    this.#identifier = identifier;
  }

  /** Something new was heard of a track: the slot whose identity changed by that (its leader's), or -1. */
  learn(table: TrackTable, fusion: Fusion, slot: number): number {
    const words = table.words[slot]!;
    const shown = words.identity;
    words.identity = this.#own.get(slot) ?? shown;
    const own = this.#identifier.identify(words);
    if (!this.#own.has(slot)) words.identity = own;
    else {
      this.#own.set(slot, own);
      words.identity = shown;
    }
    const leader = fusion.leaderOf(slot);
    return this.settle(table, fusion, leader) || (leader === slot && !same(shown, words.identity)) ? leader : -1;
  }

  /** Brings a track's identity in line with what lies beneath it; true when that changed it. */
  settle(table: TrackTable, fusion: Fusion, slot: number): boolean {
    const words = table.words[slot]!;
    const beneath = fusion.isHidden(slot) ? [] : fusion.beneath(slot);
    const own = this.#own.get(slot) ?? words.identity;
    if (beneath.length === 0 && !this.#own.has(slot)) return false;
    if (beneath.length === 0) this.#own.delete(slot);
    else this.#own.set(slot, own);
    const others = beneath.map((one) => this.#own.get(one) ?? table.words[one]!.identity);
    const identity = combineIdentities(own, others);
    if (same(words.identity, identity)) return false;
    words.identity = identity;
    return true;
  }

  /** A track is dropped, silent. What it said of the aircraft that it was one with stays known of that. */
  closed(table: TrackTable, fusion: Fusion, slot: number): void {
    const leader = fusion.leaderOf(slot);
    if (leader !== slot) {
      const own = this.#own.get(leader) ?? table.words[leader]!.identity;
      this.#own.set(leader, combineIdentities(own, [this.#own.get(slot) ?? table.words[slot]!.identity]));
    }
    this.#own.delete(slot);
  }

  /** The table is about to show other names: keeps these. */
  leave(table: TrackTable): void {
    for (const slot of table.slotOf.values()) {
      const words = table.words[slot]!;
      this.#leftOf[slot] = words;
      this.#left[slot] = words.identity;
    }
  }

  /** Brings back into the table what {@link leave} kept; a track that began since is nobody's yet. */
  show(table: TrackTable): void {
    for (const slot of table.slotOf.values()) {
      const words = table.words[slot]!;
      words.identity = this.#leftOf[slot] === words ? this.#left[slot]! : unidentified(words.technology);
    }
  }

  save(): (readonly [slot: number, identity: Identity])[] {
    return [...this.#own].sort((x, y) => x[0] - y[0]);
  }

  restore(saved: readonly (readonly [slot: number, identity: Identity])[]): void {
    for (const [slot, identity] of structuredClone(saved)) this.#own.set(slot, identity);
  }
}

function same(x: Identity, y: Identity): boolean {
  if (x === y) return true;
  return (
    x.callsign === y.callsign &&
    x.registration === y.registration &&
    x.category === y.category &&
    x.party === y.party &&
    x.crew === y.crew &&
    x.contested === y.contested &&
    x.confidence === y.confidence &&
    x.evidence.length === y.evidence.length &&
    x.evidence.every((one, i) => one.by === y.evidence[i]!.by && one.says === y.evidence[i]!.says)
  );
}
