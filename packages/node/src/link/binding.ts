import type { Core } from '../run/core.ts';
import { Bound, type Commitments, isCommitments, isRevealed, Openings, type Revealed } from './commitments.ts';
import type { KeptBody, KeptKind } from './kinds.ts';
import type { ShownFlights } from './shown_flights.ts';

/** Of one message. */
const MOST_COMMITMENTS = 200;

/** The way to one peer, so far as commitments go. */
type ToPeer = { readonly party: string; readonly hasRoom: boolean; submit(body: KeptBody): void };

/** What this party binds itself to towards others, and what they are bound to. */
export class Binding {
  readonly openings: Openings;
  readonly #core: Core;
  /** By party. */
  readonly #bound = new Map<string, Bound>();

  constructor(core: Core, data: string) {
    this.#core = core;
    this.openings = new Openings(data);
  }

  readonly published: KeptKind<Commitments> = {
    check: isCommitments,
    take: (from, body) => this.#boundOf(from).bind(body),
  };

  readonly revealed: KeptKind<Revealed> = {
    check: isRevealed,
    take: (from, body, _at_ms, again) => {
      const holds = this.#boundOf(from).holds(body);
      if (!again) this.#core.note('revealed', { by: from, ref: body.ref, holds });
    },
  };

  /** Commitments go over the kept stream, so that both journals hold them; what opens them is on the disk by then. */
  publish(shown: ShownFlights, peers: readonly ToPeer[]): void {
    try {
      this.openings.flush();
    } catch (error) {
      // What cannot be opened later is not published: it waits for the disk, as the journal does.
      this.#core.options.log.warn({ part: 'link', err: error }, 'openings of commitments cannot be written');
      return;
    }
    for (const peer of peers) {
      // Where too many wait for the other side, these wait with them.
      for (;;) {
        const commitments = shown.binding(peer.party, MOST_COMMITMENTS);
        if (commitments.length === 0 || !peer.hasRoom) break;
        peer.submit({ kind: 'commitments', commitments } as Commitments);
        shown.published(peer.party, commitments.length);
      }
    }
  }

  #boundOf(party: string): Bound {
    const bound = this.#bound.get(party) ?? new Bound();
    this.#bound.set(party, bound);
    return bound;
  }
}
