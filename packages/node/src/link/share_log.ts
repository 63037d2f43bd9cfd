import { type LogEntry, type Rung, reaches, type SharedLevel, type SharedWhat } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import type { Core } from '../run/core.ts';
import type { Cell } from './cell.ts';
import { InForce } from './in_force.ts';

/** What goes over the kept stream, with receipts: of these kinds alone the node itself can say what was shared. */
const KINDS = ['plans', 'hazards'] as const;
type Kind = (typeof KINDS)[number];
/** Entries that wait for room in the log; of further ones the oldest is let go, and the log is not kept until then. */
const MOST_WAITING = 2_000;
/** What was sent and has no receipt yet. */
const MOST_SENT = 20_000;

type Host = Pick<Core, 'memorandum' | 'life' | 'logCall' | 'listen'>;
type Wire = Pick<Cell, 'own' | 'peers'>;
type Sent = { readonly at_ms: number; readonly resolution_m: number | null };

/**
 * Writes into the log of calls what a clause has this party share, and what the receipts of the kept streams prove that
 * it did: so the duty is judged without anybody writing it down. The log under such a clause is kept by the node while
 * it is linked with all to whom something is due.
 */
export class ShareLog {
  readonly #host: Host;
  readonly #wire: Wire;
  readonly #inForce: InForce;
  /** What is in the log, or on its way. */
  readonly #known = new Set<string>();
  readonly #open = new Set<string>();
  #waiting: LogEntry[] = [];
  readonly #sent = new Map<string, Sent>();
  /** Something was let go for want of room. */
  #lost = false;

  constructor(host: Host, wire: Wire) {
    this.#host = host;
    this.#wire = wire;
    this.#inForce = new InForce(host);
    // A new run knows of no log that is kept.
    host.listen({ reset: () => this.#open.clear(), tick: () => {}, status: () => {} });
  }

  /** What the log had before the start. */
  restore(entries: readonly LogEntry[]): void {
    for (const entry of entries)
      if (entry.says === 'to_share' || entry.says === 'shared') this.#known.add(nameOf(entry));
  }

  /** What there is of this party to be shared. */
  look(there: readonly { readonly what: string; readonly id: string }[], now_ms: number): void {
    const { own, peers } = this.#wire;
    for (const { id: clause, shares } of this.#clauses(now_ms)) {
      const isKept =
        !this.#lost && shares.every(({ to }) => to.every((party) => party === own || peers.includes(party)));
      if (isKept !== this.#open.has(clause)) {
        this.#add({ at: at(now_ms), says: isKept ? 'log_opened' : 'log_closed', by: own, clause });
        if (isKept) this.#open.add(clause);
        else this.#open.delete(clause);
      }
      for (const { what, id } of there) {
        if (!shares.some((share) => share.what === what)) continue;
        const entry = { clause, about: aboutOf(what, id), what: what as SharedWhat };
        this.#once({ at: at(now_ms), says: 'to_share', by: own, ...entry });
      }
    }
    this.#log();
  }

  /** A version of a thing was given to a link; `resolution_m` null: as the rung has it. */
  sent(to: string, ref: string, version: number, at_ms: number, resolution_m: number | null): void {
    this.#sent.set(`${to} ${ref} ${version}`, { at_ms, resolution_m });
    if (this.#sent.size > MOST_SENT) this.#sent.delete(this.#sent.keys().next().value as string);
  }

  /** The other node has it: it was shared, at the latest when its receipt came. */
  arrived(to: string, what: string, id: string, ref: string, version: number, rung: Rung, now_ms: number): void {
    const name = `${to} ${ref} ${version}`;
    const sent = this.#sent.get(name);
    this.#sent.delete(name);
    if (rung === 'nothing') return;
    const resolution_m = sent?.resolution_m ?? (reaches(rung, 'live_track') ? 0 : null);
    for (const { id: clause, shares } of this.#clauses(now_ms)) {
      if (!shares.some((share) => share.what === what && share.to.includes(to))) continue;
      this.#once({
        at: { earliest_ms: Math.min(sent?.at_ms ?? now_ms, now_ms), latest_ms: now_ms },
        says: 'shared',
        by: this.#wire.own,
        to,
        clause,
        about: aboutOf(what, id),
        level: rung satisfies SharedLevel,
        ...(resolution_m === null ? {} : { resolution_m }),
      });
    }
    this.#log();
  }

  /** What this party has to share now of the kinds that the node can say of, and with whom. */
  #clauses(now_ms: number) {
    const { own } = this.#wire;
    const others = this.#host.memorandum.parties.map(({ id }) => id).filter((id) => id !== own);
    return this.#inForce.at(now_ms).flatMap((clause) => {
      if (clause.kind !== 'disclosure_duty' || (clause.binds !== null && !clause.binds.includes(own))) return [];
      const shares = clause.shares
        .filter(({ what }) => (KINDS as readonly string[]).includes(what))
        .map(({ what, to }) => ({ what: what as Kind, to: (to ?? others).filter((party) => party !== own) }));
      return shares.length === 0 ? [] : [{ id: clause.id, shares }];
    });
  }

  #once(entry: LogEntry): void {
    const name = nameOf(entry);
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.#add(entry);
  }

  #add(entry: LogEntry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length <= MOST_WAITING) return;
    this.#waiting.shift();
    this.#lost = true;
  }

  #log(): void {
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        this.#host.logCall(next, () => {});
        this.#waiting.shift();
      }
      this.#lost = false;
    } catch (error) {
      // Where too many are on their way, these wait for the next look.
      if (!(error instanceof NodeError)) throw error;
    }
  }
}

const at = (now_ms: number) => ({ earliest_ms: now_ms, latest_ms: now_ms });

/** What a thing is called in the log of its own party. */
const aboutOf = (what: string, id: string): string => `${what} ${id}`;

/** Of one thing each is said once: the first proves it, but for a higher rung or a finer grain. */
const nameOf = ({ clause, says, about, to, level, resolution_m }: LogEntry): string =>
  [clause, says, about, to, level, resolution_m].join('|');
