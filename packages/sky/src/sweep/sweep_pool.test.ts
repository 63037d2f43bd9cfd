import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../test/random.ts';
import { PairList } from './pair_list.ts';
import { PairSweep } from './pair_sweep.ts';
import type { SweepQuery } from './sweep_plan.ts';
import { SweepPool, type SweepReply, type SweepTask } from './sweep_pool.ts';
import { SweepShare } from './sweep_room.ts';
import { createSharedColumns, type TrafficColumns } from './traffic_columns.ts';

const QUERY: SweepQuery = { lateral_m: 9260, vertical_m: 304.8, lookahead_s: 300 };
const COUNT = 3000;

/** Aircraft over a square, at 200 m/s at most in either direction. */
function makeTraffic(seed: number = 11, count: number = COUNT, side_m: number = 1_000_000): TrafficColumns {
  const random = new Random(seed);
  const traffic = createSharedColumns(count);
  for (let i = 0; i < count; i += 1) {
    traffic.east_m[i] = random.between(0, side_m);
    traffic.north_m[i] = random.between(0, side_m);
    traffic.altitude_m[i] = random.between(0, 12_000);
    traffic.east_mps[i] = random.between(-200, 200);
    traffic.north_mps[i] = random.between(-200, 200);
  }
  return traffic;
}

/** The pairs in the order in which they stand. */
function pairs({ count, first, second, entry_s, exit_s }: PairList): string[] {
  return Array.from({ length: count }, (_, k) => `${first[k]} ${second[k]} ${entry_s[k]} ${exit_s[k]}`);
}

function alone(traffic: TrafficColumns, count: number, query: SweepQuery): string[] {
  const out = new PairList();
  new PairSweep().detect(traffic, count, query, out);
  return pairs(out);
}

describe('a sweep on several threads', () => {
  const file = new URL('./sweep_worker.ts', import.meta.url);
  const threads = [new Worker(file), new Worker(file), new Worker(file)];
  afterAll(() => Promise.all(threads.map((thread) => thread.terminate())));

  it('gives what one thread gives, to the last bit and in the same order, with or without the caller', async () => {
    const [three, one] = [new SweepPool(threads), new SweepPool(threads.slice(0, 1))];
    const out = new PairList(1);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 0x7fffffff }),
        fc.integer({ min: 0, max: 3000 }),
        fc.constantFrom(200_000, 1_000_000, 5_000_000),
        fc.constantFrom(QUERY, { lateral_m: 30, vertical_m: 10, lookahead_s: 60 }),
        async (seed, count, side_m, query) => {
          const traffic = makeTraffic(seed, count, side_m);
          const expected = alone(traffic, count, query);
          found += expected.length;
          for (const pool of [three, one]) {
            out.clear();
            await pool.detect(traffic, count, query, out);
            expect(pairs(out)).toEqual(expected);
            out.clear();
            pool.detectHere(traffic, count, query, out);
            expect(pairs(out)).toEqual(expected);
          }
        },
      ),
      { numRuns: 16, seed: 4 },
    );
    expect(found).toBeGreaterThan(10_000);
  });

  it('gives the same again and again, and adds to what is there', async () => {
    const traffic = makeTraffic();
    const pool = new SweepPool(threads);
    const expected = alone(traffic, COUNT, QUERY);
    const out = new PairList();
    for (let round = 0; round < 50; round += 1) {
      if (round % 2 === 0) await pool.detect(traffic, COUNT, QUERY, out);
      else pool.detectHere(traffic, COUNT, QUERY, out);
      if (round > 0) continue;
      expect(pairs(out)).toEqual(expected);
    }
    expect(out.count).toBe(50 * expected.length);
    expect(pairs(out).slice(-expected.length)).toEqual(expected);
  });

  it('keeps pools apart that have workers in common', async () => {
    const [one, other] = [makeTraffic(1), makeTraffic(2, 500, 200_000)];
    const [first, second] = [new SweepPool(threads), new SweepPool(threads.slice(1))];
    const [a, b] = [new PairList(), new PairList()];
    for (let round = 0; round < 30; round += 1) {
      a.clear();
      b.clear();
      await Promise.all([first.detect(one, COUNT, QUERY, a), second.detect(other, 500, QUERY, b)]);
      expect(pairs(a)).toEqual(alone(one, COUNT, QUERY));
      expect(pairs(b)).toEqual(alone(other, 500, QUERY));
    }
  });

  it('sees what has changed in the columns', async () => {
    const traffic = makeTraffic();
    const pool = new SweepPool(threads);
    const out = new PairList();
    await pool.detect(traffic, COUNT, QUERY, out);
    for (let i = 0; i < COUNT; i += 1) traffic.altitude_m[i] = 1000;
    out.clear();
    pool.detectHere(traffic, COUNT, QUERY, out);
    expect(pairs(out)).toEqual(alone(traffic, COUNT, QUERY));
  });

  it('hands on what is refused, and goes on', async () => {
    const traffic = makeTraffic();
    const pool = new SweepPool(threads);
    const out = new PairList();
    await expect(pool.detect(traffic, COUNT, { ...QUERY, lateral_m: -1 }, out)).rejects.toThrow('lateral_m -1');
    for (const name of ['north_m', 'climb_mps'] as const) {
      const kept = traffic[name][2500] as number;
      traffic[name][2500] = Number.NaN;
      traffic[name][2900] = Number.NaN;
      await expect(pool.detect(traffic, COUNT, QUERY, out)).rejects.toThrow(`aircraft 2500: ${name} NaN`);
      expect(() => pool.detectHere(traffic, COUNT, QUERY, out)).toThrow(`aircraft 2500: ${name} NaN`);
      traffic[name][2500] = kept;
      traffic[name][2900] = 0;
    }
    expect(out.count).toBe(0);
    await pool.detect(traffic, COUNT, QUERY, out);
    expect(pairs(out)).toEqual(alone(traffic, COUNT, QUERY));
  });

  it('takes one question at a time, and columns in shared memory only', async () => {
    const traffic = makeTraffic();
    const pool = new SweepPool(threads);
    const out = new PairList();
    const first = pool.detect(traffic, COUNT, QUERY, out);
    await expect(pool.detect(traffic, COUNT, QUERY, out)).rejects.toThrow('a question is open');
    expect(() => pool.detectHere(traffic, COUNT, QUERY, out)).toThrow('a question is open');
    await first;
    const own = { ...traffic, north_m: new Float64Array(COUNT) };
    await expect(pool.detect(own, COUNT, QUERY, out)).rejects.toThrow('north_m: is not in shared memory');
    expect(() => new SweepPool([])).toThrow('none given');
  });

  it('works with workers as browsers have them, and fails for good when one does', async () => {
    let share: SweepShare | null = null;
    const listeners = new Map<string, (event: { data: SweepReply }) => void>();
    const thread = {
      postMessage({ room, thread }: SweepTask): void {
        if (room !== undefined && thread !== undefined) share = new SweepShare(room, thread, false);
        queueMicrotask(() => listeners.get('message')?.({ data: share?.work() ?? 0 }));
      },
      addEventListener(event: 'message' | 'error', listener: (event: { data: SweepReply }) => void): void {
        listeners.set(event, listener);
      },
    };
    const pool = new SweepPool([thread]);
    const traffic = makeTraffic();
    const out = new PairList();
    await pool.detect(traffic, COUNT, QUERY, out);
    expect(pairs(out)).toEqual(alone(traffic, COUNT, QUERY));
    listeners.get('error')?.({ data: 0 });
    await expect(pool.detect(traffic, COUNT, QUERY, out)).rejects.toThrow('a sweep worker failed');
    expect(() => pool.detectHere(traffic, COUNT, QUERY, out)).toThrow('a sweep worker failed');
  });
});
