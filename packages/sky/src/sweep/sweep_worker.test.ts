import { afterEach, expect, it, vi } from 'vitest';
import { createSharedColumns } from './traffic_columns.ts';

const QUERY = { lateral_m: 100, vertical_m: 100, lookahead_s: 10 };

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('answers through the global port where there is no Node, as in a browser', async () => {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
  const replies: unknown[] = [];
  vi.stubGlobal('onmessage', null);
  vi.stubGlobal('postMessage', (reply: unknown) => replies.push(reply));
  await import('./sweep_worker.ts');
  const ask = globalThis.onmessage as unknown as (event: { data: unknown }) => void;
  const traffic = createSharedColumns(3);
  traffic.east_m[2] = 1e6;
  ask({ data: { ticket: 1, traffic, count: 3, query: QUERY, share: 0, shares: 1 } });
  ask({ data: { ticket: 2, traffic, count: 9, query: QUERY, share: 0, shares: 1 } });
  const [found, refused] = replies as [
    { ticket: number; count: number; pairs: { first: Int32Array; second: Int32Array; exit_s: Float64Array } },
    { ticket: number; problem: string },
  ];
  expect([found.ticket, found.count]).toEqual([1, 1]);
  expect([found.pairs.first[0], found.pairs.second[0], found.pairs.exit_s[0]]).toEqual([0, 1, 10]);
  expect(found.pairs.first.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(refused.ticket).toBe(2);
  expect(refused.problem).toContain('count 9: must be a whole number from 0 to 3');
});
