import type { Memorandum } from '../memorandum/memorandum.ts';
import type { CrewState } from '../memorandum/terms.ts';
import { disclosedForm } from './disclosed.ts';
import { type Filing, type FilingState, settleFilings } from './filings.ts';
import { type Mission, type MissionVolume, spanOf, USUAL_COSTS } from './mission.ts';
import { MissionTraffic } from './traffic.ts';

/** More filings than these of either side are not held at once. */
const MOST_FILINGS = 5_000;
/** What is over for this long can be in the way of nothing that is filed now, ms. */
const OVER_MS = 3_600_000;

/** A mission as it is filed with another node: the volumes that all may know, and what decides who goes first. */
export type FiledForm = {
  readonly crew: CrewState;
  readonly priority: number;
  readonly volumes: readonly MissionVolume[];
  /**
   * When it was filed by its node's clock, or just after the latest that its node had heard of then, if that is later:
   * who knows of a filing cannot go before it by saying that it filed sooner.
   */
  readonly order_ms: number;
};

/** How a filing stands between two nodes; `to`: what it gives way to. */
export type ExchangeState = { readonly state: FilingState; readonly to: string | null };

type Held = { readonly version: number; readonly sha256: string; readonly mission: Mission };

/** What is filed of a mission, but for the order. */
export function filedFormOf(mission: Mission): Omit<FiledForm, 'order_ms'> {
  const { aircraft, priority, volumes } = disclosedForm(mission);
  return { crew: aircraft.crew, priority, volumes: volumes ?? [] };
}

/** A filing of a party as a mission of which nothing but its volumes is known. */
export function filedMission(party: string, ref: string, { crew, priority, volumes, order_ms }: FiledForm): Mission {
  return {
    id: filedId(party, ref),
    party,
    unit: null,
    callsign: null,
    aircraft: { category: null, crew },
    purpose: 'transport',
    priority,
    filed_ms: order_ms,
    route: null,
    volumes,
    uncertainty: { lateral_m: 0, vertical_m: 0, time_s: 0 },
    flexibility: { latest_delay_s: 0, lowest_m: null, highest_m: null, longest_detour_m: 0 },
    costs: USUAL_COSTS,
    under: [],
  };
}

/** How a filing of another node is called here. */
export const filedId = (party: string, ref: string): string => `${party}:${ref}`;

/**
 * The filings that this node and one other have told each other of. Both hold the same ones in the same form once all
 * has arrived, and settle them alike; until then neither calls confirmed what the other has not signed for.
 */
export class FilingExchange {
  readonly #memorandum: Memorandum;
  readonly #peer: string;
  readonly #own = new Map<string, Held>();
  readonly #theirs = new Map<string, Held>();
  /** By name, on either side, the names of those of the other side that are too near. */
  readonly #clashes = new Map<string, Set<string>>();
  /** The version of each own filing that the other node signed for. */
  readonly #receipts = new Map<string, number>();

  constructor(memorandum: Memorandum, peer: string) {
    this.#memorandum = memorandum;
    this.#peer = peer;
  }

  /** Just after all that the other node is known to have filed, and not before `at_ms`. */
  orderAt(at_ms: number): number {
    let order_ms = at_ms;
    for (const { mission } of this.#theirs.values()) order_ms = Math.max(order_ms, mission.filed_ms + 1);
    return order_ms;
  }

  /** One of this node's as the other is told of it, under the party that flies. */
  putOwn(party: string, ref: string, version: number, form: FiledForm, sha256: string): void {
    this.#put(this.#own, this.#theirs, { version, sha256, mission: filedMission(party, ref, form) });
  }

  /** One of the other node's. Ask `objection` first. */
  putTheirs(ref: string, version: number, form: FiledForm, sha256: string): void {
    this.#put(this.#theirs, this.#own, { version, sha256, mission: filedMission(this.#peer, ref, form) });
  }

  /** Takes away what is over, of either side. */
  drop(party: string, ref: string): void {
    const id = filedId(party, ref);
    for (const side of [this.#own, this.#theirs]) side.delete(id);
    this.#receipts.delete(id);
    this.#unlink(id);
  }

  /** The other node signed that it holds an own filing in this version. */
  receipt(party: string, ref: string, version: number): void {
    const id = filedId(party, ref);
    const held = this.#own.get(id);
    if (held !== undefined && held.version === version) this.#receipts.set(id, version);
  }

  /** Why a filing of the other node cannot be taken; null where it can. */
  objection(ref: string, form: FiledForm, now_ms: number): string | null {
    this.#prune(now_ms);
    const { order_ms, priority, volumes } = form;
    const known = this.#theirs.get(filedId(this.#peer, ref))?.mission;
    if (known === undefined && this.#theirs.size >= MOST_FILINGS) {
      return `${MOST_FILINGS} filings of ${this.#peer} are held already`;
    }
    // Said again as it stands, with whether it keeps to its plan: it has its place.
    const same = known?.filed_ms === order_ms && known.priority === priority;
    if (same && JSON.stringify(known.volumes) === JSON.stringify(volumes)) return null;
    for (const [id, version] of this.#receipts) {
      const own = this.#own.get(id);
      if (own?.version !== version || own.mission.filed_ms < order_ms) continue;
      return `it says that it was filed before ${id}, for which ${this.#peer} had signed by then`;
    }
    return null;
  }

  /** How all filings of both sides stand, by name. `down`: the link is. */
  settle(down: boolean): ReadonlyMap<string, ExchangeState> {
    const held = (side: ReadonlyMap<string, Held>, node: string, receipts: (id: string) => readonly string[]) =>
      [...side].map(([id, { mission, sha256 }]): Filing => ({ mission, node, sha256, receipts: receipts(id) }));
    const signed = (id: string) => (this.#receipts.get(id) === this.#own.get(id)?.version ? [this.#peer] : []);
    const filings = [...held(this.#own, HERE, signed), ...held(this.#theirs, this.#peer, () => [HERE])];
    const settled = settleFilings(filings, (a, b) => this.#clashes.get(a.id)?.has(b.id) ?? false, {
      all: [HERE, this.#peer],
      down: down ? [this.#peer] : [],
    });
    return new Map(settled.map(({ filing, state, to }) => [filing.mission.id, { state, to }]));
  }

  #put(side: Map<string, Held>, other: ReadonlyMap<string, Held>, held: Held): void {
    const { id } = held.mission;
    this.#unlink(id);
    side.set(id, held);
    const [from_ms, until_ms] = spanOf(held.mission);
    for (const [name, { mission }] of other) {
      const [begin_ms, end_ms] = spanOf(mission);
      if (begin_ms > until_ms || end_ms < from_ms || !this.#areNear(held.mission, mission)) continue;
      this.#clashesOf(id).add(name);
      this.#clashesOf(name).add(id);
    }
  }

  /** Both nodes must find the same to the last bit: the two are compared in one order, whatever their priority. */
  #areNear(a: Mission, b: Mission): boolean {
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    const traffic = new MissionTraffic(this.#memorandum, [{ ...second, priority: 0 }]);
    return traffic.conflicts({ ...first, priority: 0 }).length > 0;
  }

  #clashesOf(id: string): Set<string> {
    const known = this.#clashes.get(id) ?? new Set<string>();
    this.#clashes.set(id, known);
    return known;
  }

  #unlink(id: string): void {
    for (const name of this.#clashes.get(id) ?? []) this.#clashes.get(name)?.delete(id);
    this.#clashes.delete(id);
  }

  #prune(now_ms: number): void {
    for (const side of [this.#own, this.#theirs]) {
      for (const [id, { mission }] of side) {
        if (spanOf(mission)[1] >= now_ms - OVER_MS) continue;
        side.delete(id);
        this.#receipts.delete(id);
        this.#unlink(id);
      }
    }
  }
}

/** The node that asks; no party has this name. */
const HERE = '';
