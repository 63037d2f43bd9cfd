import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBlocks, icaoAddress, stateOfAddress } from './address_blocks.ts';

const hex = (value: number): string => value.toString(16).padStart(6, '0');

describe('address blocks', () => {
  it.each([
    // Widely published aircraft, one in each size of block.
    ['a835af', 'United States'],
    ['adf7c8', 'United States'],
    ['152a3b', 'Russian Federation'],
    ['3c6444', 'Germany'],
    ['406a9e', 'United Kingdom'],
    ['4b1a2c', 'Switzerland'],
    ['71be35', 'Republic of Korea'],
    ['4ca1b2', 'Ireland'],
    ['0c2160', 'Panama'],
    ['0d09bd', 'Mexico'],
    ['c06543', 'Canada'],
    ['780bf8', 'China'],
    ['501c12', 'Croatia'],
    ['4c8012', 'Cyprus'],
    ['c90001', 'Vanuatu'],
    ['e49123', 'Brazil'],
  ])('tell where %s is registered: %s', (address, state) => {
    expect(stateOfAddress(address)).toBe(state);
  });

  it.each(['000000', 'ffffff', 'd1a001', '5fffff', '4c8400', 'b00000', '~a835af', 'a835af#2', 'A835AF', 'a835a', ''])(
    'tell nothing of %j',
    (address) => {
      expect(stateOfAddress(address)).toBeNull();
    },
  );

  it('are of the sizes that the Annex allocates, begin on a multiple of their size, and do not overlap', () => {
    const blocks = addressBlocks();
    expect(blocks.length).toBeGreaterThan(180);
    expect(new Set(blocks.map(({ state }) => state)).size).toBe(blocks.length);
    blocks.forEach(({ first, last, state }, index) => {
      const size = last - first + 1;
      expect([2 ** 20, 2 ** 18, 2 ** 15, 2 ** 12, 2 ** 10], state).toContain(size);
      expect(first % size, state).toBe(0);
      expect(first, state).toBeGreaterThan(blocks[index - 1]?.last ?? 0);
      expect(state).toMatch(/^\p{Lu}[\p{L}' -]+$/u);
    });
  });

  it('are found by any of their addresses, and by no other', () => {
    const blocks = addressBlocks();
    fc.assert(
      fc.property(fc.nat({ max: 0xffffff }), (value) => {
        const expected = blocks.find(({ first, last }) => first <= value && value <= last)?.state ?? null;
        expect(stateOfAddress(hex(value))).toBe(expected);
        expect(icaoAddress(hex(value))).toBe(value);
      }),
    );
    for (const { first, last, state } of blocks) {
      expect([stateOfAddress(hex(first)), stateOfAddress(hex(last))]).toEqual([state, state]);
    }
  });
});
