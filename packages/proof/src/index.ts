/**
 * Evidence that anyone can check: the canonical form of a record, its hash, and the chain that binds each record to all
 * before it. Pure: no I/O, no clock. Runs in Node and in the browser.
 */
export { canonicalJson } from './canonical.ts';
export { GENESIS, linkHash, verifyChain } from './chain.ts';
export { sha256Hex } from './digest.ts';
