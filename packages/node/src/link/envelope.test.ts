import { GENESIS, keyFromSeed, publicHalf } from '@skyaccord/proof';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_BYTES, open, seal, textOf } from './envelope.ts';
import type { Kept } from './frames.ts';

const ends = { from: 'alder', to: 'birch' };
const key = keyFromSeed(new Uint8Array(32).fill(1));
const stranger = keyFromSeed(new Uint8Array(32).fill(2));
const keys = [publicHalf(key)];
const kept: Kept = {
  kind: 'kept',
  sequence: 1,
  previous: GENESIS,
  time_ms: 1_000,
  body: { kind: 'message', text: 'é' },
};
const text = textOf(seal(kept, ends, key, 1_000));
const deep = (levels: number): string =>
  textOf(seal({ ...kept, body: { kind: 'message', text: nested(levels) } }, ends, key, 1_000));
const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const refusal = (what: string, to = ends): string => {
  const opened = open(what, to, keys);
  return 'refused' in opened ? opened.refused : '';
};

test('what was sealed opens as it was, with a hash of its own place', () => {
  const opened = open(text, ends, keys);
  expect(opened).toMatchObject({ frame: kept, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const elsewhere = textOf(seal({ ...kept, previous: 'f'.repeat(64) }, ends, key, 1_000));
  expect(open(elsewhere, ends, keys)).not.toMatchObject({ hash: (opened as { hash: string }).hash });
});

test.each([
  ['forged by another key', textOf(seal(kept, ends, stranger, 1_000)), /none of alder/],
  ['of another link', textOf(seal(kept, { from: 'alder', to: 'cedar' }, key, 1_000)), /from alder to cedar/],
  ['sent back to its sender', textOf(seal(kept, { from: 'birch', to: 'alder' }, key, 1_000)), /from birch to alder/],
  ['too long', `${text}${' '.repeat(MOST_BYTES)}`, /characters; the most is 262144/],
  ['not JSON', 'hello', /no JSON text/],
  ['of no known kind', text.replace('"kept"', '"keep"'), /no frame of a link/],
  [
    'so deep that a journal has no room',
    deep(80),
    /cannot be journalled: content\.frame\.body\.text\[0\].*deeper than 64/,
  ],
  [
    'from a half of a character',
    text.replace('"alder"', '"\\ud800"'),
    /cannot be journalled: content\.from holds half/,
  ],
  ['with a member more', text.replace('"kind":"kept"', '"extra":1,"kind":"kept"'), /no frame of a link/],
  ['with another content', text.replace('"sequence":1', '"sequence":2'), /changed after it was signed/],
])('what is %s is refused, and why is said', (_what, sent, reason) => {
  expect(refusal(sent)).toMatch(reason);
});

test('a party that signs with its own key for another one is refused', () => {
  const { content } = seal(kept, ends, key, 1_000);
  const { signature } = seal(kept, { ...ends, from: 'birch' }, key, 1_000);
  expect(refusal(JSON.stringify({ content, signature }))).toMatch(/changed after it was signed|birch signed/);
});

test('property: cut off anywhere, it is refused', () => {
  fc.assert(
    fc.property(fc.nat(text.length - 1), (at) => {
      expect(refusal(text.slice(0, at))).not.toBe('');
    }),
  );
});

test('property: with any one character changed, it is refused or says the same', () => {
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'a', 'Z', '"', '}', ' '), (at, letter) => {
      const altered = text.slice(0, at) + letter + text.slice(at + 1);
      const opened = open(altered, ends, keys);
      if (!('refused' in opened)) expect(opened.frame).toEqual(kept);
    }),
    { numRuns: 200 },
  );
});
