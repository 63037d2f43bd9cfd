import { GENESIS, leafHash, MerkleTree, type TreeHead, treeHead, verifyChain } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import type { StoreReader } from '../store/store.ts';
import { journalFile } from './layout.ts';
import type { StoredRecord } from './record.ts';

/** A record with the hashes by which a tree head proves it. `record` is its canonical JSON, which is what is proved. */
export type RecordProof = {
  readonly skyaccord: 'journal-record/1';
  readonly head: TreeHead;
  readonly sequence: number;
  readonly record: string;
  readonly path: readonly string[];
};

/** That a journal only grew from one head to another. */
export type GrowthProof = {
  readonly skyaccord: 'journal-growth/1';
  readonly earlier: TreeHead;
  readonly later: TreeHead;
  readonly path: readonly string[];
};

/** The first record on which two journals differ; `null` for a side that ends before it. */
type JournalFork = { readonly sequence: number; readonly a: string | null; readonly b: string | null };

/** How two journals stand to each other. `common`: records that both begin with. */
type JournalComparison = {
  readonly verdict: 'same' | 'a_longer' | 'b_longer' | 'forked';
  readonly common: number;
  readonly fork: JournalFork | null;
};

/**
 * A journal as a Merkle tree over the canonical text of its records, in order: what stands in it can be proved by a
 * head alone. A log is named by the hash of its first record, so that a renamed node keeps its journal's name.
 */
export class JournalTree {
  readonly #data: string;
  readonly #tree = new MerkleTree();
  #log = GENESIS;
  #time_ms = 0;

  /**
   * Reads all of a journal, safely beside a running node.
   *
   * @throws NodeError file_unreadable when there is no journal, journal_broken at the first record that does not hold
   */
  constructor(data: string) {
    this.#data = data;
    const reader = openSqliteReader(journalFile(data));
    try {
      const verdict = verifyChain(this.#grow(reader.records(1)));
      if (!verdict.ok) throw new NodeError('journal_broken', `In ${data}: ${verdict.reason}.`);
    } finally {
      reader.close();
    }
  }

  /** Takes up what was written since. */
  refresh(reader: Pick<StoreReader, 'records'>): void {
    for (const _ of this.#grow(reader.records(this.#tree.size + 1)));
  }

  /** That the journal at size `to` continues itself at earlier sizes; those that it never had are left out. */
  paths(to: number, from: readonly number[]): { from: number; path: string[] }[] {
    if (to > this.#tree.size) return [];
    return from
      .filter((size) => size > 0 && size <= to)
      .map((size) => ({ from: size, path: size === to ? [] : this.#tree.consistencyPath(size, to) }));
  }

  /** The journal as it was with its first `size` records. The time is that of its newest record. */
  head(size = this.#tree.size): TreeHead {
    return treeHead(this.#log, size, this.#tree.root(size), this.#time_ms);
  }

  /** @throws NodeError not_found when there is no such record */
  prove(sequence: number): RecordProof {
    if (!Number.isSafeInteger(sequence) || sequence < 1 || sequence > this.#tree.size) {
      const has = this.#tree.size === 0 ? 'it has none' : `it has the records 1 to ${this.#tree.size}`;
      throw new NodeError('not_found', `There is no record ${sequence} in ${this.#data}: ${has}.`);
    }
    const reader = openSqliteReader(journalFile(this.#data));
    try {
      const [found] = reader.records(sequence);
      const path = this.#tree.inclusionPath(sequence - 1);
      return { skyaccord: 'journal-record/1', head: this.head(), sequence, record: found!.record, path };
    } finally {
      reader.close();
    }
  }

  /** The hashes by which the head proves the records from `from` up to and with `to`. */
  rangePath(from: number, to: number): string[] {
    return this.#tree.rangePath(from - 1, to);
  }

  /** That the journal begins with what an earlier head said; null where it does not. */
  growthFrom(earlier: TreeHead): GrowthProof | null {
    const { log, size, root } = earlier;
    if (log !== this.#log || size > this.#tree.size || this.#tree.root(size) !== root) return null;
    const path = size === 0 ? [] : this.#tree.consistencyPath(size);
    return { skyaccord: 'journal-growth/1', earlier, later: this.head(), path };
  }

  *#grow(records: Iterable<StoredRecord>): Generator<StoredRecord> {
    for (const record of records) {
      if (record.sequence === 1) this.#log = record.hash;
      yield record;
      // Only what the chain found sound is asked for again, and so gets here.
      this.#tree.append(leafHash(record.record));
      this.#time_ms = record.time_ms;
    }
  }
}

/**
 * Compares two journals record by record, without owning them.
 *
 * @throws NodeError file_unreadable when one of them is no journal
 */
export function compareJournals(a: string, b: string): JournalComparison {
  const readers = [openSqliteReader(journalFile(a))];
  try {
    readers.push(openSqliteReader(journalFile(b)));
    const [as, bs] = readers.map((reader) => reader.records(1)) as [Generator<StoredRecord>, Generator<StoredRecord>];
    for (let sequence = 1; ; sequence++) {
      const [one, other] = [as.next(), bs.next()];
      if (one.done === true || other.done === true) {
        const verdict = one.done === other.done ? 'same' : one.done === true ? 'b_longer' : 'a_longer';
        return { verdict, common: sequence - 1, fork: null };
      }
      if (one.value.record === other.value.record) continue;
      const fork = { sequence, a: one.value.record, b: other.value.record };
      return { verdict: 'forked', common: sequence - 1, fork };
    }
  } finally {
    for (const reader of readers) reader.close();
  }
}
