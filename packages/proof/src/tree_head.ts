import type { PublicJwk } from './keys.ts';
import { checkConsistency, EMPTY_ROOT } from './merkle.ts';
import { checkSignature, type SignatureVerdict } from './signature.ts';

/** What a node says of its log at one time: as long as this, and nothing but this. */
export type TreeHead = {
  readonly skyaccord: 'tree-head/1';
  /** Whose log: the node's id. */
  readonly log: string;
  readonly size: number;
  /** Root over the first `size` entries, as `MerkleTree.root` gives it. */
  readonly root: string;
  /** When it was taken, by the node's own clock. */
  readonly time_ms: number;
};

/** A head with the signature of its node, and those of others who saw it. */
export type SignedTreeHead = {
  readonly head: TreeHead;
  readonly signature: string;
  readonly countersigned: readonly string[];
};

/** A head; the same for the same log, size, root and time. */
export const treeHead = (log: string, size: number, root: string, time_ms: number): TreeHead => ({
  skyaccord: 'tree-head/1',
  log,
  size,
  root,
  time_ms,
});

/** The verdict on a head's own signature, by the keys its node may have. */
export const checkTreeHead = ({ head, signature }: SignedTreeHead, keys: readonly PublicJwk[]): SignatureVerdict =>
  checkSignature(signature, head, keys);

/**
 * What two heads of one log say of each other. `forked`: two histories were told, and whoever holds both signed heads
 * can show it to anyone; `unproven`: the longer one was not shown to begin with the shorter one.
 */
export type HeadVerdict = 'same' | 'grew' | 'forked' | 'unproven';

/**
 * Compares an earlier head of a log with a later one.
 *
 * @param path of consistency from the shorter to the longer, as `MerkleTree.consistencyPath` gives it; empty where they
 *   are of one size
 * @throws RangeError when the heads are of two logs, or the later one is shorter: a log never shrinks, so then the
 *   longer one comes first
 */
export function compareHeads(earlier: TreeHead, later: TreeHead, path: readonly string[]): HeadVerdict {
  if (earlier.log !== later.log) {
    throw new RangeError(`heads of two logs, ${earlier.log} and ${later.log}: only heads of one log can be compared`);
  }
  if (later.size < earlier.size) {
    throw new RangeError(`later.size is ${later.size}, below ${earlier.size}: hand in the shorter head first`);
  }
  if (later.size === earlier.size) return later.root === earlier.root ? 'same' : 'forked';
  if (earlier.size === 0) return earlier.root === EMPTY_ROOT ? 'grew' : 'forked';
  const { size: first, root: first_root } = earlier;
  const holds = checkConsistency({ first, first_root, size: later.size, root: later.root, path });
  return holds ? 'grew' : 'unproven';
}
