import { describe, expect, it } from 'vitest';
import { capture } from '../test/remoteid.ts';
import { BINARY_SAMPLES, SAMPLES } from '../test/samples.ts';
import { createByteReader } from './create_reader.ts';
import { detectFormat } from './detect.ts';
import { FORMATS } from './reader.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const detect = (text: string) => detectFormat(bytes(text));

function reason(head: Uint8Array): string {
  const detection = detectFormat(head);
  if (!('unknown' in detection)) throw new Error(`expected an unknown format, got ${JSON.stringify(detection)}`);
  return detection.unknown;
}

describe('detectFormat', () => {
  it.each(SAMPLES)('tells $name from its content', ({ format, text }) => {
    expect(detect(text)).toEqual({ format });
    expect(detect(`\uFEFF${text}`)).toEqual({ format });
    expect(detect(text.replaceAll('\n', '\r\n'))).toEqual({ format });
  });

  it.each(SAMPLES.filter(({ name }) => name !== 'scenario'))('tells $name although its end is missing', (sample) => {
    const lines = sample.text.split('\n');
    const head = lines.length > 4 ? lines.slice(0, -1).join('\n') : sample.text.slice(0, -7);
    expect(detect(head)).toEqual({ format: sample.format });
  });

  it('has a sample, and a reader, of every format', () => {
    const sampled = [...SAMPLES, ...BINARY_SAMPLES].map(({ format }) => format);
    expect(new Set(sampled)).toEqual(new Set(FORMATS));
    for (const format of FORMATS) expect(createByteReader(format, { source: 's', name: 'n' }).format).toBe(format);
  });

  it('tells a scenario written as JSON from a snapshot, although both list aircraft', () => {
    const scenario = { skyaccord: 'scenario/1', id: 'two-ships', aircraft: [{ id: 'a' }] };
    expect(detect(JSON.stringify(scenario))).toEqual({ format: 'skyaccord-scenario' });
    expect(detect(JSON.stringify(scenario, null, 2))).toEqual({ format: 'skyaccord-scenario' });
  });

  it('tells readsb lines that carry only their age', () => {
    expect(detect('{"hex":"3c0001","lat":45,"lon":-5,"seen_pos":0.1}\n')).toEqual({ format: 'readsb-json-lines' });
    expect(detect('{"hex":"3c0001","seen":0.1}\n')).toEqual({ format: 'readsb-json-lines' });
  });

  it('looks past a damaged first line', () => {
    const lines = SAMPLES.find(({ format }) => format === 'readsb-json-lines')?.text ?? '';
    expect(detect(`ow":17500,"hex":"3c0001"}\n${lines}`)).toEqual({ format: 'readsb-json-lines' });
    expect(detect(`\u0000\u0001\n${lines}`)).toEqual({ format: 'readsb-json-lines' });
  });

  it.each(BINARY_SAMPLES)('tells $name from its content, although its end is missing', ({ format, bytes }) => {
    expect(detectFormat(bytes)).toEqual({ format });
    expect(detectFormat(bytes.subarray(0, bytes.length - 7))).toEqual({ format });
  });

  it('says of another capture what it is', () => {
    expect(reason(capture([], { link_type: 1 }))).toContain('link type 1; Remote ID comes with');
    const old = (link_type: number) =>
      Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, ...Array(12).fill(0), link_type, 0, 0, 0);
    expect(reason(old(127))).toContain('save it as pcapng');
    expect(reason(old(1))).toContain('link type 1; Remote ID comes with');
    const big = Uint8Array.of(0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4, ...Array(12).fill(0), 0, 0, 0, 105);
    expect(reason(big)).toContain('save it as pcapng');
  });

  it('tells gzip by its first bytes', () => {
    expect(detectFormat(Uint8Array.of(0x1f, 0x8b, 8, 0))).toEqual({ compressed: 'gzip' });
  });

  it('says of other files what they begin with and which formats are known', () => {
    const said = reason(bytes('id_a,id_b,callsigns\n'));
    expect(said).toContain('69 64 5f 61');
    expect(said).toContain('id_a,id_b,callsigns');
    for (const format of FORMATS) expect(said).toContain(format);
    expect(reason(Uint8Array.of(0x1a, 0x33, 0, 0, 7))).toContain('1a 33 00 00 07');
  });

  it.each<[string, Uint8Array]>([
    [
      'raw Mode S frames as JSON lines',
      bytes('{"timestamp":1717664319.1,"frame":"8d3461ce399e40586b4ee4932241","df":17}\n'),
    ],
    ['raw Mode S frames (AVR)', bytes('*8d3461ce399e40586b4ee4932241;\n*02e197b00179c3;\n')],
    ['raw UAT frames', bytes(`START,now\n120,-${'0a'.repeat(34)}\n`)],
    ['raw UAT frames', bytes(`-${'0a'.repeat(18)};rs=1;\n`)],
    ['Beast binary', Uint8Array.of(...[0x1a, 0x32, ...Array(14).fill(5)], ...[0x1a, 0x33, ...Array(21).fill(5)])],
    ['ASTERIX of category 21', Uint8Array.of(21, 0, 5, 0x80, 1)],
    ['ASTERIX of category 62 and 65', Uint8Array.of(62, 0, 4, 1, 65, 0, 5, 1, 2, 62, 0, 4, 9)],
  ])('knows %s by sight, and says which formats are read', (name, head) => {
    expect(reason(head)).toContain(`it is ${name}`);
    for (const format of FORMATS) expect(reason(head)).toContain(format);
  });

  it('does not take for ASTERIX what only begins so', () => {
    expect(reason(Uint8Array.of(21, 0, 5, 0x80, 1, 99, 0))).toContain('it begins with the bytes 15 00 05');
  });

  it('says what to do about other archives, UTF-16, a memorandum, and nothing at all', () => {
    expect(reason(Uint8Array.of(0x50, 0x4b, 3, 4))).toContain('zip');
    expect(reason(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd))).toContain('zstd');
    expect(reason(Uint8Array.of(0xff, 0xfe, 0x5b, 0))).toContain('UTF-16');
    expect(reason(bytes('# October\nskyaccord: memorandum/1\nid: october\n'))).toContain('memorandum');
    expect(reason(new Uint8Array())).toContain('no bytes');
  });
});
