import type { Packet } from './blocks.ts';

/** Remote ID messages out of one Wi-Fi beacon, 25 bytes each, and the radio's address. */
export type Beacon = { mac: string; messages: Uint8Array[] };

const LINK_80211 = 105;
const LINK_RADIOTAP = 127;
/** Link types that Remote ID beacons are captured with. */
export const LINK_TYPES: ReadonlySet<number> = new Set([LINK_80211, LINK_RADIOTAP]);

const MESSAGE_BYTES = 25;
/** No more stand in a pack (ASTM F3411-22a, 5.4.5). */
const MOST_MESSAGES = 9;
const MESSAGE_PACK = 0xf;
/** Header, time stamp, interval and capabilities of a beacon, before its elements. IEEE 802.11-2020, 9.3.3.2. */
const FIXED_BYTES = 36;
/** ASD-STAN's organisation identifier and, within it, the type of Remote ID. */
const VENDOR = [0xfa, 0x0b, 0xbc, 0x0d];

/**
 * `null` for a frame that is no Remote ID beacon or was received with errors; a text is the reason why one that is
 * cannot be used.
 */
export function parseBeacon(packet: Packet): Beacon | string | null {
  const frame = packet.link_type === LINK_RADIOTAP ? withoutRadiotap(packet.data) : packet.data;
  if (frame === null || !LINK_TYPES.has(packet.link_type)) return null;
  if (frame.length < FIXED_BYTES || frame[0] !== 0x80) return null;
  const body = vendorElement(frame);
  if (body === null) return null;
  const messages = messagesOf(body);
  if (typeof messages === 'string') return messages;
  const mac = [...frame.subarray(10, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { mac, messages };
}

/** The frame without radiotap header and check sum; `null` where the radio said that the check sum was wrong. */
function withoutRadiotap(data: Uint8Array): Uint8Array | null {
  if (data.length < 8 || data[0] !== 0) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const length = view.getUint16(2, true);
  if (length < 8 || length > data.length) return null;
  const present = view.getUint32(4, true);
  let at = 8;
  for (let more = present; more & 0x8000_0000; at += 4) {
    if (at + 4 > length) return null;
    more = view.getUint32(at, true);
  }
  // The time of the radio comes first, aligned to eight bytes, then the flags.
  if (present & 1) at = Math.ceil(at / 8) * 8 + 8;
  const flags = present & 2 && at < length ? view.getUint8(at) : 0;
  if (flags & 0x40) return null;
  return data.subarray(length, flags & 0x10 ? Math.max(length, data.length - 4) : data.length);
}

/** What stands after the vendor's identifier, its message counter left out. */
function vendorElement(frame: Uint8Array): Uint8Array | null {
  for (let at = FIXED_BYTES; at + 2 <= frame.length; at += 2 + (frame[at + 1] as number)) {
    const body = frame.subarray(at + 2, at + 2 + (frame[at + 1] as number));
    if (frame[at] === 0xdd && VENDOR.every((byte, index) => body[index] === byte)) return body.subarray(5);
  }
  return null;
}

/** One message, or a pack: its head, the size of a message, their number, and the messages. F3411-22a, 5.4.5. */
function messagesOf(body: Uint8Array): Uint8Array[] | string {
  if (body.length === 0) return 'no message in it';
  const type = (body[0] as number) >> 4;
  const [size, count] = type === MESSAGE_PACK ? [body[1], body[2]] : [MESSAGE_BYTES, 1];
  if (size !== MESSAGE_BYTES) return `messages of ${size ?? 'no'} bytes in place of ${MESSAGE_BYTES}`;
  if (count === undefined || count === 0 || count > MOST_MESSAGES) return `not 1 to ${MOST_MESSAGES} messages`;
  const from = type === MESSAGE_PACK ? 3 : 0;
  if (body.length < from + count * MESSAGE_BYTES) return 'it ends within a message';
  return Array.from({ length: count }, (_, index) => {
    const start = from + index * MESSAGE_BYTES;
    return body.subarray(start, start + MESSAGE_BYTES);
  });
}
