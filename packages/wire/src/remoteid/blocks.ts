import type { ComplaintLog } from '../complaints.ts';

/** A captured packet: when, from which kind of interface, and where its block begins in the file. */
export type Packet = { time_ms: number; link_type: number; data: Uint8Array; byte: number };

type Interface = { link_type: number; ticks_per_s: number; offset_s: number };

/** The same in both byte orders; the mark that follows tells which. */
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
/** Simple packets, name tables, statistics, custom blocks and the rest of what capture programs write. */
const KNOWN_BLOCKS = new Set([SECTION_HEADER, INTERFACE, 2, 3, 4, 5, ENHANCED_PACKET, 10, 0xbad, 0x40000bad]);
const BYTE_ORDER_MARK = 0x1a2b3c4d;
const SWAPPED_MARK = 0x4d3c2b1a;
const LEAST_BLOCK_BYTES = 12;
/** The longest frame of the air is shorter by far; what claims to be longer is damage. */
const MOST_BLOCK_BYTES = 262_144;
const MOST_INTERFACES = 256;

/**
 * Takes the packets out of a pcapng capture that arrives in pieces (IETF draft-ietf-opsawg-pcapng). Where a block is
 * damaged, it goes on at the next place where a whole block of a known kind begins. Holds one block at most.
 */
export class BlockSplitter {
  readonly #log: ComplaintLog;
  readonly #use: (packet: Packet) => void;
  /** Bytes not used yet, in pieces, and how many; `#needed` of them are wanted before it is worth to look again. */
  #pieces: Uint8Array[] = [];
  #held = 0;
  #needed = 0;
  /** Bytes of the file before those. */
  #passed = 0;
  #little = true;
  #interfaces: (Interface | null)[] = [];
  #lost = false;

  constructor(log: ComplaintLog, use: (packet: Packet) => void) {
    this.#log = log;
    this.#use = use;
  }

  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes.slice());
    this.#held += bytes.length;
    if (this.#held >= this.#needed) this.#split(false);
  }

  /** What stands after a block that was cut short is still used, if a block begins in it. */
  end(): void {
    this.#split(true);
  }

  #split(ended: boolean): void {
    const all = joined(this.#pieces, this.#held);
    const view = new DataView(all.buffer);
    let at = 0;
    this.#needed = 0;
    while (at < all.length) {
      const little = endianAt(view, at) ?? this.#little;
      const length = this.#lengthAt(view, at, little);
      if (length !== 0 && at + length <= all.length && view.getUint32(at + length - 4, little) === length) {
        this.#little = little;
        this.#lost = false;
        this.#block(view, at, length);
        at += length;
        continue;
      }
      const cut_short = length !== 0 && at + length > all.length;
      if (cut_short && !ended) {
        this.#needed = length;
        break;
      }
      if (!this.#lost) this.#complain(this.#passed + at, cut_short);
      this.#lost = true;
      // Not by four bytes, as blocks are aligned: some may be missing.
      at += 1;
    }
    at = Math.min(at, all.length);
    this.#passed += at;
    this.#held = all.length - at;
    this.#pieces = this.#held === 0 ? [] : [all.slice(at)];
  }

  /** Length of the block that begins here, its least length while that cannot be told, 0 where none can begin. */
  #lengthAt(view: DataView, at: number, little: boolean): number {
    if (at + LEAST_BLOCK_BYTES > view.byteLength) return LEAST_BLOCK_BYTES;
    const type = view.getUint32(at, little);
    if (type === SECTION_HEADER && endianAt(view, at) === null) return 0;
    if (this.#lost && !KNOWN_BLOCKS.has(type)) return 0;
    const length = view.getUint32(at + 4, little);
    return length >= LEAST_BLOCK_BYTES && length % 4 === 0 && length <= MOST_BLOCK_BYTES ? length : 0;
  }

  #complain(byte: number, cut_short: boolean): void {
    const reason = cut_short ? 'the capture ends within a block' : 'no block of a pcapng capture begins here';
    this.#log.add({ byte }, null, null, reason, 'the block is left out; record again or fetch the file again');
  }

  #block(view: DataView, at: number, length: number): void {
    const type = view.getUint32(at, this.#little);
    if (type === SECTION_HEADER) this.#interfaces = [];
    else if (type === INTERFACE) this.#interface(view, at, length);
    else if (type === ENHANCED_PACKET) this.#packet(view, at, length);
  }

  #interface(view: DataView, at: number, length: number): void {
    if (this.#interfaces.length >= MOST_INTERFACES) return;
    const known = length < 20 ? null : readInterface(view, at, length, this.#little);
    this.#interfaces.push(known);
    if (known !== null) return;
    const byte = this.#passed + at;
    this.#log.add({ byte }, 'interface', null, 'an unknown unit of time', 'its packets are left out; record again');
  }

  #packet(view: DataView, at: number, length: number): void {
    const byte = this.#passed + at;
    const from = length < 32 ? null : this.#interfaces[view.getUint32(at + 8, this.#little)];
    const captured = length < 32 ? 0 : view.getUint32(at + 20, this.#little);
    if (from === undefined || captured > length - 32) {
      const reason = from === undefined ? 'of an interface that was not described' : 'longer than its block';
      this.#log.add({ byte }, 'packet', null, reason, 'the packet is left out; fetch the file again');
      return;
    }
    if (from === null) return;
    const ticks = view.getUint32(at + 12, this.#little) * 4_294_967_296 + view.getUint32(at + 16, this.#little);
    const time_ms = Math.round((ticks / from.ticks_per_s + from.offset_s) * 1000);
    const data = new Uint8Array(view.buffer, view.byteOffset + at + 28, captured);
    this.#use({ time_ms, link_type: from.link_type, data, byte });
  }
}

/** Link type of the first interface that a pcapng capture describes; `null` where the bytes do not begin one. */
export function capturedLinkType(head: Uint8Array): number | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const little = endianAt(view, 0);
  if (little === null) return null;
  for (let at = 0; at + LEAST_BLOCK_BYTES <= head.length; ) {
    if (view.getUint32(at, little) === INTERFACE) return view.getUint16(at + 8, little);
    const length = view.getUint32(at + 4, little);
    if (length < LEAST_BLOCK_BYTES) return null;
    at += length;
  }
  return null;
}

/** Options that matter: `if_tsresol` (9), microseconds unless given, and `if_tsoffset` (14), seconds. */
function readInterface(view: DataView, at: number, length: number, little: boolean): Interface | null {
  let ticks_per_s = 1_000_000;
  let offset_s = 0;
  const end = at + length - 4;
  for (let option = at + 16; option + 4 <= end; ) {
    const code = view.getUint16(option, little);
    const size = view.getUint16(option + 2, little);
    if (code === 0 || option + 4 + size > end) break;
    if (code === 9 && size === 1) {
      const exponent = view.getUint8(option + 4);
      if ((exponent & 0x7f) > 30) return null;
      ticks_per_s = powerOf(exponent & 0x80 ? 2 : 10, exponent & 0x7f);
    } else if (code === 14 && size === 8) {
      offset_s = Number(view.getBigInt64(option + 4, little));
    }
    option += 4 + Math.ceil(size / 4) * 4;
  }
  return { link_type: view.getUint16(at + 8, little), ticks_per_s, offset_s };
}

function powerOf(base: number, exponent: number): number {
  let power = 1;
  for (let left = exponent; left > 0; left--) power *= base;
  return power;
}

/** Whether a section header that stands here is little-endian; `null` where none does, or its mark is not there. */
function endianAt(view: DataView, at: number): boolean | null {
  if (at + LEAST_BLOCK_BYTES > view.byteLength || view.getUint32(at) !== SECTION_HEADER) return null;
  const mark = view.getUint32(at + 8);
  if (mark === BYTE_ORDER_MARK) return false;
  return mark === SWAPPED_MARK ? true : null;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
