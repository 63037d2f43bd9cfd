import { describe, expect, test } from 'vitest';
import { HEADS } from '../../test/sampleJournals.ts';
import { chainWords, drawChain } from './chain.ts';

const [good, forked] = HEADS.heads;

describe('the picture of a chain of heads', () => {
  test('has the first and the newest on one line, in order, and says how many it leaves out', () => {
    const { heads, left_out, parts } = drawChain(good!);
    expect(heads.map(({ size }) => size)).toEqual([10, 50, 60, 70, 80, 90, 100]);
    expect(left_out).toBe(3);
    expect(parts).toBe(null);
    const xs = heads.map(({ x }) => x);
    expect(xs).toEqual([...xs].sort((one, other) => one - other));
    expect(xs.at(-1)).toBeLessThanOrEqual(340);
    expect(new Set(heads.map(({ y }) => y)).size).toBe(1);
    expect(heads.filter(({ relayed }) => relayed).map(({ size }) => size)).toEqual([90]);
    expect(chainWords('Borealis', good!)).toBe('10 heads, from 10 to 100 records, each continuing the one before.');
  });

  test('has the other history leave the line at the last head that both share', () => {
    const { heads, parts } = drawChain(forked!);
    const second = heads.find((one) => one.second)!;
    const shared = heads.find(({ size }) => size === 40)!;
    expect(second.size).toBe(55);
    expect(parts).toEqual({ x: shared.x, y: shared.y });
    expect(second.x).toBeGreaterThan(shared.x);
    expect(second.y).toBeGreaterThan(shared.y);
    expect(chainWords('Maristan', forked!)).toContain('a second history of 55 records beside it');
  });

  test('says when there is nothing to draw', () => {
    expect(drawChain({ ...good!, chain: [] })).toEqual({ heads: [], left_out: 0, parts: null });
    expect(chainWords('Borealis', { ...good!, chain: [] })).toContain('No head');
  });
});
