/**
 * Error-free transformations: what rounding took away, as a double of its own (T. J. Dekker, "A floating-point
 * technique for extending the available precision", Numerische Mathematik 18, 1971; D. E. Knuth, TAOCP vol. 2,
 * 4.2.2).
 */

/** Veltkamp's constant 2^27 + 1 cuts a double into two halves whose products are exact. */
const SPLITTER = 134217729;

/** a + b - s exactly, where s is the rounded sum a + b. */
export function sumError(a: number, b: number, s: number): number {
  const bb = s - a;
  return a - (s - bb) + (b - bb);
}

/** a * b - p exactly, where p is the rounded product; needs |a|, |b| < 2^996 and a product above 2^-968. */
export function productError(a: number, b: number, p: number): number {
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return ah * bh - p + ah * bl + al * bh + al * bl;
}

const view = new DataView(new ArrayBuffer(8));

/** The upper 32 bits of a double: sign, exponent and the first 20 bits of the fraction. */
export function upperWord(x: number): number {
  view.setFloat64(0, x);
  return view.getInt32(0);
}

/** x with its upper 32 bits replaced. */
export function withUpperWord(x: number, upper: number): number {
  view.setFloat64(0, x);
  view.setInt32(0, upper);
  return view.getFloat64(0);
}

/** 2^e for -1022 <= e <= 1023. */
export function powerOfTwo(e: number): number {
  return withUpperWord(0, (e + 1023) << 20);
}
