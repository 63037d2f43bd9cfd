import { powerOfTwo } from './exact.ts';

/**
 * Constants from their series, in integers: a value v is held as the BigInt nearest to v * 2^bits. Every constant and
 * table of `math` is made here when the module loads, so none is copied from elsewhere, and integer arithmetic gives
 * the same bits on every engine. Truncation costs a few units in the last of the extra `GUARD` bits.
 */
const GUARD = 32n;

/** atan(num/den) or, with `alternate` false, atanh(num/den): x + x^3 (-/+) /3 + x^5/5 ... for |num/den| < 1. */
function oddSeries(num: bigint, den: bigint, bits: bigint, alternate: boolean): bigint {
  const num2 = num * num;
  const den2 = den * den;
  let power = (num << (bits + GUARD)) / den;
  let sum = 0n;
  for (let n = 1n; power !== 0n; n += 2n) {
    const term = power / n;
    sum += alternate && n % 4n === 3n ? -term : term;
    power = (power * num2) / den2;
  }
  return sum >> GUARD;
}

/** pi by Machin's formula, 16 atan(1/5) - 4 atan(1/239). */
export function piFixed(bits: bigint): bigint {
  const wide = bits + GUARD;
  return (16n * oddSeries(1n, 5n, wide, true) - 4n * oddSeries(1n, 239n, wide, true)) >> GUARD;
}

/** ln(num/den) = 2 atanh((num - den)/(num + den)). */
export function logFixed(num: bigint, den: bigint, bits: bigint): bigint {
  return 2n * oddSeries(num - den, num + den, bits, false);
}

/** atan(num/den) for 0 <= num/den <= 1; near 1 it takes the way over pi/4, where the series is short. */
export function atanFixed(num: bigint, den: bigint, pi: bigint, bits: bigint): bigint {
  if (2n * num <= den) return oddSeries(num, den, bits, true);
  return (pi >> 2n) - oddSeries(den - num, den + num, bits, true);
}

/** e^x for a fixed-point x, 0 <= x < 1, by its Taylor series. */
export function expFixed(x: bigint, bits: bigint): bigint {
  const wide = x << GUARD;
  let term = 1n << (bits + GUARD);
  let sum = 0n;
  for (let n = 1n; term !== 0n; n += 1n) {
    sum += term;
    term = ((term * wide) >> (bits + GUARD)) / n;
  }
  return sum >> GUARD;
}

/** The double nearest to a fixed-point value: Number(BigInt) rounds to nearest even, and the scaling is exact. */
export function toDouble(value: bigint, bits: bigint): number {
  return Number(value) * powerOfTwo(-Number(bits));
}

/** Splits off the part of a fixed-point value at or above 2^lowest, as an exact double; returns it and the rest. */
export function splitHigh(value: bigint, bits: bigint, lowest: bigint): { high: number; rest: bigint } {
  const shift = bits + lowest;
  const high = (value >> shift) << shift;
  return { high: toDouble(high, bits), rest: value - high };
}

/** A fixed-point value as an unevaluated sum of two doubles, good to about 107 bits. */
export function toPair(value: bigint, bits: bigint): [high: number, low: number] {
  const high = toDouble(value, bits);
  const taken = BigInt(Math.floor(high * powerOfTwo(Number(bits))));
  return [high, toDouble(value - taken, bits)];
}
