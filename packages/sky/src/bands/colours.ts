import { coarselyEqualAt } from '../numbers.ts';
import type { IntervalSet } from './interval_set.ts';

/** Colours of bands as codes, by severity; -1 is unknown. */
export const UNKNOWN = -1;
export const NONE = 0;
export const FAR = 1;
export const MID = 2;
export const NEAR = 3;
export const RECOVERY = 4;

/** Whether a colour is one of conflict. */
export function isConflict(colour: number): boolean {
  return colour === FAR || colour === MID || colour === NEAR;
}

/** A range in colours: sorted break points, each with the colour to its left and to its right. */
export class ColourLine {
  count = 0;
  at = new Float64Array(32);
  left = new Int8Array(32);
  right = new Int8Array(32);
  private readonly wraps: boolean;
  /** The two ends of what is painted. */
  private readonly span = new Float64Array(2);

  constructor(wraps: boolean) {
    this.wraps = wraps;
  }

  /** The whole range in one colour. */
  reset(low: number, high: number, colour: number): void {
    this.count = 2;
    this.at[0] = low;
    this.at[1] = high;
    this.left[0] = this.wraps ? colour : UNKNOWN;
    this.right[0] = colour;
    this.left[1] = colour;
    this.right[1] = this.wraps ? colour : UNKNOWN;
  }

  /** Paints what a free set leaves of the range, never over a more severe colour. */
  paintOutside(free: IntervalSet, colour: number): void {
    const { span } = this;
    const end = this.at[this.count - 1] as number;
    span[0] = this.at[0] as number;
    for (let i = 0; i < free.count; i++) {
      span[1] = free.low[i] as number;
      this.paintSpan(colour, false);
      span[0] = free.high[i] as number;
    }
    span[1] = end;
    this.paintSpan(colour, false);
  }

  /** Paints what a set holds over everything but what is unknown. */
  paintInside(set: IntervalSet, colour: number): void {
    for (let i = 0; i < set.count; i++) {
      this.span[0] = set.low[i] as number;
      this.span[1] = set.high[i] as number;
      this.paintSpan(colour, true);
    }
  }

  /**
   * Leaves only what lies from low to high, going up and maybe across the end of a range that wraps; the rest is
   * unknown. What is unknown within is free of conflict.
   */
  confine(low: number, high: number): void {
    const begin = this.at[0] as number;
    const end = this.at[this.count - 1] as number;
    if (this.wraps && low > high) {
      this.cover(high, low, UNKNOWN);
      this.reveal(begin, high);
      this.reveal(low, end);
    } else {
      this.cover(begin, low, UNKNOWN);
      this.cover(high, end, UNKNOWN);
      this.reveal(low, high);
    }
    if (this.wraps) this.join();
  }

  /** Paints over everything. */
  private cover(low: number, high: number, colour: number): void {
    if (!this.take(low, high)) return;
    const first = this.pointAt(0);
    const last = this.pointAt(1);
    for (let i = first; i <= last; i++) {
      if (i > first) this.left[i] = colour;
      if (i < last) this.right[i] = colour;
    }
  }

  private reveal(low: number, high: number): void {
    if (!this.take(low, high)) return;
    const first = this.pointAt(0);
    const last = this.pointAt(1);
    for (let i = first; i <= last; i++) {
      if (i > first && this.left[i] === UNKNOWN) this.left[i] = NONE;
      if (i < last && this.right[i] === UNKNOWN) this.right[i] = NONE;
    }
  }

  /** Paints [low, high]: over everything, or over what is less severe only; never over what is unknown. */
  paint(low: number, high: number, colour: number, over: boolean): void {
    this.span[0] = low;
    this.span[1] = high;
    this.paintSpan(colour, over);
  }

  private paintSpan(colour: number, over: boolean): void {
    if (!this.opens()) return;
    const first = this.pointAt(0);
    const last = this.pointAt(1);
    for (let i = first; i <= last; i++) {
      const left = this.left[i] as number;
      const right = this.right[i] as number;
      if (i > first && left !== UNKNOWN && (over || left < colour)) this.left[i] = colour;
      if (i < last && right !== UNKNOWN && (over || right < colour)) this.right[i] = colour;
    }
    if (this.wraps) this.join();
  }

  /** Whether the interval taken up is not empty. */
  private opens(): boolean {
    const { span } = this;
    return (span[0] as number) < (span[1] as number) && !coarselyEqualAt(span, 0, span, 1);
  }

  /** Takes up an interval; false where it is empty. */
  private take(low: number, high: number): boolean {
    this.span[0] = low;
    this.span[1] = high;
    return this.opens();
  }

  /** Makes the ends of a range that wraps agree. */
  join(): void {
    this.left[0] = this.left[this.count - 1] as number;
    this.right[this.count - 1] = this.right[0] as number;
  }

  /**
   * Index of the point at one end of the interval taken up, or of a new one there that takes the colour around it; the
   * nearest within the range.
   */
  private pointAt(end: 0 | 1): number {
    const { span } = this;
    let i = 0;
    while (
      i < this.count &&
      (this.at[i] as number) < (span[end] as number) &&
      !coarselyEqualAt(this.at, i, span, end)
    ) {
      i += 1;
    }
    if (i === this.count) return this.count - 1;
    if (coarselyEqualAt(this.at, i, span, end)) return i;
    if (i === 0) return 0;
    const colour = this.left[i] as number;
    this.insert(i, span, end, colour, colour);
    return i;
  }

  /** Inserts the point that stands in an array. */
  insert(i: number, points: Float64Array, from: number, left: number, right: number): void {
    if (this.count === this.at.length) this.grow();
    this.at.copyWithin(i + 1, i, this.count);
    this.left.copyWithin(i + 1, i, this.count);
    this.right.copyWithin(i + 1, i, this.count);
    this.at[i] = points[from] as number;
    this.left[i] = left;
    this.right[i] = right;
    this.count += 1;
  }

  private grow(): void {
    const { at, left, right } = this;
    this.at = new Float64Array(2 * at.length);
    this.left = new Int8Array(2 * at.length);
    this.right = new Int8Array(2 * at.length);
    this.at.set(at);
    this.left.set(left);
    this.right.set(right);
  }
}

/** What becomes of what is free of conflict: NONE, RECOVERY, or as it is painted. */
export const AS_PAINTED = -2;
type Openness = typeof NONE | typeof RECOVERY | typeof AS_PAINTED;

/** Bands: neighbours that differ in colour. */
export class BandList {
  count = 0;
  low = new Float64Array(32);
  high = new Float64Array(32);
  colour = new Int8Array(32);
  /** A value that a band is looked for, in an array since arguments that are no small integers cost garbage. */
  readonly sought = new Float64Array(1);

  /** Takes the bands of a line; what is free of conflict recovers in recovery, and only then. */
  take(line: ColourLine, open: Openness): void {
    if (this.low.length < line.at.length) {
      this.low = new Float64Array(line.at.length);
      this.high = new Float64Array(line.at.length);
      this.colour = new Int8Array(line.at.length);
    }
    this.count = 0;
    for (let i = 0; i + 1 < line.count; i++) {
      const painted = line.right[i] as number;
      const colour = open !== AS_PAINTED && (painted === NONE || painted === RECOVERY) ? open : painted;
      if (this.count > 0 && this.colour[this.count - 1] === colour)
        this.high[this.count - 1] = line.at[i + 1] as number;
      else {
        this.low[this.count] = line.at[i] as number;
        this.high[this.count] = line.at[i + 1] as number;
        this.colour[this.count] = colour;
        this.count += 1;
      }
    }
  }

  /**
   * Index of the band that holds the value in `sought`, -1 for none. Bands without conflict are closed; between two of
   * conflict the less severe has the common end, with the unknown none; the outer end of a range belongs to none of
   * conflict, but direction has no end.
   */
  indexOfSought(wraps: boolean): number {
    const { sought } = this;
    if (wraps && this.count > 0 && coarselyEqualAt(sought, 0, this.high, this.count - 1)) return 0;
    for (let i = 0; i < this.count; i++) {
      const atLow = coarselyEqualAt(sought, 0, this.low, i);
      const atHigh = coarselyEqualAt(sought, 0, this.high, i);
      if (!atLow && !atHigh) {
        const value = sought[0] as number;
        if (value > (this.low[i] as number) && value < (this.high[i] as number)) return i;
        continue;
      }
      if (this.colour[i] === UNKNOWN) continue;
      if (!isConflict(this.colour[i] as number)) return i;
      if (atHigh && i + 1 < this.count) {
        const next = this.colour[i + 1] as number;
        if (next === UNKNOWN) return i;
        return !isConflict(next) || next < (this.colour[i] as number) ? i + 1 : i;
      }
      if (atLow && wraps && i === 0) return 0;
      if (atLow && i > 0) return i;
      return -1;
    }
    return -1;
  }
}
