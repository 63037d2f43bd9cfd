import { cos, RAD_PER_DEG, wrap360 } from '@skyaccord/sky';

/** Cells are about so wide and so high: a search as far as it is ever made meets two rows of two or three. */
const CELL_M = 22_000;
/** The least radius of curvature of WGS-84, in the meridian at the equator: it makes no angle too small. */
const LEAST_RADIUS_M = 6_335_439;
const M_PER_DEG = LEAST_RADIUS_M * RAD_PER_DEG;
const ROWS = Math.floor((180 * M_PER_DEG) / CELL_M);
const ROW_DEG = 180 / ROWS;
/** From here to the pole a search takes in all longitudes. */
const CAP_DEG = 89;
const NONE = -1;

/** Columns of each row, as many as keep them about `CELL_M` wide, and the number of its first cell. */
const COLUMNS = new Int32Array(ROWS);
const FIRST = new Int32Array(ROWS);
for (let row = 0, cells = 0; row < ROWS; row++) {
  const middle_deg = -90 + (row + 0.5) * ROW_DEG;
  COLUMNS[row] = Math.max(1, Math.floor(2 * ROWS * cos(middle_deg * RAD_PER_DEG)));
  FIRST[row] = cells;
  cells += COLUMNS[row]!;
}

/** Places on the Earth by slot, each in one cell: who is within reach of a place? */
export class Places {
  /** The cell of a slot, its neighbours in the list of its bucket, and the first of each bucket. */
  #cell = new Int32Array(0);
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  #bucket = new Int32Array(0);

  grow(capacity: number): void {
    const old = this.#cell;
    this.#cell = new Int32Array(capacity).fill(NONE);
    this.#next = new Int32Array(capacity);
    this.#previous = new Int32Array(capacity);
    let buckets = 64;
    while (buckets < capacity) buckets *= 2;
    this.#bucket = new Int32Array(buckets).fill(NONE);
    for (let slot = 0; slot < old.length; slot++) if (old[slot] !== NONE) this.#enter(slot, old[slot]!);
  }

  /** Enters a slot, or moves it. */
  place(slot: number, latitude_deg: number, longitude_deg: number): void {
    const row = rowOf(latitude_deg);
    const cell = FIRST[row]! + columnOf(row, longitude_deg);
    if (cell === this.#cell[slot]) return;
    this.remove(slot);
    this.#enter(slot, cell);
  }

  /** Takes a slot out; one that is not in is left alone. */
  remove(slot: number): void {
    const cell = this.#cell[slot]!;
    if (cell === NONE) return;
    const [previous, next] = [this.#previous[slot]!, this.#next[slot]!];
    if (previous === NONE) this.#bucket[this.#bucketOf(cell)] = next;
    else this.#next[previous] = next;
    if (next !== NONE) this.#previous[next] = previous;
    this.#cell[slot] = NONE;
  }

  /** Slots of which the place may be within `reach_m` of the one given, and some further off, in no order. */
  near(latitude_deg: number, longitude_deg: number, reach_m: number): number[] {
    const found: number[] = [];
    const reach_deg = reach_m / M_PER_DEG;
    const highest_deg = Math.abs(latitude_deg) + reach_deg;
    // A circle around a place spans the most longitude on its side towards the pole.
    const across_deg = highest_deg < CAP_DEG ? reach_deg / cos(highest_deg * RAD_PER_DEG) : 180;
    for (let row = rowOf(latitude_deg - reach_deg); row <= rowOf(latitude_deg + reach_deg); row++) {
      const columns = COLUMNS[row]!;
      const all = 2 * across_deg * columns >= 360 * (columns - 1);
      const from = all ? 0 : columnOf(row, longitude_deg - across_deg);
      const to = all ? columns - 1 : columnOf(row, longitude_deg + across_deg);
      for (let column = from; ; column = column + 1 === columns ? 0 : column + 1) {
        this.#addCell(FIRST[row]! + column, found);
        if (column === to) break;
      }
    }
    return found;
  }

  #addCell(cell: number, found: number[]): void {
    let slot = this.#bucket[this.#bucketOf(cell)]!;
    for (; slot !== NONE; slot = this.#next[slot]!) if (this.#cell[slot] === cell) found.push(slot);
  }

  #enter(slot: number, cell: number): void {
    const bucket = this.#bucketOf(cell);
    const next = this.#bucket[bucket]!;
    this.#cell[slot] = cell;
    this.#next[slot] = next;
    this.#previous[slot] = NONE;
    if (next !== NONE) this.#previous[next] = slot;
    this.#bucket[bucket] = slot;
  }

  /** Multiplication by the golden ratio (Knuth, The Art of Computer Programming, 6.4). */
  #bucketOf(cell: number): number {
    const mixed = Math.imul(cell, 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & (this.#bucket.length - 1);
  }
}

const rowOf = (latitude_deg: number): number =>
  Math.min(ROWS - 1, Math.max(0, Math.floor((latitude_deg + 90) / ROW_DEG)));

const columnOf = (row: number, longitude_deg: number): number =>
  Math.min(COLUMNS[row]! - 1, Math.floor((wrap360(longitude_deg) / 360) * COLUMNS[row]!));
