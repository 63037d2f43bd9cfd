import path from 'node:path';
import { NodeError } from '../errors.ts';
import type { Files } from './files.ts';
import {
  checkSegmentHeader,
  checksum,
  decodeFrameHeader,
  encodeFrame,
  FRAME_HEADER_BYTES,
  MAX_PAYLOAD_BYTES,
  SEGMENT_HEADER_BYTES,
  segmentHeader,
} from './frame.ts';

/** A place between frames. */
export type Position = { readonly segment: number; readonly offset: number };
/** Where a frame begins, and how many bytes its payload has. */
export type Place = Position & { readonly length: number };
export type Frame = { readonly place: Place; readonly tick: number; readonly payload: Buffer };

const SEGMENT_BYTES = 64 * 1024 * 1024;

type Pending = { readonly place: Place; readonly bytes: Buffer };

/**
 * Append-only log of observations: checksummed frames in numbered segment files. What `flush` returned from is on the
 * disk. A disk that fails loses nothing: frames stay in memory until a later `flush` has them written and synced.
 */
export class ObservationLog {
  readonly #folder: string;
  readonly #files: Files;
  readonly #segmentBytes: number;
  #fd: number;
  #synced: Position;
  #end: Position;
  #pending: Pending[] = [];
  /** What a crash had left half-written at the end, and was cut off on opening. */
  readonly cut: { readonly position: Position; readonly bytes: number } | null;

  private constructor(folder: string, files: Files, segmentBytes: number, opened: Opened) {
    this.#folder = folder;
    this.#files = files;
    this.#segmentBytes = segmentBytes;
    this.#fd = opened.fd;
    this.#synced = opened.end;
    this.#end = opened.end;
    this.cut = opened.cut;
  }

  /**
   * Opens or begins the log in `folder`. A torn tail of the last segment is cut back to its last whole frame, as long
   * as it lies beyond `confirmed`, up to which a journal vouches for the log.
   *
   * @throws NodeError log_damaged, naming file and offset, for damage anywhere else; data_unknown for another version
   */
  static open(
    folder: string,
    files: Files,
    confirmed: Position | null,
    segmentBytes: number = SEGMENT_BYTES,
  ): ObservationLog {
    files.makeFolder(folder);
    const last = lastSegment(folder, files);
    if (last === 0) {
      if (confirmed !== null) throw damage(folder, confirmed.segment, confirmed.offset, 'the file is missing');
      const fd = createSegment(folder, files, 1);
      return new ObservationLog(folder, files, segmentBytes, {
        fd,
        end: { segment: 1, offset: SEGMENT_HEADER_BYTES },
        cut: null,
      });
    }
    if (confirmed !== null && last < confirmed.segment) {
      throw damage(folder, confirmed.segment, confirmed.offset, 'the file is missing');
    }
    const needed = confirmed !== null && confirmed.segment === last ? confirmed.offset : 0;
    return new ObservationLog(folder, files, segmentBytes, openLast(folder, files, last, needed));
  }

  /** Where the next frame will begin. */
  get end(): Position {
    return this.#end;
  }

  /** Bytes that wait in memory for the disk. */
  get pendingBytes(): number {
    let bytes = 0;
    for (const frame of this.#pending) bytes += frame.bytes.length;
    return bytes;
  }

  /** Takes one tick's payload; it is not on the disk before `flush` has returned. */
  append(tick: number, payload: Uint8Array): Place {
    if (payload.length === 0 || payload.length > MAX_PAYLOAD_BYTES) {
      throw new RangeError(`a frame's payload has 1 to ${MAX_PAYLOAD_BYTES} bytes, not ${payload.length}`);
    }
    const bytes = encodeFrame(tick, payload);
    const full = this.#end.offset > SEGMENT_HEADER_BYTES && this.#end.offset + bytes.length > this.#segmentBytes;
    const start = full ? { segment: this.#end.segment + 1, offset: SEGMENT_HEADER_BYTES } : this.#end;
    const place = { ...start, length: payload.length };
    this.#pending.push({ place, bytes });
    this.#end = { segment: start.segment, offset: start.offset + bytes.length };
    return place;
  }

  /** Writes and syncs all that waits. After an error nothing is lost: call it again. */
  flush(): void {
    while (this.#pending.length > 0) {
      const segment = this.#pending[0]!.place.segment;
      if (segment !== this.#synced.segment) this.#roll(segment);
      let count = this.#pending.findIndex((frame) => frame.place.segment !== segment);
      if (count < 0) count = this.#pending.length;
      const bytes = Buffer.concat(this.#pending.slice(0, count).map((frame) => frame.bytes));
      try {
        this.#files.write(this.#fd, bytes, this.#synced.offset);
        this.#files.sync(this.#fd);
      } catch (error) {
        this.#cutBack();
        throw error;
      }
      this.#synced = { segment, offset: this.#synced.offset + bytes.length };
      this.#pending.splice(0, count);
    }
  }

  close(): void {
    this.#files.close(this.#fd);
  }

  #roll(segment: number): void {
    const fd = createSegment(this.#folder, this.#files, segment);
    this.#files.close(this.#fd);
    this.#fd = fd;
    this.#synced = { segment, offset: SEGMENT_HEADER_BYTES };
  }

  #cutBack(): void {
    try {
      this.#files.truncate(this.#fd, this.#synced.offset);
    } catch {
      // The next flush writes the same bytes at the same offset, and opening cuts a torn tail: both mend it.
    }
  }
}

/**
 * Frames in order from a position, up to the end of the log or `until`.
 *
 * @throws NodeError log_damaged, naming file and offset, at the first frame that is not whole
 */
export function* readFrames(
  folder: string,
  files: Files,
  from: Position | null,
  until: Position | null = null,
): Generator<Frame> {
  const last = lastSegment(folder, files);
  const start = from ?? { segment: 1, offset: SEGMENT_HEADER_BYTES };
  for (let segment = start.segment; segment <= last; segment++) {
    if (until !== null && segment > until.segment) return;
    const fd = openSegment(folder, files, segment);
    try {
      const size = files.size(fd);
      const stop = until !== null && segment === until.segment ? Math.min(until.offset, size) : size;
      let offset = segment === start.segment ? start.offset : SEGMENT_HEADER_BYTES;
      while (offset < stop) {
        const frame = readFrameAt(files, fd, segment, offset, size);
        if (typeof frame === 'string') throw damage(folder, segment, offset, frame);
        yield frame;
        offset += FRAME_HEADER_BYTES + frame.place.length;
      }
    } finally {
      files.close(fd);
    }
  }
}

/** One frame, as `readFrames` gives it. */
export function readFrame(folder: string, files: Files, place: Place): Frame {
  const fd = openSegment(folder, files, place.segment);
  try {
    const frame = readFrameAt(files, fd, place.segment, place.offset, files.size(fd));
    if (typeof frame === 'string') throw damage(folder, place.segment, place.offset, frame);
    return frame;
  } finally {
    files.close(fd);
  }
}

function segmentFile(folder: string, segment: number): string {
  return path.join(folder, `${String(segment).padStart(6, '0')}.log`);
}

function lastSegment(folder: string, files: Files): number {
  let last = 0;
  for (const name of files.list(folder)) {
    const match = /^(\d{6,})\.log$/.exec(name);
    if (match === null) continue;
    const segment = Number(match[1]);
    if (segment !== last + 1) throw damage(folder, last + 1, 0, 'the file is missing');
    last = segment;
  }
  return last;
}

function createSegment(folder: string, files: Files, segment: number): number {
  const fd = files.open(segmentFile(folder, segment), true);
  try {
    files.write(fd, segmentHeader(segment), 0);
    files.sync(fd);
    files.syncFolder(folder);
    return fd;
  } catch (error) {
    files.close(fd);
    throw error;
  }
}

function openSegment(folder: string, files: Files, segment: number): number {
  let fd: number;
  try {
    fd = files.openRead(segmentFile(folder, segment));
  } catch (cause) {
    throw damage(folder, segment, 0, `the file cannot be opened (${(cause as Error).message})`);
  }
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  const problem = checkSegmentHeader(header.subarray(0, files.read(fd, header, 0)), segment);
  if (problem === null) return fd;
  files.close(fd);
  throw headerError(folder, segment, problem);
}

type Opened = { fd: number; end: Position; cut: { position: Position; bytes: number } | null };

function openLast(folder: string, files: Files, segment: number, needed: number): Opened {
  const fd = files.open(segmentFile(folder, segment), false);
  try {
    const opened = scanLast(folder, files, fd, segment, needed);
    if (opened !== null) return opened;
  } catch (error) {
    files.close(fd);
    throw error;
  }
  files.close(fd);
  return {
    fd: createSegment(folder, files, segment),
    end: { segment, offset: SEGMENT_HEADER_BYTES },
    cut: null,
  };
}

/** The last segment, cut back to its last whole frame; null when the crash came while the segment was being made. */
function scanLast(folder: string, files: Files, fd: number, segment: number, needed: number): Opened | null {
  const size = files.size(fd);
  if (size <= SEGMENT_HEADER_BYTES && needed <= SEGMENT_HEADER_BYTES) return null;
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  const problem = checkSegmentHeader(header.subarray(0, files.read(fd, header, 0)), segment);
  if (problem !== null) throw headerError(folder, segment, problem);
  let offset = SEGMENT_HEADER_BYTES;
  while (offset < size) {
    const frame = readFrameAt(files, fd, segment, offset, size);
    if (typeof frame === 'string') {
      if (offset < needed) throw damage(folder, segment, offset, frame);
      break;
    }
    offset += FRAME_HEADER_BYTES + frame.place.length;
  }
  if (offset < needed) throw damage(folder, segment, offset, 'the file ends before what the journal confirmed');
  const end = { segment, offset };
  if (offset === size) return { fd, end, cut: null };
  files.truncate(fd, offset);
  files.sync(fd);
  return { fd, end, cut: { position: end, bytes: size - offset } };
}

/** The frame at an offset, or why there is none. */
function readFrameAt(files: Files, fd: number, segment: number, offset: number, size: number): Frame | string {
  if (offset + FRAME_HEADER_BYTES > size) return 'the frame header is cut short';
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  files.read(fd, header, offset);
  const { length, crc, tick } = decodeFrameHeader(header);
  if (length === 0 || length > MAX_PAYLOAD_BYTES) return `the frame claims ${length} bytes`;
  if (offset + FRAME_HEADER_BYTES + length > size) return `the frame claims ${length} bytes, the file ends before`;
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + length);
  if (files.read(fd, frame, offset) < frame.length) return 'the frame is cut short';
  if (checksum(frame) !== crc) return 'the checksum does not match';
  return { place: { segment, offset, length }, tick, payload: frame.subarray(FRAME_HEADER_BYTES) };
}

function damage(folder: string, segment: number, offset: number, reason: string): NodeError {
  const file = segmentFile(folder, segment);
  return new NodeError('log_damaged', `${file}, byte ${offset}: ${reason}.`, { field: file, value: String(offset) });
}

function headerError(folder: string, segment: number, problem: { reason: string; version: boolean }): NodeError {
  if (!problem.version) return damage(folder, segment, 0, problem.reason);
  const file = segmentFile(folder, segment);
  return new NodeError('data_unknown', `${file}: ${problem.reason}.`, { field: file });
}
