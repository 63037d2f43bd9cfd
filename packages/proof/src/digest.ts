import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits; a string is hashed as UTF-8. Synchronous, and the same in
 * Node and in a browser.
 *
 * @throws RangeError when a string holds a lone surrogate: UTF-8 would replace it, and two texts would share a hash
 */
export function sha256Hex(content: Uint8Array | string): string {
  if (typeof content !== 'string') return bytesToHex(sha256(content));
  if (!content.isWellFormed()) throw new RangeError('cannot hash text with a lone surrogate: it has no UTF-8 form');
  return bytesToHex(sha256(utf8ToBytes(content)));
}
