import { sha256Hex } from './digest.ts';

/** What the first record of a chain links to. */
export const GENESIS = '0'.repeat(64);

/** Bound into every link, so that no hash of a chain can pass for a hash of something else. */
const DOMAIN = 'skyaccord chain 1';

/** One record of a hash chain: canonical JSON, and `hash` as `linkHash(previous, record)` gives it. The first is 1. */
export type ChainRecord = {
  readonly sequence: number;
  readonly previous: string;
  readonly record: string;
  readonly hash: string;
};

/** A whole chain, or the first place where it is broken. `count` and `head` cover the records found sound. */
export type ChainVerdict =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | { readonly ok: false; readonly count: number; readonly head: string; readonly at: number; readonly reason: string };

/** The hash of a record that follows `previous`: SHA-256 over domain, previous hash and record, one a line. */
export function linkHash(previous: string, canonicalRecord: string): string {
  return sha256Hex(`${DOMAIN}\n${previous}\n${canonicalRecord}`);
}

/**
 * Follows a chain from its first record and stops at the first broken place. `at` is the sequence that should have
 * stood there, whatever the record says of itself.
 *
 * A chain cut off after a sound record looks sound: only a head known from elsewhere (a peer, a printed case) tells.
 */
export function verifyChain(records: Iterable<ChainRecord>): ChainVerdict {
  let count = 0;
  let head = GENESIS;
  for (const { sequence, previous, record, hash } of records) {
    const at = count + 1;
    const broken = (reason: string): ChainVerdict => ({ ok: false, count, head, at, reason });
    if (sequence !== at) return broken(`record ${at} is missing or out of place: found sequence ${sequence}`);
    if (previous !== head) return broken(`record ${at} links to ${previous}, but the record before it is ${head}`);
    const expected = linkHash(previous, record);
    if (hash !== expected)
      return broken(`record ${at} was changed: its content hashes to ${expected}, it claims ${hash}`);
    count = at;
    head = hash;
  }
  return { ok: true, count, head };
}
