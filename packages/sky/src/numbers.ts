/**
 * Comparisons of doubles with a tolerance in units in the last place (ulp), and roots and remainders that lean on them.
 * A boundary of a protected volume is met by rounding from either side; everything that decides about one asks here, so
 * that equal geometry gives equal answers. The fine relation serves detectors, the coarse one values of bands.
 */
const FINE_ULPS = 16348;
const FINE_ZERO = 1e-13;
const COARSE_ULPS = 1099511627776; // 2^40
const COARSE_ZERO = 1e-5;

/** n ulps are at most n * 2^-52 of the larger magnitude; wider than this can be told without looking at bits. */
const FINE_WIDEST = 3.7e-12;
const COARSE_WIDEST = 2.5e-4;

/** Below this magnitude the spacing of doubles is absolute and the quick look does not hold. */
const NORMAL = 1e-290;

const doubles = new Float64Array(2);
const words = new Int32Array(doubles.buffer);
const WORD = 4294967296;

/**
 * Whether at most so many doubles lie between the two finite ones in `doubles`, on one line of integers where -0 is +0;
 * exact up to 2^53.
 */
function apartAtMost(ulps: number): boolean {
  const lowA = (words[0] as number) >>> 0;
  const highA = (words[1] as number) & 0x7fffffff;
  const lowB = (words[2] as number) >>> 0;
  const highB = (words[3] as number) & 0x7fffffff;
  const negativeA = (words[1] as number) < 0;
  const negativeB = (words[3] as number) < 0;
  if (negativeA === negativeB) return Math.abs((highA - highB) * WORD + (lowA - lowB)) <= ulps;
  return (highA + highB) * WORD + (lowA + lowB) <= ulps;
}

/** Whether the two numbers in `doubles` are equal within a tolerance. They lie there since arguments cost garbage. */
function within(zero: number, ulps: number, widest: number): boolean {
  const a = doubles[0] as number;
  const b = doubles[1] as number;
  const sizeA = Math.abs(a);
  const sizeB = Math.abs(b);
  if (a === 0) return sizeB < zero || apartAtMost(ulps);
  if (b === 0) return sizeA < zero || apartAtMost(ulps);
  const size = sizeA > sizeB ? sizeA : sizeB;
  if (!(size < Number.POSITIVE_INFINITY)) return false;
  if (size > NORMAL && Math.abs(a - b) > widest * size) return false;
  return apartAtMost(ulps);
}

/** Equal within 16348 ulp, or one is 0 and the other below 1e-13. False for NaN; infinities equal only themselves. */
export function almostEqual(a: number, b: number): boolean {
  if (a === b) return true;
  const gap = a - b;
  const size = Math.abs(a) + Math.abs(b);
  if (size > 1 && (gap > FINE_WIDEST * size || -gap > FINE_WIDEST * size)) return false;
  doubles[0] = a;
  doubles[1] = b;
  return within(FINE_ZERO, FINE_ULPS, FINE_WIDEST);
}

/** Equal within 2^40 ulp (1.2e-4 to 2.4e-4 of the size), or one is 0 and the other below 1e-5. */
export function coarselyEqual(a: number, b: number): boolean {
  if (a === b) return true;
  doubles[0] = a;
  doubles[1] = b;
  return within(COARSE_ZERO, COARSE_ULPS, COARSE_WIDEST);
}

/** `coarselyEqual` of two numbers in arrays: no arguments that cost garbage. */
export function coarselyEqualAt(a: Float64Array, aAt: number, b: Float64Array, bAt: number): boolean {
  const x = a[aAt] as number;
  const y = b[bAt] as number;
  if (x === y) return true;
  doubles[0] = x;
  doubles[1] = y;
  return within(COARSE_ZERO, COARSE_ULPS, COARSE_WIDEST);
}

/** Whether the first of two numbers in an array is less than the second by more than the fine tolerance. */
export function beginsEarlier(span: Float64Array): boolean {
  return (span[0] as number) < (span[1] as number) && !almostEqualAt(span, 0, span, 1);
}

/** `almostEqual` of two numbers in arrays. */
export function almostEqualAt(a: Float64Array, aAt: number, b: Float64Array, bAt: number): boolean {
  const x = a[aAt] as number;
  const y = b[bAt] as number;
  if (x === y) return true;
  const gap = x - y;
  const size = Math.abs(x) + Math.abs(y);
  if (size > 1 && (gap > FINE_WIDEST * size || -gap > FINE_WIDEST * size)) return false;
  doubles[0] = x;
  doubles[1] = y;
  return within(FINE_ZERO, FINE_ULPS, FINE_WIDEST);
}

/** Equal to 0 as `almostEqual` has it. */
export function almostZero(x: number): boolean {
  return Math.abs(x) < FINE_ZERO;
}

/** `almostZero` of a number in an array. */
export function almostZeroAt(values: Float64Array, at: number): boolean {
  return Math.abs(values[at] as number) < FINE_ZERO;
}

/** a < b by more than the coarse tolerance. */
export function coarselyLess(a: number, b: number): boolean {
  return a < b && !coarselyEqual(a, b);
}

/** `coarselyLess` of two numbers in arrays. */
export function coarselyLessAt(a: Float64Array, aAt: number, b: Float64Array, bAt: number): boolean {
  return (a[aAt] as number) < (b[bAt] as number) && !coarselyEqualAt(a, aAt, b, bAt);
}

/** a <= b, or equal within the coarse tolerance, of two numbers in arrays. */
export function coarselyAtMostAt(a: Float64Array, aAt: number, b: Float64Array, bAt: number): boolean {
  return (a[aAt] as number) <= (b[bAt] as number) || coarselyEqualAt(a, aAt, b, bAt);
}

/** x minus its multiple of the modulus below it, 0 where that is all but the modulus; x itself for modulus 0. */
export function remainder(x: number, modulus: number): number {
  if (modulus === 0) return x;
  const rest = x - modulus * Math.floor(x / modulus);
  // All but the modulus is within so much of it: asked here, since arguments cost garbage.
  if (rest >= 0 && rest < modulus * (1 - FINE_WIDEST)) return rest;
  return rest < 0 || almostEqual(rest, modulus) ? 0 : rest;
}

/** `remainder` of a number in an array, in its place. */
export function writeRemainder(values: Float64Array, at: number, modulus: number): void {
  const x = values[at] as number;
  const rest = x - modulus * Math.floor(x / modulus);
  values[at] = rest >= 0 && rest < modulus * (1 - FINE_WIDEST) ? rest : remainder(x, modulus);
}

/** 1 for zero of either sign and above, -1 below. */
export function signOf(x: number): 1 | -1 {
  return x >= 0 ? 1 : -1;
}

/**
 * Solves a t^2 + 2 b t + c = 0, given as the first three numbers of an array; the smaller root for positive a takes the
 * place of the first, the larger that of the second. -c / 2b twice where a = 0, NaN where there is none. A discriminant
 * that is zero within the fine tolerance counts as zero.
 */
export function solveHalf(quadratic: Float64Array): void {
  const a = quadratic[0] as number;
  const b = quadratic[1] as number;
  const c = quadratic[2] as number;
  if (a === 0) {
    const only = b === 0 ? Number.NaN : -c / (2 * b);
    quadratic[0] = only;
    quadratic[1] = only;
    return;
  }
  const square = b * b;
  const product = a * c;
  if (square > product) {
    const root = Math.sqrt(square - product);
    quadratic[0] = (-b - root) / a;
    quadratic[1] = (-b + root) / a;
    return;
  }
  doubles[0] = square;
  doubles[1] = product;
  const only = square === product || within(FINE_ZERO, FINE_ULPS, FINE_WIDEST) ? -b / a : Number.NaN;
  quadratic[0] = only;
  quadratic[1] = only;
}
