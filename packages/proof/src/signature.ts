import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { CanonicalError, canonicalJson } from './canonical.ts';
import { sha256Hex } from './digest.ts';
import { keyId, type PrivateJwk, type PublicJwk, seedOf } from './keys.ts';

/** Longest signature read: a header of ours takes about 400 characters. */
const MOST_LENGTH = 4096;

/** Who signed, when by their own clock, with which key, and what: the digest of the canonical form. */
export type Signer = {
  readonly party: string;
  readonly signed_ms: number;
  readonly kid: string;
  readonly sha256: string;
};

/**
 * Whether a signature stands, and if not, what failed. `malformed`: it is no signature of this form; `content_changed`:
 * it is over other content; `unknown_key`: none of the keys given made it; `wrong_signature`: header or signature were
 * altered, or another key made it.
 */
export type SignatureVerdict =
  | { readonly ok: true; readonly signer: Signer }
  | {
      readonly ok: false;
      readonly fault: 'malformed' | 'content_changed' | 'unknown_key' | 'wrong_signature';
      readonly reason: string;
      readonly signer: Signer | null;
    };

/**
 * Signs content: a detached JSON Web Signature (RFC 7515, appendix F) with an unencoded payload (RFC 7797), Ed25519
 * (RFC 8037), over the canonical form (RFC 8785) of `content`. The header, which is signed too, says who, when and the
 * SHA-256 of what, so that a check can tell changed content from a changed signature. Ed25519 draws no random number:
 * the same content, key and time give the same signature.
 */
export function sign(content: unknown, key: PrivateJwk, party: string, signed_ms: number): string {
  const payload = canonicalJson(content);
  const sha256 = sha256Hex(payload);
  const header = { alg: 'EdDSA', b64: false, crit: ['b64'], kid: keyId(key), party, sha256, signed_ms };
  const head = toBase64Url(utf8ToBytes(canonicalJson(header)));
  return `${head}..${toBase64Url(ed25519.sign(signedBytes(head, payload), seedOf(key)))}`;
}

/**
 * Checks a signature over `content` with the keys that its signer may have. Points of small order and other encodings
 * that only some implementations accept are refused (RFC 8032, strictly), so that all parties see the same.
 */
export function checkSignature(jws: string, content: unknown, keys: readonly PublicJwk[]): SignatureVerdict {
  const read = readSignature(jws);
  if ('reason' in read) return { ok: false, fault: 'malformed', reason: read.reason, signer: null };
  const { signer, head, bytes } = read;
  const payload = canonicalOrNull(content);
  if (payload === null) {
    const reason = 'what it is to be over has no canonical form: it holds something that JSON cannot say';
    return { ok: false, fault: 'content_changed', reason, signer };
  }
  const found = sha256Hex(payload);
  if (found !== signer.sha256) {
    const reason =
      `the content was changed after it was signed: ${signer.party} signed SHA-256 ${signer.sha256}, ` +
      `this is SHA-256 ${found}`;
    return { ok: false, fault: 'content_changed', reason, signer };
  }
  const key = keys.find((one) => keyId(one) === signer.kid);
  if (key === undefined) {
    const known = keys.length === 0 ? 'no key is known' : `known: ${keys.map(keyId).join(', ')}`;
    const reason = `the key ${signer.kid} is none of ${signer.party} (${known})`;
    return { ok: false, fault: 'unknown_key', reason, signer };
  }
  const point = fromBase64Url(key.x);
  if (point?.length === 32 && verifies(bytes, signedBytes(head, payload), point)) return { ok: true, signer };
  const reason =
    `the signature does not fit the key ${signer.kid} of ${signer.party}: ` +
    'it or its header was altered, or another key made it';
  return { ok: false, fault: 'wrong_signature', reason, signer };
}

function canonicalOrNull(content: unknown): string | null {
  try {
    return canonicalJson(content);
  } catch (error) {
    if (error instanceof CanonicalError) return null;
    throw error;
  }
}

type Opened = { readonly signer: Signer; readonly head: string; readonly bytes: Uint8Array };

/** Takes a signature apart; says what is wrong with its form. */
function readSignature(jws: string): Opened | { readonly reason: string } {
  if (jws.length > MOST_LENGTH) return { reason: `a signature of ${jws.length} characters; one has a few hundred` };
  const [head = '', payload, tail = '', ...rest] = jws.split('.');
  if (payload !== '' || rest.length > 0) {
    return { reason: 'not a detached signature: it needs a header, two dots and the signature' };
  }
  const bytes = fromBase64Url(tail);
  if (bytes === null || bytes.length !== 64) return { reason: 'its last part is not 64 bytes of base64url' };
  const header = parseHeader(head);
  if (header === null) return { reason: 'its header is not base64url of a JSON object' };
  const { alg, b64, crit, kid, party, sha256, signed_ms } = header;
  if (alg !== 'EdDSA') return { reason: `its algorithm is ${String(alg).slice(0, 40)}; only EdDSA is taken` };
  if (b64 !== false || !Array.isArray(crit) || crit.length !== 1 || crit[0] !== 'b64') {
    return { reason: 'its header does not say that the payload is unencoded (b64 false, crit b64)' };
  }
  if (typeof party !== 'string' || typeof kid !== 'string' || typeof sha256 !== 'string') {
    return { reason: 'its header does not say whose it is, by which key, over which digest' };
  }
  if (!/^[0-9a-f]{64}$/.test(sha256)) return { reason: 'sha256 of its header is not 64 lower-case hexadecimal digits' };
  if (typeof signed_ms !== 'number' || !Number.isSafeInteger(signed_ms) || signed_ms < 0) {
    return { reason: 'its header does not say when it was made (signed_ms)' };
  }
  return { signer: { party, signed_ms, kid, sha256 }, head, bytes };
}

function parseHeader(head: string): Readonly<Record<string, unknown>> | null {
  const bytes = fromBase64Url(head);
  if (bytes === null) return null;
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** RFC 7797, section 3: the encoded header, a dot, the payload as it is. */
const signedBytes = (head: string, payload: string): Uint8Array =>
  concatBytes(utf8ToBytes(`${head}.`), utf8ToBytes(payload));

function verifies(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
