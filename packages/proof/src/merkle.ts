import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

const DIGEST = 32;
const LEAF = 0;
const NODE = 1;
const HASH_TEXT = /^[0-9a-f]{64}$/;

/** Root of a log without entries: the hash of nothing (RFC 9162, section 2.1.1). */
export const EMPTY_ROOT = bytesToHex(sha256(new Uint8Array(0)));

/**
 * What a log's tree holds of an entry: SHA-256 over a zero byte and the entry (RFC 9162, section 2.1.1), as 64
 * lower-case hexadecimal digits. A string is hashed as UTF-8.
 */
export function leafHash(entry: Uint8Array | string): string {
  const bytes = typeof entry === 'string' ? utf8ToBytes(entry) : entry;
  return bytesToHex(sha256.create().update(Uint8Array.of(LEAF)).update(bytes).digest());
}

/** The hash of an inner node (RFC 9162, section 2.1.1). */
export const hashOf = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256.create().update(Uint8Array.of(NODE)).update(left).update(right).digest();

/**
 * The Merkle tree over a log that only grows (RFC 9162, section 2.1). An entry costs 64 bytes and, in the mean, two
 * hashes; a root or a proof of any size the log ever had takes a hash a level.
 */
export class MerkleTree {
  /** By level: hashes of all complete subtrees of 2^level leaves, one after the other. */
  readonly #levels: Uint8Array[] = [];
  #size = 0;

  /** Entries so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds an entry's {@link leafHash}.
   *
   * @throws RangeError when it is not 64 lower-case hexadecimal digits
   */
  append(leaf: string): void {
    let hash = bytesOf(leaf, 'leaf');
    let index = this.#size;
    for (let level = 0; ; level++) {
      this.#keep(level, index, hash);
      if (index % 2 === 0) break;
      hash = hashOf(this.#at(level, index - 1), hash);
      index = (index - 1) / 2;
    }
    this.#size += 1;
  }

  /** @throws RangeError when the log has no such entry */
  leaf(index: number): string {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.#size) {
      throw new RangeError(`index is ${index}, but the log has the entries 0 to ${this.#size - 1}`);
    }
    return bytesToHex(this.#at(0, index));
  }

  /**
   * The root over the first `size` entries.
   *
   * @throws RangeError when the log is shorter
   */
  root(size = this.#size): string {
    this.#checkSize(size, 0);
    return size === 0 ? EMPTY_ROOT : bytesToHex(this.#range(0, size));
  }

  /**
   * That an entry is in the log of `size` entries: the hashes beside its way to the root, from the leaf up (RFC 9162,
   * section 2.1.3.1).
   *
   * @throws RangeError when the log is shorter, or the entry is not in it
   */
  inclusionPath(index: number, size = this.#size): string[] {
    this.#checkSize(size, 1);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
      throw new RangeError(`index is ${index}, but a log of ${size} has the entries 0 to ${size - 1}`);
    }
    const path: string[] = [];
    let from = 0;
    let to = size;
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      if (index < middle) {
        path.push(bytesToHex(this.#range(middle, to)));
        to = middle;
      } else {
        path.push(bytesToHex(this.#range(from, middle)));
        from = middle;
      }
    }
    return path.reverse();
  }

  /**
   * That the log of `size` entries begins with the log of `first` entries (RFC 9162, section 2.1.4.1); empty where they
   * are one.
   *
   * @throws RangeError unless 0 < first <= size <= the log's size
   */
  consistencyPath(first: number, size = this.#size): string[] {
    this.#checkSize(size, 1);
    if (!Number.isSafeInteger(first) || first < 1 || first > size) {
      throw new RangeError(`first is ${first}, but must be a whole number from 1 to ${size}`);
    }
    const path: string[] = [];
    let from = 0;
    let to = size;
    // Down to the least subtree that ends where the first log ends; what lies beside the way tells the rest.
    while (first !== to) {
      const middle = from + splitOf(to - from);
      if (first <= middle) {
        path.push(bytesToHex(this.#range(middle, to)));
        to = middle;
      } else {
        path.push(bytesToHex(this.#range(from, middle)));
        from = middle;
      }
    }
    // A first log that is a complete subtree is known to the reader by its root.
    if (from !== 0) path.push(bytesToHex(this.#range(from, to)));
    return path.reverse();
  }

  /**
   * That the entries from `from` up to but without `to` are in the log of `size` entries, all of them and in this
   * order: the roots of what lies beside them, from left to right.
   *
   * @throws RangeError unless 0 <= from < to <= size <= the log's size
   */
  rangePath(from: number, to: number, size = this.#size): string[] {
    this.#checkSize(size, 1);
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from >= to || to > size) {
      throw new RangeError(`the range is ${from} to ${to}, but must lie within 0 to ${size} and not be empty`);
    }
    const path: string[] = [];
    const visit = (left: number, right: number): void => {
      if (left >= from && right <= to) return;
      if (right <= from || left >= to) {
        path.push(bytesToHex(this.#range(left, right)));
        return;
      }
      const middle = left + splitOf(right - left);
      visit(left, middle);
      visit(middle, right);
    };
    visit(0, size);
    return path;
  }

  #checkSize(size: number, least: number): void {
    if (Number.isSafeInteger(size) && size >= least && size <= this.#size) return;
    throw new RangeError(`size is ${size}, but must be a whole number from ${least} to ${this.#size}, the log's size`);
  }

  /**
   * Root of the entries from `from` to `to`, where `from` is a multiple of the power of two at or above their count.
   */
  #range(from: number, to: number): Uint8Array {
    const count = to - from;
    const level = levelOf(count);
    if (level !== null) return this.#at(level, from / count);
    const middle = from + splitOf(count);
    return hashOf(this.#range(from, middle), this.#range(middle, to));
  }

  #at(level: number, index: number): Uint8Array {
    return this.#levels[level]!.subarray(index * DIGEST, (index + 1) * DIGEST);
  }

  #keep(level: number, index: number, hash: Uint8Array): void {
    const at = index * DIGEST;
    const old = this.#levels[level] ?? new Uint8Array(0);
    if (old.length >= at + DIGEST) {
      old.set(hash, at);
      return;
    }
    const grown = new Uint8Array(Math.max(16 * DIGEST, 2 * old.length));
    grown.set(old);
    grown.set(hash, at);
    this.#levels[level] = grown;
  }
}

/** What one who holds only a root checks: is this entry in that log? */
export type Inclusion = {
  readonly leaf: string;
  readonly index: number;
  readonly size: number;
  readonly root: string;
  readonly path: readonly string[];
};

/** Whether a proof of inclusion holds (RFC 9162, section 2.1.3.2). Malformed ones do not. */
export function checkInclusion({ leaf, index, size, root, path }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !allHashes([leaf, root, ...path])) return false;
  let fn = index;
  let sn = size - 1;
  let hash: Uint8Array = hexToBytes(leaf);
  for (const one of path) {
    if (sn === 0) return false;
    const beside = hexToBytes(one);
    if (fn % 2 === 1 || fn === sn) {
      hash = hashOf(beside, hash);
      // The last of an uneven row has nothing beside it: it goes up alone.
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2;
        sn = Math.floor(sn / 2);
      }
    } else hash = hashOf(hash, beside);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && bytesToHex(hash) === root;
}

/** What one who kept an earlier root checks: does the later log begin with the earlier one? */
export type Consistency = {
  readonly first: number;
  readonly first_root: string;
  readonly size: number;
  readonly root: string;
  readonly path: readonly string[];
};

/**
 * Whether a proof of consistency holds (RFC 9162, section 2.1.4.2). Every log begins with the empty one. Malformed
 * proofs do not hold.
 */
export function checkConsistency({ first, first_root, size, root, path }: Consistency): boolean {
  if (!isCount(first) || !isCount(size) || first > size || !allHashes([first_root, root, ...path])) return false;
  if (first === 0) return path.length === 0 && first_root === EMPTY_ROOT;
  if (first === size) return path.length === 0 && first_root === root;
  const hashes = path.map((one) => hexToBytes(one));
  if (levelOf(first) !== null) hashes.unshift(hexToBytes(first_root));
  const [start, ...rest] = hashes;
  if (start === undefined) return false;
  let fn = first - 1;
  let sn = size - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let before: Uint8Array = start;
  let after: Uint8Array = start;
  for (const one of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      before = hashOf(one, before);
      after = hashOf(one, after);
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2;
        sn = Math.floor(sn / 2);
      }
    } else after = hashOf(after, one);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && bytesToHex(before) === first_root && bytesToHex(after) === root;
}

/** The greatest power of two below `count` (RFC 9162, section 2.1.1); `count` is at least 2. */
export function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** The level of a complete subtree of `count` leaves; null where none is complete with so many. */
function levelOf(count: number): number | null {
  let level = 0;
  let power = 1;
  while (power < count) {
    power *= 2;
    level += 1;
  }
  return power === count ? level : null;
}

export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
export const allHashes = (texts: readonly string[]): boolean => texts.every((text) => HASH_TEXT.test(text));

function bytesOf(text: string, field: string): Uint8Array {
  if (HASH_TEXT.test(text)) return hexToBytes(text);
  throw new RangeError(`${field} is ${text.slice(0, 80)}, but must be 64 lower-case hexadecimal digits, a SHA-256`);
}
