/**
 * Arguments for elementary functions, the same on every engine: integer arithmetic and bit patterns only. A third are
 * doubles of any exponent, a third lie where flight geometry lives, and a third close to the places where reductions
 * turn over: multiples of pi/2, one, zero.
 */
export function makeArguments(count: number, seed: number): Float64Array {
  const next = generator(seed);
  const bits = new DataView(new ArrayBuffer(8));
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    if (i % 3 === 0) {
      bits.setUint32(0, next());
      bits.setUint32(4, next());
      const value = bits.getFloat64(0);
      values[i] = Number.isNaN(value) ? i : value;
    } else if (i % 3 === 1) {
      values[i] = (next() / 2 ** 32 - 0.5) * 8;
    } else {
      const near = [0, 0.5, 1, Math.PI / 2, Math.PI, 355, 1e5, 1e22][next() % 8] ?? 0;
      values[i] = near + (next() / 2 ** 32 - 0.5) * 2e-6;
    }
  }
  return values;
}

/** xorshift32 (Marsaglia, "Xorshift RNGs", 2003), as unsigned 32-bit integers. */
function generator(seed: number): () => number {
  let x = seed | 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}
