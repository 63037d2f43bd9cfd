/** A list may hold no more pairs than this; a sky that has more is not one to be separated pair by pair. */
const MAX_PAIRS = 1 << 25;

/** Pairs in conflict, in columns that grow: the smaller number first, entry and exit in s from now. */
export class PairList {
  count = 0;
  first: Int32Array;
  second: Int32Array;
  entry_s: Float64Array;
  exit_s: Float64Array;
  readonly #shared: boolean;

  /** A shared list lies in memory that several threads can read. */
  constructor(capacity: number = 1024, shared: boolean = false) {
    this.#shared = shared;
    this.first = new Int32Array(this.#bytes(4 * capacity));
    this.second = new Int32Array(this.#bytes(4 * capacity));
    this.entry_s = new Float64Array(this.#bytes(8 * capacity));
    this.exit_s = new Float64Array(this.#bytes(8 * capacity));
  }

  clear(): void {
    this.count = 0;
  }

  /** Throws a RangeError at 33,554,432 pairs. */
  push(first: number, second: number, entry_s: number, exit_s: number): void {
    if (this.count === this.first.length) this.#grow(2 * this.count);
    this.first[this.count] = first;
    this.second[this.count] = second;
    this.entry_s[this.count] = entry_s;
    this.exit_s[this.count] = exit_s;
    this.count += 1;
  }

  /** Adds the first `count` pairs of other columns. */
  append(other: PairColumns, count: number): void {
    const total = this.count + count;
    if (total > this.first.length) this.#grow(Math.max(total, 2 * this.count));
    this.first.set(other.first.subarray(0, count), this.count);
    this.second.set(other.second.subarray(0, count), this.count);
    this.entry_s.set(other.entry_s.subarray(0, count), this.count);
    this.exit_s.set(other.exit_s.subarray(0, count), this.count);
    this.count = total;
  }

  #grow(capacity: number): void {
    if (this.count >= MAX_PAIRS) {
      throw new RangeError(`pairs ${this.count}: more than ${MAX_PAIRS} in conflict; ask with smaller minima`);
    }
    const { first, second, entry_s, exit_s } = this;
    this.first = new Int32Array(this.#bytes(4 * capacity));
    this.second = new Int32Array(this.#bytes(4 * capacity));
    this.entry_s = new Float64Array(this.#bytes(8 * capacity));
    this.exit_s = new Float64Array(this.#bytes(8 * capacity));
    this.first.set(first);
    this.second.set(second);
    this.entry_s.set(entry_s);
    this.exit_s.set(exit_s);
  }

  #bytes(size: number): ArrayBufferLike {
    return this.#shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size);
  }
}

/** What a PairList consists of. */
export type PairColumns = Pick<PairList, 'first' | 'second' | 'entry_s' | 'exit_s'>;
