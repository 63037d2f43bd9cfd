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

/**
 * The kernel's operands: y, x, and what is added to each; and its angle: high, low. Shared, and read before the next
 * call: arguments and results that are no small integers cost garbage.
 */
const operands = new Float64Array(4);
const angle = new Float64Array(2);

/** Writes atan((y + yLow) / (x + xLow)) for 0 <= y <= x to `angle`. */
function writeAngle(): void {
  const y = operands[0] as number;
  const x = operands[1] as number;
  const yLow = operands[2] as number;
  const xLow = operands[3] as number;
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

/** Puts a quarter turn plus or minus the kernel's angle, rounded once, in that angle's place. */
function addToQuarter(sign: 1 | -1): void {
  const high = sign * (angle[0] as number);
  const sum = HALF_HIGH + high;
  angle[0] = sum + (sumError(HALF_HIGH, high, sum) + (HALF_LOW + sign * (angle[1] as number)));
}

/** Puts a half turn minus the kernel's angle, rounded once, in that angle's place. */
function takeFromHalf(): void {
  const high = -(angle[0] as number);
  const sum = PI_HIGH + high;
  angle[0] = sum + (sumError(PI_HIGH, high, sum) + (PI_LOW - (angle[1] as number)));
}

/** The same with the operands given. */
function angleOf(y: number, yLow: number, x: number, xLow: number): void {
  operands[0] = y;
  operands[1] = x;
  operands[2] = yLow;
  operands[3] = xLow;
  writeAngle();
}

/** y, x and their angle, for who has them singly. */
const single = new Float64Array(3);

/**
 * Angle in radians, (-pi, pi], of the point (x, y) from the x axis, within 1 unit in the last place. Infinities and
 * signed zeros as in ISO C (Annex F): atan2(+0, -0) is pi, atan2(-0, +0) is -0. NaN if either is NaN.
 */
export function atan2(y: number, x: number): number {
  single[0] = y;
  single[1] = x;
  writeAtan2(single);
  return single[2] as number;
}

/** The same of y and x, the first two numbers of an array, written to the third. */
export function writeAtan2(values: Float64Array): void {
  const y = values[0] as number;
  const x = values[1] as number;
  if (Number.isNaN(x) || Number.isNaN(y)) {
    values[2] = Number.NaN;
    return;
  }
  const negativeX = x < 0 || Object.is(x, -0);
  const negativeY = y < 0 || Object.is(y, -0);
  operands[0] = Math.abs(y);
  operands[1] = Math.abs(x);
  writeUpperHalf(negativeX);
  values[2] = negativeY ? -(angle[0] as number) : (angle[0] as number);
}

/** Writes the angle of (x, y), the operands, for y, x >= 0, or of (-x, y), as one number. */
function writeUpperHalf(mirrored: boolean): void {
  let y = operands[0] as number;
  let x = operands[1] as number;
  const straight = straightAngle(y, x, mirrored);
  if (straight !== OBLIQUE) {
    angle[0] = STRAIGHT[straight] as number;
    return;
  }
  const steep = y > x;
  const larger = steep ? y : x;
  if (larger > LARGE) {
    y *= SMALL;
    x *= SMALL;
  }
  const ratio = steep ? x / y : y / x;
  if (ratio < NEGLIGIBLE) {
    angle[0] = steep ? HALF_HIGH : mirrored ? PI_HIGH : ratio;
    return;
  }
  if ((steep ? x : y) < SMALL) {
    y *= LARGE;
    x *= LARGE;
  }
  operands[0] = steep ? x : y;
  operands[1] = steep ? y : x;
  operands[2] = 0;
  operands[3] = 0;
  writeAngle();
  if (steep) addToQuarter(mirrored ? 1 : -1);
  else if (mirrored) takeFromHalf();
  else angle[0] = (angle[0] as number) + (angle[1] as number);
}

/** Angles of points on the axes and at infinity, and the place of none of them. */
const STRAIGHT = Float64Array.of(0, PI_HIGH, HALF_HIGH, QUARTER, THREE_QUARTERS);
const OBLIQUE = -1;

/** Which of these is the angle of (x, y) or (-x, y), for y, x >= 0. */
function straightAngle(y: number, x: number, mirrored: boolean): number {
  if (y === 0) return mirrored ? 1 : 0;
  if (x === 0) return 2;
  if (x === Number.POSITIVE_INFINITY) {
    if (y === Number.POSITIVE_INFINITY) return mirrored ? 4 : 3;
    return mirrored ? 1 : 0;
  }
  return y === Number.POSITIVE_INFINITY ? 2 : OBLIQUE;
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
  single[0] = x;
  writeAsin(single);
  return single[0] as number;
}

/** The same of the first number of an array, in its place. */
export function writeAsin(values: Float64Array): void {
  const x = values[0] as number;
  const y = Math.abs(x);
  if (!(y <= 1)) values[0] = Number.NaN;
  if (!(y <= 1) || y < TINY) return;
  if (y === 1) angle[0] = HALF_HIGH;
  else writeAngleOfSine(y);
  values[0] = x < 0 ? -(angle[0] as number) : (angle[0] as number);
}

function writeAngleOfSine(y: number): void {
  writeCosine(y);
  const c = cosine[0] as number;
  const cLow = cosine[1] as number;
  const steep = y > c;
  operands[0] = steep ? c : y;
  operands[1] = steep ? y : c;
  operands[2] = steep ? cLow : 0;
  operands[3] = steep ? 0 : cLow;
  writeAngle();
  if (steep) addToQuarter(-1);
  else angle[0] = (angle[0] as number) + (angle[1] as number);
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
    if (x > 0) return (angle[0] as number) + (angle[1] as number);
    takeFromHalf();
    return angle[0] as number;
  }
  angleOf(y, 0, c, cLow);
  addToQuarter(x > 0 ? -1 : 1);
  return angle[0] as number;
}
