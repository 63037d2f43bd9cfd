import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteReader, createReader } from '../src/create_reader.ts';
import { cutAt, readBytes, readPieces } from './read.ts';
import { BINARY_SAMPLES, SAMPLES } from './samples.ts';

describe('a reader makes the same of a text however it is cut into pieces', () => {
  it.each(SAMPLES)('$name', ({ format, text }) => {
    const read = (pieces: readonly string[]) => readPieces(createReader(format, { source: 's', name: 'n' }), pieces);
    const marks = fc.constantFrom('', '"', '{', '}', '[', ']', '\n', '\r\n', '},{', '\u0000', 'é😀');
    fc.assert(
      fc.property(
        marks,
        fc.nat(text.length),
        fc.nat(text.length),
        fc.array(fc.nat(text.length)),
        (mark, at, end, cuts) => {
          const damaged = (text.slice(0, at) + mark + text.slice(at)).slice(0, Math.max(end, at));
          expect(read(cutAt(damaged, cuts))).toEqual(read([damaged]));
          expect(read(cutAt(text, cuts))).toEqual(read([text]));
        },
      ),
    );
  });

  it.each(SAMPLES)('$name, one character at a time', ({ format, text }) => {
    const read = (pieces: readonly string[]) => readPieces(createReader(format, { source: 's', name: 'n' }), pieces);
    expect(read([...text])).toEqual(read([text]));
  });

  it.each(BINARY_SAMPLES)('$name, as bytes', ({ format, bytes }) => {
    const read = (pieces: readonly Uint8Array[]) =>
      readBytes(createByteReader(format, { source: 's', name: 'n' }), pieces);
    const byte = fc.nat(255);
    fc.assert(
      fc.property(
        byte,
        fc.nat(bytes.length - 1),
        fc.nat(bytes.length),
        fc.array(fc.nat(bytes.length)),
        (to, at, end, cuts) => {
          const damaged = bytes.slice(0, Math.max(at + 1, end));
          damaged[at] = to;
          expect(read(cutAt(damaged, cuts))).toEqual(read([damaged]));
          expect(read(cutAt(bytes, cuts))).toEqual(read([bytes]));
        },
      ),
    );
    expect(read(Array.from(bytes, (one) => Uint8Array.of(one)))).toEqual(read([bytes]));
  });

  it.each(SAMPLES)('$name, as bytes of which a piece may hold half a character', ({ format, text }) => {
    const read = (pieces: readonly Uint8Array[]) =>
      readBytes(createByteReader(format, { source: 's', name: 'n' }), pieces);
    const bytes = new TextEncoder().encode(`${text}\né😀\n`);
    expect(read(Array.from(bytes, (one) => Uint8Array.of(one)))).toEqual(read([bytes]));
  });
});
