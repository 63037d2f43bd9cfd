import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decoder } from './decoder.ts';

const encoder = new TextEncoder();
const NOW_MS = Date.UTC(2026, 0, 2, 12);
const line = (k: number) =>
  `{"now":${NOW_MS / 1000 + k},"hex":"4b1a${(16 + k).toString(16)}","lat":47,"lon":${5 + k / 100},"seen_pos":0}\n`;
const fresh = () => new Decoder({ name: 'north', format: 'auto', party: null, repeats: false });

const junk = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ maxLength: 300 }).map((text) => encoder.encode(`${text}\n`)),
  fc.constantFrom('{"now":', 'MSG,3,,', '\n\n', '# aprsc ', '[[[[', '"').map((text) => encoder.encode(text)),
);
const good = fc.integer({ min: 0, max: 90 }).map((k) => encoder.encode(line(k)));

describe('what comes over a wire', () => {
  test('property: never throws, counts no fewer inputs than bad ones, and numbers what is good without a gap', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(junk, good), { maxLength: 40 }), (pieces) => {
        const decoder = fresh();
        let next = 0;
        for (const piece of [...pieces, null]) {
          const decoded = piece === null ? decoder.end() : decoder.push(piece, NOW_MS);
          expect(decoded.inputs).toBeGreaterThanOrEqual(decoded.bad);
          for (const observation of decoded.observations) {
            expect([observation.source, observation.sequence, observation.party]).toEqual(['north', next++, null]);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('property: in whatever pieces it comes, the same is read of it', () => {
    const bytes = encoder.encode(Array.from({ length: 30 }, (_, k) => line(k)).join(''));
    const whole = fresh().push(bytes, NOW_MS).observations;
    expect(whole).toHaveLength(30);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        const decoder = fresh();
        const read = [];
        for (let at = 0, k = 0; at < bytes.length; k++) {
          const size = sizes[k % sizes.length]!;
          read.push(...decoder.push(bytes.subarray(at, at + size), NOW_MS).observations);
          at += size;
        }
        read.push(...decoder.end().observations);
        expect(read).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  test('goes on with what it knew, however many minutes pass and however much could not be read in each', () => {
    const at = (minute: number) => new Date(NOW_MS + minute * 60_000).toISOString();
    const sbs = (minute: number, type: number, callsign: string, place: string) => {
      const time = `${at(minute).slice(0, 10).replaceAll('-', '/')},${at(minute).slice(11, 23)}`;
      return `MSG,${type},1,1,4B1A2C,1,${time},${time},${callsign},,,,${place},,,0,0,0,0\n`;
    };
    const decoder = fresh();
    const read = (text: string, minute: number) =>
      decoder.push(encoder.encode(text), NOW_MS + minute * 60_000).observations;
    read(sbs(0, 1, 'ALD14', ','), 0);
    const junk = 'MSG,no\n'.repeat(2_000);
    for (const minute of [1, 2, 3, 4]) {
      expect(read(junk + sbs(minute, 3, '', `4${minute}.5,5.0`), minute)).toMatchObject([{ callsign: 'ALD14' }]);
    }
  });

  test('of a pilot who wants no name has one number for as long as the feed lasts', () => {
    const ogn = (minute: number) =>
      `FLRDD0001>APRS,qAS,T:/12${String(minute).padStart(2, '0')}00h4506.12N/00512.34W'090/055/A=003281 id86DD0001\n`;
    const decoder = fresh();
    const addresses = [0, 1, 2, 9].map(
      (minute) => decoder.push(encoder.encode(ogn(minute)), NOW_MS + minute * 60_000).observations[0]?.address,
    );
    expect(addresses[0]).toMatch(/^anon-/);
    expect(new Set(addresses).size).toBe(1);
  });

  test('that is no traffic is named for what it is', () => {
    const decoder = fresh();
    for (const [bytes, words] of [
      [Uint8Array.of(0x1f, 0x8b, 8, 0), /it is compressed \(gzip\)/],
      [encoder.encode('skyaccord: scenario/1\nid: x\n'), /comes whole and is no feed/],
      [encoder.encode('<html>'), /^the format is not known/],
    ] as const) {
      decoder.push(bytes, NOW_MS);
      expect(decoder.end().complaints[0]).toMatch(words);
    }
    expect(decoder.push(encoder.encode(line(1)), NOW_MS).observations).toHaveLength(1);
  });
});
