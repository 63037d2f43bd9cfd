/** Spans that lie nearer to each other than this are one, s. */
const JOIN_S = 1e-9;

/** Departure delays in seconds that lead into something: open spans, in columns that grow. */
export class DelaySpans {
  count = 0;
  from_s = new Float64Array(64);
  until_s = new Float64Array(64);

  clear(): void {
    this.count = 0;
  }

  /** Adds the delays between two; a span without a length is none. */
  push(from_s: number, until_s: number): void {
    if (!(from_s < until_s)) return;
    if (this.count === this.from_s.length) {
      const [from, until] = [new Float64Array(2 * this.count), new Float64Array(2 * this.count)];
      from.set(this.from_s);
      until.set(this.until_s);
      this.from_s = from;
      this.until_s = until;
    }
    this.from_s[this.count] = from_s;
    this.until_s[this.count] = until_s;
    this.count += 1;
  }

  /** Brings the spans in order and makes one of those that overlap. */
  settle(): void {
    const { count } = this;
    const order = new Int32Array(count);
    for (let i = 0; i < count; i += 1) order[i] = i;
    const [from, until] = [this.from_s.slice(0, count), this.until_s.slice(0, count)];
    order.sort((a, b) => (from[a] as number) - (from[b] as number) || (until[a] as number) - (until[b] as number));
    this.count = 0;
    for (const k of order) {
      const last = this.count - 1;
      if (last >= 0 && (from[k] as number) <= (this.until_s[last] as number) + JOIN_S) {
        this.until_s[last] = Math.max(this.until_s[last] as number, until[k] as number);
      } else this.push(from[k] as number, until[k] as number);
    }
  }

  /**
   * The least delay from `earliest_s` on, a whole multiple of `step_s`, that lies in no span; null where there is none
   * up to `latest_s`. The spans must be settled.
   */
  earliestFree(earliest_s: number, latest_s: number, step_s: number): number | null {
    let steps = Math.ceil(earliest_s / step_s);
    for (let k = 0; k < this.count; k += 1) {
      const delay_s = steps * step_s;
      if (delay_s <= (this.from_s[k] as number)) break;
      if (delay_s >= (this.until_s[k] as number)) continue;
      steps = Math.ceil((this.until_s[k] as number) / step_s);
      // The quotient may have been rounded down to a whole number.
      if (steps * step_s < (this.until_s[k] as number)) steps += 1;
    }
    return steps * step_s <= latest_s ? steps * step_s : null;
  }
}
