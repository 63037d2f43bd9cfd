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
    expect(reason(Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0))).toContain('save it as pcapng');
  });

  it('tells gzip by its first bytes', () => {
    expect(detectFormat(Uint8Array.of(0x1f, 0x8b, 8, 0))).toEqual({ compressed: 'gzip' });
  });

  it('says of other files what they begin with and which formats are known', () => {
    const said = reason(bytes('id_a,id_b,callsigns\n'));
    expect(said).toContain('69 64 5f 61');
    expect(said).toContain('id_a,id_b,callsigns');
    for (const format of FORMATS) expect(said).toContain(format);
    expect(reason(bytes('{"timestamp":1717664319.1,"frame":"8d"}\n'))).toContain('Known formats');
    expect(reason(Uint8Array.of(0x1a, 0x33, 0, 0, 7))).toContain('1a 33 00 00 07');
  });

  it('says what to do about other archives, UTF-16, a memorandum, and nothing at all', () => {
    expect(reason(Uint8Array.of(0x50, 0x4b, 3, 4))).toContain('zip');
    expect(reason(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd))).toContain('zstd');
    expect(reason(Uint8Array.of(0xff, 0xfe, 0x5b, 0))).toContain('UTF-16');
    expect(reason(bytes('# October\nskyaccord: memorandum/1\nid: october\n'))).toContain('memorandum');
    expect(reason(new Uint8Array())).toContain('no bytes');
  });
});
