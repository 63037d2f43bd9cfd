import { coarselyAtMostAt, coarselyLessAt } from '../numbers.ts';

/** Ordered disjoint closed intervals of one quantity; ends closer than the coarse tolerance are one. */
export class IntervalSet {
  count = 0;
  low = new Float64Array(16);
  high = new Float64Array(16);
  /** The ends of the interval that is added next. */
  readonly next = new Float64Array(2);

  clear(): void {
    this.count = 0;
  }

  /** Adds an interval; those that overlap or touch it merge into one. */
  add(low: number, high: number): void {
    this.next[0] = low;
    this.next[1] = high;
    this.addNext();
  }

  /** `add` of the interval in `next`: arguments that are no small integers cost garbage. */
  addNext(): void {
    const { next } = this;
    let at = 0;
    while (at < this.count && !coarselyAtMostAt(next, 0, this.high, at)) at += 1;
    let end = at;
    while (end < this.count && coarselyAtMostAt(this.low, end, next, 1)) {
      next[0] = Math.min(next[0] as number, this.low[end] as number);
      next[1] = Math.max(next[1] as number, this.high[end] as number);
      end += 1;
    }
    const rest = this.count - end;
    this.reserve(at + 1 + rest);
    this.low.copyWithin(at + 1, end, end + rest);
    this.high.copyWithin(at + 1, end, end + rest);
    this.low[at] = next[0] as number;
    this.high[at] = next[1] as number;
    this.count = at + 1 + rest;
  }

  /** Keeps what lies in a range, low and high; ends equal within the coarse tolerance become those given. */
  cut(range: Float64Array): void {
    const { next } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      // The range's own ends win where they all but coincide with an interval's; in its middle the interval's upper
      // one.
      const atLow = coarselyAtMostAt(this.low, i, range, 0);
      const beyond = atLow ? coarselyAtMostAt(range, 1, this.high, i) : !coarselyAtMostAt(this.high, i, range, 1);
      next[0] = (atLow ? range[0] : this.low[i]) as number;
      next[1] = (beyond ? range[1] : this.high[i]) as number;
      if (!coarselyLessAt(next, 0, next, 1)) continue;
      if (kept > 0 && this.high[kept - 1] === next[0]) this.high[kept - 1] = next[1] as number;
      else {
        this.low[kept] = next[0] as number;
        this.high[kept] = next[1] as number;
        kept += 1;
      }
    }
    this.count = kept;
  }

  copy(other: IntervalSet): void {
    this.reserve(other.count);
    this.low.set(other.low.subarray(0, other.count));
    this.high.set(other.high.subarray(0, other.count));
    this.count = other.count;
  }

  private reserve(size: number): void {
    if (size <= this.low.length) return;
    const low = new Float64Array(2 * size);
    const high = new Float64Array(2 * size);
    low.set(this.low);
    high.set(this.high);
    this.low = low;
    this.high = high;
  }
}
