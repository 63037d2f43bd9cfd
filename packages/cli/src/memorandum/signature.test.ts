import { readFileSync } from 'node:fs';
import { type Memorandum, parseMemorandum } from '@skyaccord/accord';
import { canonicalJson, checkSignature, keyFromSeed, publicHalf, sha256Hex, sign } from '@skyaccord/proof';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const FILE = new URL('../../../../examples/memoranda/rule-of-threes.yaml', import.meta.url);
const text = readFileSync(FILE, 'utf8');
const { content, memorandum } = parseMemorandum(text);
const canonical = canonicalJson(content);
const keys = (['hl', 'ep', 'vs'] as const).map((party, index) => {
  const key = keyFromSeed(new Uint8Array(32).fill(index + 1));
  return { party, key, jws: sign(content, key, party, 1_900_000_000_000) };
});
const verdicts = (of: unknown) => keys.map(({ key, jws }) => checkSignature(jws, of, [publicHalf(key)]));

/** The text as it is read; null where it is refused. */
function read(changed: string): { memorandum: Memorandum; content: unknown } | null {
  try {
    return parseMemorandum(changed);
  } catch {
    return null;
  }
}

describe('the signatures of all parties', () => {
  it('stand over the memorandum, and over its canonical text when that is read as a document', () => {
    expect(verdicts(content).every(({ ok }) => ok)).toBe(true);
    const again = parseMemorandum(canonical);
    expect(again.memorandum).toEqual(memorandum);
    expect(verdicts(again.content).every(({ ok }) => ok)).toBe(true);
  });

  it('property: every one fails when any byte of what is signed is another, and says that', () => {
    const bytes = new TextEncoder().encode(canonical);
    let failed = 0;
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 32, max: 126 }), (at, byte) => {
        if (bytes[at] === byte || (bytes[at] as number) > 126) return;
        const changed = Uint8Array.from(bytes);
        changed[at] = byte;
        const document = read(new TextDecoder().decode(changed));
        if (document === null) return;
        expect(canonicalJson(document.content)).not.toBe(canonical);
        for (const verdict of verdicts(document.content)) {
          expect(verdict).toMatchObject({ ok: false, fault: 'content_changed' });
          expect((verdict as { reason: string }).reason).toContain(`SHA-256 ${sha256Hex(canonical)}`);
        }
        failed += 1;
      }),
      { numRuns: 300 },
    );
    expect(failed).toBeGreaterThan(100);
  });

  it('property: a letter of the file that is another breaks all of them, unless it stood in a comment or a space', () => {
    const spans = [...text.matchAll(/^ *#.*$/gm)].map(({ 0: line, index }) => [index, index + line.length] as const);
    let broken = 0;
    let harmless = 0;
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.constantFrom(...'aeZ7.'), (at, letter) => {
        if (text[at] === letter) return;
        const document = read(text.slice(0, at) + letter + text.slice(at + 1));
        if (document === null) return;
        const stands = verdicts(document.content).map(({ ok }) => ok);
        expect(new Set(stands).size).toBe(1);
        // Whatever changes what the watch runs is seen by every signature.
        if (JSON.stringify(document.memorandum) !== JSON.stringify(memorandum)) expect(stands[0]).toBe(false);
        if (spans.some(([from, to]) => at > from && at < to)) expect(stands[0]).toBe(true);
        if (stands[0]) harmless += 1;
        else broken += 1;
      }),
      { numRuns: 300 },
    );
    expect(broken).toBeGreaterThan(50);
    expect(harmless).toBeGreaterThan(0);
  });
});
