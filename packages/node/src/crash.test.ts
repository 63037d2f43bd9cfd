import { describe, expect, test } from 'vitest';
import { crash } from '../test/crash.ts';
import { dataDirectories } from '../test/data_directory.ts';
import { TestFeed } from '../test/live_feed.ts';
import { eventually, json, testNode } from '../test/node.ts';
import { verifyJournal } from './main.ts';
import type { Status } from './run/status.ts';

const newFolder = dataDirectories();

describe('kill -9', () => {
  test.each([
    ['scenario', 3, 7],
    ['live', 3, 11],
  ] as const)(
    'of a node that plays or watches (%s), %i times: nothing that was given is missing, the chain verifies',
    async (mode, kills, seed) => {
      const data = newFolder();
      const report = await crash({ data, mode, kills, seed });
      expect(report.flatMap(({ missing }) => missing)).toEqual([]);
      expect(report.map(({ problem }) => problem)).toEqual(Array(kills).fill(null));
      expect(report.reduce((sum, { given }) => sum + given, 0)).toBeGreaterThan(20);
      expect(report.some(({ starting }) => starting)).toBe(true);

      const source = mode === 'live' ? { feeds: [new TestFeed(60)] } : { speed: 20 };
      const node = await testNode({ data, ...source });
      const status = await eventually(
        () => json<Status>(`${node.url}/api/v1/status`),
        ({ tracks }) => tracks > 0,
      );
      // The watch, rebuilt, says again what the journal has: a difference would be told here.
      expect(status.journal).toMatchObject({ durable: true, problem: null });
      await node.close();
      expect(verifyJournal(data).ok).toBe(true);
    },
    60_000,
  );
});
