import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafHash, MerkleTree } from './merkle.ts';
import { checkRange } from './merkle_range.ts';

const leavesOf = (count: number): string[] => Array.from({ length: count }, (_, i) => leafHash(`entry ${i}`));

function treeOf(leaves: readonly string[]): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree;
}

test('holds for every range of every size up to 17', () => {
  const leaves = leavesOf(17);
  const tree = treeOf(leaves);
  for (let size = 1; size <= 17; size++) {
    for (let from = 0; from < size; from++) {
      for (let to = from + 1; to <= size; to++) {
        const path = tree.rangePath(from, to, size);
        expect(checkRange({ leaves: leaves.slice(from, to), from, size, root: tree.root(size), path })).toBe(true);
      }
    }
  }
});

test('property: entries exchanged, left out, added, moved or altered do not pass', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 300 }), fc.nat(), fc.nat(), fc.nat(), (size, a, b, c) => {
      const leaves = leavesOf(size);
      const tree = treeOf(leaves);
      const from = a % (size - 1);
      const to = from + 2 + (b % (size - from - 1));
      const range = leaves.slice(from, to);
      const proof = { leaves: range, from, size, root: tree.root(), path: tree.rangePath(from, to) };
      const at = c % (range.length - 1);
      expect(checkRange(proof)).toBe(true);
      expect(checkRange({ ...proof, leaves: range.toSpliced(at, 2, range[at + 1]!, range[at]!) })).toBe(false);
      expect(checkRange({ ...proof, leaves: range.toSpliced(at, 1) })).toBe(false);
      expect(checkRange({ ...proof, leaves: [...range, leafHash('more')] })).toBe(false);
      expect(checkRange({ ...proof, leaves: range.with(at, leafHash('other')) })).toBe(false);
      expect(checkRange({ ...proof, from: from + 1 })).toBe(false);
      expect(checkRange({ ...proof, path: [...proof.path, proof.root] })).toBe(false);
      expect(checkRange({ ...proof, path: proof.path.slice(1) })).toBe(proof.path.length === 0);
    }),
    { numRuns: 100 },
  );
});

test('a range that is none is refused', () => {
  const tree = treeOf(leavesOf(4));
  expect(() => tree.rangePath(2, 2)).toThrow(/the range is 2 to 2, but must lie within 0 to 4/);
  expect(() => tree.rangePath(0, 5)).toThrow(RangeError);
  expect(checkRange({ leaves: [], from: 0, size: 4, root: tree.root(), path: [] })).toBe(false);
});
