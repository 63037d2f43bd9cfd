import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { type ChainRecord, GENESIS, linkHash, verifyChain } from './chain.ts';
import { sha256Hex } from './digest.ts';

function chain(values: readonly unknown[]): ChainRecord[] {
  let previous = GENESIS;
  return values.map((value, index) => {
    const record = canonicalJson(value);
    const hash = linkHash(previous, record);
    const link = { sequence: index + 1, previous, record, hash };
    previous = hash;
    return link;
  });
}

const three = chain([{ tick: 1 }, { tick: 2 }, { tick: 3 }]);

describe('linkHash', () => {
  test('is the hash of domain, previous and record, each on its line', () => {
    expect(linkHash(GENESIS, '{}')).toBe(sha256Hex(`skyaccord chain 1\n${'0'.repeat(64)}\n{}`));
  });
});

describe('verifyChain', () => {
  test('an empty chain is sound and ends where it begins', () => {
    expect(verifyChain([])).toEqual({ ok: true, count: 0, head: GENESIS });
  });

  test('a sound chain tells its length and head', () => {
    expect(verifyChain(three)).toEqual({ ok: true, count: 3, head: three[2]?.hash });
  });

  test('reads any iterable once', () => {
    function* stream() {
      yield* three;
    }
    expect(verifyChain(stream()).ok).toBe(true);
  });

  test('names a missing record', () => {
    const verdict = verifyChain(three.filter((link) => link.sequence !== 2));
    expect(verdict).toMatchObject({ ok: false, count: 1, at: 2, head: three[0]?.hash });
    expect(verdict).toHaveProperty('reason', expect.stringContaining('found sequence 3'));
  });

  test('names exchanged, repeated and grafted records', () => {
    const [a, b, c] = three as [ChainRecord, ChainRecord, ChainRecord];
    expect(verifyChain([a, c, b])).toMatchObject({ ok: false, at: 2 });
    expect(verifyChain([a, a, b])).toMatchObject({ ok: false, at: 2 });
    const other = chain([{ tick: 9 }, { tick: 2 }]);
    expect(verifyChain([a, other[1] as ChainRecord])).toMatchObject({ ok: false, at: 2 });
  });

  test('a rewritten record with a recomputed hash breaks at the next link', () => {
    const [a, b, c] = three as [ChainRecord, ChainRecord, ChainRecord];
    const record = canonicalJson({ tick: 20 });
    const forged = { ...b, record, hash: linkHash(b.previous, record) };
    const verdict = verifyChain([a, forged, c]);
    expect(verdict).toMatchObject({ ok: false, count: 2, at: 3 });
  });

  test('property: any changed byte anywhere breaks it, at that record or the next', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.constantFrom('previous', 'record', 'hash'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (values, which, field, position, flip) => {
          const links = chain(values);
          const index = which % links.length;
          const link = links[index] as ChainRecord;
          const bytes = Buffer.from(link[field], 'utf8');
          const at = position % bytes.length;
          bytes[at] = (bytes[at] as number) ^ flip;
          // latin1 when the bytes are UTF-8 no more: the text differs from the original in either reading.
          const utf8 = bytes.toString('utf8');
          const changed = Buffer.from(utf8, 'utf8').equals(bytes) ? utf8 : bytes.toString('latin1');
          links[index] = { ...link, [field]: changed };
          const verdict = verifyChain(links);
          expect(verdict).toMatchObject({ ok: false, at: index + 1, count: index });
        },
      ),
      { numRuns: 500 },
    );
  });
});
