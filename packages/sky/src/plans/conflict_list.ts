/** Intervals of one pair that lie nearer to each other than this are one. */
const JOIN_S = 1e-6;

/**
 * Conflict intervals of pairs of plans, in columns that grow. After settle() they stand in order of first, second and
 * entry, and intervals of a pair that meet are one.
 */
export class ConflictList {
  count = 0;
  first = new Int32Array(64);
  second = new Int32Array(64);
  entry_s = new Float64Array(64);
  exit_s = new Float64Array(64);
  /** Least horizontal range within the interval, m. */
  least_m = new Float64Array(64);

  clear(): void {
    this.count = 0;
  }

  push(first: number, second: number, entry_s: number, exit_s: number, least_m: number): void {
    if (this.count === this.first.length) this.#grow();
    const at = this.count;
    this.first[at] = first;
    this.second[at] = second;
    this.entry_s[at] = entry_s;
    this.exit_s[at] = exit_s;
    this.least_m[at] = least_m;
    this.count += 1;
  }

  /** Brings the list into its order and joins what belongs together. */
  settle(): void {
    const { count, first, second, entry_s, exit_s, least_m } = this;
    const order = new Int32Array(count);
    for (let i = 0; i < count; i += 1) order[i] = i;
    order.sort(
      (a, b) =>
        (first[a] as number) - (first[b] as number) ||
        (second[a] as number) - (second[b] as number) ||
        (entry_s[a] as number) - (entry_s[b] as number),
    );
    const [oldFirst, oldSecond] = [first.slice(0, count), second.slice(0, count)];
    const [oldEntry, oldExit, oldLeast] = [entry_s.slice(0, count), exit_s.slice(0, count), least_m.slice(0, count)];
    this.count = 0;
    for (let i = 0; i < count; i += 1) {
      const k = order[i] as number;
      const last = this.count - 1;
      if (
        last >= 0 &&
        first[last] === oldFirst[k] &&
        second[last] === oldSecond[k] &&
        (oldEntry[k] as number) - (exit_s[last] as number) <= JOIN_S
      ) {
        exit_s[last] = Math.max(exit_s[last] as number, oldExit[k] as number);
        least_m[last] = Math.min(least_m[last] as number, oldLeast[k] as number);
      } else {
        this.push(
          oldFirst[k] as number,
          oldSecond[k] as number,
          oldEntry[k] as number,
          oldExit[k] as number,
          oldLeast[k] as number,
        );
      }
    }
  }

  #grow(): void {
    const size = 2 * this.first.length;
    const [first, second] = [new Int32Array(size), new Int32Array(size)];
    const [entry_s, exit_s, least_m] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    first.set(this.first);
    second.set(this.second);
    entry_s.set(this.entry_s);
    exit_s.set(this.exit_s);
    least_m.set(this.least_m);
    this.first = first;
    this.second = second;
    this.entry_s = entry_s;
    this.exit_s = exit_s;
    this.least_m = least_m;
  }
}
