import type { Choice, LinkedAdvice, Rung, Setting, ShowingStep, What } from '@skyaccord/accord';
import type { WebSocket } from 'ws';
import { DisclosureDesk } from '../disclosure/desk.ts';
import { type Previewed, previewOf } from '../disclosure/preview.ts';
import { NodeError } from '../errors.ts';
import type { LiveFeed } from '../feeds/feed.ts';
import type { Core } from '../run/core.ts';
import { Advising, type HeardWarning } from './advising.ts';
import { beginning } from './beginning.ts';
import { Binding } from './binding.ts';
import { checkChange, differenceOf, type LinkConfig, type LinkPeer } from './config.ts';
import { isFlightUpdate } from './flights.ts';
import { LIMITS, type Live } from './frames.ts';
import { isAdvice } from './heard.ts';
import { type HeardAlert, HeardAlertList, isAlertUpdate } from './heard_alerts.ts';
import { type HeardFlight, HeardFlights } from './heard_flights.ts';
import { fingerprintOf, type LinkCard, type LinkIdentity } from './identity.ts';
import { InForce } from './in_force.ts';
import { type KeptBody, type KeptKind, Kinds } from './kinds.ts';
import { Link } from './link.ts';
import type { LinkRecord } from './link_log.ts';
import type { LinkStatus } from './link_options.ts';
import { PeerFeed } from './peer_feed.ts';
import { type AlertUpdate, ShownAlerts } from './shown_alerts.ts';
import { ShownFlights } from './shown_flights.ts';
import { dial, LinkListener } from './sockets.ts';

/** So often what each flight shows is looked at again. */
const SHOW_MS = 200;

type Linked = { readonly link: Link; readonly feed: PeerFeed };

/** Told when a party is linked from now on, and when it is no more; what it promises is awaited. */
export type PeersListener = { joined(party: string): void; parted(party: string): Promise<void> };

/**
 * The cell as one node sees it: its links, what it shows over each, and what it takes from them. What another party
 * shows live comes in as a feed of that party; what its node advises its own aircraft goes to the watch. What arrives
 * on a kept stream goes to whoever registered its kind.
 */
export class Cell {
  /** What this party shows others. */
  readonly disclosure: DisclosureDesk;
  /** The party whose node this is. */
  readonly own: string;
  readonly #core: Core;
  #config: LinkConfig;
  readonly #identity: LinkIdentity;
  readonly #kinds = new Kinds();
  readonly #live = new Map<string, (from: string, update: object) => void>();
  readonly #feeds = new Map<string, PeerFeed>();
  readonly #links = new Map<string, Linked>();
  /** Links with parties that were taken out of the file, as they were left; they go on from there. */
  readonly #parted = new Map<string, Linked>();
  /** What the journal had at the start of links with parties that were not in the file. */
  readonly #past = new Map<string, LinkRecord[]>();
  readonly #listeners: PeersListener[] = [];
  /** What this party and the others are bound to. */
  readonly binding: Binding;
  readonly #shown: ShownFlights;
  readonly #alerts: ShownAlerts;
  readonly #heard = new HeardAlertList();
  readonly #flights = new HeardFlights();
  readonly #advising: Advising;
  #listener: LinkListener | null = null;
  #changing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;

  constructor(core: Core, config: LinkConfig, identity: LinkIdentity) {
    const { picture, data } = core.options;
    this.#core = core;
    this.#config = config;
    this.#identity = identity;
    this.own = identity.card.party;
    this.binding = new Binding(core, data);
    const inForce = new InForce(core);
    const duties = {
      get memorandum() {
        return { clauses: inForce.at(Date.now()) };
      },
      disclosureStated: (step: ShowingStep, done: () => void) => core.disclosureStated(step, done),
    };
    this.disclosure = new DisclosureDesk(duties, this.own, (to, what) => {
      return this.#config.peers.find(({ card }) => card.party === to)?.shows[what] ?? null;
    });
    const setting = (peer: string, what: What) => this.setting(peer, what);
    const bind = (peer: string, ref: string, value: unknown) => this.binding.bind(peer, ref, value);
    this.#shown = new ShownFlights({ party: this.own, picture, bind, setting }, this.peers);
    this.#alerts = new ShownAlerts(
      {
        party: this.own,
        picture,
        bind,
        setting: (peer, most) => this.disclosure.setting(peer, 'alerts', Date.now(), most),
        rungOf: (peer, track): Rung => this.#shown.rungOf(peer, track) ?? 'nothing',
      },
      this.peers,
    );
    this.#advising = new Advising(core, this.own, this.#shown, () => inForce.at(Date.now()));
    for (const { card } of config.peers) this.#feeds.set(card.party, new PeerFeed(card.party));
    this.on('commitments', this.binding.published);
    this.on('revealed', this.binding.revealed);
    this.on('warning', this.#advising.kind);
    this.on('beginning', beginning);
  }

  /** Who is told when a party is linked from now on, or no more; what it awaits comes before anything further. */
  listen(listener: PeersListener): void {
    this.#listeners.push(listener);
  }

  /** What each linked party shows live. */
  get feeds(): readonly LiveFeed[] {
    return [...this.#feeds.values()];
  }

  /** With whom it is linked, and where it listens. */
  get config(): LinkConfig {
    return this.#config;
  }

  /** The parties with whose nodes this one is linked. */
  get peers(): readonly string[] {
    return this.#config.peers.map(({ card }) => card.party);
  }

  /**
   * Takes messages of a kind that come over kept streams, and those of the journal at the start. To be called before
   * `start`.
   *
   * @throws RangeError for a kind that somebody else has
   */
  on<Body extends KeptBody>(kind: Body['kind'], handler: KeptKind<Body>): void {
    this.#kinds.on(kind, handler);
  }

  /**
   * Gives a message to the kept stream of a peer; `done` is told when it is durable here. It arrives once the link
   * allows, exactly once and in order.
   *
   * @throws NodeError link_full when too many wait for the other side, link_unknown for a party that is no peer
   * @throws RangeError for a message that is longer than a frame may be
   */
  submit(party: string, body: KeptBody, done: () => void = () => {}): void {
    this.#linked(party).link.submit(body, done);
  }

  /** Takes updates of a kind that come over the live stream: some may be lost, and whoever takes them checks them. */
  onLive(kind: string, take: (from: string, update: object) => void): void {
    this.#live.set(kind, take);
  }

  /** Tells a party something over the live stream while its link is up; of one name only the newest waits. */
  tell(party: string, name: string, update: object): void {
    this.#links.get(party)?.link.tell(name, update);
  }

  /** Whether a further message to a party may be submitted: never to one that is not linked. */
  hasRoom(party: string): boolean {
    return this.#links.get(party)?.link.hasRoom === true;
  }

  /** Whether what is said to a peer now arrives at once, so far as this node can know. */
  isUp(party: string): boolean {
    return this.#links.get(party)?.link.status().phase === 'up';
  }

  /**
   * Agrees that the link with a peer begins anew after a halt; `done` is told when that is durable.
   *
   * @throws NodeError link_unknown, or link_not_halted where neither side has halted
   */
  lift(party: string, by: string, reason: string, done: () => void): void {
    this.#linked(party).link.lift(by, reason, done);
  }

  /** How much a peer is shown of a kind of thing: what its party is owed, and what this party chose beyond it. */
  setting(party: string, what: What): Setting {
    return this.disclosure.setting(party, what);
  }

  /** Takes up what the journal has of the links, listens and dials. Gives the port where it listens. */
  async start(records: readonly LinkRecord[]): Promise<number | null> {
    const { log } = this.#core.options;
    this.#kinds.restore(records);
    for (const record of records) {
      const past = this.#past.get(record.link) ?? [];
      past.push(record);
      this.#past.set(record.link, past);
    }
    for (const peer of this.#config.peers) this.#links.set(peer.card.party, this.#open(peer));
    for (const card of this.cards) {
      log.info({ part: 'link' }, `fingerprint of ${card.party}: ${fingerprintOf(card)}`);
    }
    const port = await this.#listen();
    for (const { link } of this.#links.values()) link.start();
    this.#timer = setInterval(() => this.#show(), SHOW_MS);
    return port;
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const { link } of this.#links.values()) link.close();
    await this.#listener?.close();
  }

  /**
   * Takes up another list of links while the node runs: who is no longer in it is parted from, who is new is linked
   * with, from where their streams were left. What the kept streams hold of the others goes on untouched.
   *
   * @param by who changed it, for the journal
   * @throws NodeError link_invalid; nothing changed
   */
  change(config: LinkConfig, by: string): Promise<void> {
    const changing = this.#changing.then(() => this.#change(config, by));
    this.#changing = changing.catch(() => {});
    return changing;
  }

  /**
   * Whether a list of links can be taken up while the node runs.
   *
   * @throws NodeError link_invalid
   */
  check(config: LinkConfig): void {
    const parties = this.#core.memorandum.parties.map(({ id }) => id);
    checkChange(this.#config, config, parties);
  }

  async #change(config: LinkConfig, by: string): Promise<void> {
    this.check(config);
    const { gone, come, moved, shown } = differenceOf(this.#config, config);
    this.#config = config;
    if (gone.length + come.length + moved.length + shown.length === 0) return;
    const names = (peers: readonly LinkPeer[]): string[] => peers.map(({ card }) => card.party);
    const prints = [...come, ...moved].map(({ card }) => fingerprintOf(card));
    this.#core.note('links_changed', {
      by,
      joined: names(come),
      parted: names(gone),
      changed: names(moved),
      shows_changed: names(shown),
      fingerprints: prints,
    });
    for (const shows of [this.#shown, this.#alerts]) shows.setPeers(this.peers);
    this.#listener?.admit(config.peers.map(({ card }) => card));
    for (const name of names(gone)) this.#part(name);
    for (const listener of this.#listeners) await Promise.all(names(gone).map((name) => listener.parted(name)));
    for (const peer of moved) this.#linked(peer.card.party).link.join(peer.card, this.#dialOf(peer));
    for (const peer of come) this.#join(peer);
    for (const listener of this.#listeners) for (const name of names(come)) listener.joined(name);
    this.#core.changed();
  }

  #part(party: string): void {
    const link = this.#linked(party);
    this.#parted.set(party, link);
    this.#links.delete(party);
    this.#feeds.delete(party);
    link.feed.clear();
    this.#heard.clear(party);
    this.#flights.clear(party);
    link.link.part();
  }

  #join(peer: LinkPeer): void {
    const { party } = peer.card;
    const before = this.#parted.get(party);
    this.#feeds.set(party, before?.feed ?? new PeerFeed(party));
    const linked = before ?? this.#open(peer);
    this.#links.set(party, linked);
    this.#parted.delete(party);
    if (before === undefined) linked.link.start();
    else linked.link.join(peer.card, this.#dialOf(peer));
    this.#core.options.log.info({ part: 'link' }, `fingerprint of ${party}: ${fingerprintOf(peer.card)}`);
  }

  status(): LinkStatus[] {
    return [...this.#links.values()].map(({ link }) => link.status());
  }

  /** What is wrong with the links, in words. */
  reasons(): string[] {
    return this.status().flatMap(({ party, phase, reason, halted }) => {
      if (halted !== null) return [`the link with ${party} halted: ${halted.reason.replaceAll('_', ' ')}`];
      if (phase === 'up') return [];
      return [`the link with ${party} is down${reason === null ? '' : `: ${reason.replaceAll('_', ' ')}`}`];
    });
  }

  /** What another party sees of this one's things of a kind, or would see under another choice. */
  preview(to: string, what: What, choice?: Choice | null): Previewed[] {
    const { disclosure: desk } = this;
    return previewOf({ core: this.#core, desk, flights: this.#shown, alerts: this.#alerts }, to, what, choice);
  }

  /** The card of this node and those of its peers, as they were pinned. */
  get cards(): readonly LinkCard[] {
    return [this.#identity.card, ...this.#config.peers.map(({ card }) => card)];
  }

  /** Flights that other parties show, at whatever rung, newest first. */
  get flights(): readonly HeardFlight[] {
    return this.#flights.list(Date.now());
  }

  /** Alerts that other nodes show, newest first. */
  get alerts(): readonly HeardAlert[] {
    return this.#heard.list(Date.now());
  }

  /** Warnings of other nodes, newest first. */
  get warnings(): readonly HeardWarning[] {
    return this.#advising.warnings;
  }

  #dialOf({ card, address }: LinkPeer): (() => WebSocket) | null {
    return address === null ? null : () => dial(this.#identity, card, address);
  }

  #open(peer: LinkPeer): Linked {
    const { party } = peer.card;
    const feed = this.#feeds.get(party) as PeerFeed;
    const records = this.#past.get(party) ?? [];
    this.#past.delete(party);
    const link = new Link(
      {
        own: this.#identity,
        peer: peer.card,
        dial: this.#dialOf(peer),
        limits: LIMITS,
        records,
        write: (record, done) => this.#core.linkRecord(record, done),
        log: this.#core.options.log,
      },
      {
        kept: (body, at_ms) => this.#keep(party, body, at_ms),
        sent: (body, at_ms) => this.#kinds.sent(party, body, at_ms, false),
        arrived: (body) => this.#kinds.arrived(party, body),
        live: (frame, fresh) => this.#take(party, feed, frame, fresh),
        picture: () => {
          this.#advising.anew();
          return [...this.#shown.picture(party), ...this.#alerts.picture(party)];
        },
        changed: () => this.#changed(party, feed),
      },
    );
    return { link, feed };
  }

  #linked(party: string): Linked {
    const found = this.#links.get(party);
    if (found !== undefined) return found;
    const known = this.peers.length === 0 ? 'none' : this.peers.join(', ');
    throw new NodeError('link_unknown', `It is ${party}; linked are ${known}.`, { field: 'party', value: party });
  }

  async #listen(): Promise<number | null> {
    const { listen, peers } = this.#config;
    if (listen === null) return null;
    const cards = peers.map(({ card }) => card);
    this.#listener = new LinkListener(this.#identity, cards, (party, socket) => {
      const found = this.#links.get(party);
      if (found === undefined) socket.terminate();
      else found.link.accept(socket);
    });
    const colon = listen.lastIndexOf(':');
    const host = listen.slice(0, colon).replace(/^\[|\]$/g, '');
    return this.#listener.listen(host, Number(listen.slice(colon + 1)));
  }

  #changed(party: string, feed: PeerFeed): void {
    const status = this.#links.get(party)?.link.status();
    feed.setLive(status?.phase === 'up');
    if (status !== undefined) {
      const { phase, reason, clock } = status;
      this.#core.note('link', { with: party, phase, reason, clock_offset_ms: clock?.offset_ms ?? null });
    }
    this.#core.changed();
  }

  #show(): void {
    const now_ms = Date.now();
    // Flights first: an alert tells no more of them than they show.
    for (const shown of [this.#shown, this.#alerts]) {
      for (const [party, told] of shown.look(now_ms)) {
        for (const [name, update] of told) this.#links.get(party)?.link.tell(name, update);
      }
    }
    const peers = [...this.#links].map(([party, { link }]) => ({
      party,
      hasRoom: link.hasRoom,
      tell: (track: string, update: unknown) => link.tell(track, update),
      submit: (body: KeptBody) => link.submit(body),
    }));
    this.binding.publish(peers);
    this.#advising.look(now_ms, peers);
  }

  #keep(party: string, body: unknown, at_ms: number): void {
    const unread = this.#kinds.take(party, body, at_ms, false);
    if (unread !== null)
      this.#core.options.log.warn({ part: 'link', peer: party, reason: unread }, 'a message is unread');
    this.#core.changed();
  }

  #take(party: string, feed: PeerFeed, { updates }: Live, fresh: boolean): void {
    if (fresh) {
      feed.clear();
      this.#heard.clear(party);
      this.#flights.clear(party);
    }
    for (const update of updates) {
      const { kind, advice } = (update ?? {}) as { kind?: unknown; advice?: unknown };
      if (isFlightUpdate(update)) {
        if (update.kind === 'flight') {
          feed.show(update.view);
          this.#flights.take(party, update.view, Date.now());
        } else this.#flights.over(party, update.ref);
      } else if (kind === 'advice' && isAdvice(advice) && this.#isOf(advice, party)) this.#core.hear(advice);
      else if (isAlertUpdate(update)) this.#hearAlert(party, update);
      else {
        const take = this.#live.get(String(kind)) ?? (() => feed.complain());
        take(party, update as object);
      }
    }
    feed.flush();
  }

  /** What another node alerts on confirms what this one finds, where both see the two aircraft. */
  #hearAlert(party: string, update: AlertUpdate): void {
    const { picture } = this.#core.options;
    const said = this.#heard.take(party, update, Date.now(), (track) => picture.track(track) !== null);
    if (said !== null) this.#core.hear(said);
  }

  /** A node advises its own aircraft, and no other's. */
  #isOf(advice: LinkedAdvice, party: string): boolean {
    return this.#core.options.picture.track(advice.for)?.identity.party === party;
  }
}
