import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';

/** Offsets in time are kept below this, ms: 12 days, half of what 32 bits hold. */
const FAR_MS = 0x40000000;

/**
 * A ring of timed rows for every slot, in one typed array: the newest `rows` rows of `width` whole numbers of 32 bits,
 * the first of which is the time, which must rise, since the slot's own epoch. A row closer than `spacing_ms` to the
 * one before is left out. Whole numbers, since a hundred thousand tracks are to fit into 300 MB.
 */
export class Rings {
  readonly rows: number;
  readonly width: number;
  readonly spacing_ms: number;
  data = new Int32Array(0);
  #epoch_ms = new Float64Array(0);
  #next = new Uint8Array(0);
  #count = new Uint8Array(0);
  /** Room for what a slot is saved as; `pack` takes a copy. */
  readonly #saved: Float64Array;

  /** @throws RangeError when a ring is longer than its counters can count */
  constructor(rows: number, width: number, spacing_ms: number) {
    if (rows > 255) throw new RangeError(`a ring has at most 255 rows, not ${rows}`);
    this.rows = rows;
    this.width = width;
    this.spacing_ms = spacing_ms;
    this.#saved = new Float64Array(1 + rows * width);
  }

  grow(capacity: number): void {
    const data = new Int32Array(capacity * this.rows * this.width);
    data.set(this.data);
    this.data = data;
    const epoch_ms = new Float64Array(capacity);
    epoch_ms.set(this.#epoch_ms);
    this.#epoch_ms = epoch_ms;
    const next = new Uint8Array(capacity);
    next.set(this.#next);
    this.#next = next;
    const count = new Uint8Array(capacity);
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

  /** Time of the k-th oldest row. */
  time_ms(slot: number, k: number): number {
    return this.#epoch_ms[slot]! + this.data[this.at(slot, k)]!;
  }

  /** Makes room for a row at `time_ms` (whole) and returns its index in `data`, time written; -1 when left out. */
  add(slot: number, time_ms: number): number {
    const count = this.#count[slot]!;
    if (count > 0 && time_ms - this.time_ms(slot, count - 1) < this.spacing_ms) return -1;
    if (count === 0) this.#epoch_ms[slot] = time_ms;
    else if (time_ms - this.#epoch_ms[slot]! > FAR_MS) this.#moveEpoch(slot, time_ms);
    const next = this.#next[slot]!;
    this.#next[slot] = next + 1 === this.rows ? 0 : next + 1;
    const kept = this.#count[slot]!;
    if (kept < this.rows) this.#count[slot] = kept + 1;
    const at = (slot * this.rows + next) * this.width;
    this.data[at] = time_ms - this.#epoch_ms[slot]!;
    return at;
  }

  /** A slot that lives for days gets a new epoch; rows too old for it are forgotten. */
  #moveEpoch(slot: number, time_ms: number): void {
    const by_ms = time_ms - this.#epoch_ms[slot]!;
    while (this.#count[slot]! > 0 && time_ms - this.time_ms(slot, 0) > FAR_MS) this.#count[slot] = this.count(slot) - 1;
    for (let k = 0; k < this.#count[slot]!; k++) {
      const at = this.at(slot, k);
      this.data[at] = this.data[at]! - by_ms;
    }
    this.#epoch_ms[slot] = time_ms;
  }

  /** The k of the newest row not after `time_ms`, or -1. */
  before(slot: number, time_ms: number): number {
    let k = this.#count[slot]! - 1;
    while (k >= 0 && this.time_ms(slot, k) > time_ms) k--;
    return k;
  }

  save(slot: number, pack: Pack = toBase64): string {
    const { data } = this;
    const begin = slot * this.rows * this.width;
    const end = begin + this.rows * this.width;
    const out = this.#saved.subarray(0, 1 + this.#count[slot]! * this.width);
    out[0] = this.#epoch_ms[slot]!;
    // Number by number: ten thousand slots are saved between two ticks, and views of rows cost more than the rows.
    for (let i = 1, at = this.at(slot, 0); i < out.length; i++) {
      out[i] = data[at]!;
      at = at + 1 === end ? begin : at + 1;
    }
    return pack(out);
  }

  restore(slot: number, saved: string, unpack: Unpack = fromBase64): void {
    const numbers = unpack(saved);
    this.#epoch_ms[slot] = numbers[0]!;
    this.data.set(numbers.subarray(1), slot * this.rows * this.width);
    const count = (numbers.length - 1) / this.width;
    this.#count[slot] = count;
    this.#next[slot] = count === this.rows ? 0 : count;
  }
}
