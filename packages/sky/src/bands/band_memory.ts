import { filterMOfN, startMOfN } from '../alerting/m_of_n.ts';
import { coarselyEqualAt } from '../numbers.ts';
import { type BandList, type ColourLine, isConflict } from './colours.ts';
import type { Manoeuvre } from './manoeuvre.ts';
import type { Situation } from './situation.ts';

/** M of N on the colours of a range: break points of the past with a queue of colours to either side. */
export class ColourMemory {
  private count = 0;
  private at = new Float64Array(32);
  private left: Int8Array;
  private right: Int8Array;
  private readonly m: number;
  private readonly n: number;
  /** Numbers of one queue. */
  private readonly size: number;

  constructor(m: number, n: number) {
    this.m = m;
    this.n = n;
    this.size = n + 1;
    this.left = new Int8Array(32 * this.size);
    this.right = new Int8Array(32 * this.size);
  }

  clear(): void {
    this.count = 0;
  }

  /** Filters the colours of a line by those of the past, and remembers them. */
  filter(line: ColourLine): void {
    const { m, n, size } = this;
    if (this.count === 0) {
      for (let i = 0; i < line.count; i++) {
        this.insert(i, line.at);
        startMOfN(this.left, i * size, m, n, line.left[i] as number);
        startMOfN(this.right, i * size, m, n, line.right[i] as number);
      }
    }
    let i = 0;
    while (i < line.count || i < this.count) {
      if (i >= line.count || i >= this.count) break;
      if (!coarselyEqualAt(line.at, i, this.at, i)) {
        if ((this.at[i] as number) < (line.at[i] as number)) {
          line.insert(i, this.at, i, line.left[i] as number, line.left[i] as number);
        } else {
          this.insert(i, line.at);
          this.left.copyWithin(i * size, (i + 1) * size, (i + 2) * size);
          for (let j = 0; j < size; j++) this.right[i * size + j] = this.left[(i + 1) * size + j] as number;
        }
      }
      line.left[i] = filterMOfN(this.left, i * size, m, n, line.left[i] as number);
      line.right[i] = filterMOfN(this.right, i * size, m, n, line.right[i] as number);
      i += 1;
    }
    this.prune();
  }

  /** Drops inner points that no longer part anything. */
  private prune(): void {
    const { size } = this;
    for (let i = this.count - 2; i > 0; i--) {
      let equal = true;
      for (let j = 0; j < this.n && equal; j++) equal = this.left[i * size + j] === this.right[i * size + j];
      if (!equal) continue;
      this.at.copyWithin(i, i + 1, this.count);
      this.left.copyWithin(i * size, (i + 1) * size, this.count * size);
      this.right.copyWithin(i * size, (i + 1) * size, this.count * size);
      this.count -= 1;
    }
  }

  /** Inserts the point that stands at the same place of another list. */
  private insert(i: number, points: Float64Array): void {
    const { size } = this;
    if (this.count === this.at.length) {
      const { at, left, right } = this;
      this.at = new Float64Array(2 * at.length);
      this.left = new Int8Array(2 * left.length);
      this.right = new Int8Array(2 * right.length);
      this.at.set(at);
      this.left.set(left);
      this.right.set(right);
    }
    this.at.copyWithin(i + 1, i, this.count);
    this.left.copyWithin((i + 1) * size, i * size, this.count * size);
    this.right.copyWithin((i + 1) * size, i * size, this.count * size);
    this.at[i] = points[i] as number;
    this.count += 1;
  }
}

/** Keeps the conflict band around the present value for a while after it would end or grow milder. */
export class BandPersistence {
  private colour = -1;
  private low = Number.NaN;
  private high = Number.NaN;
  private since_s = Number.NaN;
  private readonly persistence_s: number;

  constructor(persistence_s: number) {
    this.persistence_s = persistence_s;
  }

  clear(): void {
    this.colour = -1;
    this.low = Number.NaN;
    this.high = Number.NaN;
    this.since_s = Number.NaN;
  }

  /** Before the bands are made: paints the remembered band where it persists. `present` is the colour at the value. */
  before({ time_s }: Situation, line: ColourLine, present: number, { modulus }: Manoeuvre): void {
    if (Number.isNaN(this.low)) {
      this.since_s = time_s;
      return;
    }
    if (!isConflict(this.colour)) return;
    const age_s = time_s - this.since_s;
    if (present < this.colour && age_s >= 0 && age_s < this.persistence_s) {
      if (this.low <= this.high) line.paint(this.low, this.high, this.colour, false);
      else {
        line.paint(this.low, modulus, this.colour, false);
        line.paint(0, this.high, this.colour, false);
      }
    } else if (isConflict(present) && present > this.colour) this.since_s = time_s;
  }

  /** After the bands are made: remembers the conflict band around the value. */
  after(bands: BandList, manoeuvre: Manoeuvre): void {
    if (Number.isNaN(this.since_s)) return;
    const wraps = manoeuvre.modulus > 0;
    bands.sought[0] = manoeuvre.value;
    const index = bands.indexOfSought(wraps);
    if (index < 0 || !isConflict(bands.colour[index] as number)) {
      this.clear();
      return;
    }
    this.colour = bands.colour[index] as number;
    this.low = bands.low[index] as number;
    this.high = bands.high[index] as number;
    const last = bands.count - 1;
    if (wraps && last > 0 && bands.colour[0] === bands.colour[last]) {
      if (index === 0) this.low = bands.low[last] as number;
      else if (index === last) this.high = bands.high[0] as number;
    }
  }
}
