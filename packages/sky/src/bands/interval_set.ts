import { coarselyAtMost, coarselyLess } from '../numbers.ts';

/** Ordered disjoint closed intervals of one quantity; ends closer than the coarse tolerance are one. */
export class IntervalSet {
  count = 0;
  low = new Float64Array(16);
  high = new Float64Array(16);
  private readonly next = new Float64Array(2);

  clear(): void {
    this.count = 0;
  }

  /** Adds an interval; those that overlap or touch it merge into one. */
  add(low: number, high: number): void {
    this.next[0] = low;
    this.next[1] = high;
    this.addNext();
  }

  private addNext(): void {
    let from = this.next[0] as number;
    let to = this.next[1] as number;
    let at = 0;
    while (at < this.count && !coarselyAtMost(from, this.high[at] as number)) at += 1;
    let end = at;
    while (end < this.count && coarselyAtMost(this.low[end] as number, to)) {
      from = Math.min(from, this.low[end] as number);
      to = Math.max(to, this.high[end] as number);
      end += 1;
    }
    const rest = this.count - end;
    this.reserve(at + 1 + rest);
    this.low.copyWithin(at + 1, end, end + rest);
    this.high.copyWithin(at + 1, end, end + rest);
    this.low[at] = from;
    this.high[at] = to;
    this.count = at + 1 + rest;
  }

  /** Keeps what lies in [low, high]; ends equal within the coarse tolerance become those given. */
  cut(low: number, high: number): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      const begin = this.low[i] as number;
      const end = this.high[i] as number;
      // The range's own ends win where they all but coincide with an interval's; in its middle the interval's upper
      // one.
      const atLow = coarselyAtMost(begin, low);
      const from = atLow ? low : begin;
      const to = atLow ? (coarselyAtMost(high, end) ? high : end) : coarselyAtMost(end, high) ? end : high;
      if (!coarselyLess(from, to)) continue;
      if (kept > 0 && (this.high[kept - 1] as number) === from) this.high[kept - 1] = to;
      else {
        this.low[kept] = from;
        this.high[kept] = to;
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
