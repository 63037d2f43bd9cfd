import { powerOfTwo, productError, sumError } from './exact.ts';

const LARGE = powerOfTwo(400);
const SMALL = powerOfTwo(-400);
/** Brings anything above LARGE or below SMALL to where squares keep all their bits. */
const SHRINK = powerOfTwo(-600);
const STRETCH = powerOfTwo(600);

/** Two sides and the length over them, for who has them singly. */
const single = new Float64Array(3);

/**
 * sqrt(x^2 + y^2) within 1 unit in the last place, without overflow or underflow on the way: the root of the rounded
 * sum, corrected once by its exact residue (C. F. Borges, "Algorithm 1014: an improved algorithm for hypot(x,y)", ACM
 * TOMS 47, 2020). Infinity if either is infinite, else NaN if either is NaN.
 */
export function hypot(x: number, y: number): number {
  single[0] = x;
  single[1] = y;
  writeHypot(single);
  return single[2] as number;
}

/**
 * The same of the first two numbers of an array, written to the third: where many are asked for, arguments and results
 * that are no small integers cost garbage.
 */
export function writeHypot(values: Float64Array): void {
  let a = Math.abs(values[0] as number);
  let b = Math.abs(values[1] as number);
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) {
    values[2] = Number.POSITIVE_INFINITY;
    return;
  }
  const larger = a > b ? a : b;
  let back = 1;
  if (larger > LARGE) {
    a *= SHRINK;
    b *= SHRINK;
    back = STRETCH;
  } else if (larger < SMALL) {
    a *= STRETCH;
    b *= STRETCH;
    back = SHRINK;
  }
  const aa = a * a;
  const bb = b * b;
  const sum = aa + bb;
  if (sum === 0) {
    values[2] = 0;
    return;
  }
  const root = Math.sqrt(sum);
  const p = root * root;
  const residue =
    p - sum + productError(root, root, p) - sumError(aa, bb, sum) - productError(a, a, aa) - productError(b, b, bb);
  values[2] = (root - residue / (2 * root)) * back;
}
