import {
  type CaseAct,
  type CaseBase,
  type CaseStep,
  FIELDS,
  type Figures,
  MOST_STEPS,
  type Rung,
  reaches,
} from '@skyaccord/accord';
import { errorData } from '../errors.ts';
import type { Cell } from '../link/cell.ts';
import type { Core } from '../run/core.ts';
import { takeAct } from './acting.ts';
import { isCaseStep } from './schemas.ts';

/** So often what waits for room on a link is offered again. */
const PUMP_MS = 1_000;

type CaseMessage = { readonly kind: 'case'; readonly step: CaseStep };
type Wire = Pick<Cell, 'own' | 'peers' | 'on' | 'submit' | 'hasRoom' | 'setting'>;
type Host = Pick<Core, 'cases' | 'time_ms' | 'caseRecord'> & {
  readonly options: { readonly log: { warn(detail: object, words: string): void } };
};

/**
 * Cases with another party: what this node records of them, and what its people do, goes to the other node over the
 * kept stream, and what comes from there is journalled and taken here. So both hold one case, with both accounts.
 */
export class CaseExchange {
  readonly #host: Host;
  readonly #wire: Wire;
  /** Own steps that wait for a peer, in order; and names of those that went before, from the journal of the links. */
  readonly #waiting = new Map<string, CaseStep[]>();
  readonly #sent = new Map<string, Set<string>>();
  /** Steps that came and are not durable yet, by party and case, the one that is being made so first. */
  readonly #taking = new Map<string, CaseStep[]>();
  #timer: NodeJS.Timeout | null = null;
  #begun = false;

  constructor(host: Host, wire: Wire) {
    this.#host = host;
    this.#wire = wire;
    for (const peer of wire.peers) this.#know(peer);
    wire.on<CaseMessage>('case', {
      check: (body): body is CaseMessage => {
        const { step, ...rest } = body as Partial<CaseMessage>;
        return Object.keys(rest).join() === 'kind' && isCaseStep(step);
      },
      take: (from, { step }) => this.#came(from, step),
      sent: (to, { step }) => void this.#sent.get(to)?.add(nameOf(step)),
    });
    host.cases.listen({ closed: (base) => this.#closed(base), taken: (step) => this.#taken(step) });
  }

  #know(peer: string): void {
    if (this.#waiting.has(peer)) return;
    this.#waiting.set(peer, []);
    this.#sent.set(peer, new Set());
  }

  /** A party is linked from now on: it is told what it was not told yet. */
  joined(peer: string): void {
    this.#know(peer);
    this.#queueAll();
    this.#pump();
  }

  /** Begins to send: once the links have taken up what the journal has of them. */
  begin(): void {
    this.#begun = true;
    this.#queueAll();
    this.#pump();
    this.#timer = setInterval(() => this.#pump(), PUMP_MS);
    this.#timer.unref();
  }

  #queueAll(): void {
    for (const { steps } of this.#host.cases.book.all()) {
      for (const step of [...steps].sort((a, b) => a.n - b.n)) if (step.party === this.#wire.own) this.#queue(step);
    }
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** The watch closed a case: where it is with a peer who is to be told of alerts, it is opened for both. */
  #closed(base: CaseBase): void {
    const { own } = this.#wire;
    const peers = this.#peersIn(base.parties);
    if (peers.length === 0 || !base.parties.includes(own) || this.#isOpened(base.id)) return;
    const rung = this.#rung(peers);
    if (rung !== 'nothing') this.#act(base.id, openedBy(base, rung));
    const other = this.#host.cases.book.waitsFor(base);
    if (other !== null) this.#act(base.id, { act: 'joined', with: other });
  }

  #taken(step: CaseStep): void {
    const { book } = this.#host.cases;
    if (step.party !== this.#wire.own) {
      const base = step.act === 'opened' ? book.joins(step) : null;
      if (base !== null) this.#act(base.id, { act: 'joined', with: step.case });
      return;
    }
    // A person speaks of a case that was not told of: that there is one is told with it, and no more.
    const { base } = book.matter(step.case);
    if (base !== null && step.act !== 'opened' && !this.#isOpened(step.case)) {
      if (this.#peersIn(base.parties).length > 0) this.#act(step.case, openedBy(base, 'existence'));
    }
    this.#queue(step);
    this.#pump();
  }

  /** A step came from a party's node: its own, or it is not taken. */
  #came(from: string, step: CaseStep): void {
    if (step.party !== from) {
      this.#refuse(step, `${from} sent a step of ${step.party}`, from);
      return;
    }
    const key = `${from} ${step.case}`;
    const before = this.#taking.get(key);
    // Its turn comes when the steps before it are durable: until then it would be out of turn.
    if (before === undefined) this.#take(key, [step]);
    else if (before.length <= MOST_STEPS) before.push(step);
    else this.#refuse(step, `more than ${MOST_STEPS} steps of a case at once`);
  }

  /** Takes steps of one party with one case, one after the other. */
  #take(key: string, steps: CaseStep[]): void {
    const [step] = steps;
    if (step === undefined) {
      this.#taking.delete(key);
      return;
    }
    this.#taking.set(key, steps);
    const next = (): void => {
      steps.shift();
      this.#take(key, steps);
    };
    const no = this.#host.cases.book.objection(step);
    if (no !== null) {
      // What was taken before a stop comes again from the journal.
      if (no.reason !== 'known') this.#refuse(step, no.message);
      next();
      return;
    }
    this.#host.caseRecord({ of: 'work', step }, (refused) => {
      if (refused !== null) this.#refuse(step, refused.message);
      next();
    });
  }

  #refuse({ case: name, party }: CaseStep, why: string, from = party): void {
    this.#host.options.log.warn({ part: 'cases', from, case: name, why }, 'a step is not taken');
  }

  #act(name: string, act: CaseAct): void {
    takeAct(this.#host as Core, name, this.#wire.own, null, act).catch((error: unknown) => {
      const why = errorData(error).message;
      this.#host.options.log.warn({ part: 'cases', case: name, why }, 'a case cannot be told of yet');
    });
  }

  #queue(step: CaseStep): void {
    for (const peer of this.#peersIn(this.#partiesOf(step))) {
      if (this.#sent.get(peer)?.has(nameOf(step))) continue;
      const waiting = this.#waiting.get(peer);
      if (waiting?.some((one) => nameOf(one) === nameOf(step)) === false) waiting.push(step);
    }
  }

  #pump(): void {
    if (!this.#begun) return;
    for (const [peer, waiting] of this.#waiting) {
      while (waiting.length > 0 && this.#wire.hasRoom(peer)) {
        this.#wire.submit(peer, { kind: 'case', step: waiting.shift() } as CaseMessage);
      }
    }
  }

  #partiesOf(step: CaseStep): readonly string[] {
    const { base, steps } = this.#host.cases.book.matter(step.case);
    return [...(base?.parties ?? []), ...steps.flatMap((one) => (one.act === 'opened' ? one.parties : []))];
  }

  #peersIn(parties: readonly string[]): readonly string[] {
    return this.#wire.peers.filter((peer) => parties.includes(peer));
  }

  #isOpened(name: string): boolean {
    const { own } = this.#wire;
    const { steps } = this.#host.cases.book.matter(name);
    return steps.some((one) => one.party === own && one.act === 'opened' && one.case === name);
  }

  /** How much of an alert all these peers are shown: no step says more to one than it may to another. */
  #rung(peers: readonly string[]): Rung {
    return peers.reduce<Rung>((least, peer) => {
      const { rung } = this.#wire.setting(peer, 'alerts');
      return reaches(least, rung) ? rung : least;
    }, 'identity');
  }
}

const nameOf = ({ case: name, n }: CaseStep): string => `${name} ${n}`;

/** What is told of a recorded case at a rung: field by field as the tables of disclosure have alerts. */
function openedBy(base: CaseBase, rung: Rung): Extract<CaseAct, { act: 'opened' }> {
  const withheld: string[] = [];
  const shows = (field: string): boolean => {
    const is = reaches(rung, FIELDS.alerts[field] ?? 'identity');
    if (!is) withheld.push(field);
    return is;
  };
  const names = shows('callsigns');
  const tracks = shows('tracks');
  const recorded: Record<string, number> = {};
  const { t_cpa_ms, h_cpa_m, v_cpa_m } = base.recorded;
  for (const [name, value] of Object.entries({ t_cpa_ms, h_cpa_m, v_cpa_m })) {
    if (value !== undefined && shows(name)) recorded[name] = value;
  }
  // Who flew how is of the aircraft: it goes with who they are.
  if (names) Object.assign(recorded, base.recorded satisfies Figures);
  const isTimed = reaches(rung, FIELDS.alerts.t_cpa_ms ?? 'identity');
  return {
    act: 'opened',
    basis: 'watch',
    time_ms: isTimed ? (t_cpa_ms ?? base.opened_ms) : null,
    sides: [
      { ...base.sides[0], ...(names ? {} : { callsign: null }), ...(tracks ? {} : { track: null }) },
      { ...base.sides[1], ...(names ? {} : { callsign: null }), ...(tracks ? {} : { track: null }) },
    ],
    parties: base.parties,
    class: base.class,
    clause: shows('clause') ? base.clause : null,
    recorded,
    withheld,
  };
}
