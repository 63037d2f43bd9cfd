import {
  type CaseBase,
  CaseBook,
  type CaseFile,
  CaseRefused,
  type CaseStep,
  type Life,
  type Memorandum,
  type Outcome,
  Tallies,
  tallyCase,
} from '@skyaccord/accord';
import { canonicalJson, checkSignature, sha256Hex } from '@skyaccord/proof';
import { type ErrorCode, NodeError } from '../errors.ts';
import type { CaseRecord } from './record.ts';

/** Who wants to know of what happens with cases: a link, which tells the other party. */
export type CaseListener = {
  /** The watch closed a case. */
  closed(base: CaseBase): void;
  /** A step was taken. */
  taken(step: CaseStep): void;
};

/**
 * The cases of a node with the work on them, reports and tallies. All of it follows from what the watch closed and from
 * the records in the journal: they are journalled first, and taken when they are durable.
 */
export class CaseDesk {
  readonly book: CaseBook;
  readonly tallies = new Tallies();
  readonly #listeners: CaseListener[] = [];
  readonly #life: () => Life;
  #last: Promise<unknown> = Promise.resolve();

  constructor(memorandum: Memorandum, life: () => Life) {
    this.#life = life;
    this.book = new CaseBook(memorandum.clauses, {
      digest: (findings) => sha256Hex(canonicalJson(findings)),
      objection: (party, signature, findings) => this.objection(party, signature, findings),
    });
  }

  listen(listener: CaseListener): void {
    this.#listeners.push(listener);
  }

  /** Takes up files of closed cases; the steps come after all of them. */
  restoreFiles(files: readonly CaseFile[]): void {
    for (const file of files) this.book.closed(file);
  }

  /** Takes up the steps that the journal holds; what was refused then is refused again. */
  restore(records: readonly CaseRecord[]): void {
    for (const record of records) {
      try {
        this.#take(record);
      } catch (error) {
        if (!(error instanceof CaseRefused)) throw error;
      }
    }
    for (const { names } of this.book.all()) this.#count(names);
  }

  /** What the watch said: closed cases. */
  told(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'case_closed') continue;
      const base = this.book.closed(outcome.case);
      this.#count([base.id]);
      for (const listener of this.#listeners) listener.closed(base);
    }
  }

  /**
   * Takes a record that is durable.
   *
   * @throws NodeError case_not_found, case_step_refused, report_not_found; nothing changed
   */
  take(record: CaseRecord): void {
    asked(() => this.#take(record));
    if (record.of === 'report') return;
    this.#count(this.book.matter(record.step.case).names);
    for (const listener of this.#listeners) listener.taken(record.step);
  }

  /** One at a time: the number of a step is that of the one before it and one. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #take(record: CaseRecord): void {
    if (record.of === 'work') this.book.take(record.step);
    else this.book.takeReport(record.step);
  }

  /** Counts a case anew, under the name by which this node's pages have it. */
  #count(names: Iterable<string>): void {
    const [name] = names;
    if (name === undefined) return;
    const matter = this.book.matter(name);
    const one = tallyCase(matter.base, this.book.work(name, 0));
    for (const other of matter.names) if (other !== one.id) this.tallies.drop(other);
    this.tallies.put(one);
  }

  /** Whether a party's key, one that counted when it was used, made a signature over the findings. */
  objection(party: string, signature: string, findings: unknown): string | null {
    const keys = this.#life().keys.filter((one) => one.party === party);
    const verdict = checkSignature(
      signature,
      findings,
      keys.map(({ key }) => key),
    );
    if (!verdict.ok) return verdict.reason;
    const { kid, signed_ms, party: signer } = verdict.signer;
    if (signer !== party) return `it is a signature of ${signer}, not of ${party}`;
    const key = keys.find((one) => one.key_id === kid);
    if (key === undefined) return `the key ${kid} is none of ${party}`;
    if (key.from_ms !== null && signed_ms < key.from_ms) return `the key ${kid} did not count yet`;
    return key.until_ms !== null && signed_ms >= key.until_ms ? `the key ${kid} counted no more` : null;
  }
}

const CODES = {
  unknown: 'case_not_found',
  known: 'case_step_refused',
  out_of_turn: 'case_step_refused',
  full: 'case_step_refused',
  closed: 'case_step_refused',
  not_the_reporter: 'role_needed',
} as const satisfies Record<CaseRefused['reason'], ErrorCode>;

/** What the book refuses, as an error of the API. */
export function asked<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof CaseRefused)) throw error;
    throw refused(error);
  }
}

export const refused = (error: CaseRefused): NodeError =>
  new NodeError(CODES[error.reason], `${error.message.replace(/\.$/, '')}.`);
