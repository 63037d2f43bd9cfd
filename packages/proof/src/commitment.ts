import { fromBase64Url } from './base64url.ts';
import { CanonicalError, canonicalJson } from './canonical.ts';
import { sha256Hex } from './digest.ts';

/** Bound into every commitment, so that none can pass for a hash of something else. */
const DOMAIN = 'skyaccord commitment 1';
/** Without so many random bytes, a value out of a few (a level, a time of day) could be found by trying them all. */
const SALT_BYTES = 16;

/** A withheld value laid open: what its commitment was made of. */
export type Opening = { readonly salt: string; readonly value: unknown };

/**
 * Binds whoever publishes it to a value that it withholds: SHA-256 over domain, salt and canonical form (RFC 8785), one
 * a line, as 64 lower-case hexadecimal digits. Tells nothing of the value while the salt is secret; the salt is random
 * and never used twice.
 *
 * @param salt 16 bytes as base64url
 * @throws RangeError when the salt is not 16 bytes of base64url
 * @throws CanonicalError when the value holds something that JSON cannot say
 */
export function commitTo({ salt, value }: Opening): string {
  const bytes = fromBase64Url(salt);
  if (bytes?.length !== SALT_BYTES) {
    throw new RangeError(`salt has ${salt.length} characters, but must be ${SALT_BYTES} random bytes as base64url`);
  }
  return sha256Hex(`${DOMAIN}\n${salt}\n${canonicalJson(value)}`);
}

/** Whether this is the value that was withheld. What cannot be committed to is not. */
export function checkCommitment(commitment: string, opening: Opening): boolean {
  try {
    return commitTo(opening) === commitment;
  } catch (error) {
    if (error instanceof RangeError || error instanceof CanonicalError) return false;
    throw error;
  }
}
