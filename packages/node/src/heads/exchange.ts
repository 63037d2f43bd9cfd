import { checkSignature, type PrivateJwk, type PublicJwk, sign, type TreeHead } from '@skyaccord/proof';
import type { Cell } from '../link/cell.ts';
import type { KeptBody, KeptKind } from '../link/kinds.ts';
import {
  type AskedMessage,
  type HeadMessage,
  isMessage,
  type PathFrom,
  type PathsMessage,
  type RefusedMessage,
  type RelayedMessage,
  type SeenMessage,
} from './messages.ts';
import { type Followed, faultWords, type HeadFault, PartyHeads, type SeenHead } from './party_heads.ts';

/** A head is told at each connection, and so often while a link is up. */
export const TELL_MS = 600_000;
/** A link that comes and goes is not told anew sooner than this. */
const AGAIN_MS = 60_000;
const LOOK_MS = 1_000;

/** The own journal as a tree. Sizes that it never had have no path. */
export type OwnJournal = {
  head(): Promise<TreeHead>;
  paths(to: number, from: readonly number[]): Promise<PathFrom[]>;
};

type Wire = Pick<Cell, 'own' | 'peers' | 'on' | 'submit' | 'hasRoom' | 'isUp'>;
type Host = {
  /** Journals what was found, with both signed heads. */
  note(event: string, detail: Readonly<Record<string, unknown>>): void;
  changed(): void;
  warn(detail: object, words: string): void;
};
type Keys = { readonly own: PrivateJwk; readonly of: (party: string) => PublicJwk | null };

/** What stands between this node's journal and that of a party, each as the other was told. */
export type HeadStanding = {
  readonly party: string;
  readonly seen: TreeHead | null;
  readonly seen_ms: number | null;
  /** Heads of the party that continue one another, by size: the first, and the newest. */
  readonly chain: readonly { readonly size: number; readonly at_ms: number; readonly via: string }[];
  /** The newest head of this node that the party was told. */
  readonly told: TreeHead | null;
  /** The newest head of this node that the party countersigned, with its signature. */
  readonly countersigned: { readonly head: TreeHead; readonly signature: string } | null;
  readonly waiting: number;
  /** In words: what of the party's journal cannot be of one journal. */
  readonly fault: (HeadFault & { readonly words: string }) | null;
  /** The party says so of this node's journal. */
  readonly refused: RefusedMessage | null;
};

type Peer = {
  readonly heads: PartyHeads;
  told: TreeHead | null;
  told_ms: number;
  wasUp: boolean;
  countersigned: HeadStanding['countersigned'];
  refused: RefusedMessage | null;
};

/**
 * Tells each linked node the signed head of this journal, and holds what they tell of theirs against all that was told
 * before, also to others: a journal that was cut or rewritten, or two that were shown to two parties, is found at the
 * next exchange. All of it goes over the kept stream, so that both journals have it, with both signatures.
 */
export class HeadExchange {
  readonly #journal: OwnJournal;
  readonly #wire: Wire;
  readonly #host: Host;
  readonly #keys: Keys;
  readonly #peers = new Map<string, Peer>();
  #timer: NodeJS.Timeout | null = null;

  constructor(journal: OwnJournal, wire: Wire, host: Host, keys: Keys) {
    this.#journal = journal;
    this.#wire = wire;
    this.#host = host;
    this.#keys = keys;
    for (const party of wire.peers) this.joined(party);
    this.#on<HeadMessage>('tree_head', {
      check: isMessage.head,
      take: (from, body, at_ms, again) => this.#told(from, from, body, body.since, at_ms, again),
      sent: (to, { head }) => this.#sent(to, head),
    });
    this.#on<RelayedMessage>('tree_head_relayed', {
      check: isMessage.relayed,
      take: (from, body, at_ms, again) => this.#told(body.of, from, body, null, at_ms, again),
    });
    this.#on<PathsMessage>('tree_paths', {
      check: isMessage.paths,
      take: (from, { to, paths }, _, again) => {
        // The journal may have such of a party that is linked no more.
        const peer = this.#peers.get(from);
        if (peer !== undefined) this.#follow(from, peer.heads.answer(to, paths), again);
      },
    });
    this.#on<AskedMessage>('tree_paths_asked', {
      check: isMessage.asked,
      take: (from, body, _, again) => void (again || this.#prove(from, body)),
    });
    this.#on<SeenMessage>('tree_head_seen', {
      check: isMessage.seen,
      take: (from, body) => this.#countersigned(from, body),
    });
    this.#on<RefusedMessage>('tree_head_refused', {
      check: isMessage.refused,
      take: (from, body, _, again) => this.#refused(from, body, again),
    });
  }

  /** A party is linked from now on; what is known of its heads stays known. */
  joined(party: string): void {
    if (this.#peers.has(party)) return;
    const heads = new PartyHeads(party);
    this.#peers.set(party, { heads, told: null, told_ms: 0, wasUp: false, countersigned: null, refused: null });
  }

  /** Begins to tell. */
  start(): void {
    this.#timer = setInterval(() => void this.look(Date.now()), LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** Tells those who are due: whose link came up, and who heard nothing for long. */
  async look(now_ms: number): Promise<void> {
    const due: [string, Peer][] = [];
    for (const [party, peer] of this.#peers) {
      const isUp = this.#wire.isUp(party);
      const fresh = isUp && !peer.wasUp && now_ms - peer.told_ms >= AGAIN_MS;
      if (isUp && (fresh || now_ms - peer.told_ms >= TELL_MS) && this.#wire.hasRoom(party)) {
        peer.told_ms = now_ms;
        due.push([party, peer]);
        peer.wasUp = true;
      } else if (!isUp) peer.wasUp = false;
    }
    if (due.length === 0) return;
    const head = await this.#journal.head();
    const signature = sign(head, this.#keys.own, this.#wire.own, now_ms);
    for (const [party, { told }] of due) {
      const [since = null] = told === null ? [] : await this.#journal.paths(head.size, [told.size]);
      this.#submit<HeadMessage>(party, { kind: 'tree_head', head, signature, since });
    }
  }

  standings(): HeadStanding[] {
    return [...this.#peers].map(([party, { heads, told, countersigned, refused }]) => ({
      party,
      seen: heads.last?.head ?? null,
      seen_ms: heads.last?.at_ms ?? null,
      chain: heads.seen.map(({ head, at_ms, via }) => ({ size: head.size, at_ms, via })),
      told,
      countersigned,
      waiting: heads.waiting.length,
      fault: heads.fault === null ? null : { ...heads.fault, words: faultWords(party, heads.fault) },
      refused,
    }));
  }

  /** What is wrong, in words. */
  reasons(): string[] {
    return this.standings().flatMap(({ party, fault, refused }) => [
      ...(fault === null ? [] : [fault.words]),
      ...(refused === null
        ? []
        : [`${party} says that this journal does not continue it (${refused.because.replaceAll('_', ' ')})`]),
    ]);
  }

  #on<Body extends KeptBody>(kind: Body['kind'], handler: KeptKind<Body>): void {
    this.#wire.on(kind, handler);
  }

  #submit<Body extends KeptBody>(party: string, body: Body): void {
    if (this.#wire.hasRoom(party)) this.#wire.submit(party, body);
  }

  #sent(to: string, head: TreeHead): void {
    const peer = this.#peers.get(to);
    if (peer !== undefined) peer.told = head;
  }

  #told(
    of: string,
    via: string,
    { head, signature }: { readonly head: TreeHead; readonly signature: string },
    since: PathFrom | null,
    at_ms: number,
    again: boolean,
  ): void {
    const peer = this.#peers.get(of);
    const key = this.#keys.of(of);
    // Of a party that is not linked here nothing can be checked.
    if (peer === undefined || key === null) return;
    const verdict = checkSignature(signature, head, [key]);
    if (!verdict.ok) {
      // Nothing follows for the one whose name it bears: anybody could have written it.
      if (!again) this.#host.warn({ of, via, reason: verdict.reason }, 'a head of a journal is not signed by its node');
      return;
    }
    this.#follow(of, peer.heads.take({ head, signature, via, at_ms }, since), again);
  }

  #follow(of: string, { accepted, fault, ask }: Followed, again: boolean): void {
    if (again) return;
    for (const told of accepted) {
      if (told.via !== of) continue;
      const countersignature = sign(told.head, this.#keys.own, this.#wire.own, Date.now());
      this.#submit<SeenMessage>(of, { kind: 'tree_head_seen', head: told.head, countersignature });
      this.#relay(of, told);
    }
    if (ask !== null) this.#submit<AskedMessage>(of, { kind: 'tree_paths_asked', to: ask.to, from: [...ask.from] });
    if (fault === null) return;
    const words = faultWords(of, fault);
    this.#host.warn({ of }, words);
    this.#host.note('journal_of_another_party', { of, words, ...fault });
    const { told, seen, kind: because, after, until } = fault;
    const bare = ({ head, signature }: SeenHead) => ({ head, signature });
    const refused = { kind: 'tree_head_refused', told: bare(told), seen: bare(seen), because, after, until } as const;
    this.#submit<RefusedMessage>(of, refused);
    // Who was told the other history has to hear of this one.
    this.#relay(of, told);
    this.#host.changed();
  }

  #relay(of: string, { head, signature }: SeenHead): void {
    for (const party of this.#peers.keys()) {
      if (party !== of) this.#submit<RelayedMessage>(party, { kind: 'tree_head_relayed', of, head, signature });
    }
  }

  async #prove(party: string, { to, from }: AskedMessage): Promise<void> {
    const paths = await this.#journal.paths(to, from);
    this.#submit<PathsMessage>(party, { kind: 'tree_paths', to, paths });
  }

  #countersigned(from: string, { head, countersignature }: SeenMessage): void {
    const peer = this.#peers.get(from);
    const key = this.#keys.of(from);
    if (peer === undefined || key === null || !checkSignature(countersignature, head, [key]).ok) return;
    const before = peer.countersigned;
    if (before === null || before.head.size <= head.size) peer.countersigned = { head, signature: countersignature };
  }

  #refused(from: string, body: RefusedMessage, again: boolean): void {
    const peer = this.#peers.get(from);
    if (peer === undefined) return;
    peer.refused = body;
    if (again) return;
    this.#host.warn({ from, because: body.because }, 'another node refuses the head of this journal');
    this.#host.changed();
  }
}
