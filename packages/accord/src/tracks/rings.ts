import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';

/**
 * A ring of timed rows for every slot, in one typed array: the newest `rows` rows of `width` numbers each, the first
 * number being the time in ms, which must rise. A row closer than `spacing_ms` to the one before is left out.
 */
export class Rings {
  readonly rows: number;
  readonly width: number;
  readonly spacing_ms: number;
  data = new Float64Array(0);
  #next = new Int32Array(0);
  #count = new Int32Array(0);

  constructor(rows: number, width: number, spacing_ms: number) {
    this.rows = rows;
    this.width = width;
    this.spacing_ms = spacing_ms;
  }

  grow(capacity: number): void {
    const data = new Float64Array(capacity * this.rows * this.width);
    data.set(this.data);
    this.data = data;
    const next = new Int32Array(capacity);
    next.set(this.#next);
    this.#next = next;
    const count = new Int32Array(capacity);
    count.set(this.#count);
    this.#count = count;
  }

  clear(slot: number): void {
    this.#next[slot] = 0;
    this.#count[slot] = 0;
  }

  count(slot: number): number {
    return this.#count[slot]!;
  }

  /** Index into `data` of the k-th oldest row, 0 <= k < count. */
  at(slot: number, k: number): number {
    let row = this.#next[slot]! - this.#count[slot]! + k;
    if (row < 0) row += this.rows;
    return (slot * this.rows + row) * this.width;
  }

  /** Makes room for a row at `time_ms` and returns its index in `data`, the time already written; -1 when left out. */
  add(slot: number, time_ms: number): number {
    const count = this.#count[slot]!;
    if (count > 0 && time_ms - this.data[this.at(slot, count - 1)]! < this.spacing_ms) return -1;
    const next = this.#next[slot]!;
    this.#next[slot] = next + 1 === this.rows ? 0 : next + 1;
    if (count < this.rows) this.#count[slot] = count + 1;
    const at = (slot * this.rows + next) * this.width;
    this.data[at] = time_ms;
    return at;
  }

  /** The k of the newest row not after `time_ms`, or -1. */
  before(slot: number, time_ms: number): number {
    let k = this.#count[slot]! - 1;
    while (k >= 0 && this.data[this.at(slot, k)]! > time_ms) k--;
    return k;
  }

  save(slot: number, pack: Pack = toBase64): string {
    const count = this.#count[slot]!;
    const out = new Float64Array(count * this.width);
    for (let k = 0; k < count; k++) {
      const at = this.at(slot, k);
      out.set(this.data.subarray(at, at + this.width), k * this.width);
    }
    return pack(out);
  }

  restore(slot: number, saved: string, unpack: Unpack = fromBase64): void {
    const numbers = unpack(saved);
    this.data.set(numbers, slot * this.rows * this.width);
    const count = numbers.length / this.width;
    this.#count[slot] = count;
    this.#next[slot] = count === this.rows ? 0 : count;
  }
}
