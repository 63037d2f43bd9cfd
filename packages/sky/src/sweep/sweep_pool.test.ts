import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../test/random.ts';
import { PairList } from './pair_list.ts';
import { PairSweep } from './pair_sweep.ts';
import { SweepPool, type SweepReply, type SweepTask } from './sweep_pool.ts';
import { createSharedColumns, type TrafficColumns } from './traffic_columns.ts';

const QUERY = { lateral_m: 9260, vertical_m: 304.8, lookahead_s: 300 };
const COUNT = 3000;

function makeTraffic(): TrafficColumns {
  const random = new Random(11);
  const traffic = createSharedColumns(COUNT);
  for (let i = 0; i < COUNT; i += 1) {
    traffic.east_m[i] = random.between(0, 1_000_000);
    traffic.north_m[i] = random.between(0, 1_000_000);
    traffic.altitude_m[i] = random.between(0, 12_000);
    traffic.east_mps[i] = random.between(-200, 200);
    traffic.north_mps[i] = random.between(-200, 200);
  }
  return traffic;
}

function pairs(list: PairList): string[] {
  return Array.from({ length: list.count }, (_, k) => `${list.first[k]} ${list.second[k]} ${list.entry_s[k]}`).sort();
}

describe('a sweep on several threads', () => {
  const file = new URL('./sweep_worker.ts', import.meta.url);
  const threads = [new Worker(file), new Worker(file), new Worker(file)];
  afterAll(() => Promise.all(threads.map((thread) => thread.terminate())));

  it('gives what one thread gives, again and again', async () => {
    const traffic = makeTraffic();
    const pool = new SweepPool(threads);
    const [one, many] = [new PairList(), new PairList()];
    for (let round = 0; round < 3; round += 1) {
      one.clear();
      many.clear();
      new PairSweep().detect(traffic, COUNT - round, QUERY, one);
      await pool.detect(traffic, COUNT - round, QUERY, many);
      expect(one.count).toBeGreaterThan(100);
      expect(pairs(many)).toEqual(pairs(one));
    }
  });

  it('hands on what a worker refuses, and goes on', async () => {
    const traffic = makeTraffic();
    const pool = new SweepPool(threads);
    const out = new PairList();
    await expect(pool.detect(traffic, COUNT, { ...QUERY, lateral_m: -1 }, out)).rejects.toThrow('lateral_m -1');
    expect(out.count).toBe(0);
    await pool.detect(traffic, COUNT, QUERY, out);
    expect(out.count).toBeGreaterThan(100);
  });

  it('takes one question at a time, and columns in shared memory only', async () => {
    const traffic = makeTraffic();
    const pool = new SweepPool(threads);
    const out = new PairList();
    const first = pool.detect(traffic, COUNT, QUERY, out);
    await expect(pool.detect(traffic, COUNT, QUERY, out)).rejects.toThrow('a question is open');
    await first;
    const own = { ...traffic, north_m: new Float64Array(COUNT) };
    await expect(pool.detect(own, COUNT, QUERY, out)).rejects.toThrow('north_m: is not in shared memory');
    expect(() => new SweepPool([])).toThrow('none given');
  });

  it('works with workers as browsers have them, and fails for good when one does', async () => {
    const sweep = new PairSweep();
    const listeners = new Map<string, (event: { data: SweepReply }) => void>();
    const thread = {
      postMessage({ ticket, traffic, count, query, share, shares }: SweepTask): void {
        const found = new PairList();
        sweep.detect(traffic, count, query, found, share, shares);
        queueMicrotask(() => listeners.get('message')?.({ data: { ticket, count: found.count, pairs: found } }));
      },
      addEventListener(event: 'message' | 'error', listener: (event: { data: SweepReply }) => void): void {
        listeners.set(event, listener);
      },
    };
    const pool = new SweepPool([thread]);
    const out = new PairList();
    await pool.detect(makeTraffic(), COUNT, QUERY, out);
    expect(out.count).toBeGreaterThan(100);
    listeners.get('error')?.({ data: { ticket: 0, problem: '' } });
    await expect(pool.detect(makeTraffic(), COUNT, QUERY, out)).rejects.toThrow('a sweep worker failed');
  });
});
