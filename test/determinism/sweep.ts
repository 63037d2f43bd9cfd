/** What sweeps a sky in Node and in a browser. Bundled by sweep.browser.test.ts. */
import { sha256Hex } from '@skyaccord/proof';
import { createSharedColumns, PairList, PairSweep, SweepPool, type TrafficColumns } from '@skyaccord/sky';

const COUNT = 5000;
const QUERY = { lateral_m: 9260, vertical_m: 304.8, lookahead_s: 300 };

/** A sky of 5,000, the same wherever it is made. */
function makeTraffic(): TrafficColumns {
  let state = 88675123;
  const between = (low: number, high: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + (high - low) * (state / 2 ** 32);
  };
  const traffic = createSharedColumns(COUNT);
  for (let i = 0; i < COUNT; i += 1) {
    traffic.east_m[i] = between(0, 1_500_000);
    traffic.north_m[i] = between(0, 1_500_000);
    traffic.altitude_m[i] = between(0, 12_000);
    traffic.east_mps[i] = between(-250, 250);
    traffic.north_mps[i] = between(-250, 250);
    traffic.climb_mps[i] = between(-10, 10);
  }
  return traffic;
}

/** Pairs in the order in which they stand: how many, and a hash of all their bits. */
export type PairsHash = { readonly count: number; readonly hash: string };

function hashOf({ count, first, second, entry_s, exit_s }: PairList): PairsHash {
  const bits = new DataView(new ArrayBuffer(24 * count));
  for (let k = 0; k < count; k += 1) {
    bits.setInt32(24 * k, first[k] as number);
    bits.setInt32(24 * k + 4, second[k] as number);
    bits.setFloat64(24 * k + 8, entry_s[k] as number);
    bits.setFloat64(24 * k + 16, exit_s[k] as number);
  }
  return { count, hash: sha256Hex(new Uint8Array(bits.buffer)) };
}

/** The pairs as one thread finds them. */
export function sweepAlone(): PairsHash {
  const out = new PairList();
  new PairSweep().detect(makeTraffic(), COUNT, QUERY, out);
  return hashOf(out);
}

/** The pairs as a browser's workers find them, again and again, without the page and with it. */
export async function sweepInWorkers(workers: number, rounds: number): Promise<PairsHash[]> {
  const threads = Array.from({ length: workers }, () => new Worker('/worker.js'));
  const pool = new SweepPool(threads);
  const traffic = makeTraffic();
  const found: PairsHash[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [free, held] = [new PairList(), new PairList()];
    await pool.detect(traffic, COUNT, QUERY, free);
    pool.detectHere(traffic, COUNT, QUERY, held);
    found.push(hashOf(free), hashOf(held));
  }
  for (const thread of threads) thread.terminate();
  return found;
}
