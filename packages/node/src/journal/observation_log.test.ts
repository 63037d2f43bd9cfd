import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failingFiles } from '../../test/failing_files.ts';
import { NodeError } from '../errors.ts';
import { diskFiles } from './files.ts';
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES } from './frame.ts';
import { ObservationLog, type Position, readFrame, readFrames } from './observation_log.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-log-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const payload = (text: string) => Buffer.from(`${text}\n`);
const open = (confirmed: Position | null = null, segment_bytes?: number) =>
  ObservationLog.open(folder, diskFiles, confirmed, segment_bytes);
const read = (from: Position | null = null, until: Position | null = null) =>
  [...readFrames(folder, diskFiles, from, until)].map(({ tick, payload }) => [tick, payload.toString().trimEnd()]);
const segment = (number = 1) => path.join(folder, `${String(number).padStart(6, '0')}.log`);

function refusal(work: () => unknown): NodeError {
  try {
    work();
  } catch (error) {
    if (error instanceof NodeError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('observation log', () => {
  test('gives back what was appended, in order, from any frame on', () => {
    const log = open();
    const places = ['a', 'bb', 'ccc'].map((text, index) => log.append(100 + index, payload(text)));
    log.flush();
    log.close();
    expect(read()).toEqual([
      [100, 'a'],
      [101, 'bb'],
      [102, 'ccc'],
    ]);
    expect(read(places[1])).toEqual([
      [101, 'bb'],
      [102, 'ccc'],
    ]);
    expect(read(null, places[2])).toEqual([
      [100, 'a'],
      [101, 'bb'],
    ]);
    expect(readFrame(folder, diskFiles, places[1]!).payload.toString()).toBe('bb\n');
  });

  test('is not on the disk before flush, and is after it', () => {
    const log = open();
    log.append(1, payload('waits'));
    expect(log.pendingBytes).toBe(FRAME_HEADER_BYTES + 6);
    expect(read()).toEqual([]);
    log.flush();
    expect(log.pendingBytes).toBe(0);
    expect(read()).toEqual([[1, 'waits']]);
    log.close();
  });

  test('rolls to the next segment before the bound, and reads across segments', () => {
    const log = open(null, 100);
    for (let tick = 1; tick <= 10; tick++) log.append(tick, payload(`observation ${tick}`));
    log.flush();
    log.close();
    expect(fs.readdirSync(folder).length).toBeGreaterThan(3);
    expect(fs.readdirSync(folder).every((name) => fs.statSync(path.join(folder, name)).size <= 100)).toBe(true);
    expect(read().map(([tick]) => tick)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const again = open(null, 100);
    again.append(11, payload('observation 11'));
    again.flush();
    again.close();
    expect(read().map(([tick]) => tick)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test('a frame larger than a segment has one of its own', () => {
    const log = open(null, 64);
    log.append(1, payload('x'.repeat(200)));
    log.append(2, payload('y'));
    log.flush();
    log.close();
    expect(read().map(([tick]) => tick)).toEqual([1, 2]);
  });

  test('a torn tail, cut at any byte, is cut back to the last whole frame', () => {
    const log = open();
    const ends = ['first', 'second', 'third'].map((text, index) => {
      log.append(index, payload(text));
      return log.end.offset;
    });
    log.flush();
    log.close();
    const whole = fs.readFileSync(segment());
    for (let length = SEGMENT_HEADER_BYTES; length < whole.length; length++) {
      fs.writeFileSync(segment(), whole.subarray(0, length));
      const torn = open();
      const kept = ends.filter((end) => end <= length).length;
      const end = ends[kept - 1] ?? SEGMENT_HEADER_BYTES;
      expect(torn.end.offset).toBe(end);
      expect(torn.cut?.bytes ?? 0).toBe(length - end);
      torn.append(9, payload('after'));
      torn.flush();
      torn.close();
      expect(read().map(([tick]) => tick)).toEqual([...[0, 1, 2].slice(0, kept), 9]);
    }
  });

  test('a segment whose header was being written when it went down is begun again', () => {
    for (let length = 0; length <= SEGMENT_HEADER_BYTES; length++) {
      fs.writeFileSync(segment(), Buffer.alloc(length, 0));
      const log = open();
      log.append(1, payload('a'));
      log.flush();
      log.close();
      expect(read()).toEqual([[1, 'a']]);
      fs.rmSync(segment());
    }
  });

  test('one changed bit anywhere in the last segment is never read as an observation', () => {
    const log = open();
    for (let tick = 1; tick <= 3; tick++) log.append(tick, payload(`tick ${tick}`));
    log.flush();
    log.close();
    const whole = fs.readFileSync(segment());
    const before = read();
    fc.assert(
      fc.property(
        fc.integer({ min: SEGMENT_HEADER_BYTES, max: whole.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        (at, bit) => {
          const changed = Buffer.from(whole);
          changed[at] = changed[at]! ^ (1 << bit);
          fs.writeFileSync(segment(), changed);
          open().close();
          const found = read();
          expect(before.slice(0, found.length)).toEqual(found);
          expect(found.length).toBeLessThan(before.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('damage before what the journal confirmed is an error that names file and byte', () => {
    const log = open();
    log.append(1, payload('first'));
    const second = log.append(2, payload('second'));
    log.flush();
    const confirmed = log.end;
    log.close();
    const bytes = fs.readFileSync(segment());
    bytes[second.offset + FRAME_HEADER_BYTES] = 0;
    fs.writeFileSync(segment(), bytes);
    const error = refusal(() => open(confirmed));
    expect(error.code).toBe('log_damaged');
    expect(error.message).toContain(`${segment()}, byte ${second.offset}: the checksum does not match`);
  });

  test('a log shorter than what the journal confirmed is an error', () => {
    const log = open();
    log.append(1, payload('first'));
    const second = log.append(2, payload('second'));
    log.flush();
    const confirmed = log.end;
    log.close();
    fs.truncateSync(segment(), second.offset);
    expect(refusal(() => open(confirmed)).message).toContain('ends before what the journal confirmed');
    fs.rmSync(segment());
    expect(refusal(() => open(confirmed)).message).toContain(
      `${segment()}, byte ${confirmed.offset}: the file is missing`,
    );
  });

  test('damage in an earlier segment is an error that names file and byte, on reading', () => {
    const log = open(null, 64);
    for (let tick = 1; tick <= 4; tick++) log.append(tick, payload('x'.repeat(30)));
    log.flush();
    log.close();
    const bytes = fs.readFileSync(segment(2));
    bytes[bytes.length - 1] = 0;
    fs.writeFileSync(segment(2), bytes);
    open(null, 64).close();
    expect(refusal(() => read()).message).toContain(`${segment(2)}, byte ${SEGMENT_HEADER_BYTES}`);
    fs.rmSync(segment(2));
    expect(refusal(() => open(null, 64)).message).toContain(`${segment(2)}, byte 0: the file is missing`);
  });

  test('a file of another kind or version is refused, not overwritten', () => {
    fs.writeFileSync(segment(), 'a shopping list, longer than a header');
    expect(refusal(() => open()).code).toBe('log_damaged');
    const header = Buffer.alloc(40);
    header.write('SKYOBSLG');
    header.writeUInt32LE(7, 8);
    fs.writeFileSync(segment(), header);
    const error = refusal(() => open());
    expect(error.code).toBe('data_unknown');
    expect(error.message).toContain('version 7');
    expect(fs.readFileSync(segment()).equals(header)).toBe(true);
  });

  test('whatever write the disk refuses, and however often, nothing is lost and nothing comes twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
        (sizes, failures) => {
          fs.rmSync(folder, { recursive: true, force: true });
          const { files, failAfter, works } = failingFiles();
          const log = ObservationLog.open(folder, files, null, 128);
          const sent: number[] = [];
          const queue = [...failures];
          for (const [tick, size] of sizes.entries()) {
            log.append(tick, Buffer.alloc(size, 97));
            sent.push(tick);
            const next = queue.shift();
            if (next !== undefined) failAfter(next);
            try {
              log.flush();
            } catch (error) {
              expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
              works();
              if (size % 2 === 0) log.flush();
            }
          }
          works();
          log.flush();
          log.close();
          expect(read().map(([tick]) => tick)).toEqual(sent);
        },
      ),
      { numRuns: 50 },
    );
  });
});
