import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { breakLink } from '../../test/link_breaks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-breaks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// A few of the 200 rounds that `npm run bench -- breaks` goes through; processes take their time to start.
test('two nodes of which either is killed, on a line that breaks, hold every message exactly once and in order', async () => {
  const { kills, breaks, ways } = await breakLink({ folder, rounds: 5, seed: 20_151_020 });
  expect(kills).toBeGreaterThan(0);
  expect(Object.values(breaks).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1);
  for (const { said, sent, received, verifies } of ways) {
    expect(verifies).toBe(true);
    expect(received).toEqual(sent);
    for (const id of said) expect(sent.filter((body) => body.includes(`"words":"${id}"`)).length).toBe(1);
  }
}, 240_000);
