import { expect, test } from 'vitest';
import { keyFromSeed, publicHalf } from './keys.ts';
import { leafHash, MerkleTree } from './merkle.ts';
import { sign } from './signature.ts';
import { checkTreeHead, compareHeads, treeHead } from './tree_head.ts';

const key = keyFromSeed(new Uint8Array(32).fill(7));

function logOf(entries: readonly string[]): MerkleTree {
  const tree = new MerkleTree();
  for (const entry of entries) tree.append(leafHash(entry));
  return tree;
}

const log = logOf(['a', 'b', 'c', 'd', 'e']);
const headAt = (tree: MerkleTree, size: number) => treeHead('heron', size, tree.root(size), size * 1000);

test('a signed head verifies, and no changed one does', () => {
  const head = headAt(log, 5);
  const signed = { head, signature: sign(head, key, 'heron', 5000), countersigned: [] };
  expect(checkTreeHead(signed, [publicHalf(key)]).ok).toBe(true);
  expect(checkTreeHead({ ...signed, head: { ...head, size: 4 } }, [publicHalf(key)])).toMatchObject({
    ok: false,
    fault: 'content_changed',
  });
});

test('a log that only grew is told from one that was rewritten', () => {
  expect(compareHeads(headAt(log, 3), headAt(log, 5), log.consistencyPath(3, 5))).toBe('grew');
  expect(compareHeads(headAt(log, 0), headAt(log, 5), [])).toBe('grew');
  expect(compareHeads(headAt(log, 5), headAt(log, 5), [])).toBe('same');
  const other = logOf(['a', 'B', 'c', 'd', 'e']);
  expect(compareHeads(headAt(log, 5), headAt(other, 5), [])).toBe('forked');
  expect(compareHeads(headAt(log, 3), headAt(other, 5), other.consistencyPath(3, 5))).toBe('unproven');
});

test('heads of two logs, or in the wrong order, are refused', () => {
  const foreign = { ...headAt(log, 5), log: 'kestrel' };
  expect(() => compareHeads(headAt(log, 3), foreign, [])).toThrow(/heads of two logs, heron and kestrel/);
  expect(() => compareHeads(headAt(log, 5), headAt(log, 3), [])).toThrow(/hand in the shorter head first/);
});
