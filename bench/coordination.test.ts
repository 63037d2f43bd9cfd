import { describe, expect, test } from 'vitest';
import { run } from './coordination.ts';

describe('two nodes, each advising its own aircraft by what it sees', () => {
  test('never bring their aircraft closer together, with a live link or without', async () => {
    const { bars = [], rows } = await run({ pairs: '600', seed: 'test' });
    expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBeGreaterThan(600);
    for (const { what, measured } of bars) expect(measured, what).toMatch(/^0 of 600 pairs/);
  });
});
