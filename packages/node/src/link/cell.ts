import { randomBytes } from 'node:crypto';
import {
  type Alert,
  dutiesOf,
  type Identity,
  type LinkedAdvice,
  refAfter,
  type Setting,
  settingOf,
  type TrackState,
  type View,
  viewOf,
  type What,
} from '@skyaccord/accord';
import type { LiveFeed } from '../feeds/feed.ts';
import type { Core } from '../run/core.ts';
import { Bound, type Commitment, Openings } from './commitments.ts';
import type { LinkConfig, LinkPeer } from './config.ts';
import { FlightTrail, flightThing, isFlightView } from './flights.ts';
import { LIMITS, type Live } from './frames.ts';
import { isAdvice } from './heard.ts';
import { fingerprintOf, type LinkIdentity } from './identity.ts';
import { Link, type LinkStatus } from './link.ts';
import type { LinkRecord } from './link_log.ts';
import { PeerFeed } from './peer_feed.ts';
import { dial, LinkListener } from './sockets.ts';
import { isWarning, type PartyWarning, warningsOf } from './warnings.ts';

/** So often what each flight shows is looked at again, and advice that stands is said again. */
const SHOW_MS = 200;
const SAY_AGAIN_MS = 5_000;

/** A flight as one peer is shown it. */
type Shown = { ref: string; setting: Setting; since_ms: number; commitment: string; last: string };

/** A warning as it was heard, and from whose node. */
export type HeardWarning = PartyWarning & { readonly from: string };

/** `binding`: commitments that wait to be published; `bound`: what the other party is bound to. */
type Linked = {
  readonly peer: LinkPeer;
  readonly link: Link;
  readonly feed: PeerFeed;
  readonly bound: Bound;
  binding: Commitment[];
};

/** Warnings of other nodes that are kept to be shown. */
const MOST_WARNINGS = 50;
/** Of one message. */
const MOST_COMMITMENTS = 200;

/**
 * The cell as one node sees it: its links, what it shows over each, and what it takes from them. What another party
 * shows live comes in as a feed of that party; what its node advises its own aircraft goes to the watch.
 */
export class Cell {
  readonly feeds: readonly LiveFeed[];
  readonly #core: Core;
  readonly #config: LinkConfig;
  readonly #identity: LinkIdentity;
  readonly #links = new Map<string, Linked>();
  readonly #trails = new Map<string, FlightTrail>();
  readonly #shown = new Map<string, Map<string, Shown>>();
  readonly #openings: Openings;
  readonly #advised = new Map<string, { text: string; said_ms: number }>();
  /** Alerts at whose level another party was warned, by party and alert. */
  readonly #warned = new Map<string, string>();
  #warnings: readonly HeardWarning[] = [];
  #listener: LinkListener | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(core: Core, config: LinkConfig, identity: LinkIdentity) {
    this.#core = core;
    this.#config = config;
    this.#identity = identity;
    this.#openings = new Openings(core.options.data);
    this.feeds = config.peers.map((peer) => new PeerFeed(peer.card.party));
  }

  /** Takes up what the journal has of the links, listens and dials. Gives the port where it listens. */
  async start(records: readonly LinkRecord[]): Promise<number | null> {
    const { log } = this.#core.options;
    for (const [i, peer] of this.#config.peers.entries()) {
      const { party } = peer.card;
      const feed = this.feeds[i] as PeerFeed;
      const own = records.filter((record) => record.link === party);
      const bodies = receivedBy(own);
      const bound = new Bound();
      for (const body of bodies) bound.take(body);
      for (const body of bodies.filter(isWarning)) this.#heardWarning(party, body);
      const link = new Link(
        {
          own: this.#identity,
          peer: peer.card,
          dial: peer.address === null ? null : () => dial(this.#identity, peer.card, peer.address as string),
          limits: LIMITS,
          records: own,
          write: (record, done) => this.#core.linkRecord(record, done),
          log,
        },
        {
          kept: (body) => this.#keep(party, bound, body),
          live: (frame, fresh) => this.#take(peer, feed, frame, fresh),
          picture: () => this.#picture(party),
          changed: () => this.#changed(party, feed),
        },
      );
      this.#links.set(party, { peer, link, feed, bound, binding: [] });
      this.#shown.set(party, new Map());
    }
    log.info({ part: 'link' }, `fingerprint of ${this.#identity.card.party}: ${fingerprintOf(this.#identity.card)}`);
    for (const { card } of this.#config.peers) {
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

  /** Flights of this party, with the identity that says so. */
  #own(): { state: TrackState; identity: Identity }[] {
    const { picture } = this.#core.options;
    const own = this.#identity.card.party;
    return picture
      .tracks()
      .filter(({ party }) => party === own)
      .flatMap((state) => {
        const found = picture.track(state.track);
        return found === null ? [] : [{ state, identity: found.identity }];
      });
  }

  #setting(peer: LinkPeer, what: What): Setting {
    const duties = dutiesOf(this.#core.memorandum.clauses, this.#identity.card.party, peer.card.party, what);
    return settingOf(what, duties, peer.shows[what] ?? null);
  }

  #show(): void {
    const now_ms = Date.now();
    const own = this.#own();
    for (const { state } of own) {
      const trail = this.#trails.get(state.track) ?? new FlightTrail();
      trail.add(state);
      this.#trails.set(state.track, trail);
    }
    const alive = new Set(own.map(({ state }) => state.track));
    for (const track of this.#trails.keys()) if (!alive.has(track)) this.#trails.delete(track);
    for (const [party, { peer, link }] of this.#links) {
      const shown = this.#shown.get(party)!;
      for (const track of shown.keys()) if (!alive.has(track)) shown.delete(track);
      for (const { state, identity } of own) {
        const view = this.#view(peer, shown, state, identity, now_ms);
        if (view === null) continue;
        const entry = shown.get(state.track)!;
        const text = JSON.stringify(view);
        if (text === entry.last) continue;
        entry.last = text;
        link.tell(`flight ${entry.ref}`, { kind: 'flight', view });
      }
    }
    this.#publish();
    this.#advise(now_ms);
  }

  /** What a peer is shown of a flight now; what it was shown before decides under which name. */
  #view(peer: LinkPeer, shown: Map<string, Shown>, state: TrackState, identity: Identity, now_ms: number): View | null {
    const what: What = state.crew === 'uncrewed' ? 'uncrewed_flights' : 'crewed_flights';
    const setting = this.#setting(peer, what);
    const before = shown.get(state.track);
    const fresh = randomBytes(8).toString('hex');
    const isSame = before !== undefined && before.setting.rung === setting.rung;
    const ref =
      before === undefined ? fresh : refAfter({ ref: before.ref, rung: before.setting.rung }, setting.rung, fresh);
    const thing = flightThing(ref, state, identity, this.#trails.get(state.track)?.points ?? []);
    const since_ms = isSame ? before.since_ms : before === undefined ? 0 : now_ms;
    // At nothing not even that there is something to be bound to is told.
    const bind = () => (setting.rung === 'nothing' ? '' : this.#commit(peer.card.party, ref, what, thing.fields));
    const commitment = isSame ? before.commitment : bind();
    shown.set(state.track, { ref, setting, since_ms, commitment, last: before?.last ?? '' });
    return viewOf(thing, setting, { now_ms, since_ms }, commitment);
  }

  /** Binds this party to who a flight is; the opening stays in the data directory until it is asked for. */
  #commit(party: string, ref: string, what: What, fields: unknown): string {
    const made = this.#openings.commit(ref, { ref, what, fields }, randomBytes(16));
    this.#links.get(party)?.binding.push(made);
    return made.commitment;
  }

  /** Commitments go over the kept stream, so that both journals hold them; what opens them is on the disk by then. */
  #publish(): void {
    try {
      this.#openings.flush();
    } catch (error) {
      // What cannot be opened later is not published: it waits for the disk, as the journal does.
      this.#core.options.log.warn({ part: 'link', err: error }, 'openings of commitments cannot be written');
      return;
    }
    for (const linked of this.#links.values()) {
      // Where too many wait for the other side, these wait with them.
      while (linked.binding.length > 0 && linked.link.hasRoom) {
        linked.link.submit({ kind: 'commitments', commitments: linked.binding.slice(0, MOST_COMMITMENTS) });
        linked.binding = linked.binding.slice(MOST_COMMITMENTS);
      }
    }
  }

  #keep(party: string, bound: Bound, body: unknown): void {
    const revealed = bound.take(body);
    if (isWarning(body)) this.#heardWarning(party, body);
    if (revealed !== null) this.#core.note('revealed', { by: party, ref: revealed.ref, holds: revealed.holds });
    this.#core.changed();
  }

  #picture(party: string): (readonly [string, unknown])[] {
    const found = this.#links.get(party);
    if (found === undefined) return [];
    const shown = this.#shown.get(party)!;
    const now_ms = Date.now();
    this.#advised.clear();
    return this.#own().flatMap(({ state, identity }) => {
      const view = this.#view(found.peer, shown, state, identity, now_ms);
      return view === null ? [] : [[`flight ${view.ref}`, { kind: 'flight', view }] as const];
    });
  }

  /** What this node advises its own aircraft goes to all, at once and again while it stands. */
  #advise(now_ms: number): void {
    this.#warn();
    const standing = adviceIn(this.#core.options.picture.alerts(), this.#identity.card.party);
    for (const track of this.#advised.keys()) if (!standing.has(track)) this.#advised.delete(track);
    for (const [track, advice] of standing) {
      const text = JSON.stringify(advice);
      const before = this.#advised.get(track);
      if (before?.text === text && now_ms - before.said_ms < SAY_AGAIN_MS) continue;
      this.#advised.set(track, { text, said_ms: now_ms });
      for (const [party, { link, peer }] of this.#links) {
        // Whom it is about can only be told to who is shown that aircraft by name.
        if (this.#shown.get(party)?.get(track)?.setting.rung !== 'identity') continue;
        if (peer.card.party !== this.#identity.card.party) link.tell(`advice ${track}`, { kind: 'advice', advice });
      }
    }
  }

  /**
   * Where an aircraft of another party meets one that this node does not show it live, its node is warned: in bands,
   * once for each level, where the memorandum obliges this party to share its alerts with that one.
   */
  #warn(): void {
    const alerts = this.#core.options.picture.alerts();
    const standing = new Set(alerts.map(({ id }) => id));
    for (const name of this.#warned.keys()) if (!standing.has(name.split(' ')[1] ?? '')) this.#warned.delete(name);
    for (const [party, { link }] of this.#links) {
      const [duty] = dutiesOf(this.#core.memorandum.clauses, this.#identity.card.party, party, 'alerts');
      if (duty === undefined) continue;
      for (const alert of alerts) {
        for (const { of, ...warning } of warningsOf(alert, party, duty.clause)) {
          const name = `${party} ${alert.id} ${warning.for}`;
          const rung = this.#shown.get(party)?.get(of)?.setting.rung;
          if (rung === 'live_track' || rung === 'identity' || this.#warned.get(name) === alert.level) continue;
          if (!link.hasRoom) continue;
          this.#warned.set(name, alert.level);
          link.submit(warning);
        }
      }
    }
  }

  #heardWarning(from: string, warning: PartyWarning): void {
    this.#warnings = [{ from, ...warning }, ...this.#warnings].slice(0, MOST_WARNINGS);
  }

  /** Warnings of other nodes, newest first. */
  get warnings(): readonly HeardWarning[] {
    return this.#warnings;
  }

  #take({ card }: LinkPeer, feed: PeerFeed, { updates }: Live, fresh: boolean): void {
    if (fresh) feed.clear();
    for (const update of updates) {
      const { kind, view, advice } = (update ?? {}) as { kind?: unknown; view?: unknown; advice?: unknown };
      if (kind === 'flight' && isFlightView(view)) feed.show(view);
      else if (kind === 'advice' && isAdvice(advice) && this.#isOf(advice, card.party)) this.#core.hear(advice);
      else feed.complain();
    }
    feed.flush();
  }

  /** A node advises its own aircraft, and no other's. */
  #isOf(advice: LinkedAdvice, party: string): boolean {
    return this.#core.options.picture.track(advice.for)?.identity.party === party;
  }
}

/** The messages that the journal has from the other side. */
const receivedBy = (records: readonly LinkRecord[]): unknown[] =>
  records.flatMap((record) =>
    record.way === 'received' && record.sealed.content.frame.kind === 'kept' ? [record.sealed.content.frame.body] : [],
  );

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
