import { describe, expect, it } from 'vitest';
import { Mulberry32 } from '../sensing.ts';
import { blockIntervals } from './blocks.ts';

const random = new Mulberry32(7);
const uniform = (count: number): number[] => Array.from({ length: count }, () => random.next() * 2);

describe('intervals over blocks of time', () => {
  it('hold the sum, draw the same each time, and are wider for what comes in lumps', () => {
    const steady = new Array<number>(48).fill(2);
    const lumpy = steady.map((_, i) => (i % 12 === 0 ? 24 : 0));
    const [of_steady, of_lumpy] = blockIntervals([steady, lumpy]);
    expect(of_steady).toEqual({ value: 96, ci95: [96, 96] });
    expect(of_lumpy!.value).toBe(96);
    expect(of_lumpy!.ci95![0]).toBeLessThan(60);
    expect(of_lumpy!.ci95![1]).toBeGreaterThan(130);
    expect(blockIntervals([steady, lumpy])[1]).toEqual(of_lumpy);
  });

  it('cover what the blocks came from about as often as they say', () => {
    let covered = 0;
    for (let run = 0; run < 100; run++) {
      const ci95 = blockIntervals([uniform(40)])[0]!.ci95!;
      if (ci95[0] <= 40 && ci95[1] >= 40) covered += 1;
    }
    expect(covered).toBeGreaterThan(88);
    expect(covered).toBeLessThan(100);
  });

  it('are not told of too few blocks, nor where no block differs', () => {
    expect(blockIntervals([uniform(9)])[0]!.ci95).toBeNull();
    expect(blockIntervals([new Array(20).fill(0)])[0]).toEqual({ value: 0, ci95: null });
    expect(blockIntervals([])).toEqual([]);
  });
});
