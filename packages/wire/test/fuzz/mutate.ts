import { draws } from '../read.ts';

/** Integers in [0, below). */
export type Draw = (below: number) => number;

const TOKENS = [
  ...['null', 'true', '"ground"', '"x"', 'NaN', '{', '}', '[', ']', '"', '\\', ':', ',', '\n', '\r\n', '},{', '{"'],
  ...['\\u0000', '\\ud800', 'é', '😀', '\u0000', '\ufffd', '\ufeff', '__proto__', 'constructor', '"lat"', '"now"'],
  ...['"hex"', 'B', 'HFDTE', 'I01', 'A', 'V', '-0000', '00000', 'MSG,3,', 'MLAT,3,', ',,', '2026/03/02', '~', '!W'],
  ...['h', ' id', 'FF', '+999999fpm', 'A=999999', '000', '#', ':/', '\u2028', '\u0085', ' ', '\t', '=', '%', '_'],
];

const EXTREMES = [
  ...['0', '-0', '-1', '1', '1e999', '-1e999', '1e-320', '5e-324', '99999999999999999999', '9007199254740993', '0.1e1'],
  ...[
    '1.7976931348623157e308',
    '2147483648',
    '-2147483649',
    '4294967296',
    '65536',
    '32767',
    '255',
    '360',
    '359.9999999',
  ],
  ...['180', '-180.0000001', '90.0000001', '-90', '86400', '86400000', '315964799999', '4102444800001', '1e21', '007'],
];

/** What a reader must not read again and again, in runs of up to a million characters. */
const RUNS = [' ', ',', '"', '\\"', '{"\\"},', '},{', '[', '{"a":', '0', '9', '\t', '_', ';', 'A', ' id', '\r', '😀'];
const MOST_RUN = 1_000_000;
/** One input in so many holds such a run. */
const RUN_RARITY = 2000;

/** Deeper than functions can call each other; one number in so many becomes such a nest. */
const DEEPEST = 20_000;
const NEST_RARITY = 500;

/** The draws of one input: the same for the same seed and index, whatever was drawn before. */
export function drawsOf(seed: number, index: number): Draw {
  const mixed = Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
  return draws(Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d));
}

/** Damages a text in one to six places, and then, one time in four, the bytes it has become. */
export function mutateText(text: string, others: readonly string[], draw: Draw): Uint8Array {
  let mutant = text;
  for (let left = 1 + draw(6); left > 0; left--) mutant = damage(mutant, others, draw);
  if (draw(RUN_RARITY) === 0) mutant = insert(mutant, draw(mutant.length + 1), run(draw));
  const bytes = new TextEncoder().encode(mutant);
  return draw(4) === 0 ? damageBytes(bytes, draw) : bytes;
}

/** Damages bytes in one to six places. */
export function mutateBytes(bytes: Uint8Array, draw: Draw): Uint8Array {
  let mutant = bytes;
  for (let left = 1 + draw(6); left > 0; left--) mutant = damageBytes(mutant, draw);
  if (draw(RUN_RARITY) === 0) mutant = repeated(mutant, 1 + draw(Math.floor(MOST_RUN / (mutant.length + 1))));
  return mutant;
}

function damage(text: string, others: readonly string[], draw: Draw): string {
  const at = draw(text.length + 1);
  const to = Math.min(text.length, at + draw(1 + draw(60)));
  switch (draw(12)) {
    case 0:
      return text.slice(0, at) + String.fromCharCode(draw(draw(8) === 0 ? 65_536 : 256)) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return insert(text, to, text.slice(at, to));
    case 3:
      return text.slice(at) + text.slice(0, at);
    case 4:
      return text.slice(0, at);
    case 5:
      return insert(text.slice(0, at) + text.slice(to), at, oneOf(TOKENS, draw));
    case 6:
      return insert(text, at, oneOf(TOKENS, draw));
    case 7:
    case 8:
      return withExtreme(text, at, draw);
    case 9:
      return withLines(text, draw);
    case 10: {
      const other = oneOf(others, draw);
      const from = draw(other.length);
      return insert(text, at, other.slice(from, from + draw(200)));
    }
    default:
      return draw(8) === 0 ? insert(text, at, oneOf(RUNS, draw).repeat(draw(300))) : insert(text, at, '\n');
  }
}

function insert(text: string, at: number, more: string): string {
  return text.slice(0, at) + more + text.slice(at);
}

function oneOf<T>(list: readonly T[], draw: Draw): T {
  return list[draw(list.length)] as T;
}

/** Puts an extreme in place of the next number. */
function withExtreme(text: string, at: number, draw: Draw): string {
  const number = /-?\d+(?:\.\d+)?/g;
  number.lastIndex = at;
  const found = number.exec(text);
  if (found === null) return text;
  const extreme = draw(NEST_RARITY) === 0 ? nested(draw(DEEPEST)) : oneOf(EXTREMES, draw);
  return text.slice(0, found.index) + extreme + text.slice(found.index + found[0].length);
}

function nested(depth: number): string {
  return `${'['.repeat(depth)}0${']'.repeat(depth)}`;
}

/** Loses, doubles, swaps or reverses lines. */
function withLines(text: string, draw: Draw): string {
  const lines = text.split('\n');
  const [a, b] = [draw(lines.length), draw(lines.length)];
  const kind = draw(4);
  if (kind === 0) lines.splice(a, 1 + draw(3));
  else if (kind === 1) lines.splice(a, 0, lines[b] as string, lines[b] as string);
  else if (kind === 2) [lines[a], lines[b]] = [lines[b] as string, lines[a] as string];
  else lines.reverse();
  return lines.join('\n');
}

function run(draw: Draw): string {
  const unit = oneOf(RUNS, draw);
  // Short ones are as likely as long ones, and cost less.
  return unit.repeat(draw(Math.floor((MOST_RUN >> draw(10)) / unit.length)));
}

/** A byte, a bit, a lost or doubled stretch, a length that is wrong, two halves swapped, an end cut off. */
function damageBytes(bytes: Uint8Array, draw: Draw): Uint8Array {
  if (bytes.length === 0) return bytes;
  const at = draw(bytes.length);
  const to = Math.min(bytes.length, at + draw(1 + draw(60)));
  const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  switch (draw(8)) {
    case 0:
      return joined(head, Uint8Array.of(draw(256)), bytes.subarray(at + 1));
    case 1:
    case 2:
      return joined(head, Uint8Array.of((bytes[at] as number) ^ (1 << draw(8))), bytes.subarray(at + 1));
    case 3:
      return joined(head, tail);
    case 4:
      return joined(head, part, part, tail);
    case 5:
      // A count or length of four bytes, where blocks are aligned.
      return joined(bytes.subarray(0, at & ~3), Uint8Array.of(draw(256), draw(2) * 255, draw(4), 0), tail);
    case 6:
      return joined(bytes.subarray(at), head);
    default:
      return draw(4) === 0 ? head : joined(head, Uint8Array.of(0xc3 + draw(60)), bytes.subarray(at));
  }
}

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(bytes.length * times);
  for (let at = 0; at < all.length; at += bytes.length) all.set(bytes, at);
  return all;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
