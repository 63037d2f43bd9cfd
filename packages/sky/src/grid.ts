import { RAD_PER_DEG, wrap360 } from './angle.ts';
import { writeSinCos } from './math/trig.ts';
import { cos } from './math.ts';

/** 20 NM: about as wide as the swept box of a fast aircraft over two minutes. */
const DEFAULT_CELL_M = 37040;
const MIN_CELL_M = 100;

/**
 * The least radius of curvature of WGS-84 (a (1 - e^2), in the meridian at the equator): dividing by it never makes
 * an angle too small.
 */
const LEAST_RADIUS_M = 6335439;
/** Boxes grow by this share of the way flown, more than a flat picture of straight flight is off within 500 km. */
const FLATNESS = 0.001;
/** From here to the pole a box takes in all longitudes. */
const CAP_DEG = 89.5;
/** A box over more cells than this is kept in one list beside the grid and met by everyone. */
const MAX_CELLS = 1024;
const NONE = -1;

/**
 * Broad phase over aircraft that come, move and go: whose swept boxes meet? A slot is the caller's number of an
 * aircraft. Its box, in latitude and longitude, holds everything within margin_m of the straight way from where it is
 * to where it will be after ahead_s; it is entered in all cells that it overlaps. Cells lie in rows of equal height;
 * a row has as many columns as keep them about cell_m wide, one at the poles. Every pair of aircraft that comes
 * nearer than the sum of their margins within ahead_s is among the candidates; most others are not.
 *
 * An update costs the cells of its own box. Nothing is allocated but on growth, which doubles.
 */
export class SweptGrid {
  readonly #rowHeight_deg: number;
  readonly #rows: number;
  /** Number of the first cell of each row, and the number of columns in it. */
  readonly #rowFirst: Float64Array;
  readonly #rowColumns: Int32Array;

  // By slot: the box (south, north, west in [0, 360), width, all in degrees), whether placed, its entries, a stamp.
  #capacity: number;
  #box: Float64Array;
  #placed: Uint8Array;
  #slotEntry: Int32Array;
  #stamp: Int32Array;
  #round = 0;

  // By entry: one for each cell of each box, in a doubly linked list by bucket and a single one by slot.
  #entrySlot: Int32Array;
  #entryCell: Float64Array;
  #entryBucket: Int32Array;
  #entryNext: Int32Array;
  #entryPrevious: Int32Array;
  #entryOfSlot: Int32Array;
  #entriesUsed = 0;
  #entryFree = NONE;

  /**
   * By bucket, a power of two of them: the first entry. A bucket can hold several cells; boxes are compared anyway.
   */
  #bucket: Int32Array;

  /** Slots whose boxes are too large for cells, in any order, and where each stands there. */
  #wide: Int32Array;
  #wideCount = 0;
  #wideAt: Int32Array;

  readonly #cells = new Float64Array(MAX_CELLS);
  /** An angle with its sine and cosine. */
  readonly #angle = new Float64Array(3);

  constructor(capacity: number, cell_m: number = DEFAULT_CELL_M) {
    if (!(Number.isInteger(capacity) && capacity > 0 && capacity <= 1 << 24)) {
      throw new RangeError(`capacity ${capacity}: must be a whole number from 1 to 16,777,216`);
    }
    if (!(cell_m >= MIN_CELL_M && cell_m <= 2_000_000)) {
      throw new RangeError(`cell_m ${cell_m}: must be from ${MIN_CELL_M} to 2,000,000 m`);
    }
    this.#rows = Math.floor((180 * RAD_PER_DEG * LEAST_RADIUS_M) / cell_m);
    this.#rowHeight_deg = 180 / this.#rows;
    this.#rowFirst = new Float64Array(this.#rows);
    this.#rowColumns = new Int32Array(this.#rows);
    let cells = 0;
    for (let row = 0; row < this.#rows; row += 1) {
      const polar = row === 0 || row === this.#rows - 1;
      const middle_deg = -90 + (row + 0.5) * this.#rowHeight_deg;
      const columns = polar ? 1 : Math.max(1, Math.floor(2 * this.#rows * cos(middle_deg * RAD_PER_DEG)));
      this.#rowFirst[row] = cells;
      this.#rowColumns[row] = columns;
      cells += columns;
    }
    this.#capacity = capacity;
    this.#box = new Float64Array(4 * capacity);
    this.#placed = new Uint8Array(capacity);
    this.#slotEntry = new Int32Array(capacity).fill(NONE);
    this.#stamp = new Int32Array(capacity);
    this.#wide = new Int32Array(capacity);
    this.#wideAt = new Int32Array(capacity).fill(NONE);
    const entries = 8 * capacity;
    this.#entrySlot = new Int32Array(entries);
    this.#entryCell = new Float64Array(entries);
    this.#entryBucket = new Int32Array(entries);
    this.#entryNext = new Int32Array(entries);
    this.#entryPrevious = new Int32Array(entries);
    this.#entryOfSlot = new Int32Array(entries);
    this.#bucket = new Int32Array(bucketsFor(capacity)).fill(NONE);
  }

  /**
   * Enters a slot, or moves it. east_mps and north_mps: velocity over the ground; the box reaches margin_m around the
   * way flown in ahead_s. A slot at or above the capacity doubles the capacity until it fits. Throws a RangeError on
   * a value that is no place, no velocity or no reach; nothing changes then.
   */
  place(
    slot: number,
    latitude_deg: number,
    longitude_deg: number,
    east_mps: number,
    north_mps: number,
    ahead_s: number,
    margin_m: number,
  ): void {
    if (!(Number.isInteger(slot) && slot >= 0 && slot < 1 << 24)) {
      throw new RangeError(`slot ${slot}: must be a whole number from 0 to 16,777,215`);
    }
    if (!(latitude_deg >= -90 && latitude_deg <= 90)) {
      throw new RangeError(`latitude_deg ${latitude_deg}: must be from -90 to 90`);
    }
    requireFinite('longitude_deg', longitude_deg);
    requireFinite('east_mps', east_mps);
    requireFinite('north_mps', north_mps);
    requireReach('ahead_s', ahead_s);
    requireReach('margin_m', margin_m);
    if (slot >= this.#capacity) this.#growSlots(slot);
    this.#writeBox(slot, latitude_deg, longitude_deg, east_mps * ahead_s, north_mps * ahead_s, margin_m);
    const count = this.#listCells(slot);
    const wide = count < 0;
    if (this.#placed[slot] === 1) {
      if (wide === ((this.#wideAt[slot] as number) !== NONE) && (wide || this.#standsIn(slot, count))) return;
      this.#leave(slot);
    }
    this.#placed[slot] = 1;
    if (wide) {
      this.#wideAt[slot] = this.#wideCount;
      this.#wide[this.#wideCount] = slot;
      this.#wideCount += 1;
    } else {
      for (let i = count - 1; i >= 0; i -= 1) this.#enter(slot, this.#cells[i] as number);
    }
  }

  /** Takes a slot out; one that is not in is left alone. */
  remove(slot: number): void {
    if (!(slot >= 0 && slot < this.#capacity) || this.#placed[slot] !== 1) return;
    this.#leave(slot);
    this.#placed[slot] = 0;
  }

  /**
   * Writes the slots whose boxes overlap this one's to `out`, each once, without itself, in no order to rely on;
   * returns how many. None for a slot that is not in. Throws a RangeError when `out` is too small.
   */
  candidates(slot: number, out: Int32Array): number {
    if (!(slot >= 0 && slot < this.#capacity) || this.#placed[slot] !== 1) return 0;
    let count = 0;
    if (this.#wideAt[slot] !== NONE) {
      for (let other = 0; other < this.#capacity; other += 1) {
        if (other !== slot && this.#placed[other] === 1 && this.#overlap(slot, other)) {
          count = push(out, count, other, this.#capacity);
        }
      }
      return count;
    }
    this.#round = this.#round === 0x7fffffff ? this.#restartStamps() : this.#round + 1;
    this.#stamp[slot] = this.#round;
    for (let entry = this.#slotEntry[slot] as number; entry !== NONE; entry = this.#entryOfSlot[entry] as number) {
      let met = this.#bucket[this.#entryBucket[entry] as number] as number;
      for (; met !== NONE; met = this.#entryNext[met] as number) {
        const other = this.#entrySlot[met] as number;
        if (this.#stamp[other] === this.#round) continue;
        this.#stamp[other] = this.#round;
        if (this.#overlap(slot, other)) count = push(out, count, other, this.#capacity);
      }
    }
    for (let i = 0; i < this.#wideCount; i += 1) {
      const other = this.#wide[i] as number;
      if (this.#overlap(slot, other)) count = push(out, count, other, this.#capacity);
    }
    return count;
  }

  /**
   * The box, rigorous on the ellipsoid for a geodesic that starts east_m, north_m. Let c be the highest latitude that
   * anything within reach can have. Latitude: the way bends by tan(c)/R at most, so it leaves the line drawn at the
   * start by D^2 tan(c) / 2R at most. Longitude: by Clairaut's relation it changes by at most east cos(start) / (R
   * cos^2(c)), and around any point of the way by margin / (R cos(c)).
   */
  #writeBox(
    slot: number,
    latitude_deg: number,
    longitude_deg: number,
    east_m: number,
    north_m: number,
    margin_m: number,
  ): void {
    const way_m = Math.sqrt(east_m * east_m + north_m * north_m);
    const margin = margin_m + FLATNESS * way_m + 1;
    const perDegree = RAD_PER_DEG * LEAST_RADIUS_M;
    const cap_deg = Math.abs(latitude_deg) + (way_m + margin) / perDegree;
    const base = 4 * slot;
    let width_deg = 360;
    let west_deg = 0;
    let south_m = way_m + margin;
    let north = way_m + margin;
    if (cap_deg < CAP_DEG) {
      const angle = this.#angle;
      angle[0] = cap_deg * RAD_PER_DEG;
      writeSinCos(angle);
      const sinCap = angle[1] as number;
      const cosCap = angle[2] as number;
      const bend = (way_m * way_m * sinCap) / (cosCap * 2 * LEAST_RADIUS_M) + margin;
      angle[0] = latitude_deg * RAD_PER_DEG;
      writeSinCos(angle);
      south_m = Math.max(0, -north_m) + bend;
      north = Math.max(0, north_m) + bend;
      const turn_deg = (east_m * (angle[2] as number)) / (cosCap * cosCap * perDegree);
      const around_deg = margin / (cosCap * perDegree);
      width_deg = Math.min(360, Math.abs(turn_deg) + 2 * around_deg);
      west_deg = width_deg === 360 ? 0 : wrap360(longitude_deg + Math.min(0, turn_deg) - around_deg);
    }
    this.#box[base] = Math.max(-90, latitude_deg - south_m / perDegree);
    this.#box[base + 1] = Math.min(90, latitude_deg + north / perDegree);
    this.#box[base + 2] = west_deg;
    this.#box[base + 3] = width_deg;
  }

  #overlap(a: number, b: number): boolean {
    const box = this.#box;
    const i = 4 * a;
    const j = 4 * b;
    if ((box[i] as number) > (box[j + 1] as number) || (box[j] as number) > (box[i + 1] as number)) return false;
    const gap = (box[j + 2] as number) - (box[i + 2] as number);
    return gap < 0
      ? gap + 360 <= (box[i + 3] as number) || -gap <= (box[j + 3] as number)
      : gap <= (box[i + 3] as number) || 360 - gap <= (box[j + 3] as number);
  }

  /** Writes the cells under a slot's box to #cells; returns how many, or -1 when they are more than MAX_CELLS. */
  #listCells(slot: number): number {
    const base = 4 * slot;
    const first = this.#rowOf(this.#box[base] as number);
    const last = this.#rowOf(this.#box[base + 1] as number);
    const west_deg = this.#box[base + 2] as number;
    const width_deg = this.#box[base + 3] as number;
    let count = 0;
    for (let row = first; row <= last; row += 1) {
      const columns = this.#rowColumns[row] as number;
      const perDegree = columns / 360;
      const from = Math.min(columns - 1, Math.floor(west_deg * perDegree));
      const across = Math.min(columns, Math.floor((west_deg + width_deg) * perDegree) - from + 1);
      if (count + across > MAX_CELLS) return NONE;
      const rowFirst = this.#rowFirst[row] as number;
      for (let i = 0; i < across; i += 1) {
        const column = from + i;
        this.#cells[count] = rowFirst + (column < columns ? column : column - columns);
        count += 1;
      }
    }
    return count;
  }

  #rowOf(latitude_deg: number): number {
    return Math.min(this.#rows - 1, Math.max(0, Math.floor((latitude_deg + 90) / this.#rowHeight_deg)));
  }

  /** Whether a slot's entries are the first `count` of #cells already. */
  #standsIn(slot: number, count: number): boolean {
    let entry = this.#slotEntry[slot] as number;
    for (let i = 0; i < count; i += 1) {
      if (entry === NONE || this.#entryCell[entry] !== this.#cells[i]) return false;
      entry = this.#entryOfSlot[entry] as number;
    }
    return entry === NONE;
  }

  #enter(slot: number, cell: number): void {
    let entry = this.#entryFree;
    if (entry !== NONE) {
      this.#entryFree = this.#entryOfSlot[entry] as number;
    } else {
      if (this.#entriesUsed === this.#entrySlot.length) this.#growEntries();
      entry = this.#entriesUsed;
      this.#entriesUsed += 1;
    }
    this.#entrySlot[entry] = slot;
    this.#entryCell[entry] = cell;
    this.#entryOfSlot[entry] = this.#slotEntry[slot] as number;
    this.#slotEntry[slot] = entry;
    this.#link(entry);
  }

  #link(entry: number): void {
    const bucket = bucketOf(this.#entryCell[entry] as number, this.#bucket.length);
    const next = this.#bucket[bucket] as number;
    this.#entryBucket[entry] = bucket;
    this.#entryNext[entry] = next;
    this.#entryPrevious[entry] = NONE;
    if (next !== NONE) this.#entryPrevious[next] = entry;
    this.#bucket[bucket] = entry;
  }

  /** Takes a slot's entries out of their lists, to be used again. */
  #leave(slot: number): void {
    const at = this.#wideAt[slot] as number;
    if (at !== NONE) {
      this.#wideCount -= 1;
      const moved = this.#wide[this.#wideCount] as number;
      this.#wide[at] = moved;
      this.#wideAt[moved] = at;
      this.#wideAt[slot] = NONE;
      return;
    }
    let entry = this.#slotEntry[slot] as number;
    while (entry !== NONE) {
      const following = this.#entryOfSlot[entry] as number;
      const next = this.#entryNext[entry] as number;
      const previous = this.#entryPrevious[entry] as number;
      if (previous === NONE) this.#bucket[this.#entryBucket[entry] as number] = next;
      else this.#entryNext[previous] = next;
      if (next !== NONE) this.#entryPrevious[next] = previous;
      this.#entryOfSlot[entry] = this.#entryFree;
      this.#entryFree = entry;
      entry = following;
    }
    this.#slotEntry[slot] = NONE;
  }

  #restartStamps(): number {
    this.#stamp.fill(0);
    return 1;
  }

  #growEntries(): void {
    const size = 2 * this.#entrySlot.length;
    this.#entrySlot = grown(this.#entrySlot, size);
    this.#entryBucket = grown(this.#entryBucket, size);
    this.#entryNext = grown(this.#entryNext, size);
    this.#entryPrevious = grown(this.#entryPrevious, size);
    this.#entryOfSlot = grown(this.#entryOfSlot, size);
    const cells = new Float64Array(size);
    cells.set(this.#entryCell);
    this.#entryCell = cells;
  }

  #growSlots(slot: number): void {
    let capacity = this.#capacity;
    while (capacity <= slot) capacity *= 2;
    const box = new Float64Array(4 * capacity);
    box.set(this.#box);
    this.#box = box;
    const placed = new Uint8Array(capacity);
    placed.set(this.#placed);
    this.#placed = placed;
    this.#slotEntry = grown(this.#slotEntry, capacity);
    this.#stamp = grown(this.#stamp, capacity, 0);
    this.#wide = grown(this.#wide, capacity);
    this.#wideAt = grown(this.#wideAt, capacity);
    this.#capacity = capacity;
    this.#bucket = new Int32Array(bucketsFor(capacity)).fill(NONE);
    for (let s = 0; s < capacity; s += 1) {
      let entry = this.#slotEntry[s] as number;
      for (; entry !== NONE; entry = this.#entryOfSlot[entry] as number) this.#link(entry);
    }
  }
}

function push(out: Int32Array, count: number, slot: number, capacity: number): number {
  if (count === out.length) {
    throw new RangeError(
      `out holds ${out.length} slots, too few for the candidates; give it the capacity, ${capacity}`,
    );
  }
  out[count] = slot;
  return count + 1;
}

function grown(array: Int32Array, size: number, fill: number = NONE): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size).fill(fill);
  larger.set(array);
  return larger;
}

function bucketsFor(capacity: number): number {
  let buckets = 1024;
  while (buckets < 4 * capacity) buckets *= 2;
  return buckets;
}

/** Cell numbers can exceed 32 bits; both halves are mixed (multiplication by the golden ratio, Knuth, TAOCP 6.4). */
function bucketOf(cell: number, buckets: number): number {
  const mixed = Math.imul((cell % 4294967296) | 0, 0x9e3779b1) ^ Math.imul(Math.floor(cell / 4294967296), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & (buckets - 1);
}

function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${name} ${value}: must be a finite number`);
}

function requireReach(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name} ${value}: must be a finite number of at least 0`);
  }
}
