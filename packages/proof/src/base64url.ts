const ALPHABET = /^[A-Za-z0-9_-]*$/;

/** Base64url without padding (RFC 4648, section 5; RFC 7515, section 2). */
export function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * The bytes of base64url text; `null` for any text that `toBase64Url` does not write: padding, other letters, bits left
 * over at the end. So one sequence of bytes has one text, and a changed text is always a changed value.
 */
export function fromBase64Url(text: string): Uint8Array | null {
  if (!ALPHABET.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  return toBase64Url(bytes) === text ? bytes : null;
}
