import type net from 'node:net';
import { errorData, NodeError } from '../errors.ts';
import type { LinkConfig, LinkPeer } from './config.ts';
import { fingerprintOf, type LinkCard } from './identity.ts';
import { withPeer } from './links_file.ts';
import { accepted, connected } from './pair_line.ts';
import { pairCards } from './pairing.ts';

/** An attempt takes no longer than this; people may have gone. */
const ATTEMPT_MS = 10 * 60_000;
/** So many attempts may fail within the window, ms. */
const MOST_FAILED = 5;
const FAILED_MS = 10 * 60_000;

/** How two nodes find each other: one waits, the other connects; host:port. */
export type PairingAsked = {
  readonly listen: string | null;
  readonly connect: string | null;
  /** Where the other node listens for links; null: it connects to this one. */
  readonly address: string | null;
};

/** How an attempt stands. */
export type PairingState = {
  /**
   * `unavailable`: without a file of links to put a card into; `waiting`: for the other node; `digits`: of the other
   * person; `checking`: whether the other one typed right, too; `comparing`: the fingerprints, before somebody takes
   * the card in.
   */
  readonly phase: 'unavailable' | 'none' | 'waiting' | 'digits' | 'checking' | 'comparing' | 'paired' | 'failed';
  /** Where it waits for the other node; null: it does not. */
  readonly port: number | null;
  /** To be read to the other person. */
  readonly digits: string | null;
  readonly party: string | null;
  readonly fingerprint: string | null;
  readonly own_fingerprint: string;
  /** Why it failed, in words. */
  readonly reason: string | null;
};

type Host = {
  readonly own: LinkCard;
  readonly file: string;
  config(): LinkConfig;
  /** @throws NodeError link_invalid where the links cannot be taken up */
  check(config: LinkConfig): void;
  /** Puts the peer into the file of links, and takes it up. */
  add(peer: LinkPeer, by: string): Promise<void>;
  note(event: string, detail: Readonly<Record<string, unknown>>): void;
  now(): number;
};

/**
 * Pairing from a page, by the same talk as on the command line: one attempt at a time, in which digits are typed once.
 * Wrong ones end it, and what ended often has to wait.
 */
export class PairingDesk {
  readonly #host: Host;
  readonly #failed_ms: number[] = [];
  #state: PairingState;
  #asked: PairingAsked | null = null;
  #card: LinkCard | null = null;
  #typed: (digits: string) => void = () => {};
  #stop: AbortController | null = null;
  #late: NodeJS.Timeout | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#state = this.#blank();
  }

  get state(): PairingState {
    return this.#state;
  }

  /**
   * Begins an attempt.
   *
   * @throws NodeError pairing_failed where one is under way, too many failed, or the node could not be linked so
   */
  begin(asked: PairingAsked, by: string): PairingState {
    const { phase } = this.#state;
    if (this.#stop !== null) throw refused(`an attempt is under way (${phase}): end it first`, 'phase', phase);
    const now_ms = this.#host.now();
    while (this.#failed_ms[0] !== undefined && now_ms - this.#failed_ms[0] > FAILED_MS) this.#failed_ms.shift();
    if (this.#failed_ms.length >= MOST_FAILED) {
      const wait_min = Math.ceil((FAILED_MS - (now_ms - this.#failed_ms[0]!)) / 60_000);
      throw refused(
        `${MOST_FAILED} attempts failed: the next may begin in ${wait_min} min`,
        'attempts',
        `${MOST_FAILED}`,
      );
    }
    if ((asked.listen === null) === (asked.connect === null)) {
      throw refused('a node either waits for the other or connects to it', 'connect', String(asked.connect));
    }
    if (asked.address === null && this.#host.config().listen === null) {
      throw refused('this node does not listen for links: say where the other one does', 'address', 'null');
    }
    this.#asked = asked;
    this.#card = null;
    const stop = new AbortController();
    this.#stop = stop;
    this.#state = { ...this.#blank(), phase: 'waiting' };
    this.#host.note('pairing_began', { by });
    this.#late = setTimeout(() => stop.abort('it took longer than ten minutes'), ATTEMPT_MS);
    this.#late.unref();
    this.#run(asked, stop).catch((error: unknown) => this.#fail(stop, errorData(error).message));
    return this.#state;
  }

  /** Takes the digits that the other person read. @throws NodeError pairing_failed where none are waited for */
  type(digits: string): PairingState {
    if (this.#state.phase !== 'digits') throw refused('no digits are waited for', 'phase', this.#state.phase);
    this.#set({ phase: 'checking' });
    this.#typed(digits);
    return this.#state;
  }

  /**
   * Takes the other node's card in, after people compared the fingerprints.
   *
   * @throws NodeError pairing_failed where there is none, link_invalid where it cannot be
   */
  async confirm(by: string): Promise<PairingState> {
    const [card, asked] = [this.#card, this.#asked];
    if (this.#state.phase !== 'comparing' || card === null || asked === null) {
      throw refused('there is no card to be taken in', 'phase', this.#state.phase);
    }
    // Once: who asks twice finds none.
    this.#card = null;
    try {
      await this.#host.add({ card, address: asked.address, shows: {} }, by);
    } catch (error) {
      this.#card = card;
      throw error;
    }
    clearTimeout(this.#late);
    this.#stop = null;
    this.#set({ phase: 'paired' });
    return this.#state;
  }

  /** Ends what is under way; no card is taken in. */
  end(reason: string): void {
    const stop = this.#stop;
    if (stop === null) return;
    if (!stop.signal.aborted) stop.abort(reason);
    this.#fail(stop, refused(reason, 'phase', this.#state.phase).message);
  }

  async #run(asked: PairingAsked, stop: AbortController): Promise<void> {
    const listens = asked.listen !== null;
    const { signal } = stop;
    const line: net.Socket = listens
      ? await accepted(asked.listen as string, (port) => this.#set({ port }), signal)
      : connected(asked.connect as string);
    const isGone = new Promise<never>((_resolve, reject) => {
      const gone = (reason: string): void => reject(refused(reason, 'phase', this.#state.phase));
      // While a person types, nobody reads what comes.
      line.once('close', () => gone('the other node ended it: other digits were typed there, or somebody ended it'));
      signal.addEventListener('abort', () => gone(String(signal.reason)), { once: true });
    });
    isGone.catch(() => line.destroy());
    const ask = (mine: string, party: string): Promise<string> => {
      this.#set({ phase: 'digits', digits: mine, party, port: null });
      const typed = new Promise<string>((resolve) => {
        this.#typed = resolve;
      });
      return Promise.race([typed, isGone]);
    };
    const card = await pairCards(line, this.#host.own, listens ? 'listens' : 'connects', ask, 1);
    if (this.#stop !== stop) return;
    this.#host.check(withPeer(this.#host.config(), { card, address: asked.address, shows: {} }, this.#host.file));
    this.#card = card;
    this.#set({ phase: 'comparing', digits: null, fingerprint: fingerprintOf(card) });
    signal.addEventListener('abort', () => this.end(String(signal.reason)), { once: true });
  }

  #fail(stop: AbortController, reason: string): void {
    if (this.#stop !== stop) return;
    clearTimeout(this.#late);
    this.#stop = null;
    this.#card = null;
    this.#failed_ms.push(this.#host.now());
    this.#set({ phase: 'failed', digits: null, port: null, reason });
    this.#host.note('pairing_failed', { party: this.#state.party, reason });
  }

  #set(change: Partial<PairingState>): void {
    this.#state = { ...this.#state, ...change };
  }

  #blank(): PairingState {
    const own_fingerprint = fingerprintOf(this.#host.own);
    return { phase: 'none', port: null, digits: null, party: null, fingerprint: null, own_fingerprint, reason: null };
  }
}

const refused = (reason: string, field: string, value: string): NodeError =>
  new NodeError('pairing_failed', `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`, { field, value });
