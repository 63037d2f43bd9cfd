import { randomBytes } from 'node:crypto';
import {
  type Identity,
  refAfter,
  type Setting,
  type Thing,
  type TrackState,
  type View,
  viewOf,
  type What,
} from '@skyaccord/accord';
import type { Picture } from '../picture/picture.ts';
import { FlightTrail, flightThing } from './flights.ts';

/** A flight as one peer is shown it. */
type Shown = { ref: string; setting: Setting; since_ms: number; commitment: string; last: string };

/** An update of the live stream, by the name under which only the newest waits. */
type Told = readonly [
  string,
  { readonly kind: 'flight'; readonly view: View } | { readonly kind: 'flight_over'; readonly ref: string },
];

export type ShownOptions = {
  readonly party: string;
  readonly picture: Picture;
  /** Binds this party to who a flight is. */
  readonly bind: (peer: string, ref: string, value: unknown) => string;
  /** How much a peer is shown of a kind of thing now. */
  readonly setting: (peer: string, what: What) => Setting;
};

/** The flights of this party as each peer is shown them, each under a name of its own for each peer. */
export class ShownFlights {
  readonly #options: ShownOptions;
  readonly #trails = new Map<string, FlightTrail>();
  readonly #peers = new Map<string, Map<string, Shown>>();

  constructor(options: ShownOptions, peers: readonly string[]) {
    this.#options = options;
    this.setPeers(peers);
  }

  /** To whom something is shown from now on; what others were shown is forgotten. */
  setPeers(peers: readonly string[]): void {
    for (const peer of this.#peers.keys()) if (!peers.includes(peer)) this.#peers.delete(peer);
    for (const peer of peers) if (!this.#peers.has(peer)) this.#peers.set(peer, new Map());
  }

  /** What is now to be told each peer that it was not told before. */
  look(now_ms: number): Map<string, Told[]> {
    const own = this.#own();
    for (const { state } of own) {
      const trail = this.#trails.get(state.track) ?? new FlightTrail();
      trail.add(state);
      this.#trails.set(state.track, trail);
    }
    const alive = new Set(own.map(({ state }) => state.track));
    for (const track of this.#trails.keys()) if (!alive.has(track)) this.#trails.delete(track);
    const told = new Map<string, Told[]>();
    for (const [peer, flights] of this.#peers) {
      const changed: Told[] = [];
      for (const [track, { ref, setting }] of flights) {
        if (alive.has(track)) continue;
        flights.delete(track);
        if (setting.rung !== 'nothing') changed.push(over(ref));
      }
      for (const { state, identity } of own) {
        const before = flights.get(state.track);
        const view = this.#view(peer, state, identity, now_ms);
        if (before !== undefined && before.setting.rung !== 'nothing' && view?.ref !== before.ref) {
          changed.push(over(before.ref));
        }
        if (view === null) continue;
        const entry = flights.get(state.track)!;
        const text = JSON.stringify(view);
        if (text === entry.last) continue;
        entry.last = text;
        changed.push([`flight ${entry.ref}`, { kind: 'flight', view }]);
      }
      told.set(peer, changed);
    }
    return told;
  }

  /** All that a peer is shown, for a new connection. */
  picture(peer: string): Told[] {
    const now_ms = Date.now();
    return this.#own().flatMap(({ state, identity }) => {
      const view = this.#view(peer, state, identity, now_ms);
      return view === null ? [] : [[`flight ${view.ref}`, { kind: 'flight', view }] as const];
    });
  }

  /** All flights of this party as they could be shown, whole, by what it calls them. */
  things(ref: string): { readonly name: string; readonly thing: Thing }[] {
    return this.#own().map(({ state, identity }) => ({
      name: state.callsign ?? state.track,
      thing: flightThing(ref, state, identity, this.#trails.get(state.track)?.points ?? []),
    }));
  }

  /** The rung at which a peer is shown a flight; undefined: it was not looked at for it yet. */
  rungOf(peer: string, track: string): Setting['rung'] | undefined {
    return this.#peers.get(peer)?.get(track)?.setting.rung;
  }

  /** Flights of this party, with the identity that says so. */
  #own(): { state: TrackState; identity: Identity }[] {
    const { picture, party: own } = this.#options;
    return picture
      .tracks()
      .filter(({ party }) => party === own)
      .flatMap((state) => {
        const found = picture.track(state.track);
        return found === null ? [] : [{ state, identity: found.identity }];
      });
  }

  /** What a peer is shown of a flight now; what it was shown before decides under which name. */
  #view(peer: string, state: TrackState, identity: Identity, now_ms: number): View | null {
    const flights = this.#peers.get(peer);
    if (flights === undefined) return null;
    const what: What = state.crew === 'uncrewed' ? 'uncrewed_flights' : 'crewed_flights';
    const setting = this.#options.setting(peer, what);
    const before = flights.get(state.track);
    const fresh = randomBytes(8).toString('hex');
    const isSame = before !== undefined && before.setting.rung === setting.rung;
    const ref =
      before === undefined ? fresh : refAfter({ ref: before.ref, rung: before.setting.rung }, setting.rung, fresh);
    const thing = flightThing(ref, state, identity, this.#trails.get(state.track)?.points ?? []);
    const since_ms = isSame ? before.since_ms : before === undefined ? 0 : now_ms;
    // At nothing not even that there is something to be bound to is told.
    const { fields } = thing;
    const bind = () => (setting.rung === 'nothing' ? '' : this.#options.bind(peer, ref, { ref, what, fields }));
    const commitment = isSame ? before.commitment : bind();
    flights.set(state.track, { ref, setting, since_ms, commitment, last: before?.last ?? '' });
    return viewOf(thing, setting, { now_ms, since_ms }, commitment);
  }
}

const over = (ref: string): Told => [`flight ${ref}`, { kind: 'flight_over', ref }];
