/**
 * Saved states are JSON, but must come back to the last bit, NaN and infinities included: numbers of typed arrays
 * travel as base64 of their little-endian bytes (the order of every platform the watch runs on; checked on restore by
 * the caller's version tag).
 */
const CHUNK = 0x8000;

/**
 * Where a saved state puts rows of numbers: in its own text (base64), or wherever its keeper has room for them. A pack
 * takes a copy: the row may be overwritten as soon as it returns.
 */
export type Pack = (numbers: Float64Array) => string;
export type Unpack = (packed: string) => Float64Array;

export function toBase64(numbers: Float64Array): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let binary = '';
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary);
}

export function fromBase64(text: string): Float64Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Float64Array(bytes.buffer);
}
