import { canonicalJson, GENESIS, sha256Hex } from '@skyaccord/proof';
import { hashOf, type Sealed, textOf } from './envelope.ts';
import type { Kept, Place } from './frames.ts';
import type { Halt, History } from './session.ts';

/**
 * What the journal holds of a link: each message as it was sent or received, with its signature; how far the other side
 * is known to have come; and why it halted, with the other content, where there was one.
 */
export type LinkRecord = { readonly link: string } & (
  | { readonly way: 'sent'; readonly sealed: Sealed }
  /** `at_ms`: when it came, by this node's clock. */
  | { readonly way: 'received'; readonly sealed: Sealed; readonly at_ms?: number }
  | { readonly way: 'receipt'; readonly sequence: number }
  | { readonly way: 'halted'; readonly halt: Halt; readonly evidence: Sealed | null }
  | ({ readonly way: 'lifted' } & Lifted)
);

/** A new beginning of a link that had halted: who agreed to it here, why, and what stands before it. */
export type Lifted = {
  readonly epoch: number;
  readonly by: string;
  readonly reason: string;
  readonly at_ms: number;
  readonly before: Before;
};

/** How far either stream had come before, as one side has it. */
export type Before = { readonly sent: Place; readonly received: Place; readonly halt: Halt | null };

/** What the chain of an epoch begins with: nothing of an earlier epoch can follow it. */
const genesisOf = (epoch: number, ends: readonly [string, string]): string =>
  epoch === 0 ? GENESIS : sha256Hex(`skyaccord-link/1 epoch ${epoch} ${[...ends].sort().join(' ')}`);

/** The messages of one link by number: hashes of all, texts of those that may have to be sent again. */
export class LinkLog implements History {
  readonly #ends: readonly [string, string];
  readonly #waiting: number;
  #sent: string[] = [];
  #received: string[] = [];
  readonly #texts = new Map<number, string>();
  /** Bodies that came, by their hash: of this epoch, and the last of the one before. */
  #bodies = new Set<string>();
  #before = new Set<string>();
  /** What had no receipt when the link halted, and is yet to be sent anew. */
  #again: unknown[] = [];
  epoch = 0;
  halted: Halt | null = null;
  receipt = 0;

  /** @param waiting messages without a receipt that there may be at most; older ones are never sent again */
  constructor(records: readonly LinkRecord[], waiting: number, ends: readonly [string, string]) {
    this.#waiting = waiting;
    this.#ends = ends;
    for (const record of records) {
      if (record.way === 'halted') this.halted = record.halt;
      else if (record.way === 'receipt') this.receipt = record.sequence;
      else if (record.way === 'lifted') this.begin(record.epoch);
      else if (record.way === 'received') {
        this.#received.push(placeOf(record.sealed).hash);
        this.isRepeat((record.sealed.content.frame as Kept).body);
      } else {
        const place = placeOf(record.sealed);
        this.#sent.push(place.hash);
        this.#texts.set(place.sequence, textOf(record.sealed));
        this.#texts.delete(place.sequence - waiting);
        this.sentAgain((record.sealed.content.frame as Kept).body);
      }
    }
    this.acknowledged(this.receipt);
  }

  /** Begins anew: both streams at their first number. What had no receipt is sent anew. */
  begin(epoch: number): void {
    this.acknowledged(this.receipt);
    const open = [...this.#texts.keys()].map((sequence) => this.body(sequence));
    // What was to be sent anew after the last halt and was not comes first.
    this.#again = [...this.#again, ...open];
    this.epoch = epoch;
    this.halted = null;
    this.receipt = 0;
    this.#sent = [];
    this.#received = [];
    this.#texts.clear();
    this.#before = this.#bodies;
    this.#bodies = new Set();
  }

  /** What is to be sent anew, in order. */
  get again(): readonly unknown[] {
    return this.#again;
  }

  /** Notes that something was sent, which may be what was to be sent anew. */
  sentAgain(body: unknown): void {
    if (this.#again.length === 0) return;
    const text = canonicalJson(body);
    const at = this.#again.findIndex((one) => canonicalJson(one) === text);
    if (at >= 0) this.#again.splice(at, 1);
  }

  /** Whether a message came already before the link halted: it was sent anew since its receipt was lost. */
  isRepeat(body: unknown): boolean {
    const name = sha256Hex(canonicalJson(body));
    this.#bodies.add(name);
    if (this.#bodies.size > this.#waiting) this.#bodies.delete(this.#bodies.values().next().value as string);
    return this.#before.delete(name);
  }

  get sent_place(): Place {
    return this.#last(this.#sent);
  }

  get received_place(): Place {
    return this.#last(this.#received);
  }

  #last(hashes: readonly string[]): Place {
    return { sequence: hashes.length, hash: hashes.at(-1) ?? genesisOf(this.epoch, this.#ends) };
  }

  sent(sequence: number): string | null {
    return this.#sent[sequence - 1] ?? null;
  }

  received(sequence: number): string | null {
    return this.#received[sequence - 1] ?? null;
  }

  /** @throws RangeError for a message that the other side has */
  text(sequence: number): string {
    const text = this.#texts.get(sequence);
    if (text === undefined) throw new RangeError(`message ${sequence} is not kept for sending`);
    return text;
  }

  /** What is kept of a message that the other side may not have yet; null: it has it. */
  body(sequence: number): unknown {
    const text = this.#texts.get(sequence);
    return text === undefined ? null : ((JSON.parse(text) as Sealed).content.frame as Kept).body;
  }

  addSent({ sequence, hash }: Place, text: string): void {
    this.#sent[sequence - 1] = hash;
    this.#texts.set(sequence, text);
  }

  addReceived({ sequence, hash }: Place): void {
    this.#received[sequence - 1] = hash;
  }

  acknowledged(sequence: number): void {
    for (const known of this.#texts.keys()) {
      if (known > sequence) break;
      this.#texts.delete(known);
    }
  }
}

function placeOf(sealed: Sealed): Place {
  const kept = sealed.content.frame as Kept;
  return { sequence: kept.sequence, hash: hashOf(sealed, kept) };
}
