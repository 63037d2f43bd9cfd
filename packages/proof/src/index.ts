/**
 * Evidence that anyone can check: the canonical form of a record, its hash, the chain that binds each record to all
 * before it, and signatures. Pure: no I/O, no clock, no random number. Runs in Node and in the browser.
 */
export { toBase64Url } from './base64url.ts';
export { canonicalJson } from './canonical.ts';
export { GENESIS, linkHash, verifyChain } from './chain.ts';
export { checkCommitment, commitTo } from './commitment.ts';
export { sha256Hex } from './digest.ts';
export { KeyError, keyFromSeed, keyId, type PrivateJwk, type PublicJwk, publicHalf, seedOf } from './keys.ts';
export {
  checkConsistency,
  checkInclusion,
  leafHash,
  MerkleTree,
} from './merkle.ts';
export { checkRange } from './merkle_range.ts';
export { checkSignature, sign } from './signature.ts';
export {
  checkTreeHead,
  compareHeads,
  type TreeHead,
  treeHead,
} from './tree_head.ts';
