/** What runs in Node and in a browser, and must come to the same hashes in both. Bundled by determinism.browser.test.ts. */
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from '@skyaccord/sky';
import { makeArguments } from './arguments.ts';

const COUNT = 300_000;

/** One hash for each elementary function over 300,000 arguments. */
export function mathHashes(): Record<string, string> {
  const x = makeArguments(COUNT, 20_151_020);
  const y = makeArguments(COUNT, 19_720_525);
  const unary = { sin, cos, tan, asin, acos, atan, exp, log };
  const binary = { atan2, hypot, pow };
  return Object.fromEntries([
    ...Object.entries(unary).map(([name, f]) => [name, hashOf(x.map((value) => f(value)))]),
    ...Object.entries(binary).map(([name, f]) => [name, hashOf(x.map((value, i) => f(value, y[i] as number)))]),
  ]);
}

function hashOf(values: Float64Array): string {
  // Every NaN is one value to a program, but the bits of a NaN are the engine's own business.
  const bits = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) bits.setFloat64(8 * i, Number.isNaN(value) ? Number.NaN : value);
  return sha256Hex(new Uint8Array(bits.buffer));
}
void canonicalJson;
