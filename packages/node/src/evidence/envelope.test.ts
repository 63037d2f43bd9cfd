import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from './envelope.ts';

/** Bytes as random as a hash is, the same in every run. */
function noise(count: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, i) => createHash('sha256').update(`${i}`).digest());
  return Buffer.concat(blocks).subarray(0, count);
}

test('what was sealed comes out again, whatever its length', () => {
  for (const count of [0, 1, 4095, 4096, 4097, 20_000]) {
    expect(Buffer.from(unseal(seal(noise(count)))).equals(noise(count))).toBe(true);
  }
});

test('any of 10,000 bits that is flipped is found, and its place told', () => {
  const file = Buffer.from(seal(noise(50_000)));
  const bits = file.length * 8;
  for (let i = 0; i < 10_000; i++) {
    const bit = (i * 7_919 * 104_729) % bits;
    const at = bit >> 3;
    file[at] = file[at]! ^ (1 << (bit & 7));
    let place = '';
    try {
      unseal(file);
    } catch (error) {
      place = (error as Error).message;
    }
    const range = /bytes? (\d+) to (\d+)/.exec(place);
    const told = range !== null && at >= Number(range[1]) && at <= Number(range[2]);
    expect([bit, place, told || /first line/.test(place)]).toEqual([bit, expect.stringMatching(/altered/), true]);
    file[at] = file[at]! ^ (1 << (bit & 7));
  }
});

test('a file that was cut or lengthened is found', () => {
  const file = seal(noise(10_000));
  expect(() => unseal(file.subarray(0, -1))).toThrow(/it was cut/);
  expect(() => unseal(Buffer.concat([file, Buffer.from([0])]))).toThrow(/its first line says/);
  expect(() => unseal(new Uint8Array(0))).toThrow(/not that of a case file/);
});
