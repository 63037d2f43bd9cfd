import { PACKED_WIDTH } from '../watch/rows.ts';

/** Rows kept for looking back; 104 MB once the ring has filled. */
const HISTORY_ROWS = 1_000_000;
const NONE = -1;
/** Points of a trail, and the least time between two of them. */
const TRAIL_POINTS = 64;
const TRAIL_STEP_MS = 4_000;

export type TrailPoint = [time_ms: number, latitude_deg: number, longitude_deg: number, altitude_m: number | null];

/**
 * The last reports of all tracks, in the order in which they became durable: a ring in typed arrays that overwrites its
 * oldest. Each row knows the one before it of the same track, so that a trail or a past position is a short walk back.
 */
export class History {
  readonly #capacity: number;
  readonly #numbers: Float64Array;
  /** Serial of the previous row of the same track; a serial is a row's number since the start. */
  readonly #previous: Float64Array;
  readonly #last = new Map<number, number>();
  /** Tracks that are over, by the serial of their last row; forgotten once that row is overwritten. */
  readonly #over: { index: number; serial: number }[] = [];
  #next = 0;

  constructor(rows: number = HISTORY_ROWS) {
    this.#capacity = rows;
    this.#numbers = new Float64Array(rows * PACKED_WIDTH);
    this.#previous = new Float64Array(rows);
  }

  clear(): void {
    this.#last.clear();
    this.#over.length = 0;
    this.#next = 0;
  }

  /** Adds packed rows. */
  add(rows: Float64Array): void {
    for (let offset = 0; offset < rows.length; offset += PACKED_WIDTH) {
      const serial = this.#next++;
      const place = serial % this.#capacity;
      const index = rows[offset]!;
      this.#numbers.set(rows.subarray(offset, offset + PACKED_WIDTH), place * PACKED_WIDTH);
      this.#previous[place] = this.#last.get(index) ?? NONE;
      this.#last.set(index, serial);
    }
    this.#forget();
  }

  /** A track is over; its rows stay until they are overwritten. Returns nothing of it later than that. */
  end(index: number): void {
    const serial = this.#last.get(index);
    if (serial !== undefined) this.#over.push({ index, serial });
  }

  /** From when on rows are kept; null before the first one. */
  get from_ms(): number | null {
    return this.#next === 0 ? null : this.#time(this.#oldest);
  }

  get to_ms(): number | null {
    return this.#next === 0 ? null : this.#time(this.#next - 1);
  }

  /** Tracks of which rows are kept. */
  indices(): IterableIterator<number> {
    return this.#last.keys();
  }

  /** A view of the packed row by which a track stood at a time, or null; good until the next `add`. */
  rowAt(index: number, time_ms: number): Float64Array | null {
    const serial = this.#serialAt(index, time_ms);
    return serial === NONE ? null : this.#row(serial);
  }

  /** Where a track had been up to a time, oldest first. */
  trail(index: number, time_ms: number, points: number = TRAIL_POINTS): TrailPoint[] {
    const trail: TrailPoint[] = [];
    let later_ms = Number.POSITIVE_INFINITY;
    for (
      let serial = this.#serialAt(index, time_ms);
      serial !== NONE && trail.length < points;
      serial = this.#before(serial)
    ) {
      const row = this.#row(serial);
      const seen_ms = row[10]!;
      if (later_ms - seen_ms < TRAIL_STEP_MS) continue;
      later_ms = seen_ms;
      trail.push([
        seen_ms,
        Math.round(row[2]! * 1e6) / 1e6,
        Math.round(row[3]! * 1e6) / 1e6,
        Number.isNaN(row[4]!) ? null : Math.round(row[4]! * 10) / 10,
      ]);
    }
    return trail.reverse();
  }

  get #oldest(): number {
    return Math.max(0, this.#next - this.#capacity);
  }

  #row(serial: number): Float64Array {
    const offset = (serial % this.#capacity) * PACKED_WIDTH;
    return this.#numbers.subarray(offset, offset + PACKED_WIDTH);
  }

  #time(serial: number): number {
    return this.#numbers[(serial % this.#capacity) * PACKED_WIDTH + 1]!;
  }

  #before(serial: number): number {
    const previous = this.#previous[serial % this.#capacity]!;
    return previous < this.#oldest ? NONE : previous;
  }

  #serialAt(index: number, time_ms: number): number {
    let serial = this.#last.get(index) ?? NONE;
    if (serial < this.#oldest) return NONE;
    while (serial !== NONE && this.#time(serial) > time_ms) serial = this.#before(serial);
    return serial;
  }

  /** So that tracks that were over long ago take no room. */
  #forget(): void {
    while (this.#over.length > 0 && this.#over[0]!.serial < this.#oldest) {
      const { index, serial } = this.#over.shift()!;
      if (this.#last.get(index) === serial) this.#last.delete(index);
    }
  }
}
