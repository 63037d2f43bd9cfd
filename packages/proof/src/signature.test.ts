import fc from 'fast-check';
import { FlattenedSign, flattenedVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { canonicalJson } from './canonical.ts';
import { KeyError, keyFromSeed, keyId, publicHalf, seedOf } from './keys.ts';
import { checkSignature, sign } from './signature.ts';

const key = keyFromSeed(Uint8Array.from({ length: 32 }, (_, index) => index));
const other = keyFromSeed(new Uint8Array(32).fill(7));
const keys = [publicHalf(other), publicHalf(key)];
const CONTENT = { id: 'two-parties', lateral: '3 NM', words: { en: 'Stay apart.', fr: 'Restez écartés.' } };
const jws = sign(CONTENT, key, 'nc', 1_900_000_000_000);

describe('base64url', () => {
  test('property: reads what it writes, as the platform does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = toBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(text)).toEqual(bytes);
      }),
    );
  });

  test.each(['a', 'ab=', 'ab+/', 'aB', 'a b', '_x', 'AAB'])('refuses %j, which it never writes', (text) => {
    expect(fromBase64Url(text)).toBeNull();
  });
});

describe('keys', () => {
  // RFC 8037, appendix A.1 and A.3.
  const d = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';

  test('RFC 8037: the public key follows from the seed, and has its thumbprint', () => {
    const rfc = keyFromSeed(fromBase64Url(d) as Uint8Array);
    expect(rfc).toEqual({ kty: 'OKP', crv: 'Ed25519', d, x });
    expect(keyId(rfc)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    expect(publicHalf(rfc)).not.toHaveProperty('d');
  });

  test('a damaged private key is refused without being repeated', () => {
    for (const wrong of [
      { ...key, d: 'short' },
      { ...key, x: other.x },
    ]) {
      let error: unknown;
      try {
        seedOf(wrong);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(KeyError);
      expect(String(error)).not.toContain(key.d);
    }
    expect(() => keyFromSeed(new Uint8Array(31))).toThrow('a seed of 31 bytes');
  });
});

describe('a signature', () => {
  test('stands over the content, in whatever order its members are, and says who, when, what', () => {
    const reordered = { words: { fr: CONTENT.words.fr, en: CONTENT.words.en }, lateral: '3 NM', id: 'two-parties' };
    for (const content of [CONTENT, reordered]) {
      expect(checkSignature(jws, content, keys)).toMatchObject({
        ok: true,
        signer: { party: 'nc', signed_ms: 1_900_000_000_000, kid: keyId(key) },
      });
    }
    expect(sign(reordered, key, 'nc', 1_900_000_000_000)).toBe(jws);
  });

  test('is one that another implementation takes, and takes one that it made', async () => {
    const [head = '', , signature = ''] = jws.split('.');
    const payload = new TextEncoder().encode(canonicalJson(CONTENT));
    const verified = await flattenedVerify(
      { protected: head, payload, signature },
      await importJWK(publicHalf(key), 'EdDSA'),
    );
    expect(verified.protectedHeader).toMatchObject({ alg: 'EdDSA', b64: false, party: 'nc' });
    const header = verified.protectedHeader as { alg: string };
    const made = await new FlattenedSign(payload).setProtectedHeader(header).sign(await importJWK({ ...key }, 'EdDSA'));
    expect(checkSignature(`${made.protected}..${made.signature}`, CONTENT, keys).ok).toBe(true);
  });

  test('property: any change of the content breaks it, and the message says that the content was changed', () => {
    const bytes = new TextEncoder().encode(canonicalJson(CONTENT));
    let changed = 0;
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const copy = Uint8Array.from(bytes);
        copy[at] = (copy[at] as number) ^ flip;
        let content: unknown;
        try {
          content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(copy));
        } catch {
          return;
        }
        // 0x20 to an escape and back: a change that leaves the same value is none.
        if (canonicalJson(content) === canonicalJson(CONTENT)) return;
        changed += 1;
        const verdict = checkSignature(jws, content, keys);
        expect(verdict).toMatchObject({ ok: false, fault: 'content_changed' });
        expect((verdict as { reason: string }).reason).toContain('the content was changed after it was signed: nc');
      }),
      { numRuns: 2000 },
    );
    expect(changed).toBeGreaterThan(200);
  });

  test('property: any changed letter of the signature breaks it', () => {
    fc.assert(
      fc.property(fc.nat({ max: jws.length - 1 }), fc.constantFrom(...'AZaz09-_.='), (at, letter) => {
        if (jws[at] === letter) return;
        const verdict = checkSignature(jws.slice(0, at) + letter + jws.slice(at + 1), CONTENT, keys);
        expect(verdict.ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  const headed = (change: object): string => {
    const header = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()) as object;
    const head = Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url');
    return `${head}..${jws.split('.')[2]}`;
  };
  test.each([
    [
      'of a key that is not given',
      jws,
      [publicHalf(other)],
      'unknown_key',
      `the key ${keyId(key)} is none of nc (known: `,
    ],
    ['where no key is known', jws, [], 'unknown_key', 'no key is known'],
    ['in another name', headed({ party: 'mu' }), keys, 'wrong_signature', 'it or its header was altered'],
    ['of another time', headed({ signed_ms: 1 }), keys, 'wrong_signature', 'it or its header was altered'],
    ['of another key', headed({ kid: keyId(other) }), keys, 'wrong_signature', `does not fit the key ${keyId(other)}`],
    ['without an algorithm', headed({ alg: 'none' }), keys, 'malformed', 'its algorithm is none; only EdDSA is taken'],
    ['with a symmetric one', headed({ alg: 'HS256' }), keys, 'malformed', 'its algorithm is HS256'],
    ['with other demands', headed({ crit: ['b64', 'exp'] }), keys, 'malformed', 'b64 false, crit b64'],
    ['with an encoded payload', headed({ b64: true }), keys, 'malformed', 'b64 false, crit b64'],
    ['without a time', headed({ signed_ms: '1' }), keys, 'malformed', 'when it was made'],
    ['without a digest', headed({ sha256: 'x' }), keys, 'malformed', '64 lower-case hexadecimal digits'],
    ['without a party', headed({ party: null }), keys, 'malformed', 'whose it is'],
    ['attached', jws.replace('..', '.e30.'), keys, 'malformed', 'not a detached signature'],
    ['cut off', jws.slice(0, -4), keys, 'malformed', 'not 64 bytes'],
    ['that is noise', 'x', keys, 'malformed', 'not a detached signature'],
    ['without a header', `..${jws.split('.')[2]}`, keys, 'malformed', 'header is not base64url'],
    ['that is huge', 'a'.repeat(100_000), keys, 'malformed', 'of 100000 characters'],
  ] as const)('%s is refused, and says why', (_name, text, given, fault, reason) => {
    const verdict = checkSignature(text, CONTENT, given);
    expect(verdict).toMatchObject({ ok: false, fault });
    expect((verdict as { reason: string }).reason).toContain(reason);
  });

  test('over what JSON cannot say is refused, and breaks nothing', () => {
    const verdict = checkSignature(jws, { ...CONTENT, id: '\ud800' }, keys);
    expect(verdict).toMatchObject({ ok: false, fault: 'content_changed' });
    expect((verdict as { reason: string }).reason).toContain('has no canonical form');
  });

  test('of a public key of small order is refused, which verifies many messages elsewhere', () => {
    // The neutral point as key and as R, and s = 0: accepted by rules that multiply by the cofactor.
    const neutral = new Uint8Array(32);
    neutral[0] = 1;
    const small = { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(neutral) } as const;
    const forged = new Uint8Array(64);
    forged[0] = 1;
    const text = `${headed({ kid: keyId(small) }).split('.')[0]}..${toBase64Url(forged)}`;
    expect(checkSignature(text, CONTENT, [small])).toMatchObject({ ok: false, fault: 'wrong_signature' });
  });
});
