import { type Alert, dutiesOf, type LinkedAdvice, type Memorandum } from '@skyaccord/accord';
import type { Core } from '../run/core.ts';
import type { KeptKind } from './kinds.ts';
import type { ShownFlights } from './shown_flights.ts';
import { isWarning, type PartyWarning, warningsOf } from './warnings.ts';

/** So often advice that stands is said again. */
const SAY_AGAIN_MS = 5_000;
/** Warnings of other nodes that are kept to be shown. */
const MOST_WARNINGS = 50;

/** A warning as it was heard, and from whose node. */
export type HeardWarning = PartyWarning & { readonly from: string };

/** The way to one peer, so far as advice and warnings go. */
type ToPeer = {
  readonly party: string;
  readonly hasRoom: boolean;
  tell(track: string, update: unknown): void;
  submit(body: PartyWarning): void;
};

/** What this node advises its own aircraft, and what it warns others of: told those to whom the memorandum owes it. */
export class Advising {
  readonly #core: Core;
  readonly #own: string;
  readonly #shown: ShownFlights;
  readonly #clauses: () => Memorandum['clauses'];
  readonly #advised = new Map<string, { text: string; said_ms: number }>();
  /** Alerts at whose level another party was warned, by party and alert. */
  readonly #warned = new Map<string, string>();
  #warnings: readonly HeardWarning[] = [];

  /** @param clauses those that bind now */
  constructor(core: Core, own: string, shown: ShownFlights, clauses: () => Memorandum['clauses']) {
    this.#clauses = clauses;
    this.#core = core;
    this.#own = own;
    this.#shown = shown;
  }

  /** Warnings that come from other nodes. */
  readonly kind: KeptKind<PartyWarning> = {
    check: isWarning,
    take: (from, warning) => {
      this.#warnings = [{ from, ...warning }, ...this.#warnings].slice(0, MOST_WARNINGS);
    },
  };

  /** Warnings of other nodes, newest first. */
  get warnings(): readonly HeardWarning[] {
    return this.#warnings;
  }

  /** On a new connection all that stands is said again. */
  anew(): void {
    this.#advised.clear();
  }

  /** What this node advises its own aircraft goes to all, at once and again while it stands. */
  look(now_ms: number, peers: readonly ToPeer[]): void {
    for (const peer of peers) this.#warn(peer);
    this.#forget();
    const standing = adviceIn(this.#core.options.picture.alerts(), this.#own);
    for (const track of this.#advised.keys()) if (!standing.has(track)) this.#advised.delete(track);
    for (const [track, advice] of standing) {
      const text = JSON.stringify(advice);
      const before = this.#advised.get(track);
      if (before?.text === text && now_ms - before.said_ms < SAY_AGAIN_MS) continue;
      this.#advised.set(track, { text, said_ms: now_ms });
      for (const peer of peers) {
        // Whom it is about can only be told to who is shown that aircraft by name.
        if (this.#shown.rungOf(peer.party, track) === 'identity') {
          peer.tell(`advice ${track}`, { kind: 'advice', advice });
        }
      }
    }
  }

  #forget(): void {
    const standing = new Set(this.#core.options.picture.alerts().map(({ id }) => id));
    for (const name of this.#warned.keys()) if (!standing.has(name.split(' ')[1] ?? '')) this.#warned.delete(name);
  }

  /**
   * Where an aircraft of another party meets one that this node does not show it live, its node is warned: in bands,
   * once for each level, where the memorandum obliges this party to share its alerts with that one.
   */
  #warn(peer: ToPeer): void {
    const { party } = peer;
    const [duty] = dutiesOf(this.#clauses(), this.#own, party, 'alerts');
    if (duty === undefined) return;
    for (const alert of this.#core.options.picture.alerts()) {
      for (const { of, ...warning } of warningsOf(alert, party, duty.clause)) {
        const name = `${party} ${alert.id} ${warning.for}`;
        const rung = this.#shown.rungOf(party, of);
        if (rung === 'live_track' || rung === 'identity' || this.#warned.get(name) === alert.level) continue;
        if (!peer.hasRoom) continue;
        this.#warned.set(name, alert.level);
        peer.submit(warning);
      }
    }
  }
}

/** The advice that stands for aircraft of a party, by aircraft: that of the most urgent alert. */
function adviceIn(alerts: readonly Alert[], party: string): Map<string, LinkedAdvice> {
  const found = new Map<string, LinkedAdvice>();
  for (const { advice } of alerts) {
    for (const one of advice) {
      if (one.party === party && !found.has(one.for)) found.set(one.for, { for: one.for, manoeuvres: one.manoeuvres });
    }
  }
  return found;
}
