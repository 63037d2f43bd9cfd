import { powerOfTwo, productError, sumError } from './exact.ts';
import { atanFixed, piFixed, toPair } from './fixed.ts';

/**
 * atan, atan2, asin, acos. All rest on one kernel, the angle of a quotient y/x in [0, 1]: it takes away the nearest
 * of 33 tabulated angles atan(j/32) exactly and sums a short series for the rest, in pairs of doubles, so that the
 * last rounding is almost the only one.
 */
const BITS = 160n;
const PI = piFixed(BITS);
const STEPS = 32;
const TABLE_HIGH = new Float64Array(STEPS + 1);
const TABLE_LOW = new Float64Array(STEPS + 1);
for (let j = 0; j <= STEPS; j += 1) {
  const [high, low] = toPair(atanFixed(BigInt(j), BigInt(STEPS), PI, BITS), BITS);
  TABLE_HIGH[j] = high;
  TABLE_LOW[j] = low;
}
const [PI_HIGH, PI_LOW] = toPair(PI, BITS);
const [HALF_HIGH, HALF_LOW] = toPair(PI >> 1n, BITS);
const QUARTER = toPair(PI >> 2n, BITS)[0];
const THREE_QUARTERS = toPair((3n * PI) >> 2n, BITS)[0];

/** Operands are kept between these so that exact products neither overflow nor lose bits. */
const LARGE = powerOfTwo(500);
const SMALL = powerOfTwo(-400);
/** A quotient below this is its own angle, and beside pi or pi/2 it vanishes. */
const NEGLIGIBLE = powerOfTwo(-70);
/** asin(x) = x + x^3/6: below this the second term is under half a unit in the last place. */
const TINY = 7.450580596923828e-9;

/** The kernel's angle: high, low. Shared: read before the next call. */
const angle = new Float64Array(2);

/** Writes atan((y + yLow) / (x + xLow)) for 0 <= y <= x to `angle`. */
function angleOf(y: number, yLow: number, x: number, xLow: number): void {
  const j = Math.floor((y / x) * STEPS + 0.5);
  let n = y;
  let nLow = yLow;
  let d = x;
  let dLow = xLow;
  if (j > 0) {
    // tan(a - b) = (tan a - tan b) / (1 + tan a tan b), multiplied through by x.
    const c = j / STEPS;
    const cx = c * x;
    n = y - cx;
    nLow = sumError(y, -cx, n) - productError(c, x, cx) + (yLow - c * xLow);
    const cy = c * y;
    d = x + cy;
    dLow = sumError(x, cy, d) + productError(c, y, cy) + (xLow + c * yLow);
  }
  const t = n / d;
  const p = t * d;
  const tLow = (n - p - productError(t, d, p) + nLow - t * dLow) / d;
  const z = t * t;
  const rest = t * z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * (-1 / 11)))));
  const base = TABLE_HIGH[j] as number;
  const sum = base + t;
  angle[0] = sum;
  angle[1] = sumError(base, t, sum) + ((TABLE_LOW[j] as number) + (tLow + rest));
}

/** (base + baseLow) plus or minus the kernel's angle, rounded once. */
function fromBase(base: number, baseLow: number, sign: number): number {
  const high = sign * (angle[0] as number);
  const sum = base + high;
  return sum + (sumError(base, high, sum) + (baseLow + sign * (angle[1] as number)));
}

/**
 * Angle in radians, (-pi, pi], of the point (x, y) from the x axis, within 1 unit in the last place. Infinities and
 * signed zeros as in ISO C (Annex F): atan2(+0, -0) is pi, atan2(-0, +0) is -0. NaN if either is NaN.
 */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const negativeX = x < 0 || Object.is(x, -0);
  const negativeY = y < 0 || Object.is(y, -0);
  const value = angleInUpperHalf(Math.abs(y), Math.abs(x), negativeX);
  return negativeY ? -value : value;
}

/** The angle of (x, y) for y, x >= 0, or of (-x, y). */
function angleInUpperHalf(y: number, x: number, mirrored: boolean): number {
  if (y === 0) return mirrored ? PI_HIGH : 0;
  if (x === 0) return HALF_HIGH;
  if (x === Number.POSITIVE_INFINITY) {
    if (y === Number.POSITIVE_INFINITY) return mirrored ? THREE_QUARTERS : QUARTER;
    return mirrored ? PI_HIGH : 0;
  }
  if (y === Number.POSITIVE_INFINITY) return HALF_HIGH;
  const steep = y > x;
  const smaller = steep ? x : y;
  const larger = steep ? y : x;
  if (larger > LARGE) return angleInUpperHalf(y * SMALL, x * SMALL, mirrored);
  const ratio = smaller / larger;
  if (ratio < NEGLIGIBLE) return steep ? HALF_HIGH : mirrored ? PI_HIGH : ratio;
  if (smaller < SMALL) return angleInUpperHalf(y * LARGE, x * LARGE, mirrored);
  angleOf(smaller, 0, larger, 0);
  if (steep) return fromBase(HALF_HIGH, HALF_LOW, mirrored ? 1 : -1);
  if (mirrored) return fromBase(PI_HIGH, PI_LOW, -1);
  return (angle[0] as number) + (angle[1] as number);
}

/** Angle in radians, [-pi/2, pi/2], whose tangent is x, within 1 unit in the last place. NaN for NaN. */
export function atan(x: number): number {
  return atan2(x, 1);
}

/** sqrt(1 - x^2) as high + low, for 0 <= x < 1. */
const cosine = new Float64Array(2);
function writeCosine(x: number): void {
  const square = x * x;
  const rest = 1 - square;
  const restLow = sumError(1, -square, rest) - productError(x, x, square);
  const root = Math.sqrt(rest);
  const p = root * root;
  cosine[0] = root;
  cosine[1] = (rest - p - productError(root, root, p) + restLow) / (2 * root);
}

/** Angle in radians, [-pi/2, pi/2], whose sine is x, within 1 unit in the last place. NaN outside [-1, 1]. */
export function asin(x: number): number {
  const y = Math.abs(x);
  if (!(y <= 1)) return Number.NaN;
  if (y < TINY) return x;
  const value = y === 1 ? HALF_HIGH : angleOfSine(y);
  return x < 0 ? -value : value;
}

function angleOfSine(y: number): number {
  writeCosine(y);
  const c = cosine[0] as number;
  const cLow = cosine[1] as number;
  if (y > c) {
    angleOf(c, cLow, y, 0);
    return fromBase(HALF_HIGH, HALF_LOW, -1);
  }
  angleOf(y, 0, c, cLow);
  return (angle[0] as number) + (angle[1] as number);
}

/** Angle in radians, [0, pi], whose cosine is x, within 1 unit in the last place. NaN outside [-1, 1]. */
export function acos(x: number): number {
  const y = Math.abs(x);
  if (!(y <= 1)) return Number.NaN;
  if (y < NEGLIGIBLE) return HALF_HIGH;
  if (y === 1) return x > 0 ? 0 : PI_HIGH;
  writeCosine(y);
  const c = cosine[0] as number;
  const cLow = cosine[1] as number;
  if (y > c) {
    angleOf(c, cLow, y, 0);
    return x > 0 ? (angle[0] as number) + (angle[1] as number) : fromBase(PI_HIGH, PI_LOW, -1);
  }
  angleOf(y, 0, c, cLow);
  return fromBase(HALF_HIGH, HALF_LOW, x > 0 ? -1 : 1);
}
