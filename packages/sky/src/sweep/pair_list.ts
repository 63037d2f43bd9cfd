/** A list may hold no more pairs than this; a sky that has more is not one to be separated pair by pair. */
const MAX_PAIRS = 1 << 25;

/** Pairs in conflict, in columns that grow: the smaller number first, entry and exit in s from now. */
export class PairList {
  count = 0;
  first: Int32Array;
  second: Int32Array;
  entry_s: Float64Array;
  exit_s: Float64Array;

  constructor(capacity: number = 1024) {
    this.first = new Int32Array(capacity);
    this.second = new Int32Array(capacity);
    this.entry_s = new Float64Array(capacity);
    this.exit_s = new Float64Array(capacity);
  }

  clear(): void {
    this.count = 0;
  }

  /** Throws a RangeError at 33,554,432 pairs. */
  push(first: number, second: number, entry_s: number, exit_s: number): void {
    if (this.count === this.first.length) this.reserve(this.count + 1);
    this.first[this.count] = first;
    this.second[this.count] = second;
    this.entry_s[this.count] = entry_s;
    this.exit_s[this.count] = exit_s;
    this.count += 1;
  }

  /** push(), with both times side by side: an argument that is no whole number can cost a place on the heap. */
  pushInterval(first: number, second: number, interval_s: Float64Array): void {
    if (this.count === this.first.length) this.reserve(this.count + 1);
    this.first[this.count] = first;
    this.second[this.count] = second;
    this.entry_s[this.count] = interval_s[0] as number;
    this.exit_s[this.count] = interval_s[1] as number;
    this.count += 1;
  }

  /** Makes room for so many pairs in all. Throws a RangeError above 33,554,432. */
  reserve(pairs: number): void {
    if (pairs <= this.first.length) return;
    requirePairs(pairs);
    const capacity = Math.max(pairs, 2 * this.first.length);
    const { first, second, entry_s, exit_s } = this;
    this.first = new Int32Array(capacity);
    this.second = new Int32Array(capacity);
    this.entry_s = new Float64Array(capacity);
    this.exit_s = new Float64Array(capacity);
    this.first.set(first);
    this.second.set(second);
    this.entry_s.set(entry_s);
    this.exit_s.set(exit_s);
  }
}

/** Throws a RangeError above 33,554,432 pairs. */
export function requirePairs(pairs: number): void {
  if (pairs > MAX_PAIRS) {
    throw new RangeError(`pairs ${pairs}: more than ${MAX_PAIRS} in conflict; ask with smaller minima`);
  }
}
