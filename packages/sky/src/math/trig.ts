import { powerOfTwo, productError, sumError, upperWord } from './exact.ts';
import { piFixed, splitHigh, toDouble } from './fixed.ts';

/**
 * sin, cos, tan. The argument is reduced to r + low in [-pi/4, pi/4], where Taylor's series need 8 terms; their
 * coefficients are plain to check and cost two terms more than a minimax fit.
 *
 * Reduction for |x| < 2^20: Cody and Waite ("Software Manual for the Elementary Functions", 1980), pi/2 in four
 * pieces. The first three have 33 bits, so that their products with a quadrant number below 2^20 are exact.
 */
const BITS = 256n;
const HALF_PI = piFixed(BITS) >> 1n;
const PIECE_1 = splitHigh(HALF_PI, BITS, -32n);
const PIECE_2 = splitHigh(PIECE_1.rest, BITS, -65n);
const PIECE_3 = splitHigh(PIECE_2.rest, BITS, -98n);
const HALF_PI_1 = PIECE_1.high;
const HALF_PI_2 = PIECE_2.high;
const HALF_PI_3 = PIECE_3.high;
const HALF_PI_4 = toDouble(PIECE_3.rest, BITS);
const QUARTER_PI = toDouble(HALF_PI >> 1n, BITS);
const PER_HALF_PI = 1 / toDouble(HALF_PI, BITS);
const COARSE_LIMIT = 1048576;

/** Below this the next term of the series is under half a unit in the last place. */
const TINY = 7.450580596923828e-9;

/** Adding and taking away 1.5 * 2^52 rounds to the nearest integer. */
const ROUNDER = 6755399441055744;

/** The reduced argument: high, low. Shared: results are read before the next call. */
const reduced = new Float64Array(2);

/** Writes x minus its nearest multiple of pi/2 to `reduced` and returns that multiple modulo 4. */
function reduce(x: number): number {
  if (x >= COARSE_LIMIT || x <= -COARSE_LIMIT) return reduceHuge(x);
  const n = x * PER_HALF_PI + ROUNDER - ROUNDER;
  const r1 = x - n * HALF_PI_1;
  const w2 = -n * HALF_PI_2;
  const r2 = r1 + w2;
  const w3 = -n * HALF_PI_3;
  const r3 = r2 + w3;
  const low = sumError(r1, w2, r2) + sumError(r2, w3, r3) - n * HALF_PI_4;
  const high = r3 + low;
  reduced[0] = high;
  reduced[1] = r3 - high + low;
  return n & 3;
}

/** pi/2 to more bits than any double needs; made when first asked for. */
const HUGE_BITS = 1280n;
let hugeHalfPi = 0n;

/**
 * Exact reduction for |x| >= 2^20: x is an integer times a power of two, and its remainder by pi/2 is taken in
 * integers.
 */
function reduceHuge(x: number): number {
  if (hugeHalfPi === 0n) hugeHalfPi = piFixed(HUGE_BITS) >> 1n;
  const exponent = ((upperWord(x) >>> 20) & 0x7ff) - 1075;
  let mantissa = x;
  for (let e = exponent; e > 0; e -= 1) mantissa *= 0.5;
  for (let e = exponent; e < 0; e += 1) mantissa *= 2;
  const scaled = BigInt(mantissa) << (HUGE_BITS + BigInt(exponent));
  let n = scaled / hugeHalfPi;
  let rest = scaled - n * hugeHalfPi;
  if (2n * rest > hugeHalfPi) {
    n += 1n;
    rest -= hugeHalfPi;
  } else if (2n * rest < -hugeHalfPi) {
    n -= 1n;
    rest += hugeHalfPi;
  }
  // 2^-180 is far below the closest approach of a double to a multiple of pi/2 (about 2^-61).
  rest >>= HUGE_BITS - 180n;
  const high = Number(rest);
  const low = Number(rest - BigInt(high));
  const unit = powerOfTwo(-180);
  reduced[0] = high * unit;
  reduced[1] = low * unit;
  return Number(BigInt.asUintN(2, n));
}

/** sin(r + low) - r for |r| <= pi/4. */
function sinRest(r: number, low: number): number {
  const z = r * r;
  const tail =
    1 / 120 +
    z *
      (-1 / 5040 +
        z *
          (1 / 362880 +
            z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z * (1 / 355687428096000))))));
  return low - (0.5 * z * low - z * r * (z * tail - 1 / 6));
}

/** cos(r + low) - (1 - r^2/2 rounded) for |r| <= pi/4; `head` is that rounded value. */
function cosRest(r: number, low: number, head: number): number {
  const z = r * r;
  const tail =
    1 / 24 +
    z *
      (-1 / 720 +
        z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000))))));
  return 1 - head - 0.5 * z + (z * z * tail - r * low);
}

function sinNear(r: number, low: number): number {
  return r + sinRest(r, low);
}

function cosNear(r: number, low: number): number {
  const head = 1 - 0.5 * (r * r);
  return head + cosRest(r, low, head);
}

/**
 * Sine of an angle in radians, within 1 unit in the last place. NaN for an infinite or missing angle; keeps the sign
 * of zero.
 */
export function sin(x: number): number {
  if (x <= QUARTER_PI && x >= -QUARTER_PI) return x < TINY && x > -TINY ? x : sinNear(x, 0);
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduce(x);
  const r = reduced[0] as number;
  const low = reduced[1] as number;
  const value = (quadrant & 1) === 0 ? sinNear(r, low) : cosNear(r, low);
  return quadrant >= 2 ? -value : value;
}

/** Cosine of an angle in radians, within 1 unit in the last place. NaN for an infinite or missing angle. */
export function cos(x: number): number {
  if (x <= QUARTER_PI && x >= -QUARTER_PI) return cosNear(x, 0);
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduce(x);
  const r = reduced[0] as number;
  const low = reduced[1] as number;
  const value = (quadrant & 1) === 0 ? cosNear(r, low) : sinNear(r, low);
  return quadrant === 1 || quadrant === 2 ? -value : value;
}

/**
 * Sine and cosine of the first number of an array, written to the second and third: the same as `sin` and `cos` give,
 * without arguments and results that cost garbage.
 */
export function writeSinCos(values: Float64Array): void {
  const x = values[0] as number;
  if (!Number.isFinite(x)) {
    values[1] = Number.NaN;
    values[2] = Number.NaN;
    return;
  }
  let quadrant = 0;
  if (x <= QUARTER_PI && x >= -QUARTER_PI) {
    reduced[0] = x;
    reduced[1] = 0;
  } else quadrant = reduce(x);
  const r = reduced[0] as number;
  const low = reduced[1] as number;
  const sine = r < TINY && r > -TINY && quadrant === 0 && low === 0 ? r : sinNear(r, low);
  const cosine = cosNear(r, low);
  const swapped = (quadrant & 1) !== 0;
  const first = swapped ? cosine : sine;
  const second = swapped ? sine : cosine;
  values[1] = quadrant >= 2 ? -first : first;
  values[2] = quadrant === 1 || quadrant === 2 ? -second : second;
}

/**
 * Tangent of an angle in radians, within 1 unit in the last place. NaN for an infinite or missing angle; keeps the
 * sign of zero.
 */
export function tan(x: number): number {
  if (x < TINY && x > -TINY) return x;
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduce(x);
  const r = reduced[0] as number;
  const low = reduced[1] as number;
  const head = 1 - 0.5 * (r * r);
  const sRest = sinRest(r, low);
  const cRest = cosRest(r, low, head);
  const s = r + sRest;
  const c = head + cRest;
  const sLow = r - s + sRest;
  const cLow = head - c + cRest;
  return (quadrant & 1) === 0 ? quotient(s, sLow, c, cLow) : -quotient(c, cLow, s, sLow);
}

/** (n + nLow) / (d + dLow), rounded about once. */
function quotient(n: number, nLow: number, d: number, dLow: number): number {
  const q = n / d;
  const p = q * d;
  return q + (n - p - productError(q, d, p) + nLow - q * dLow) / d;
}
