import { Worker } from 'node:worker_threads';
import { createSharedColumns, PairList, PairSweep, SweepPool, SweptGrid, type TrafficColumns } from '@skyaccord/sky';
import type { Part } from '../engine.ts';
import { spread, type Timing, time } from '../harness.ts';
import { generator } from './generator.ts';

const SIZES = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
export const QUERY = { lateral_m: 5 * 1852, vertical_m: 1000 * 0.3048, lookahead_s: 300 };
/** Aircraft per square metre: 50 in 10,000 NM². */
const DENSITY = 50 / (10_000 * 1852 * 1852);
const BARS_MS = new Map([
  [20_000, 15],
  [100_000, 100],
]);
const UPDATES = 2_000;
/** The smaller the sky, the more runs: a thread's compiler is done with it after some tens. */
const runsOf = (size: number): number => Math.min(100, Math.max(25, Math.floor(1_000_000 / size)));

/** Everybody against everybody: cost by size, on one thread and on two; one update of a live sky by size. */
export async function benchPairs(): Promise<Part> {
  const rows: string[][] = [];
  const bars: Part['bars'][number][] = [];
  const points: (readonly [size: number, ms: number])[] = [];
  const sweep = new PairSweep();
  const file = new URL(import.meta.resolve('@skyaccord/sky/sweep_worker'));
  const threads = [new Worker(file), new Worker(file), new Worker(file)];
  const pool = new SweepPool(threads.slice(0, 2));
  const joint = new SweepPool(threads.slice(2));
  for (const size of SIZES) {
    const traffic = makeTraffic(size);
    const out = new PairList();
    const name = size.toLocaleString('en');
    const runs = runsOf(size);
    const one = (): void => {
      out.clear();
      sweep.detect(traffic, size, QUERY, out);
    };
    const alone = await time(one, runs, runs);
    const conflicts = out.count;
    rows.push(['all pairs, one thread', name, spread(alone, 1, 2), `${conflicts} conflicts`]);
    points.push([size, alone.median_ms]);
    const bar_ms = BARS_MS.get(size);
    if (bar_ms === undefined) continue;
    bars.push(bar(`all pairs of ${name}`, alone.median_ms, bar_ms));
    for (const { name: how, ask } of [
      { name: 'two workers', ask: () => pool.detect(traffic, size, QUERY, out) },
      { name: 'one worker and the caller', ask: () => joint.detectHere(traffic, size, QUERY, out) },
    ]) {
      const before = await time(one, runs, 5);
      const both = await time(
        async () => {
          out.clear();
          await ask();
        },
        runs,
        runs,
      );
      if (out.count !== conflicts) throw new Error(`${how} found ${out.count} conflicts, one thread ${conflicts}`);
      const after = await time(one, runs, 5);
      const faster = (before.median_ms + after.median_ms) / 2 / both.median_ms;
      rows.push([`all pairs, ${how}`, name, spread(both, 1, 2), `${faster.toFixed(2)} times as fast`]);
      bars.push({
        what: `${how}, ${name}`,
        bar: 'at least 1.8 times as fast',
        measured: faster.toFixed(2),
        met: faster >= 1.8,
      });
    }
  }
  await Promise.all(threads.map((thread) => thread.terminate()));
  const slope = logSlope(points);
  rows.push(['all pairs, slope of log time on log size', '', slope.toFixed(3), 'over all sizes']);
  bars.push({ what: 'cost against size', bar: 'slope at most 1.15', measured: slope.toFixed(3), met: slope <= 1.15 });
  for (const size of [1_000, 10_000, 100_000]) {
    const timing = await timeUpdates(size);
    rows.push([
      'one update of a live sky',
      size.toLocaleString('en'),
      spread(timing, 1 / UPDATES, 5),
      'and who is near',
    ]);
  }
  return { rows, bars };
}

function bar(what: string, measured_ms: number, bar_ms: number): Part['bars'][number] {
  return { what, bar: `at most ${bar_ms} ms`, measured: `${measured_ms.toFixed(2)} ms`, met: measured_ms <= bar_ms };
}

/** Aircraft evenly over a square, at all heights to 12 km, in all directions at 60 to 260 m/s. */
export function makeTraffic(size: number): TrafficColumns {
  const next = generator(1);
  const traffic = createSharedColumns(size);
  const side_m = Math.sqrt(size / DENSITY);
  for (let i = 0; i < size; i += 1) {
    const [course, speed_mps] = [2 * Math.PI * next(), 60 + 200 * next()];
    traffic.east_m[i] = side_m * next();
    traffic.north_m[i] = side_m * next();
    traffic.altitude_m[i] = 12_000 * next();
    traffic.east_mps[i] = speed_mps * Math.sin(course);
    traffic.north_mps[i] = speed_mps * Math.cos(course);
    traffic.climb_mps[i] = -10 + 20 * next();
  }
  return traffic;
}

/** Slope of the straight line nearest to the logarithms. */
function logSlope(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([size, ms]) => [Math.log(size), Math.log(ms)] as const);
  const mean = (k: 0 | 1): number => logs.reduce((sum, log) => sum + log[k], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return covariance / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

/** One aircraft moves a little, and asks who may come near: the rest of the sky stays as it is. */
async function timeUpdates(size: number): Promise<Timing> {
  const next = generator(2);
  const grid = new SweptGrid(size);
  const near = new Int32Array(size);
  const side_deg = Math.sqrt(size / DENSITY) / 111_000;
  const place = (slot: number): void => {
    const [latitude_deg, longitude_deg] = [side_deg * (next() - 0.5), side_deg * (next() - 0.5)];
    grid.place(slot, latitude_deg, longitude_deg, 400 * (next() - 0.5), 400 * (next() - 0.5), 300, QUERY.lateral_m / 2);
  };
  for (let slot = 0; slot < size; slot += 1) place(slot);
  return time(
    () => {
      for (let i = 0; i < UPDATES; i += 1) {
        const slot = Math.floor(next() * size);
        place(slot);
        grid.candidates(slot, near);
      }
    },
    15,
    3,
  );
}
