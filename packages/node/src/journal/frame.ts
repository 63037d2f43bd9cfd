import { crc32 } from 'node:zlib';

/**
 * How a segment of the observation log lies on the disk. All numbers little-endian.
 *
 * Segment header, 16 bytes: magic `SKYOBSLG`, version u32, segment number u32.
 * Frame: payload length u32, CRC-32 u32 (IEEE 802.3, over length, tick and payload), tick u64, payload.
 * The payload is the observations of one tick, one `encodeObservation` line each, every line ended by a line feed.
 */
export const SEGMENT_HEADER_BYTES = 16;
export const FRAME_HEADER_BYTES = 16;
/** A tick with more than this is not one tick's traffic but a fault. */
export const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;
const MAGIC = Buffer.from('SKYOBSLG', 'latin1');
const VERSION = 1;

export type FrameHeader = { readonly length: number; readonly crc: number; readonly tick: number };

export function segmentHeader(segment: number): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(header, 0);
  header.writeUInt32LE(VERSION, 8);
  header.writeUInt32LE(segment, 12);
  return header;
}

/**
 * What is wrong with a segment's header, or null. `version` is set apart: that file is sound, only not ours to read.
 */
export function checkSegmentHeader(header: Buffer, segment: number): { reason: string; version: boolean } | null {
  if (header.length < SEGMENT_HEADER_BYTES) return { reason: 'its header is cut short', version: false };
  if (!header.subarray(0, 8).equals(MAGIC))
    return { reason: 'it does not begin as an observation log', version: false };
  const version = header.readUInt32LE(8);
  if (version !== VERSION)
    return { reason: `it is of version ${version}; this program reads ${VERSION}`, version: true };
  const number = header.readUInt32LE(12);
  if (number !== segment) return { reason: `it says it is segment ${number}`, version: false };
  return null;
}

export function encodeFrame(tick: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeBigUInt64LE(BigInt(tick), 8);
  frame.set(payload, FRAME_HEADER_BYTES);
  frame.writeUInt32LE(checksum(frame), 4);
  return frame;
}

export function decodeFrameHeader(header: Buffer): FrameHeader {
  return {
    length: header.readUInt32LE(0),
    crc: header.readUInt32LE(4),
    tick: Number(header.readBigUInt64LE(8)),
  };
}

/** Over everything of the frame but the checksum itself: a changed length or tick is damage too. */
export function checksum(frame: Buffer): number {
  return crc32(frame.subarray(8), crc32(frame.subarray(0, 4)));
}
