import { randomBytes } from 'node:crypto';
import { NodeError } from '../errors.ts';
import type { Core } from '../run/core.ts';
import {
  Bound,
  type Commitment,
  type Commitments,
  isCommitments,
  isRevealed,
  Openings,
  type ReceivedCommitment,
  type Revealed,
} from './commitments.ts';
import type { KeptBody, KeptKind } from './kinds.ts';

/** Of one message. */
const MOST_COMMITMENTS = 200;
/** Commitments of this party that are remembered to be listed and revealed; the journal has all. */
const MOST_GIVEN = 100_000;

/** The way to one peer, so far as commitments go. */
type ToPeer = { readonly party: string; readonly hasRoom: boolean; submit(body: KeptBody): void };

/** A commitment of this party towards another, and when it was revealed; null: it was not. */
export type GivenCommitment = {
  readonly to: string;
  readonly ref: string;
  readonly commitment: string;
  readonly given_ms: number;
  readonly revealed_ms: number | null;
};

/** What this party binds itself to towards others, and what they are bound to. */
export class Binding {
  readonly #openings: Openings;
  readonly #core: Core;
  /** By party. */
  readonly #bound = new Map<string, Bound>();
  /** What was bound to and is not published yet, by party. */
  readonly #waiting = new Map<string, Commitment[]>();
  /** By name. */
  readonly #given = new Map<string, GivenCommitment>();

  constructor(core: Core, data: string) {
    this.#core = core;
    this.#openings = new Openings(data);
  }

  readonly published: KeptKind<Commitments> = {
    check: isCommitments,
    take: (from, body, at_ms) => this.#boundOf(from).bind(body, at_ms),
    sent: (to, { commitments }, given_ms) => {
      for (const { ref, commitment } of commitments) {
        this.#given.set(ref, { to, ref, commitment, given_ms, revealed_ms: null });
        if (this.#given.size > MOST_GIVEN) this.#given.delete(this.#given.keys().next().value as string);
      }
    },
  };

  readonly revealed: KeptKind<Revealed> = {
    check: isRevealed,
    take: (from, body, at_ms, again) => {
      const holds = this.#boundOf(from).reveal(body, at_ms);
      if (!again) this.#core.note('revealed', { by: from, ref: body.ref, holds });
    },
    sent: (_to, { ref }, revealed_ms) => {
      const given = this.#given.get(ref);
      if (given !== undefined) this.#given.set(ref, { ...given, revealed_ms: given.revealed_ms ?? revealed_ms });
    },
  };

  /**
   * Binds this party towards another to what a thing is, under the name that it has for that one. It is published with
   * the next `publish`; what opens it stays in the data directory until it is asked for.
   */
  bind(to: string, ref: string, value: unknown): string {
    const made = this.#openings.commit(ref, value, randomBytes(16));
    const waiting = this.#waiting.get(to) ?? [];
    waiting.push(made);
    this.#waiting.set(to, waiting);
    return made.commitment;
  }

  /** Commitments go over the kept stream, so that both journals hold them; what opens them is on the disk by then. */
  publish(peers: readonly ToPeer[]): void {
    try {
      this.#openings.flush();
    } catch (error) {
      // What cannot be opened later is not published: it waits for the disk, as the journal does.
      this.#core.options.log.warn({ part: 'link', err: error }, 'openings of commitments cannot be written');
      return;
    }
    for (const peer of peers) {
      // Where too many wait for the other side, these wait with them.
      const waiting = this.#waiting.get(peer.party) ?? [];
      while (waiting.length > 0 && peer.hasRoom) {
        peer.submit({ kind: 'commitments', commitments: waiting.splice(0, MOST_COMMITMENTS) } as Commitments);
      }
    }
  }

  /**
   * What opens a commitment of this party towards another.
   *
   * @throws NodeError commitment_unknown where there is none of that name towards it, or its opening was erased
   */
  opening(to: string, ref: string): Revealed {
    const given = this.#given.get(ref);
    if (given?.to !== to) {
      throw new NodeError('commitment_unknown', `None of the name ${ref} was given to ${to}.`, {
        field: 'ref',
        value: ref,
      });
    }
    const opening = this.#openings.opening(ref);
    if (opening !== null) return opening;
    throw new NodeError('commitment_unknown', `What opens ${ref} was erased.`, { field: 'ref', value: ref });
  }

  /** One that was given. */
  givenOf(ref: string): GivenCommitment {
    return this.#given.get(ref) as GivenCommitment;
  }

  /** Newest first. */
  given(to: string, most: number): GivenCommitment[] {
    return [...this.#given.values()]
      .filter((one) => one.to === to)
      .slice(-most)
      .reverse();
  }

  /** Newest first. */
  received(from: string, most: number): ReceivedCommitment[] {
    return this.#boundOf(from).list(most);
  }

  #boundOf(party: string): Bound {
    const bound = this.#bound.get(party) ?? new Bound();
    this.#bound.set(party, bound);
    return bound;
  }
}
