/**
 * Reproducible numbers for tests: xorshift32 (G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8,
 * 2003).
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** 32 bits. */
  word(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }

  /** Even in [from, to). */
  between(from: number, to: number): number {
    const unit = (this.word() * 2097152 + (this.word() >>> 11)) / 9007199254740992;
    return from + (to - from) * unit;
  }

  /** A whole number in [from, to]. */
  whole(from: number, to: number): number {
    return Math.min(to, Math.floor(this.between(from, to + 1)));
  }

  /** Any finite double, all bit patterns alike: as many between 2^-1000 and 2^-999 as between 1 and 2. */
  double(): number {
    const view = new DataView(new ArrayBuffer(8));
    do {
      view.setUint32(0, this.word());
      view.setUint32(4, this.word());
    } while (!Number.isFinite(view.getFloat64(0)));
    return view.getFloat64(0);
  }
}

/** The double `steps` places after x (before it, if negative), for x away from zero. */
export function neighbour(x: number, steps: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(x < 0 ? -steps : steps));
  return view.getFloat64(0);
}
