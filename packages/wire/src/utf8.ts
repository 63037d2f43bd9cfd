const encoder = new TextEncoder();

/**
 * Bytes that the text takes as UTF-8. A half of a surrogate pair counts two, so that a pair cut in two still adds up.
 * Where the input was no UTF-8, the decoder put U+FFFD (three bytes) and the places after it are near, not exact.
 */
export function utf8Length(text: string): number {
  // The engine's encoder is many times faster than a loop here, and nearly all input is ASCII.
  if (encoder.encode(text).length === text.length) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
