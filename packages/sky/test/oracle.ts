/**
 * Elementary functions to more than 60 digits, in integers, by other ways than `math` takes: other series for pi and
 * ln 2, plain Taylor sums, and one Newton step from the engine's own value for the inverse functions.
 */

/** The value v * 2^-bits. */
export type Fixed = { v: bigint; bits: number };

/** Bits kept after the leading one, at least. */
const KEEP = 220;

/** A finite double as m * 2^e exactly. */
function exact(x: number): { m: bigint; e: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const m = biased === 0 ? fraction : fraction | (1n << 52n);
  return { m: x < 0 ? -m : m, e: biased === 0 ? -1074 : biased - 1075 };
}

function shift(v: bigint, by: number): bigint {
  return by >= 0 ? v << BigInt(by) : v >> BigInt(-by);
}

/** A double in fixed point with these bits; exact when it has no bits below. */
function fix(x: number, bits: number): bigint {
  const { m, e } = exact(x);
  return shift(m, e + bits);
}

/** Fraction bits that keep x and what is near it in relative size. */
function bitsFor(...values: number[]): number {
  let least = 0;
  for (const x of values) {
    if (x === 0) continue;
    const { e } = exact(x);
    least = Math.min(least, e);
  }
  return KEEP - least;
}

function arcSeries(n: bigint, bits: number, hyperbolic: boolean): bigint {
  let power = (1n << BigInt(bits + 20)) / n;
  let sum = 0n;
  for (let k = 0n; power !== 0n; k += 1n) {
    const term = power / (2n * k + 1n);
    sum += hyperbolic || k % 2n === 0n ? term : -term;
    power /= n * n;
  }
  return sum >> 20n;
}

const kept = new Map<string, bigint>();
function remember(name: string, bits: number, make: () => bigint): bigint {
  const key = `${name} ${bits}`;
  let value = kept.get(key);
  if (value === undefined) {
    value = make();
    kept.set(key, value);
  }
  return value;
}

/** pi by Stormer's formula. */
function pi(bits: number): bigint {
  return remember(
    'pi',
    bits,
    () => 24n * arcSeries(8n, bits, false) + 8n * arcSeries(57n, bits, false) + 4n * arcSeries(239n, bits, false),
  );
}

function ln2(bits: number): bigint {
  return remember(
    'ln2',
    bits,
    () => 18n * arcSeries(26n, bits, true) - 2n * arcSeries(4801n, bits, true) + 8n * arcSeries(8749n, bits, true),
  );
}

/** Sine and cosine of a small fixed-point angle by Taylor's series. */
function sinCosSmall(x: bigint, bits: number): [sin: bigint, cos: bigint] {
  const one = 1n << BigInt(bits);
  const b = BigInt(bits);
  let sin = 0n;
  let cos = 0n;
  let term = one;
  for (let n = 0n; term !== 0n; n += 1n) {
    const sign = n % 4n < 2n ? term : -term;
    if (n % 2n === 0n) cos += sign;
    else sin += sign;
    term = ((term * x) >> b) / (n + 1n);
    if (term === -1n) break;
  }
  return [sin, cos];
}

function sinCos(x: number): { sin: Fixed; cos: Fixed } {
  const { e } = exact(x);
  const bits = bitsFor(x);
  const wide = bits + Math.max(0, e + 60);
  const whole = pi(wide);
  const X = fix(x, wide);
  let n = (2n * X) / whole;
  let rest = 2n * X - n * whole;
  if (2n * rest > whole) {
    rest -= whole;
    n += 1n;
  } else if (2n * rest < -whole) {
    rest += whole;
    n -= 1n;
  }
  const [s, c] = sinCosSmall(shift(rest, bits - wide - 1), bits);
  const quadrant = Number(BigInt.asUintN(2, n));
  const sin = [s, c, -s, -c][quadrant] as bigint;
  const cos = [c, -s, -c, s][quadrant] as bigint;
  return { sin: { v: sin, bits }, cos: { v: cos, bits } };
}

export function sin(x: number): Fixed {
  return sinCos(x).sin;
}

export function cos(x: number): Fixed {
  return sinCos(x).cos;
}

export function tan(x: number): Fixed {
  const { sin, cos } = sinCos(x);
  return { v: (sin.v << BigInt(sin.bits)) / cos.v, bits: sin.bits };
}

/** The angle of (x, y), given in fixed point, from the engine's guess, by one exact rotation. */
function angleOf(y: bigint, x: bigint, bits: number, guess: number): Fixed {
  const t = fix(guess, bits);
  const [s, c] = sinCosSmall(t, bits);
  const one = BigInt(bits);
  const top = (y * c - x * s) >> one;
  const side = (x * c + y * s) >> one;
  const d = (top << one) / side;
  return { v: t + d - ((((d * d) >> one) * d) >> one) / 3n, bits };
}

export function atan2(y: number, x: number): Fixed {
  const guess = Math.atan2(y, x);
  // Both are brought near 1; only their quotient matters.
  const { e } = exact(Math.abs(x) > Math.abs(y) ? x : y);
  const bits = bitsFor(guess) + 60;
  const fixed = (z: number): bigint => {
    const { m, e: own } = exact(z);
    return shift(m, own - e - 52 + bits);
  };
  return angleOf(fixed(y), fixed(x), bits, guess);
}

export function atan(x: number): Fixed {
  return atan2(x, 1);
}

function root(v: bigint): bigint {
  if (v < 2n) return v;
  let x = 1n << BigInt(((v.toString(16).length * 4) / 2 + 1) | 0);
  for (;;) {
    const next = (x + v / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

function sineSide(x: number, bits: number): [sine: bigint, cosine: bigint] {
  const sine = fix(x, bits);
  return [sine, root((1n << BigInt(2 * bits)) - sine * sine)];
}

export function asin(x: number): Fixed {
  const bits = 2 * bitsFor(x);
  const [s, c] = sineSide(x, bits);
  return angleOf(s, c, bits, Math.asin(x));
}

export function acos(x: number): Fixed {
  const bits = 2 * bitsFor(x);
  const [s, c] = sineSide(x, bits);
  return angleOf(c, s, bits, Math.acos(x));
}

/** e^x for a fixed-point x of any size, as a value with as many bits after its leading one. */
function expFixed(x: bigint, bits: number): Fixed {
  const l = ln2(bits);
  const k = (2n * x + l) / (2n * l) - (2n * x + l < 0n ? 1n : 0n);
  // Eight halvings make the series short, eight squarings undo them.
  const r = (x - k * l) >> 8n;
  let term = 1n << BigInt(bits);
  let sum = 0n;
  for (let n = 1n; term !== 0n && term !== -1n; n += 1n) {
    sum += term;
    term = ((term * r) >> BigInt(bits)) / n;
  }
  for (let n = 0; n < 8; n += 1) sum = (sum * sum) >> BigInt(bits);
  return { v: sum, bits: bits - Number(k) };
}

export function exp(x: number): Fixed {
  const bits = bitsFor(x);
  return expFixed(fix(x, bits), bits);
}

/** ln x by one step of Halley's method from the engine's value: cubic, so 150 bits. */
function logFixed(x: number, bits: number): bigint {
  const guess = fix(Math.log(x), bits);
  const e = expFixed(guess, bits);
  const { m, e: own } = exact(x);
  // x and e^guess on one scale.
  const low = Math.min(own, -e.bits);
  const a = shift(m, own - low);
  const b = shift(e.v, -e.bits - low);
  return guess + ((2n * (a - b)) << BigInt(bits)) / (a + b);
}

export function log(x: number): Fixed {
  const bits = bitsFor(Math.log(x)) + 40;
  return { v: logFixed(x, bits), bits };
}

export function pow(x: number, y: number): Fixed {
  const bits = bitsFor(Math.log(x)) + 120;
  const { m, e } = exact(y);
  return expFixed(shift(logFixed(x, bits) * m, e), bits);
}

export function hypot(x: number, y: number): Fixed {
  const a = exact(x);
  const b = exact(y);
  const low = Math.min(a.e, b.e);
  const s = shift(a.m, a.e - low);
  const t = shift(b.m, b.e - low);
  return { v: root((s * s + t * t) << BigInt(2 * KEEP)), bits: KEEP - low };
}

/** |result - value| in units in the last place of a double of the value's size. */
export function ulpsOff(result: number, value: Fixed): number {
  if (!Number.isFinite(result)) return Number.POSITIVE_INFINITY;
  const size = value.v < 0n ? -value.v : value.v;
  const leading = size.toString(2).length - 1 - value.bits;
  const unit = Math.max(leading - 52, -1074);
  const { m, e } = exact(result);
  const low = Math.min(e, -value.bits, unit - 40);
  const difference = shift(m, e - low) - shift(value.v, -value.bits - low);
  const inUnits = (difference << 40n) / (1n << BigInt(unit - low));
  return Math.abs(Number(inUnits)) / 1099511627776;
}
