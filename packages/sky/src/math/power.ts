import { powerOfTwo, productError, sumError, upperWord, withUpperWord } from './exact.ts';
import { expFixed, logFixed, splitHigh, toDouble, toPair } from './fixed.ts';

/**
 * exp, log, pow. A logarithm and an exponential in pairs of doubles, each from a table of exact steps and a short
 * series for the rest (P. T. P. Tang, "Table-driven implementation of the exponential function", ACM TOMS 15, 1989,
 * and "... of the logarithm function", TOMS 16, 1990); pow is their composition.
 */
const BITS = 160n;
const LN2 = logFixed(2n, 1n, BITS);

/** ln(j/128) for the j nearest to 128 m, m in [sqrt(1/2), sqrt(2)]. */
const LOG_STEPS = 128;
const LOG_FIRST = 90;
const LOG_LAST = 182;
const LOG_HIGH = new Float64Array(LOG_LAST + 1);
const LOG_LOW = new Float64Array(LOG_LAST + 1);
for (let j = LOG_FIRST; j <= LOG_LAST; j += 1) {
  const [high, low] = toPair(logFixed(BigInt(j), BigInt(LOG_STEPS), BITS), BITS);
  LOG_HIGH[j] = high;
  LOG_LOW[j] = low;
}

/** 2^(j/64). */
const EXP_STEPS = 64;
const EXP_HIGH = new Float64Array(EXP_STEPS);
const EXP_LOW = new Float64Array(EXP_STEPS);
for (let j = 0; j < EXP_STEPS; j += 1) {
  const [high, low] = toPair(expFixed((LN2 * BigInt(j)) / BigInt(EXP_STEPS), BITS), BITS);
  EXP_HIGH[j] = high;
  EXP_LOW[j] = low;
}

/** ln 2 with 40 bits, whose product with an exponent is exact, and the rest; the same divided by 64. */
const LN2_SPLIT = splitHigh(LN2, BITS, -40n);
const LN2_HIGH = LN2_SPLIT.high;
const LN2_LOW = toDouble(LN2_SPLIT.rest, BITS);
const STEP_SPLIT = splitHigh(LN2 >> 6n, BITS, -40n);
const STEP_HIGH = STEP_SPLIT.high;
const STEP_LOW = toDouble(STEP_SPLIT.rest, BITS);
const PER_STEP = 1 / toDouble(LN2 >> 6n, BITS);

const SQRT2 = Math.sqrt(2);
const MIN_NORMAL = powerOfTwo(-1022);
const TO_NORMAL = powerOfTwo(54);
const NEGLIGIBLE = powerOfTwo(-60);
/** Beyond these the result is an infinity, or nearer to 0 than to the least subnormal. */
const EXP_MAX = 710;
const EXP_MIN = -746;

/** The logarithm: high, low. Shared: read before the next call. */
const logarithm = new Float64Array(2);

/** Writes ln(x) to `logarithm`, within about 2^-68 of itself, for finite x > 0. */
function writeLog(x: number): void {
  const normal = x < MIN_NORMAL ? x * TO_NORMAL : x;
  const upper = upperWord(normal);
  let exponent = (upper >> 20) - 1023 - (x < MIN_NORMAL ? 54 : 0);
  let m = withUpperWord(normal, (upper & 0xfffff) | 0x3ff00000);
  if (m > SQRT2) {
    m *= 0.5;
    exponent += 1;
  }
  // x = 2^exponent * c * (1 + r + rLow), c = j/128; m - c is exact.
  const j = Math.floor(m * LOG_STEPS + 0.5);
  const c = j / LOG_STEPS;
  const d = m - c;
  const r = d / c;
  const p = r * c;
  const rLow = (d - p - productError(r, c, p)) / c;
  const square = r * r;
  const squareLow = productError(r, r, square) + 2 * r * rLow;
  const tail =
    r * square * (1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9)))))));
  const e = exponent * LN2_HIGH;
  const t = LOG_HIGH[j] as number;
  const s1 = e + t;
  const s2 = s1 + r;
  const half = -0.5 * square;
  const s3 = s2 + half;
  const low =
    sumError(e, t, s1) +
    sumError(s1, r, s2) +
    sumError(s2, half, s3) +
    (exponent * LN2_LOW + (LOG_LOW[j] as number) + (rLow - 0.5 * squareLow + tail));
  const high = s3 + low;
  logarithm[0] = high;
  logarithm[1] = s3 - high + low;
}

/** e^(x + low) for EXP_MIN <= x <= EXP_MAX, |low| far below 1. */
function expOf(x: number, low: number): number {
  const k = Math.floor(x * PER_STEP + 0.5);
  const r = x - k * STEP_HIGH + (low - k * STEP_LOW);
  const p = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const j = k & (EXP_STEPS - 1);
  const t = EXP_HIGH[j] as number;
  const value = t + ((EXP_LOW[j] as number) + t * p);
  const exponent = (k - j) / EXP_STEPS;
  // Two steps: 2^exponent alone may not be a double although the result is.
  const first = exponent >> 1;
  return value * powerOfTwo(first) * powerOfTwo(exponent - first);
}

/** e^x within 1 unit in the last place. Infinity above 709.78, 0 below -745.13, NaN for NaN. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > EXP_MAX) return Number.POSITIVE_INFINITY;
  if (x < EXP_MIN) return 0;
  return expOf(x, 0);
}

/** Natural logarithm within 1 unit in the last place. -Infinity for 0, NaN for x < 0 and NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  writeLog(x);
  return logarithm[0] as number;
}

/**
 * x to the power y, within 1 unit in the last place. Special cases as ECMAScript's own: pow(x, 0) is 1 also for NaN;
 * pow(1, NaN) and pow(1, Infinity) are NaN; a negative x needs a whole y.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const size = Math.abs(x);
  const whole = y === Math.floor(y);
  // Above 2^53 every double is even, and y/2 is whole.
  const odd = whole && y * 0.5 !== Math.floor(y * 0.5);
  const negative = odd && (x < 0 || Object.is(x, -0));
  if (y === Number.POSITIVE_INFINITY || y === Number.NEGATIVE_INFINITY) {
    if (size === 1) return Number.NaN;
    return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  if (size === 0 || size === Number.POSITIVE_INFINITY) {
    const value = (size === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
    return negative ? -value : value;
  }
  if (x < 0 && !whole) return Number.NaN;
  const value = powOf(size, y);
  return negative ? -value : value;
}

function powOf(x: number, y: number): number {
  writeLog(x);
  const high = logarithm[0] as number;
  const p = y * high;
  if (p > EXP_MAX) return Number.POSITIVE_INFINITY;
  if (p < EXP_MIN) return 0;
  if (p < NEGLIGIBLE && p > -NEGLIGIBLE) return 1;
  return expOf(p, productError(y, high, p) + y * (logarithm[1] as number));
}
