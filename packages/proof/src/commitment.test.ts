import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase64Url } from './base64url.ts';
import { checkCommitment, commitTo } from './commitment.ts';
import { sha256Hex } from './digest.ts';

const salt = toBase64Url(Uint8Array.from({ length: 16 }, (_, i) => i));

test('a commitment is the hash of domain, salt and canonical form, each on its line', () => {
  const value = { level_ft: 24_000, callsign: 'HERON 1' };
  const text = `skyaccord commitment 1\n${salt}\n{"callsign":"HERON 1","level_ft":24000}`;
  expect(commitTo({ salt, value })).toBe(sha256Hex(text));
});

test('the order of keys does not matter', () => {
  expect(commitTo({ salt, value: { a: 1, b: 2 } })).toBe(commitTo({ salt, value: { b: 2, a: 1 } }));
});

test('property: only the very value with the very salt opens it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(15), (value, at) => {
      const commitment = commitTo({ salt, value });
      expect(checkCommitment(commitment, { salt, value })).toBe(true);
      const salted = toBase64Url(Uint8Array.from({ length: 16 }, (_, i) => (i === at ? 255 : i)));
      expect(checkCommitment(commitment, { salt: salted, value })).toBe(false);
      expect(checkCommitment(commitment, { salt, value: { was: value } })).toBe(false);
    }),
  );
});

test('a short salt is refused: a value out of a few could be guessed', () => {
  expect(() => commitTo({ salt: 'AAAA', value: 1 })).toThrow(/salt has 4 characters, but must be 16 random bytes/);
  expect(checkCommitment('0'.repeat(64), { salt: 'AAAA', value: 1 })).toBe(false);
  expect(checkCommitment('0'.repeat(64), { salt, value: undefined })).toBe(false);
});
