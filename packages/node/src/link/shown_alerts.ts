import { randomBytes } from 'node:crypto';
import { type Alert, type Rung, reaches, type Setting, type Thing, type View, viewOf } from '@skyaccord/accord';
import { alertThing } from '../disclosure/things.ts';
import type { Picture } from '../picture/picture.ts';

/** So often an alert that stands is said again; a node counts on it for three times as long. */
const SAY_AGAIN_MS = 5_000;

/** An alert as one peer is shown it. */
type Shown = {
  readonly ref: string;
  readonly rung: Rung;
  readonly commitment: string;
  /** Where it was when it was first shown: below the live track it stays there, as its aircraft would be followed. */
  readonly place: Pick<Thing, 'volume' | 'track'>;
  last: string;
  said_ms: number;
};

/** Of the live stream: an alert as it is shown, or that it is over; only the newest of a name waits. */
export type AlertUpdate =
  | { readonly kind: 'alert'; readonly view: View }
  | { readonly kind: 'alert_over'; readonly ref: string };
type Told = readonly [string, AlertUpdate];

export type ShownAlertsOptions = {
  readonly party: string;
  readonly picture: Pick<Picture, 'alerts'>;
  /** How much a peer is shown of alerts, at most so much unless a clause obliges to more. */
  readonly setting: (peer: string, most: Rung) => Setting;
  /** How much a peer is shown of an aircraft of this party. */
  readonly rungOf: (peer: string, track: string) => Rung;
  /** Binds this party to what an alert is. */
  readonly bind: (peer: string, ref: string, value: unknown) => string;
};

/**
 * The alerts of this node as each peer is shown them. Only those that an aircraft of either of the two parties is part
 * of, and the other one theirs, too, or nobody's: what a third party showed this node goes no further. Of an aircraft
 * that is shown at a lower rung no more is told by its alerts, unless a clause obliges to it.
 */
export class ShownAlerts {
  readonly #options: ShownAlertsOptions;
  readonly #peers = new Map<string, Map<string, Shown>>();

  constructor(options: ShownAlertsOptions, peers: readonly string[]) {
    this.#options = options;
    this.setPeers(peers);
  }

  /** To whom something is shown from now on; what others were shown is forgotten. */
  setPeers(peers: readonly string[]): void {
    for (const peer of this.#peers.keys()) if (!peers.includes(peer)) this.#peers.delete(peer);
    for (const peer of peers) if (!this.#peers.has(peer)) this.#peers.set(peer, new Map());
  }

  /** What is now to be told each peer that it was not told before, or a while ago. */
  look(now_ms: number): Map<string, Told[]> {
    const alerts = this.#options.picture.alerts();
    const told = new Map<string, Told[]>();
    for (const [peer, shown] of this.#peers) told.set(peer, this.#tell(peer, shown, alerts, now_ms));
    return told;
  }

  /** All that stands, for a new connection. */
  picture(peer: string): Told[] {
    const shown = this.#peers.get(peer);
    if (shown === undefined) return [];
    for (const entry of shown.values()) entry.last = '';
    return this.#tell(peer, shown, this.#options.picture.alerts(), Date.now());
  }

  #tell(peer: string, shown: Map<string, Shown>, alerts: readonly Alert[], now_ms: number): Told[] {
    const told: Told[] = [];
    const standing = new Set<string>();
    for (const alert of alerts) {
      const most = this.mostOf(peer, alert);
      const setting = most === null ? null : this.#options.setting(peer, most);
      if (setting === null || setting.rung === 'nothing') continue;
      standing.add(alert.id);
      const update = this.#update(peer, shown, alert, setting, now_ms);
      if (update !== null) told.push(...update);
    }
    for (const [id, { ref }] of shown) {
      if (standing.has(id)) continue;
      shown.delete(id);
      told.push(over(ref));
    }
    return told;
  }

  #update(peer: string, shown: Map<string, Shown>, alert: Alert, setting: Setting, now_ms: number): Told[] | null {
    const told: Told[] = [];
    let entry = shown.get(alert.id);
    if (entry !== undefined && entry.rung !== setting.rung) {
      // Under its old name, what was told before would go on telling what it is.
      told.push(over(entry.ref));
      entry = undefined;
    }
    if (entry === undefined) {
      const ref = randomBytes(8).toString('hex');
      const { fields, volume, track } = alertThing(ref, alert);
      const commitment = this.#options.bind(peer, ref, { ref, what: 'alerts', fields });
      entry = { ref, rung: setting.rung, commitment, place: { volume, track }, last: '', said_ms: 0 };
      shown.set(alert.id, entry);
    }
    const now = alertThing(entry.ref, alert);
    const thing = reaches(setting.rung, 'live_track') ? now : { ...now, ...entry.place };
    const view = viewOf(thing, setting, { now_ms, since_ms: 0 }, entry.commitment);
    const text = JSON.stringify(view);
    if (view === null || (text === entry.last && now_ms - entry.said_ms < SAY_AGAIN_MS)) return told;
    entry.last = text;
    entry.said_ms = now_ms;
    told.push([`alert ${entry.ref}`, { kind: 'alert', view }]);
    return told;
  }

  /** How much an alert may tell by what its aircraft are shown at; null where it is not this peer's business. */
  mostOf(peer: string, { a, b }: Alert): Rung | null {
    const { party, rungOf } = this.#options;
    const sides = [a, b];
    if (!sides.some((one) => one.party === party || one.party === peer)) return null;
    if (sides.some((one) => one.party !== null && one.party !== party && one.party !== peer)) return null;
    const own = sides.filter((one) => one.party === party).map(({ track }) => rungOf(peer, track));
    return own.reduce<Rung>((least, rung) => (reaches(rung, least) ? least : rung), 'identity');
  }
}

const over = (ref: string): Told => [`alert ${ref}`, { kind: 'alert_over', ref }];
