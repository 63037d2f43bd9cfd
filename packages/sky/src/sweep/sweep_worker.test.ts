import { afterEach, expect, it, vi } from 'vitest';
import { PairList } from './pair_list.ts';
import { PairSweep } from './pair_sweep.ts';
import { SweepPool, type SweepTask } from './sweep_pool.ts';
import { createSharedColumns } from './traffic_columns.ts';

const QUERY = { lateral_m: 100, vertical_m: 100, lookahead_s: 10 };

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('answers through the global port where there is no Node, as in a browser', async () => {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
  const replies: number[] = [];
  vi.stubGlobal('onmessage', null);
  vi.stubGlobal('postMessage', (reply: number) => replies.push(reply));
  await import('./sweep_worker.ts');
  const tell = globalThis.onmessage as unknown as (event: { data: SweepTask }) => void;
  const traffic = createSharedColumns(3);
  traffic.east_m[2] = 1e6;
  let listen = (_event: { data: number }): void => undefined;
  const pool = new SweepPool([
    {
      postMessage: (task) => tell({ data: task }),
      addEventListener: (event, listener) => {
        if (event === 'message') listen = listener;
      },
    },
  ]);
  const [out, expected] = [new PairList(), new PairList()];
  new PairSweep().detect(traffic, 3, QUERY, expected);
  for (let question = 0; question < 2; question += 1) {
    const answered = pool.detect(traffic, 3, QUERY, out);
    expect(replies.length).toBe(1);
    listen({ data: replies.pop() as number });
    await answered;
  }
  expect(out.count).toBe(2);
  expect([out.first[1], out.second[1], out.exit_s[1]]).toEqual([0, 1, 10]);
  expect(expected.count).toBe(1);
  // A caller that takes part looks for itself: answers to it would heap up as long as it does nothing else.
  pool.detectHere(traffic, 3, QUERY, out);
  expect(out.count).toBe(3);
  expect(replies).toEqual([]);
  // Told that the room is open when it is closed already, it stays silent.
  tell({ data: { pool: 1 } });
  expect(replies).toEqual([]);
});
