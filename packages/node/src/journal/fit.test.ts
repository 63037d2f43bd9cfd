import { canonicalJson } from '@skyaccord/proof';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, unfitIn } from './fit.ts';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

test.each([
  ['half of a surrogate pair', '{"words":"\\ud800"}', '.words', /half of a surrogate pair/],
  ['the other half, in a list', '{"a":[1,{"b":"x\\udfff"}]}', '.a[1].b', /half of a surrogate pair/],
  ['half of one in a name', '{"a":{"\\ud800":1}}', '.a.\ufffd', /half of a surrogate pair/],
  ['a number beyond a double', '{"a":1e999}', '.a', /beyond/],
])('%s is found, with its place', (_name, text, at, reason) => {
  expect(unfitIn(JSON.parse(text))).toEqual({ at, reason: expect.stringMatching(reason) });
});

test('64 levels may be, 65 may not, and no depth overflows the stack', () => {
  expect(unfitIn(nested(64))).toBe(null);
  expect(unfitIn(nested(65))?.reason).toMatch(/deeper than 64/);
  expect(unfitIn(nested(30_000))?.reason).toMatch(/deeper than 64/);
});

/** Texts in which halves of pairs are as frequent as whole ones. */
const anyText = fc.string({ unit: fc.constantFrom('a', '\ud83d', '\ude00', '\ud83d\ude00', '"') });

test('property: what fits has a canonical form, also where a record holds it; what does not fit has none', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: anyText as never, maxDepth: 6 }), anyText, (value, text) => {
      const whole = { value, text };
      const canonical = () => canonicalJson({ body: { link: { frame: { body: whole } } } });
      if (unfitIn(whole) === null) expect(canonical).not.toThrow();
      else expect(canonical).toThrow(/no canonical form/);
      expect(unfitIn(fitted({ of: text, list: [text] }))).toBe(null);
    }),
  );
});
