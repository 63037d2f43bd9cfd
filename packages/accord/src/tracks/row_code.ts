/**
 * Rows of whole numbers of 32 bits in few bytes, each told by how it differs from the next newer row: two bits for each
 * number say in how many bytes its difference is written. What moves steadily is told by how its step back in time
 * differs from the newer row's step, scaled to the time between: an aircraft on its way needs two bytes for each
 * coordinate of ECEF in 1/256 m, and one that climbs evenly hardly any for its height. Differences are taken modulo
 * 2^32, so that every row comes back to the last bit.
 */

/** How the columns of a row are told: first those that move steadily, then the others, some together. */
export type RowShape = {
  /** Columns that move steadily. */
  readonly steady: number;
  /** Further columns by groups; the numbers of one group are written in equally many bytes. */
  readonly groups: readonly number[];
};

/** Bytes by code: of a step, which is hardly ever 0, and of everything else. */
const STEP_BYTES = [1, 2, 3, 4] as const;
const OTHER_BYTES = [0, 1, 2, 4] as const;
const MOST_GROUPS = 16;

/** Writes and reads rows of one shape. What it wrote last stands in `bytes`. */
export class RowCode {
  readonly width: number;
  readonly steady: number;
  /** No row takes more bytes than this. */
  readonly most_bytes: number;
  readonly bytes: Uint8Array;
  readonly #groups: readonly number[];
  readonly #header_bytes: number;
  /** By byte of a header and its value: how many bytes the four groups that it speaks of take. */
  readonly #lengths: Uint8Array;

  /** @throws RangeError when a row has more groups than its header has room for */
  constructor({ steady, groups }: RowShape) {
    const count = 1 + steady + groups.length;
    if (count > MOST_GROUPS)
      throw new RangeError(`a row has at most ${MOST_GROUPS} groups with its time, not ${count}`);
    const others = groups.reduce((sum, size) => sum + size, 0);
    this.width = steady + others;
    this.steady = steady;
    this.#groups = groups;
    this.#header_bytes = Math.ceil(count / 4);
    this.most_bytes = this.#header_bytes + 4 * (1 + this.width);
    this.bytes = new Uint8Array(this.most_bytes);
    const sizes = [1, ...new Array<number>(steady).fill(1), ...groups];
    this.#lengths = new Uint8Array(256 * this.#header_bytes);
    for (let i = 0; i < this.#lengths.length; i++) {
      for (let k = 0; k < 4; k++) {
        const group = (i >>> 8) * 4 + k;
        const bytes = group > 0 && group <= steady ? STEP_BYTES : OTHER_BYTES;
        this.#lengths[i] = this.#lengths[i]! + (sizes[group] ?? 0) * bytes[(i >>> (2 * k)) & 3]!;
      }
    }
  }

  /**
   * Writes the row that stands in `row` and `steps` at `at` as seen from the newer one in `next`, `next_steps`; steps
   * begin with the one in time. Returns how many bytes that took.
   */
  write(
    row: Int32Array,
    row_at: number,
    steps: Int32Array,
    steps_at: number,
    next: Int32Array,
    next_steps: Int32Array,
  ): number {
    const { bytes, steady } = this;
    const over = steps[steps_at]!;
    const next_over = next_steps[0]!;
    let end = this.#header_bytes;
    let header = 0;
    let shift = 2;
    const time = folded(over - next_over);
    header = codeOf(time);
    end = this.#put(time, OTHER_BYTES[header]!, end);
    for (let i = 0; i < steady; i++) {
      const step = folded(steps[steps_at + 1 + i]! - foretold(next_steps[1 + i]!, over, next_over));
      const code = step < 0x100 ? 0 : step < 0x10000 ? 1 : step < 0x1000000 ? 2 : 3;
      header |= code << shift;
      shift += 2;
      end = this.#put(step, STEP_BYTES[code]!, end);
    }
    let column = steady;
    for (const size of this.#groups) {
      let all = 0;
      for (let i = column; i < column + size; i++) all |= folded(row[row_at + i]! - next[i]!);
      const code = codeOf(all >>> 0);
      header |= code << shift;
      shift += 2;
      for (const last = column + size; column < last; column++) {
        end = this.#put(folded(row[row_at + column]! - next[column]!), OTHER_BYTES[code]!, end);
      }
    }
    for (let i = 0; i < this.#header_bytes; i++) bytes[i] = header >>> (8 * i);
    return end;
  }

  /**
   * Reads a row back: `row` and `steps` hold the newer one, and hold this one afterwards. Returns where the next older
   * one begins.
   */
  read(bytes: Uint8Array, at: number, row: Int32Array, steps: Int32Array): number {
    const { steady } = this;
    let header = this.#header(bytes, at);
    let from = at + this.#header_bytes;
    for (let i = 0; i < steady; i++) row[i] = row[i]! - steps[1 + i]!;
    const next_over = steps[0]!;
    const time_bytes = OTHER_BYTES[header & 3]!;
    const over = (next_over + get(bytes, from, time_bytes)) | 0;
    from += time_bytes;
    header >>>= 2;
    steps[0] = over;
    for (let i = 1; i <= steady; i++) {
      const size = STEP_BYTES[header & 3]!;
      steps[i] = foretold(steps[i]!, over, next_over) + get(bytes, from, size);
      from += size;
      header >>>= 2;
    }
    let column = steady;
    for (const count of this.#groups) {
      const size = OTHER_BYTES[header & 3]!;
      header >>>= 2;
      for (const last = column + count; column < last; column++) {
        row[column] = row[column]! + get(bytes, from, size);
        from += size;
      }
    }
    return from;
  }

  /** How many bytes the row at `at` takes. */
  length(bytes: Uint8Array, at: number): number {
    let length = this.#header_bytes;
    for (let i = 0; i < this.#header_bytes; i++) length += this.#lengths[i * 256 + bytes[at + i]!]!;
    return length;
  }

  #header(bytes: Uint8Array, at: number): number {
    let header = 0;
    for (let i = 0; i < this.#header_bytes; i++) header |= bytes[at + i]! << (8 * i);
    return header;
  }

  #put(value: number, size: number, at: number): number {
    for (let i = 0; i < size; i++) this.bytes[at + i] = value >>> (8 * i);
    return at + size;
  }
}

/** A number with sign as one without: small ones stay small. */
const folded = (value: number): number => ((value << 1) ^ ((value | 0) >> 31)) >>> 0;

function get(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value |= bytes[at + i]! << (8 * i);
  return (value >>> 1) ^ -(value & 1);
}

const codeOf = (value: number): number => (value === 0 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : 3);

/** What a step over `over` ms is expected to be when the newer one, over `next_over`, was `next`. */
const foretold = (next: number, over: number, next_over: number): number =>
  over === next_over ? next : next_over > 0 ? Math.round((next * over) / next_over) | 0 : 0;
