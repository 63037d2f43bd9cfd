import {
  type FiledForm,
  FilingExchange,
  type FilingState,
  filedFormOf,
  filedId,
  filedMission,
  type Memorandum,
  type Mission,
  type MissionBook,
  type MissionNotice,
} from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import type { MissionStep } from './step.ts';

/** A mission of this node as another node is told of it. `filed` null: it is over, or no longer shown. */
export type ShownFiling = {
  readonly to: string;
  readonly ref: string;
  readonly mission: string;
  readonly party: string;
  readonly version: number;
  readonly filed: FiledForm | null;
  readonly keeps: boolean;
};

/** A filing of another node, as it was last heard. */
export type HeardFiling = { readonly from: string; readonly ref: string; readonly version: number };

/** How a mission of this node stands with the other nodes: by the one with which it stands worst. */
export type FilingShown = {
  readonly mission: string;
  readonly state: FilingState;
  /** Parties whose node has not signed for it. */
  readonly waits_for: readonly string[];
  /** What it gives way to. */
  readonly to: string | null;
  readonly says: string;
};

export type FilingStep = Extract<MissionStep, { step: 'filing_shown' | 'filing_heard' }>;

const RANK: readonly FilingState[] = ['confirmed', 'provisional', 'unconfirmed', 'yields'];
const SAYS: Readonly<Record<FilingState, string>> = {
  confirmed: 'Every node that is told of it has signed for it.',
  provisional: 'Not every node that is told of it has signed for it yet.',
  unconfirmed: 'The link is down: another node may have filed for the same airspace without this one knowing.',
  yields: 'It gives way to a mission that goes before it; take a way out, or file it anew.',
};

/**
 * What this node and others have filed with each other, and what follows from it: which missions give way. It follows
 * from the steps in the journal alone; what the others signed for comes with their messages.
 */
export class FiledMissions {
  readonly #memorandum: Memorandum;
  readonly #book: MissionBook;
  readonly #exchanges = new Map<string, FilingExchange>();
  readonly #shown = new Map<string, ShownFiling>();
  readonly #heard = new Map<string, HeardFiling>();
  /** Why a node did not take a filing, by its name there. */
  readonly #refusals = new Map<string, string>();
  #yielding = new Map<string, string>();

  constructor(memorandum: Memorandum, book: MissionBook) {
    this.#memorandum = memorandum;
    this.#book = book;
  }

  /** The exchange with the node of a party. */
  with(party: string): FilingExchange {
    const known = this.#exchanges.get(party) ?? new FilingExchange(this.#memorandum, party);
    this.#exchanges.set(party, known);
    return known;
  }

  shown(to: string, mission: string): ShownFiling | null {
    return this.#shown.get(`${to} ${mission}`) ?? null;
  }

  allShown(): readonly ShownFiling[] {
    return [...this.#shown.values()];
  }

  allHeard(): readonly HeardFiling[] {
    return [...this.#heard.values()];
  }

  heardVersion(from: string, ref: string): number {
    return this.#heard.get(filedId(from, ref))?.version ?? 0;
  }

  /** What another node signed for an own filing. `says`: why it did not take it; null where it holds it. */
  receipt(from: string, ref: string, version: number, says: string | null): void {
    const own = this.allShown().find((one) => one.to === from && one.ref === ref);
    if (own === undefined || own.version !== version) return;
    if (says !== null) this.#refusals.set(`${from} ${ref}`, says);
    else {
      this.#refusals.delete(`${from} ${ref}`);
      this.with(from).receipt(own.party, ref, version);
    }
  }

  /** Takes a step that is durable. Gives what those who fly must be told. */
  take(step: FilingStep): readonly MissionNotice[] {
    const notices = step.step === 'filing_shown' ? this.#tell(step) : this.#hear(step);
    return [...notices, ...this.#settle(step.at_ms)];
  }

  /** How each mission of this node stands with the others. */
  states(isDown: (party: string) => boolean): readonly FilingShown[] {
    const found = new Map<string, FilingShown>();
    for (const [peer, exchange] of this.#exchanges) {
      const settled = exchange.settle(isDown(peer));
      for (const { to, ref, mission, party, filed } of this.#shown.values()) {
        if (to !== peer || filed === null) continue;
        const { state, to: other } = settled.get(filedId(party, ref)) ?? { state: 'provisional' as const, to: null };
        const refused = this.#refusals.get(`${to} ${ref}`);
        const before = found.get(mission);
        const waits = state === 'provisional' || state === 'unconfirmed' ? [to] : [];
        const waits_for = [...(before?.waits_for ?? []), ...waits];
        const says = refused === undefined ? SAYS[state] : `The node of ${to} did not take it: ${refused}.`;
        const worst = before !== undefined && RANK.indexOf(before.state) >= RANK.indexOf(state) ? before : null;
        found.set(mission, worst === null ? { mission, state, waits_for, to: other, says } : { ...worst, waits_for });
      }
    }
    return [...found.values()];
  }

  #tell({ to, ref, mission, version, filed, keeps, at_ms }: Extract<FilingStep, { step: 'filing_shown' }>) {
    const key = `${to} ${mission}`;
    const before = this.#shown.get(key);
    const party = before?.party ?? this.#book.get(mission)?.mission.party ?? '';
    const exchange = this.with(to);
    this.#refusals.delete(`${to} ${ref}`);
    if (filed === null) {
      this.#shown.set(key, { to, ref, mission, party, version, filed: null, keeps });
      exchange.drop(party, ref);
      return [];
    }
    const same = before?.filed != null && isSame(before.filed, filed);
    // Who changes nothing but whether it keeps to its plan keeps its place in the order.
    const order_ms = same ? (before.filed as FiledForm).order_ms : exchange.orderAt(at_ms);
    const form = { ...filed, order_ms };
    exchange.putOwn(party, ref, version, form, hashOf(party, form));
    this.#shown.set(key, { to, ref, mission, party, version, filed: form, keeps });
    return [];
  }

  #hear({ from, ref, version, filed, keeps, at_ms }: Extract<FilingStep, { step: 'filing_heard' }>) {
    const id = filedId(from, ref);
    this.#heard.set(id, { from, ref, version });
    if (filed === null) {
      this.with(from).drop(from, ref);
      this.#book.dropForeign(id);
      return [];
    }
    this.with(from).putTheirs(ref, version, filed, hashOf(from, filed));
    return this.#book.putForeign(filedMission(from, ref, filed), keeps, at_ms);
  }

  /** Which missions give way now; tells the missions that begin to. */
  #settle(now_ms: number): readonly MissionNotice[] {
    const names = new Map([...this.#shown.values()].map(({ party, ref, mission }) => [filedId(party, ref), mission]));
    const named = (id: string): string => names.get(id) ?? id;
    const yielding = new Map<string, string>();
    for (const exchange of this.#exchanges.values()) {
      for (const [id, { state, to }] of exchange.settle(false)) {
        if (state === 'yields' && to !== null) yielding.set(named(id), named(to));
      }
    }
    const before = this.#yielding;
    const begun = [...yielding].filter(([id, to]) => before.get(id) !== to);
    if (begun.length === 0 && yielding.size === before.size) return [];
    this.#yielding = yielding;
    this.#book.setYielding(yielding);
    return begun.flatMap(([id, to]) => this.#noticeOf(id, to, now_ms));
  }

  #noticeOf(id: string, to: string, time_ms: number): readonly MissionNotice[] {
    const [own, other] = [this.#book.get(id)?.mission, this.#book.get(to)?.mission];
    if (own === undefined || ![...this.#shown.values()].some(({ mission }) => mission === id)) return [];
    const found = other === undefined ? undefined : this.#book.between(own, other, time_ms)[0];
    const finding = {
      kind: 'mission' as const,
      severity: 'refused' as const,
      clause: found?.clause ?? null,
      hazard: null,
      mission: to,
      party: other?.party ?? null,
      from_ms: found?.from_ms ?? time_ms,
      until_ms: found?.until_ms ?? time_ms,
      least_m: null,
      says: `It gives way to mission ${to}, which goes before it by priority, filing time or hash. Ask for ways out.`,
    };
    return [{ mission: id, party: own.party, time_ms, finding }];
  }
}

/** With the party: two may file the very same volumes at the same instant. */
const hashOf = (party: string, form: FiledForm): string => sha256Hex(canonicalJson({ party, ...form }));

const isSame = ({ order_ms: _, ...one }: FiledForm, other: Omit<FiledForm, 'order_ms'>): boolean =>
  canonicalJson(one) === canonicalJson(other);

/** What is filed of each mission, worked out once. */
const FORMS = new WeakMap<Mission, Omit<FiledForm, 'order_ms'>>();

/** What is filed of a mission, but for the order. */
export function formOf(mission: Mission): Omit<FiledForm, 'order_ms'> {
  const form = FORMS.get(mission) ?? filedFormOf(mission);
  FORMS.set(mission, form);
  return form;
}
