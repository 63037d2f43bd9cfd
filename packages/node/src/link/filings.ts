import { randomBytes } from 'node:crypto';
import { type FiledForm, reaches, readFiled, type StandingMission, spanOf } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { type FilingStep, formOf, type ShownFiling } from '../missions/filed.ts';
import type { Core } from '../run/core.ts';
import type { Cell } from './cell.ts';
import type { KeptKind } from './kinds.ts';

/** A mission as it is filed with another node; `filed` null: it is over, or withdrawn. */
type FilingBody = {
  readonly kind: 'filing';
  readonly ref: string;
  readonly version: number;
  readonly filed: unknown;
  readonly keeps: boolean;
};

/** The receipt for a filing, signed as all that goes over a link is. `refused`: why it is not held; null: it is. */
type ReceiptBody = {
  readonly kind: 'filing_receipt';
  readonly ref: string;
  readonly version: number;
  readonly refused: string | null;
};

const closed = { additionalProperties: false };
const ref = Type.String({ pattern: '^[0-9a-f]{16}$' });
const version = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const FILING = Compile(
  Type.Object({ kind: Type.Literal('filing'), ref, version, filed: Type.Unknown(), keeps: Type.Boolean() }, closed),
);
const RECEIPT = Compile(
  Type.Object(
    {
      kind: Type.Literal('filing_receipt'),
      ref,
      version,
      refused: Type.Union([Type.String({ maxLength: 400 }), Type.Null()]),
    },
    closed,
  ),
);

/** So often what is filed is compared with what others were told, besides at each change. */
const LOOK_MS = 250;
/** What is over for this long is told to nobody any more, ms. */
const OVER_MS = 3_600_000;
/** Of further filings of others the oldest is forgotten here; the journal keeps it, and a start reads it. */
const MOST_LAST = 10_000;
/** Less than a frame may have, for what is around it. */
const MOST_BYTES = 200_000;

/**
 * Files missions of this party with the nodes that are shown its plans, by volume and time at least, and takes what
 * they file. What is to be told is journalled first; then it is sent, and after a break or a crash what was not sent
 * yet. Receipts go after all that was filed here before: who has a receipt has everything that it rests on.
 */
export class FilingLink {
  readonly #core: Core;
  readonly #cell: Cell;
  /** Of each filing the version that was given to the link. */
  readonly #sent = new Map<string, number>();
  /** Of each filing of others the version that was answered, and those to be refused. */
  readonly #answered = new Map<string, number>();
  readonly #refused = new Map<string, { readonly from: string; readonly ref: string; version: number; says: string }>();
  /** Steps on their way to the disk. */
  readonly #moving = new Set<string>();
  /** What other nodes filed last, of each filing. */
  readonly #last = new Map<string, { readonly from: string; readonly body: FilingBody }>();
  #looked = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(core: Core, cell: Cell) {
    this.#core = core;
    this.#cell = cell;
    cell.on('filing', this.#filing);
    cell.on('filing_receipt', this.#receipt);
    cell.listen({ joined: (party) => this.#takeUp(party), parted: () => this.#part() });
  }

  /**
   * Takes up what the journal has of those who are linked, and lets go of what others had filed who are linked no more.
   * To be awaited before anybody may file here: what has gone must not refuse a mission.
   */
  async begin(): Promise<void> {
    for (const peer of this.#cell.peers) this.#takeUp(peer);
    await this.#part();
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** What a party filed last and was not taken: a crash came between, or it was not linked for a while. */
  #takeUp(peer: string): void {
    for (const { from, body } of this.#last.values()) {
      const held = this.#core.missions.filed.heardVersion(from, body.ref);
      if (from === peer && held < body.version) this.#hear(from, body);
    }
  }

  /**
   * What parties filed that are linked no more stands in nobody's way, and nobody waits for their receipts. Resolves
   * once it is so.
   */
  async #part(): Promise<void> {
    const { filed: desk } = this.#core.missions;
    const steps: Promise<void>[] = [];
    const at_ms = this.#core.time_ms;
    const left = (party: string): boolean => !this.#cell.peers.includes(party);
    for (const { from, ref, version } of desk.allHeard()) {
      // Version 0: should they come back, what they filed last is taken up again.
      const over = { step: 'filing_heard', at_ms, from, ref, version: 0, filed: null, keeps: true } as const;
      if (left(from) && version > 0) steps.push(this.#step(`heard ${from} ${ref} 0`, over));
    }
    for (const { to, ref, mission, version, filed, keeps } of desk.allShown()) {
      const over = { step: 'filing_shown', at_ms, to, ref, mission, version, filed: null, keeps } as const;
      if (left(to) && filed !== null) steps.push(this.#step(`shown ${to} ${mission}`, over));
    }
    await Promise.all(steps);
  }

  readonly #filing: KeptKind<FilingBody> = {
    check: (body): body is FilingBody => FILING.Check(body),
    take: (from, body, _at_ms, again) => {
      this.#last.set(`${from} ${body.ref}`, { from, body });
      if (this.#last.size > MOST_LAST) this.#last.delete(this.#last.keys().next().value as string);
      if (!again && this.#cell.peers.includes(from)) this.#hear(from, body);
    },
    sent: (to, body) => this.#sent.set(`${to} ${body.ref}`, body.version),
  };

  readonly #receipt: KeptKind<ReceiptBody> = {
    check: (body): body is ReceiptBody => RECEIPT.Check(body),
    take: (from, body) => {
      this.#core.missions.filed.receipt(from, body.ref, body.version, body.refused);
      this.#core.changed();
    },
    sent: (to, body) => this.#answered.set(`${to} ${body.ref}`, body.version),
  };

  #hear(from: string, { ref, version, filed, keeps }: FilingBody): void {
    const read = filed === null ? { filed: null } : readFiled(filed);
    const { filed: desk } = this.#core.missions;
    const no =
      'wrong' in read
        ? read.wrong
        : read.filed === null
          ? null
          : desk.with(from).objection(ref, read.filed, this.#core.time_ms);
    if (no !== null || 'wrong' in read) {
      this.#refused.set(`${from} ${ref}`, { from, ref, version, says: (no ?? '').slice(0, 400) });
      this.#answer();
      return;
    }
    this.#refused.delete(`${from} ${ref}`);
    this.#step(`heard ${from} ${ref} ${version}`, {
      step: 'filing_heard',
      at_ms: this.#core.time_ms,
      from,
      ref,
      version,
      filed: read.filed as FiledForm | null,
      keeps,
    });
  }

  /** Resolves once it is durable; at once where the same is on its way. */
  #step(name: string, step: FilingStep): Promise<void> {
    if (this.#moving.has(name)) return Promise.resolve();
    this.#moving.add(name);
    return new Promise((resolve) => {
      this.#core.missionStep(step, () => {
        this.#moving.delete(name);
        this.#send();
        resolve();
      });
    });
  }

  #look(): void {
    this.#send();
    const looked = `${this.#core.missions.book.revision} ${Math.floor(Date.now() / 5_000)}`;
    if (looked === this.#looked) return;
    this.#looked = looked;
    const own = this.#core.missions.book.all().filter(({ mission }) => mission.party === this.#cell.own);
    for (const peer of this.#cell.peers) {
      const shows = reaches(this.#cell.setting(peer, 'plans').rung, 'volume_and_time');
      for (const standing of own) this.#compare(peer, standing, shows);
    }
  }

  /** Says anew what a node is to be told of a mission, where it is not what it was told. */
  #compare(to: string, { mission, state }: StandingMission, shows: boolean): void {
    const before = this.#core.missions.filed.shown(to, mission.id);
    if (spanOf(mission)[1] < this.#core.time_ms - OVER_MS && before === null) return;
    const isShown = shows && state !== 'ended';
    if (!isShown && (before === null || before.filed === null)) return;
    const filed = isShown ? formOf(mission) : null;
    const keeps = state !== 'nonconforming' && state !== 'contingent';
    if (before !== null && filed !== null && before.filed !== null && before.keeps === keeps) {
      const { order_ms: _, ...told } = before.filed;
      if (canonicalJson(told) === canonicalJson(filed)) return;
    }
    this.#step(`shown ${to} ${mission.id}`, {
      step: 'filing_shown',
      at_ms: this.#core.time_ms,
      to,
      ref: before?.ref ?? randomBytes(8).toString('hex'),
      mission: mission.id,
      version: (before?.version ?? 0) + 1,
      filed,
      keeps,
    });
  }

  /** Sends what is durable and was not sent: filings first, then receipts. */
  #send(): void {
    const { filed: desk } = this.#core.missions;
    const waiting = new Set<string>();
    for (const shown of desk.allShown()) {
      if (!this.#cell.peers.includes(shown.to) || this.#isSent(shown)) continue;
      if (waiting.has(shown.to) || !this.#cell.hasRoom(shown.to)) {
        waiting.add(shown.to);
        continue;
      }
      const { ref, version, filed, keeps } = shown;
      this.#sent.set(`${shown.to} ${ref}`, version);
      this.#cell.submit(shown.to, { kind: 'filing', ref, version, filed, keeps } as FilingBody);
    }
    this.#answer(waiting);
  }

  #isSent({ to, ref, version }: ShownFiling): boolean {
    return (this.#sent.get(`${to} ${ref}`) ?? 0) >= version;
  }

  #answer(waiting: ReadonlySet<string> = new Set()): void {
    const held = this.#core.missions.filed.allHeard().map((one) => ({ ...one, says: null }));
    for (const { from, ref, version, says } of [...held, ...this.#refused.values()]) {
      const known = this.#cell.peers.includes(from);
      if (!known || waiting.has(from) || (this.#answered.get(`${from} ${ref}`) ?? 0) >= version) continue;
      if (!this.#cell.hasRoom(from)) continue;
      this.#answered.set(`${from} ${ref}`, version);
      this.#cell.submit(from, { kind: 'filing_receipt', ref, version, refused: says } as ReceiptBody);
    }
  }
}

/** Why a mission cannot be filed with other nodes; null where it can. */
export function filingObjection({ mission }: Pick<StandingMission, 'mission'>): string | null {
  const form = { ...formOf(mission), order_ms: 0 };
  const bytes = Buffer.byteLength(JSON.stringify(form));
  if (bytes > MOST_BYTES) return `its volumes take ${bytes} bytes; other nodes are told ${MOST_BYTES} at most`;
  const read = readFiled(form);
  return 'wrong' in read ? `other nodes could not take it: ${read.wrong}` : null;
}
