/** Formats of others that are known by sight and not read: what they are, and what to do. */

const OPENINGS: readonly { opening: readonly number[]; name: string }[] = [
  { opening: [0x50, 0x4b, 0x03, 0x04], name: 'a zip archive; unpack it' },
  { opening: [0x42, 0x5a, 0x68], name: 'bzip2; unpack it' },
  { opening: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'xz; unpack it' },
  { opening: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd; unpack it' },
  { opening: [0xff, 0xfe], name: 'UTF-16 text; save it as UTF-8' },
  { opening: [0xfe, 0xff], name: 'UTF-16 text; save it as UTF-8' },
];

const DECODE_MODE_S =
  "which is not decoded here: give it to readsb, and take readsb's aircraft.json, JSON port or BaseStation output";

const TEXTS: readonly { sign: RegExp; name: string }[] = [
  { sign: /^\{[^\n]*"frame"\s*:\s*"[0-9a-f]{14,28}"/im, name: `raw Mode S frames as JSON lines, ${DECODE_MODE_S}` },
  { sign: /^[*@](?:[0-9a-f]{12})?[0-9a-f]{14}(?:[0-9a-f]{14})?;/im, name: `raw Mode S frames (AVR), ${DECODE_MODE_S}` },
  {
    sign: /^(?:\d{1,19},)?[+-](?:[0-9a-f]{2}){18,552}[;\r\n]/im,
    name: 'raw UAT frames (978 MHz), which are not decoded here: give them to dump978 or readsb, and take its JSON',
  },
];

const LEAST_BLOCK_BYTES = 3;
/** Categories of surveillance (EUROCONTROL-SPEC-0149); the category is the first byte of a block. */
const ASTERIX = new Set([1, 2, 4, 7, 8, 10, 11, 15, 16, 17, 18, 19, 20, 21, 23, 25, 34, 48, 62, 63, 65, 129, 150, 205]);

/** Name and remedy, as it follows "it is"; `null` for what is not known by sight. `text` is the head as UTF-8. */
export function otherFormat(head: Uint8Array, text: string): string | null {
  const other = OPENINGS.find(({ opening }) => opening.every((byte, index) => head[index] === byte));
  if (other !== undefined) return other.name;
  if (isBeast(head)) return `Beast binary, ${DECODE_MODE_S}`;
  const categories = asterixCategories(head);
  if (categories !== null) return `ASTERIX of category ${categories.join(' and ')}, which is not read`;
  return TEXTS.find(({ sign }) => sign.test(text))?.name ?? null;
}

/** Link type of a capture in the old pcap form, of either byte order; `null` for anything else. */
export function oldCaptureLinkType(head: Uint8Array): number | null {
  if (head.length < 24) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    // Times in microseconds or in nanoseconds.
    if (magic === 0xa1b2c3d4 || magic === 0xa1b23c4d) return view.getUint32(20, little) & 0xffff;
  }
  return null;
}

/** Escape byte, type 1 to 4 in ASCII, then at most 23 bytes of which some may be escaped, and the next frame. */
function isBeast(head: Uint8Array): boolean {
  const begins = (at: number) => head[at] === 0x1a && (head[at + 1] ?? 0) >= 0x31 && (head[at + 1] ?? 0) <= 0x34;
  if (!begins(0)) return false;
  for (let at = 11; at < 48; at++) if (begins(at)) return true;
  return false;
}

/** Blocks of category, length in two bytes and content must follow each other, or one must be all there is. */
function asterixCategories(head: Uint8Array): number[] | null {
  const found = new Set<number>();
  let blocks = 0;
  let at = 0;
  for (; at + LEAST_BLOCK_BYTES < head.length && blocks < 20; blocks++) {
    const category = head[at] as number;
    const length = ((head[at + 1] as number) << 8) | (head[at + 2] as number);
    if (!ASTERIX.has(category) || length <= LEAST_BLOCK_BYTES) return null;
    found.add(category);
    at += length;
  }
  return blocks >= 3 || (blocks > 0 && at === head.length) ? [...found].sort((a, b) => a - b) : null;
}
