import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt } from '../test/read.ts';
import { ComplaintLog } from './complaints.ts';
import { LineSplitter, MOST_LINE_LENGTH } from './lines.ts';

function split(pieces: readonly string[]) {
  const log = new ComplaintLog();
  const lines: [number, string][] = [];
  const splitter = new LineSplitter(log, (line, number) => lines.push([number, line]));
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return { lines, complaints: log.take() };
}

describe('LineSplitter', () => {
  it('cuts at LF and CR LF and hands over a last line without an end', () => {
    expect(split(['a\r\n\nb', 'c\nlast']).lines).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'bc'],
      [4, 'last'],
    ]);
  });

  it('makes no line of nothing', () => {
    expect(split(['']).lines).toEqual([]);
    expect(split(['a\n']).lines).toEqual([[1, 'a']]);
  });

  it('leaves out a line of a million characters with its number and byte, and reads on', () => {
    const long = 'x'.repeat(MOST_LINE_LENGTH + 1);
    const { lines, complaints } = split([`né\n${long}`, 'x\nafter\n']);
    expect(lines).toEqual([
      [1, 'né'],
      [3, 'after'],
    ]);
    expect(complaints).toHaveLength(1);
    // 'n', two bytes of 'é' and the line end stand before it.
    expect(complaints[0]?.place).toEqual({ line: 2, byte: 4 });
    expect(complaints[0]?.reason).toContain(`${MOST_LINE_LENGTH + 2} bytes`);
    expect(complaints[0]?.value).toHaveLength(80);
  });

  it('keeps a line of just the longest length', () => {
    const { lines, complaints } = split(['x'.repeat(MOST_LINE_LENGTH), '\nb']);
    expect(lines.map(([number, line]) => [number, line.length])).toEqual([
      [1, MOST_LINE_LENGTH],
      [2, 1],
    ]);
    expect(complaints).toEqual([]);
  });

  it('gives the same lines however the text is cut into pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', '\r', '\r\n', '"'), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (whole, places) => {
        expect(split(cutAt(whole, places))).toEqual(split([whole]));
      }),
    );
  });

  it('places an over-long line alike however the text is cut, also within a character of two units', () => {
    const whole = `😀é\n${'😀'.repeat(MOST_LINE_LENGTH / 2 + 1)}\nb`;
    const places = fc.array(fc.oneof(fc.nat(8), fc.nat(whole.length)), { maxLength: 5 });
    const expected = split([whole]);
    expect(expected.complaints[0]?.place).toEqual({ line: 2, byte: 7 });
    fc.assert(
      fc.property(places, (cuts) => {
        expect(split(cutAt(whole, cuts))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
