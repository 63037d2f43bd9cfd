import { powerOfTwo, productError, sumError } from './exact.ts';

const LARGE = powerOfTwo(400);
const SMALL = powerOfTwo(-400);
/** Brings anything above LARGE or below SMALL to where squares keep all their bits. */
const SHRINK = powerOfTwo(-600);
const STRETCH = powerOfTwo(600);

/**
 * sqrt(x^2 + y^2) within 1 unit in the last place, without overflow or underflow on the way: the root of the rounded
 * sum, corrected once by its exact residue (C. F. Borges, "Algorithm 1014: an improved algorithm for hypot(x,y)", ACM
 * TOMS 47, 2020). Infinity if either is infinite, else NaN if either is NaN.
 */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const larger = Math.max(a, b);
  if (larger > LARGE) return length(a * SHRINK, b * SHRINK) * STRETCH;
  if (larger < SMALL) return length(a * STRETCH, b * STRETCH) * SHRINK;
  return length(a, b);
}

/**
 * The same of the first two numbers of an array, written to the third: where many are asked for, arguments and results
 * that are no small integers cost garbage.
 */
export function writeHypot(values: Float64Array): void {
  const a = Math.abs(values[0] as number);
  const b = Math.abs(values[1] as number);
  const larger = Math.max(a, b);
  if (larger <= LARGE && larger >= SMALL) values[2] = length(a, b);
  else values[2] = hypot(a, b);
}

function length(a: number, b: number): number {
  const aa = a * a;
  const bb = b * b;
  const sum = aa + bb;
  if (sum === 0) return 0;
  const root = Math.sqrt(sum);
  const p = root * root;
  const residue =
    p - sum + productError(root, root, p) - sumError(aa, bb, sum) - productError(a, a, aa) - productError(b, b, bb);
  return root - residue / (2 * root);
}
