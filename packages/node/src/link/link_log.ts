import { GENESIS } from '@skyaccord/proof';
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
);

/** The messages of one link by number: hashes of all, texts of those that may have to be sent again. */
export class LinkLog implements History {
  readonly #sent: string[] = [];
  readonly #received: string[] = [];
  readonly #texts = new Map<number, string>();
  readonly halted: Halt | null = null;
  readonly receipt: number = 0;

  /** @param waiting messages without a receipt that there may be at most; older ones are never sent again */
  constructor(records: readonly LinkRecord[], waiting: number) {
    for (const record of records) {
      if (record.way === 'halted') this.halted = record.halt;
      else if (record.way === 'receipt') this.receipt = record.sequence;
      else if (record.way === 'received') this.#received.push(placeOf(record.sealed).hash);
      else {
        const place = placeOf(record.sealed);
        this.#sent.push(place.hash);
        this.#texts.set(place.sequence, textOf(record.sealed));
        this.#texts.delete(place.sequence - waiting);
      }
    }
    this.acknowledged(this.receipt);
  }

  get sent_place(): Place {
    return last(this.#sent);
  }

  get received_place(): Place {
    return last(this.#received);
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

const last = (hashes: readonly string[]): Place => ({ sequence: hashes.length, hash: hashes.at(-1) ?? GENESIS });

function placeOf(sealed: Sealed): Place {
  const kept = sealed.content.frame as Kept;
  return { sequence: kept.sequence, hash: hashOf(sealed, kept) };
}
