import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64Url, toBase64Url } from './base64url.ts';

/** An Ed25519 public key as a JSON Web Key (RFC 8037, section 2). */
export type PublicJwk = { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };
/** A private one: `d` is the secret seed. It stays with the command line and goes into no message, log or record. */
export type PrivateJwk = PublicJwk & { readonly d: string };

/** Why a key was not taken; the message never repeats it. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

/**
 * The key pair of a secret seed of 32 bytes, which the caller draws from the system's generator.
 *
 * @throws KeyError for any other length
 */
export function keyFromSeed(seed: Uint8Array): PrivateJwk {
  if (seed.length !== 32) throw new KeyError(`a seed of ${seed.length} bytes: an Ed25519 key has 32`);
  return { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(ed25519.getPublicKey(seed)), d: toBase64Url(seed) };
}

/** The public half, and nothing else. */
export function publicHalf({ kty, crv, x }: PublicJwk): PublicJwk {
  return { kty, crv, x };
}

/**
 * Checks that a private key is whole: its public half follows from its seed.
 *
 * @throws KeyError saying which member is wrong
 */
export function seedOf(key: PrivateJwk): Uint8Array {
  const seed = fromBase64Url(key.d);
  if (seed === null || seed.length !== 32)
    throw new KeyError('member d of the private key is not 32 bytes of base64url');
  if (toBase64Url(ed25519.getPublicKey(seed)) !== key.x) {
    throw new KeyError('members d and x of the private key do not belong together');
  }
  return seed;
}

/** The name of a key: its JWK thumbprint (RFC 7638, SHA-256), the same wherever it is computed. */
export function keyId({ x }: PublicJwk): string {
  return toBase64Url(sha256(utf8ToBytes(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)));
}
