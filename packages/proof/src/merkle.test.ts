import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConsistency, checkInclusion, EMPTY_ROOT, leafHash, MerkleTree } from './merkle.ts';

/** The root as RFC 9162, section 2.1.1 defines it, by Node's own SHA-256. */
function defined(leaves: readonly string[]): string {
  const digest = (...parts: Buffer[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
  if (leaves.length === 0) return digest();
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const sides = [leaves.slice(0, split), leaves.slice(split)].map((side) => Buffer.from(defined(side), 'hex'));
  return digest(Buffer.from([1]), ...sides);
}

const leavesOf = (count: number): string[] => Array.from({ length: count }, (_, i) => leafHash(`entry ${i}`));

function treeOf(leaves: readonly string[]): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree;
}

const flipped = (hash: string, bit: number): string => {
  const bytes = Buffer.from(hash, 'hex');
  bytes[bit >> 3] = bytes[bit >> 3]! ^ (1 << (bit & 7));
  return bytes.toString('hex');
};

describe('MerkleTree', () => {
  test("has the roots of certificate transparency's published test log", () => {
    const entries = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const tree = treeOf(entries.map((hex) => leafHash(Buffer.from(hex, 'hex'))));
    expect(tree.root(0)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(tree.root(1)).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(tree.root(8)).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  test('has the defined root at every size up to 130, also of the sizes it had before', () => {
    const leaves = leavesOf(130);
    const tree = treeOf(leaves);
    for (let size = 0; size <= 130; size++) expect(tree.root(size)).toBe(defined(leaves.slice(0, size)));
    expect(tree.size).toBe(130);
    expect(tree.leaf(77)).toBe(leaves[77]);
  });

  test('refuses what is no hash, no entry and no size', () => {
    const tree = treeOf(leavesOf(3));
    expect(() => tree.append('AB')).toThrow(/leaf is AB, but must be 64 lower-case hexadecimal digits/);
    expect(() => tree.leaf(3)).toThrow(/index is 3, but the log has the entries 0 to 2/);
    expect(() => tree.root(4)).toThrow(/size is 4, but must be a whole number from 0 to 3/);
    expect(() => tree.inclusionPath(2, 2)).toThrow(/index is 2, but a log of 2 has the entries 0 to 1/);
    expect(() => tree.consistencyPath(0)).toThrow(/first is 0, but must be a whole number from 1 to 3/);
    expect(tree.size).toBe(3);
  });
});

describe('checkInclusion', () => {
  test('holds for every entry of every size up to 40, and for no other place', () => {
    const leaves = leavesOf(40);
    const tree = treeOf(leaves);
    for (let size = 1; size <= 40; size++) {
      for (let index = 0; index < size; index++) {
        const proof = {
          leaf: leaves[index]!,
          index,
          size,
          root: tree.root(size),
          path: tree.inclusionPath(index, size),
        };
        expect(checkInclusion(proof)).toBe(true);
        expect(checkInclusion({ ...proof, index: (index + 1) % (size + 1) })).toBe(false);
      }
    }
  });

  test('property: any flipped bit, and any hash too many or too few, fails', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), fc.nat(255), (size, which, part, bit) => {
        const leaves = leavesOf(size);
        const tree = treeOf(leaves);
        const index = which % size;
        const proof = { leaf: leaves[index]!, index, size, root: tree.root(), path: tree.inclusionPath(index) };
        const { path } = proof;
        expect(checkInclusion({ ...proof, leaf: flipped(proof.leaf, bit) })).toBe(false);
        expect(checkInclusion({ ...proof, root: flipped(proof.root, bit) })).toBe(false);
        expect(checkInclusion({ ...proof, path: [...path, EMPTY_ROOT] })).toBe(false);
        if (path.length === 0) return;
        const at = part % path.length;
        expect(checkInclusion({ ...proof, path: path.with(at, flipped(path[at]!, bit)) })).toBe(false);
        expect(checkInclusion({ ...proof, path: path.slice(0, -1) })).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test('malformed proofs do not hold', () => {
    const tree = treeOf(leavesOf(2));
    const proof = { leaf: tree.leaf(0), index: 0, size: 2, root: tree.root(), path: tree.inclusionPath(0) };
    expect(checkInclusion({ ...proof, index: -1 })).toBe(false);
    expect(checkInclusion({ ...proof, index: 0.5 })).toBe(false);
    expect(checkInclusion({ ...proof, size: Number.NaN })).toBe(false);
    expect(checkInclusion({ ...proof, path: ['no hash'] })).toBe(false);
  });
});

describe('checkConsistency', () => {
  test('holds from every size to every later one up to 40', () => {
    const tree = treeOf(leavesOf(40));
    for (let size = 1; size <= 40; size++) {
      for (let first = 1; first <= size; first++) {
        const [first_root, root] = [tree.root(first), tree.root(size)];
        const proof = { first, first_root, size, root, path: tree.consistencyPath(first, size) };
        expect(checkConsistency(proof)).toBe(true);
        expect(checkConsistency({ ...proof, first_root: flipped(first_root, first) })).toBe(false);
        expect(checkConsistency({ ...proof, root: flipped(root, size) })).toBe(false);
      }
    }
  });

  test('the empty log begins every log, and needs no proof', () => {
    const tree = treeOf(leavesOf(5));
    const proof = { first: 0, first_root: EMPTY_ROOT, size: 5, root: tree.root(), path: [] };
    expect(checkConsistency(proof)).toBe(true);
    expect(checkConsistency({ ...proof, first_root: tree.root(1) })).toBe(false);
    expect(checkConsistency({ ...proof, path: [tree.root(1)] })).toBe(false);
  });

  test('property: a log that was rewritten anywhere in its first part has no proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), fc.nat(), fc.nat(), (size, where, what) => {
        const leaves = leavesOf(size);
        const first = 1 + (where % (size - 1));
        const honest = treeOf(leaves);
        const forged = treeOf(leaves.with(what % first, leafHash('forged')));
        const [first_root, root] = [honest.root(first), forged.root(size)];
        const path = forged.consistencyPath(first, size);
        expect(checkConsistency({ first, first_root, size, root, path })).toBe(false);
        expect(checkConsistency({ first, first_root, size, root, path: honest.consistencyPath(first, size) })).toBe(
          false,
        );
      }),
      { numRuns: 100 },
    );
  });
});
