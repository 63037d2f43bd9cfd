import { randomInt } from 'node:crypto';
import { hashOfSecret } from './secrets.ts';

/** As many as fit on a card, and enough for the way to an administrator. */
const CODES = 10;
/** Crockford's base 32: no letter that is taken for a digit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/**
 * 120 bits each: from 112 on, NIST SP 800-63B (5.1.2.2, look-up secrets) takes a plain hash for enough; a shorter code
 * would need a slow one for each of the ten.
 */
const LENGTH = 24;
const GROUP = 4;

/** Recovery codes as they are told, once, and the hashes of which alone the node keeps. */
export type RecoveryCodes = { readonly codes: readonly string[]; readonly hashes: readonly string[] };

/** Codes that stand in for that of an authenticator app, beside the password, each of them once. */
export function newRecoveryCodes(): RecoveryCodes {
  const codes = Array.from({ length: CODES }, () =>
    Array.from({ length: LENGTH }, (_, at) => {
      const letter = LETTERS[randomInt(LETTERS.length)];
      return at > 0 && at % GROUP === 0 ? `-${letter}` : letter;
    }).join(''),
  );
  return { codes, hashes: codes.map((code) => hashOfSecret(plain(code))) };
}

/** The hashes without that of a code; null: it is none of them. */
export function withoutRecoveryCode(code: string, hashes: readonly string[]): readonly string[] | null {
  const hash = hashOfSecret(plain(code));
  return hashes.includes(hash) ? hashes.filter((one) => one !== hash) : null;
}

/** However it was typed: hyphens and spaces say nothing, and what looks like a digit is one. */
const plain = (code: string): string =>
  code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll(/[IL]/g, '1').replaceAll('O', '0');
