import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { allHashes, hashOf, isCount, splitOf } from './merkle.ts';

/** What one who holds only a root checks: do these entries stand in that log, one after the other? */
export type RangeProof = {
  /** Hashes of the entries, in order. */
  readonly leaves: readonly string[];
  /** Place of the first one, from 0. */
  readonly from: number;
  readonly size: number;
  readonly root: string;
  /** As `MerkleTree.rangePath` gives it. */
  readonly path: readonly string[];
};

/**
 * Whether a proof of a range holds: the tree of RFC 9162, section 2.1.1, with the roots of all complete parts outside
 * of the range given. Malformed proofs do not hold.
 */
export function checkRange({ leaves, from, size, root, path }: RangeProof): boolean {
  const to = from + leaves.length;
  if (!isCount(from) || !isCount(size) || leaves.length === 0 || to > size) return false;
  if (!allHashes([root, ...leaves, ...path])) return false;
  let taken = 0;
  const visit = (left: number, right: number): Uint8Array | null => {
    if (right <= from || left >= to) {
      const given = path[taken];
      taken += 1;
      return given === undefined ? null : hexToBytes(given);
    }
    if (right - left === 1) return hexToBytes(leaves[left - from]!);
    const middle = left + splitOf(right - left);
    const one = visit(left, middle);
    const other = one === null ? null : visit(middle, right);
    return one === null || other === null ? null : hashOf(one, other);
  };
  const found = visit(0, size);
  return found !== null && taken === path.length && bytesToHex(found) === root;
}
