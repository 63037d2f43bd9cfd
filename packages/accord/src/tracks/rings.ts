import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import { BLOCK_BYTES, type Blocks, NONE } from './blocks.ts';
import { RowCode, type RowShape } from './row_code.ts';

/** Rows that lie further apart than this are not kept together, ms: 12 days. */
const FAR_MS = 0x40000000;
const NOTHING_SHOWN = -1;

export type RingOptions = {
  readonly rows: number;
  readonly shape: RowShape;
  /** A row closer than this to the one before is left out, ms. */
  readonly spacing_ms: number;
  /** Of so many slots the rows are kept in full once they were asked for; a power of two. */
  readonly shown: number;
};

/**
 * A ring of timed rows for every slot: the newest `rows` rows of whole numbers of 32 bits, at whole ms that rise. The
 * newest row stands in arrays; those before it are written as differences, in chains of blocks ({@link RowCode}), since
 * a hundred thousand tracks are to fit into 300 MB. They are read from the newest back, and come back to the last bit.
 */
export class Rings {
  readonly rows: number;
  readonly width: number;
  readonly spacing_ms: number;
  readonly #code: RowCode;
  readonly #blocks: Blocks;
  /** The newest row of each slot, when it was, and the steps to it, in time first. */
  #newest = new Int32Array(0);
  #newest_ms = new Float64Array(0);
  #steps = new Int32Array(0);
  #count = new Uint8Array(0);
  /** The chain's newest block, and how many bytes at its front are free. */
  #head = new Int32Array(0);
  #room = new Uint8Array(0);
  // Of slots that were asked for: all rows, in a ring, and where the next one goes.
  readonly #shown: number;
  #data = new Int32Array(0);
  #times_ms = new Float64Array(0);
  #slotShown = new Int32Array(0);
  #nextShown = new Uint8Array(0);
  // Room for one row, and for one slot's chain.
  readonly #row: Int32Array;
  readonly #step: Int32Array;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  /** Room for what a slot is saved as; `pack` takes a copy. */
  readonly #saved: Float64Array;
  readonly #savedWords: Int32Array;
  readonly #savedBytes: Uint8Array;

  /** @throws RangeError when a ring is shorter or longer than its counters can count, or a row longer than a block */
  constructor(blocks: Blocks, { rows, shape, spacing_ms, shown }: RingOptions) {
    if (rows < 2 || rows > 255) throw new RangeError(`a ring has 2 to 255 rows, not ${rows}`);
    this.#code = new RowCode(shape);
    if (this.#code.most_bytes > BLOCK_BYTES) throw new RangeError(`a row has at most ${BLOCK_BYTES} bytes`);
    this.#blocks = blocks;
    this.rows = rows;
    this.width = this.#code.width;
    this.spacing_ms = spacing_ms;
    this.#shown = shown;
    this.#row = new Int32Array(this.width);
    this.#step = new Int32Array(1 + this.#code.steady);
    const most_bytes = (rows - 1) * this.#code.most_bytes;
    // Two blocks more: bytes may stand at the end of the first and at the front of the last.
    this.#words = new Int32Array((Math.ceil(most_bytes / BLOCK_BYTES) + 2) * (BLOCK_BYTES / 4));
    this.#bytes = new Uint8Array(this.#words.buffer);
    this.#saved = new Float64Array(3 + Math.ceil((4 * (this.width + 1 + this.#code.steady) + most_bytes) / 8));
    this.#savedWords = new Int32Array(this.#saved.buffer);
    this.#savedBytes = new Uint8Array(this.#saved.buffer);
  }

  grow(capacity: number): void {
    const newest = new Int32Array(capacity * this.width);
    newest.set(this.#newest);
    this.#newest = newest;
    const newest_ms = new Float64Array(capacity);
    newest_ms.set(this.#newest_ms);
    this.#newest_ms = newest_ms;
    const steps = new Int32Array(capacity * this.#step.length);
    steps.set(this.#steps);
    this.#steps = steps;
    const count = new Uint8Array(capacity);
    count.set(this.#count);
    this.#count = count;
    const head = new Int32Array(capacity).fill(NONE);
    head.set(this.#head);
    this.#head = head;
    const room = new Uint8Array(capacity);
    room.set(this.#room);
    this.#room = room;
  }

  /** Forgets a slot's rows. */
  clear(slot: number): void {
    this.#blocks.giveBack(this.#head[slot]!);
    this.#head[slot] = NONE;
    this.#room[slot] = 0;
    this.#count[slot] = 0;
    this.#steps.fill(0, slot * this.#step.length, (slot + 1) * this.#step.length);
    if (this.#isShown(slot)) this.#slotShown[slot & (this.#shown - 1)] = NOTHING_SHOWN;
  }

  count(slot: number): number {
    return this.#count[slot]!;
  }

  /** Whether a row at `time_ms` would be kept: not too soon after the one before. */
  takes(slot: number, time_ms: number): boolean {
    return this.#count[slot] === 0 || time_ms - this.#newest_ms[slot]! >= this.spacing_ms;
  }

  /** Adds a row at `time_ms` (whole), unless it comes too soon after the one before. */
  add(slot: number, time_ms: number, row: Int32Array): void {
    const { width } = this;
    const step = this.#step;
    if (!this.takes(slot, time_ms)) return;
    const since_ms = time_ms - this.#newest_ms[slot]!;
    if (this.#count[slot]! > 0 && since_ms > FAR_MS) this.clear(slot);
    const at = slot * width;
    const steps_at = slot * step.length;
    const count = this.#count[slot]!;
    step.fill(0);
    if (count > 0) {
      step[0] = since_ms;
      for (let i = 1; i < step.length; i++) step[i] = row[i - 1]! - this.#newest[at + i - 1]!;
      const length = this.#code.write(this.#newest, at, this.#steps, steps_at, row, step);
      this.#push(slot, this.#code.bytes, 0, length, Math.min(count, this.rows - 1));
    }
    for (let i = 0; i < width; i++) this.#newest[at + i] = row[i]!;
    for (let i = 0; i < step.length; i++) this.#steps[steps_at + i] = step[i]!;
    this.#newest_ms[slot] = time_ms;
    if (count < this.rows) this.#count[slot] = count + 1;
    if (this.#isShown(slot)) this.#show(slot & (this.#shown - 1), time_ms, row);
  }

  /** Time of the k-th oldest row; NaN where there is none. */
  time_ms(slot: number, k: number): number {
    const last = this.#count[slot]! - 1;
    if (!(k >= 0 && k <= last)) return Number.NaN;
    if (k === last) return this.#newest_ms[slot]!;
    const at = this.#find(slot, k);
    return this.#times_ms[at]!;
  }

  /** Writes the k-th oldest row, 0 <= k < count, to `out`, and returns its time. */
  read(slot: number, k: number, out: Int32Array): number {
    const { width } = this;
    const at = this.#find(slot, k);
    for (let i = 0; i < width; i++) out[i] = this.#data[at * width + i]!;
    return this.#times_ms[at]!;
  }

  /** The k of the newest row not after `time_ms`, or -1. */
  before(slot: number, time_ms: number): number {
    let k = this.#count[slot]! - 1;
    while (k >= 0 && this.time_ms(slot, k) > time_ms) k--;
    return k;
  }

  save(slot: number, pack: Pack = toBase64): string {
    const count = this.#count[slot]!;
    if (count === 0) return pack(this.#saved.subarray(0, 0));
    const bytes = this.#savedBytes;
    const words = this.#savedWords;
    const { width } = this;
    const steps = this.#step.length;
    const [begin, end] = this.#gather(slot);
    this.#saved[0] = this.#newest_ms[slot]!;
    words[2] = count;
    words[3] = end - begin;
    for (let i = 0; i < width; i++) words[4 + i] = this.#newest[slot * width + i]!;
    for (let i = 0; i < steps; i++) words[4 + width + i] = this.#steps[slot * steps + i]!;
    const from = 4 * (4 + width + steps);
    const length = Math.ceil((from + end - begin) / 8);
    bytes.fill(0, from + end - begin, length * 8);
    for (let i = begin; i < end; i++) bytes[from + i - begin] = this.#bytes[i]!;
    return pack(this.#saved.subarray(0, length));
  }

  restore(slot: number, saved: string, unpack: Unpack = fromBase64): void {
    const numbers = unpack(saved);
    this.clear(slot);
    if (numbers.length === 0) return;
    const words = new Int32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, 8 * numbers.length);
    const { width } = this;
    const steps = this.#step.length;
    this.#newest_ms[slot] = numbers[0]!;
    this.#count[slot] = words[2]!;
    for (let i = 0; i < width; i++) this.#newest[slot * width + i] = words[4 + i]!;
    for (let i = 0; i < steps; i++) this.#steps[slot * steps + i] = words[4 + width + i]!;
    const ends = [4 * (4 + width + steps)];
    for (let k = 1; k < words[2]!; k++) ends.push(ends[k - 1]! + this.#code.length(bytes, ends[k - 1]!));
    for (let k = ends.length - 1; k > 0; k--) this.#push(slot, bytes, ends[k - 1]!, ends[k]!, this.rows);
  }

  /** Puts a row's bytes at the front of a slot's chain, of which `kept` rows stay with it. */
  #push(slot: number, bytes: Uint8Array, from: number, to: number, kept: number): void {
    const blocks = this.#blocks;
    const head = this.#head[slot]!;
    const room = this.#room[slot]!;
    const length = to - from;
    if (length <= room) {
      blocks.write(head, room, bytes, from, to);
      blocks.begin(head, false);
      this.#room[slot] = room - length;
      return;
    }
    if (head !== NONE) {
      this.#letGo(head, kept - 1);
      blocks.write(head, room, bytes, to - room, to);
    }
    const block = blocks.take(head);
    blocks.write(block, BLOCK_BYTES, bytes, from, to - room);
    blocks.begin(block, room > 0);
    this.#head[slot] = block;
    this.#room[slot] = BLOCK_BYTES - (length - room);
  }

  /** Gives back the blocks behind the newest `kept` rows of a chain. */
  #letGo(head: number, kept: number): void {
    const blocks = this.#blocks;
    let begun = 0;
    for (let block = head; block !== NONE; block = blocks.older(block)) {
      begun += blocks.beginnings(block);
      if (begun < kept) continue;
      const last = begun === kept && blocks.spills(block) ? blocks.older(block) : block;
      blocks.endAt(last);
      return;
    }
  }

  /** Copies a slot's chain to `#bytes`; returns where its rows begin and end there. */
  #gather(slot: number): [begin: number, end: number] {
    this.#blocks.gather(this.#head[slot]!, this.#words);
    const begin = this.#room[slot]!;
    let end = begin;
    for (let k = this.#count[slot]! - 1; k > 0; k--) end += this.#code.length(this.#bytes, end);
    return [begin, end];
  }

  #isShown(slot: number): boolean {
    return this.#slotShown.length > 0 && this.#slotShown[slot & (this.#shown - 1)] === slot;
  }

  /** Where the k-th oldest row of a slot stands in full. */
  #find(slot: number, k: number): number {
    const place = slot & (this.#shown - 1);
    if (!this.#isShown(slot)) this.#showAll(slot, place);
    let row = this.#nextShown[place]! - this.#count[slot]! + k;
    if (row < 0) row += this.rows;
    return place * this.rows + row;
  }

  #show(place: number, time_ms: number, row: Int32Array): void {
    const { width } = this;
    const next = this.#nextShown[place]!;
    const at = place * this.rows + next;
    this.#times_ms[at] = time_ms;
    for (let i = 0; i < width; i++) this.#data[at * width + i] = row[i]!;
    this.#nextShown[place] = next + 1 === this.rows ? 0 : next + 1;
  }

  #showAll(slot: number, place: number): void {
    if (this.#slotShown.length === 0) {
      this.#data = new Int32Array(this.#shown * this.rows * this.width);
      this.#times_ms = new Float64Array(this.#shown * this.rows);
      this.#slotShown = new Int32Array(this.#shown).fill(NOTHING_SHOWN);
      this.#nextShown = new Uint8Array(this.#shown);
    }
    const { width } = this;
    const row = this.#row;
    const step = this.#step;
    const count = this.#count[slot]!;
    for (let i = 0; i < width; i++) row[i] = this.#newest[slot * width + i]!;
    for (let i = 0; i < step.length; i++) step[i] = this.#steps[slot * step.length + i]!;
    this.#blocks.gather(this.#head[slot]!, this.#words);
    let time_ms = this.#newest_ms[slot]!;
    let from = this.#room[slot]!;
    for (let k = count - 1; k >= 0; k--) {
      const at = place * this.rows + k;
      this.#times_ms[at] = time_ms;
      for (let i = 0; i < width; i++) this.#data[at * width + i] = row[i]!;
      if (k === 0) break;
      time_ms -= step[0]!;
      from = this.#code.read(this.#bytes, from, row, step);
    }
    this.#slotShown[place] = slot;
    this.#nextShown[place] = count === this.rows ? 0 : count;
  }
}
