import { describe, expect, it } from 'vitest';
import { Draw } from './draw.ts';

const take = (count: number, next: () => number): number[] => Array.from({ length: count }, next);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a stream of draws', () => {
  it('follows from its name, and from nothing else', () => {
    const [a, b, c] = [new Draw('7/a/0'), new Draw('7/a/0'), new Draw('7/a/1')];
    const first = take(100, () => a.uniform());
    expect(take(100, () => b.uniform())).toEqual(first);
    expect(take(100, () => c.uniform())).not.toEqual(first);
  });

  it('gives these very numbers, which every engine must give', () => {
    const draw = new Draw('october');
    expect(take(4, () => draw.uniform())).toEqual([
      0.40840148588176817, 0.00672823830973357, 0.35499443823937327, 0.3326094144722447,
    ]);
    expect(take(3, () => draw.normal())).toEqual([2.970939657765233, -0.7489591581191392, 0.3134226112119114]);
  });

  it('is uniform, open at both ends, and not correlated with the draw before', () => {
    const draw = new Draw('uniform');
    const values = take(100_000, () => draw.uniform());
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThan(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.005);
    const bins = new Array<number>(20).fill(0);
    for (const value of values) bins[Math.floor(value * 20)] = (bins[Math.floor(value * 20)] ?? 0) + 1;
    // Chi squared with 19 degrees of freedom: 43.8 is passed once in a thousand streams.
    expect(bins.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0)).toBeLessThan(43.8);
    const products = values.slice(1).map((value, index) => (value - 0.5) * ((values[index] ?? 0) - 0.5));
    expect(Math.abs(mean(products))).toBeLessThan(0.001);
  });

  it('is normal when asked to be', () => {
    const draw = new Draw('normal');
    const values = take(100_000, () => draw.normal());
    expect(Math.abs(mean(values))).toBeLessThan(0.01);
    expect(Math.abs(mean(values.map((value) => value * value)) - 1)).toBeLessThan(0.02);
    const within = values.filter((value) => Math.abs(value) < 1.96).length / values.length;
    expect(Math.abs(within - 0.95)).toBeLessThan(0.003);
  });
});
