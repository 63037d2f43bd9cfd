import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReader } from '../src/create_reader.ts';
import { cutAt, readPieces } from './read.ts';
import { SAMPLES } from './samples.ts';

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
});
