import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingError } from './error.ts';
import { type Recording, type RecordingOptions, readRecording } from './open.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const line = (second: number, hex = '3c0001') => `{"now":${1_750_000_000 + second},"hex":"${hex}","lat":45,"lon":-5}\n`;
const lines = (count: number, from = 0) => Array.from({ length: count }, (_, index) => line(from + index)).join('');
const seconds = (recording: Recording) => recording.observations.map(({ time_ms }) => time_ms / 1000 - 1_750_000_000);

async function refused(paths: string[], options?: RecordingOptions): Promise<RecordingError> {
  const error = await readRecording(paths, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RecordingError)) throw new Error(`expected a RecordingError, got ${String(error)}`);
  return error;
}

describe('readRecording', () => {
  it('reads a plain and a packed file alike, with a byte order mark or without', async () => {
    const plain = await readRecording([file('a.jsonl', lines(3))]);
    expect(plain.complaints).toEqual([]);
    expect(plain.files).toEqual([
      {
        path: join(folder, 'a.jsonl'),
        source: 'a.jsonl',
        format: 'readsb-json-lines',
        observations: 3,
        complaints: 0,
        suppressed: 0,
      },
    ]);
    expect([plain.from_ms, plain.to_ms]).toEqual([1_750_000_000_000, 1_750_000_002_000]);
    for (const content of [gzipSync(lines(3)), `\uFEFF${lines(3)}`, gzipSync(`\uFEFF${lines(3)}`)]) {
      const other = await readRecording([file('a.jsonl.gz', content)]);
      expect(other.observations).toEqual(plain.observations);
      expect(other.complaints).toEqual([]);
    }
  });

  it('keeps a character whole that two pieces of the file share', async () => {
    // Pieces are 16 KiB: at every offset of the padding some character lies across their border.
    const words = '{"flight":"N/A","now":1750000000,"note":"'.concat('é😀'.repeat(5000), '"}\n');
    for (let padding = 0; padding < 4; padding++) {
      const { complaints } = await readRecording([file('w.jsonl', line(0) + ' '.repeat(padding) + words + line(1))]);
      expect(complaints).toEqual([]);
    }
  });

  it('merges files by time, source and sequence', async () => {
    const paths = [file('late.jsonl', lines(3, 1)), file('b.jsonl', line(5) + line(2)), file('early.jsonl', lines(3))];
    const recording = await readRecording(paths);
    const key = recording.observations.map(
      ({ time_ms, source, sequence }) => `${time_ms % 10_000} ${source} ${sequence}`,
    );
    expect(key).toEqual([
      '0 early.jsonl 0',
      '1000 early.jsonl 1',
      '1000 late.jsonl 0',
      '2000 b.jsonl 1',
      '2000 early.jsonl 2',
      '2000 late.jsonl 1',
      '3000 late.jsonl 2',
      '5000 b.jsonl 0',
    ]);
    const turned = await readRecording(paths.toReversed());
    expect(turned.observations).toEqual(recording.observations);
  });

  it('gives files of one name, or under one given name, sources of their own', async () => {
    const paths = [file('x/t.jsonl', line(0)), file('y/t.jsonl.gz', gzipSync(line(0))), file('z/t.jsonl', line(0))];
    const own = await readRecording(paths);
    expect(own.files.map(({ source }) => source)).toEqual(['t.jsonl', 't.jsonl#2', 't.jsonl#3']);
    const given = await readRecording(paths, { source: 'north' });
    expect(given.observations.map(({ source }) => source)).toEqual(['north', 'north#2', 'north#3']);
    const long = await readRecording([file(`${'n'.repeat(100)}.jsonl`, line(0))]);
    expect(long.observations[0]?.source).toHaveLength(64);
  });

  it('reads the recordings of a folder and complains of what is none', async () => {
    file('day/b.igc', 'AABC123\nHFDTE150717\nB1000005100000N00700000EA0050000540\n');
    file('day/a.jsonl', line(0));
    file('day/README.md', '# notes\n');
    file('day/.hidden', line(0));
    file('day/deeper/c.jsonl', line(0));
    file('day/deeper/a.jsonl', line(1));
    const recording = await readRecording([join(folder, 'day')]);
    expect(recording.files.map(({ source, format }) => [source, format])).toEqual([
      ['README.md', null],
      ['a.jsonl', 'readsb-json-lines'],
      ['b.igc', 'igc'],
      ['a.jsonl#2', 'readsb-json-lines'],
      ['c.jsonl', 'readsb-json-lines'],
    ]);
    expect(recording.observations.map(({ address }) => address)).toEqual(['b', '3c0001', '3c0001', '3c0001']);
    expect(recording.complaints).toEqual([
      {
        path: join(folder, 'day', 'README.md'),
        place: {},
        field: null,
        value: null,
        reason: expect.stringContaining('Known formats'),
        remedy: expect.stringContaining('left out'),
      },
    ]);
  });

  it('reads folders within folders, but no chain of links without end', async () => {
    file('links/own/a.jsonl', line(0));
    symlinkSync('.', join(folder, 'links', 'own', 'self'));
    const recording = await readRecording([join(folder, 'links')]);
    expect(recording.files).toHaveLength(7);
    expect(recording.complaints).toMatchObject([{ reason: expect.stringContaining('more than 8 folders deep') }]);
  });

  it('reads a scenario as the traffic that it describes', async () => {
    const path = join(import.meta.dirname, '../../../../scenarios/october.yaml');
    const { observations, complaints, files } = await readRecording([path]);
    expect(complaints).toEqual([]);
    expect(files[0]?.format).toBe('skyaccord-scenario');
    expect(observations.length).toBeGreaterThan(1000);
  });

  it('tells its progress, from little to all', async () => {
    const told: number[] = [];
    const paths = [file('p1.jsonl', lines(4000)), file('p2.jsonl', lines(4000))];
    await readRecording(paths, { onProgress: (fraction) => told.push(fraction) });
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[0]).toBeLessThan(0.1);
    expect(told.at(-1)).toBe(1);
  });
});

describe('a recording that is damaged', () => {
  /** Of lines that hardly compress, so that a piece of the file is a small part of it. */
  const words = Array.from({ length: 4000 }, (_, index) =>
    line(index, ((index * 2_654_435_761) >>> 8).toString(16).padStart(6, '0')),
  );
  const packed = () => gzipSync(words.join(''));

  it('uses everything that a truncated gzip file still holds, and says at which byte it ends', async () => {
    const all = packed();
    for (const length of [all.length - 1, all.length - 9, Math.floor(all.length / 2), 200]) {
      const { observations, complaints } = await readRecording([file('cut.gz', all.subarray(0, length))]);
      const last = complaints.at(-1);
      expect(last).toMatchObject({ place: { byte: length }, reason: expect.stringContaining('too early') });
      // zlib itself, told to be content with what there is.
      const held = gunzipSync(all.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
      expect(observations.length).toBeGreaterThan(5);
      expect(observations).toHaveLength(held.split('}\n').length - 1);
      // Half a line may stand at the end, and is complained about; nothing else is.
      expect(complaints.length).toBeLessThanOrEqual(2);
    }
  });

  it('uses everything before the damage in a gzip file, to the last line, and finds the byte', async () => {
    const checksum = packed();
    checksum[checksum.length - 6] = (checksum[checksum.length - 6] as number) ^ 0xff;
    const wrong = await readRecording([file('sum.gz', checksum)]);
    expect(wrong.observations).toHaveLength(4000);
    expect(wrong.complaints).toMatchObject([{ reason: expect.stringContaining('damaged') }]);

    const trailing = await readRecording([file('tail.gz', Buffer.concat([packed(), Buffer.from('not gzip')]))]);
    expect(trailing.observations).toHaveLength(4000);
    expect(trailing.complaints).toMatchObject([{ place: { byte: packed().length + 2 } }]);

    const middle = packed();
    middle.fill(0xff, 20_000, 20_040);
    const torn = await readRecording([file('torn.gz', middle)]);
    expect(torn.observations.length).toBeGreaterThan((20_000 / middle.length) * 4000 * 0.8);
    const byte = torn.complaints.at(-1)?.place.byte ?? 0;
    expect(byte).toBeGreaterThan(20_000);
  });

  it('takes the day of a format without dates from the caller, the name of the file or that of its folder', async () => {
    const ogn = "FLRDD0001>APRS,qAS,T:/120000h4506.12N/00512.34W'090/055/A=003281 id06DD0001\n";
    const days = [];
    for (const [name, options] of [
      ['ogn/2026-03-01/all.txt', {}],
      ['ogn/2026-03-01/20260302.txt', {}],
      ['ogn/2026-03-04/north/all.txt', {}],
      ['ogn/2026-03-01/20260302.txt', { date_ms: Date.UTC(2026, 2, 3) }],
    ] as const) {
      const path = file(name, ogn);
      const named = name.includes('north') ? join(folder, 'ogn', '2026-03-04') : path;
      const { observations, complaints } = await readRecording([named], options);
      expect(complaints).toEqual([]);
      days.push(new Date(observations[0]?.time_ms ?? 0).toISOString());
    }
    expect(days).toEqual([1, 2, 4, 3].map((day) => `2026-03-0${day}T12:00:00.000Z`));
    const { observations, complaints } = await readRecording([file('ogn/undated.txt', ogn)]);
    expect(observations).toEqual([]);
    expect(complaints).toMatchObject([{ field: 'date', remedy: expect.stringContaining('YYYY-MM-DD') }]);
  });

  it('reads on after binary noise, half a line, a line of a million characters and 0, 0', async () => {
    const content =
      line(0) +
      '\u0000\u0001\u0002\u0003\n' +
      '{"now":1750000001,"hex":"3c0\n' +
      `${'x'.repeat(1_100_000)}\n` +
      '{"now":1750000003,"hex":"3c0001","lat":0,"lon":0}\n' +
      '{"now":1750000004,"hex":"3c0001","lat":95,"lon":0}\n' +
      line(5) +
      line(4) +
      '{"now":17500';
    for (const bytes of [content, gzipSync(content)]) {
      const recording = await readRecording([file('mixed.jsonl', bytes)]);
      expect(seconds(recording)).toEqual([0, 4, 5]);
      expect(recording.complaints.map(({ place }) => place.line)).toEqual([2, 3, 4, 5, 6, 8, 9]);
      expect(recording.files[0]).toMatchObject({ observations: 3, complaints: 7, suppressed: 0 });
    }
  });

  it('tells the format although a line of a million characters comes first', async () => {
    const recording = await readRecording([file('first.jsonl', `${'x'.repeat(1_100_000)}\n${lines(3)}`)]);
    expect(seconds(recording)).toEqual([0, 1, 2]);
    expect(recording.complaints.map(({ place }) => place)).toEqual([{ line: 1, byte: 0 }]);
  });

  it('reads bytes that are no UTF-8 as damaged text', async () => {
    const noise = Buffer.concat([Buffer.from(line(0)), Buffer.of(0xff, 0xfe, 0xc3, 0x0a), Buffer.from(line(1))]);
    const recording = await readRecording([file('latin.jsonl', noise)]);
    expect(seconds(recording)).toEqual([0, 1]);
    expect(recording.complaints.map(({ place }) => place.line)).toEqual([2]);
  });

  it('counts complaints beyond a thousand in the summary of the file', async () => {
    const recording = await readRecording([file('noise.jsonl', line(0) + 'noise\n'.repeat(3000))]);
    expect(recording.files[0]).toMatchObject({ observations: 1, complaints: 1001, suppressed: 2000 });
  });
});

describe('a recording that cannot be read', () => {
  it('is refused with the reason and what to do', async () => {
    expect(await refused([join(folder, 'nowhere.jsonl')])).toMatchObject({ problem: 'no_such_file' });
    expect(await refused([file('empty.jsonl', '')])).toMatchObject({ problem: 'empty_file' });
    expect(await refused([file('empty.gz', gzipSync(''))])).toMatchObject({ problem: 'empty_file' });
    expect(await refused(['/dev/null'])).toMatchObject({ problem: 'not_a_file' });
    mkdirSync(join(folder, 'bare'));
    expect(await refused([join(folder, 'bare')])).toMatchObject({ problem: 'empty_folder' });
    const twice = await refused([file('twice.gz', gzipSync(gzipSync(line(0))))]);
    expect(twice.message).toContain('packed twice');
    const unknown = await refused([file('what.bin', Buffer.of(0x1a, 0x33, 0, 0, 7))]);
    expect(unknown).toMatchObject({ problem: 'unknown_format', path: join(folder, 'what.bin') });
    expect(unknown.message).toContain('1a 33 00 00 07');
    expect(unknown.message).toContain('skyaccord-observations');
  });

  it('is a complaint where others can be', async () => {
    const paths = [file('good.jsonl', line(0)), join(folder, 'nowhere.jsonl'), file('none.txt', 'hello')];
    const recording = await readRecording(paths);
    expect(recording.observations).toHaveLength(1);
    expect(recording.complaints.map(({ path }) => path).sort()).toEqual([paths[2], paths[1]]);
  });

  it('is one error where none of several can be', async () => {
    const error = await refused([file('none.txt', 'hello'), join(folder, 'nowhere.jsonl')]);
    expect(error.problem).toBe('nothing_readable');
    expect(error.message).toContain('none of the other 1');
  });

  it('is refused where it holds more than the limit', async () => {
    const paths = [file('one.jsonl', lines(6)), file('two.jsonl', lines(6))];
    expect((await readRecording(paths, { maxObservations: 12 })).observations).toHaveLength(12);
    const error = await refused(paths, { maxObservations: 11 });
    expect(error).toMatchObject({ problem: 'too_many_observations', path: paths[1] });
    expect(error.message).toContain('more than 11');
  });
});
