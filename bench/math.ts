import { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from '@skyaccord/sky';
import { keep, type Table, time } from './harness.ts';

const CALLS = 1_000_000;

/** Cost of our own elementary functions beside the engine's, over arguments as flight geometry has them. */
export async function run(): Promise<Table> {
  const angles = spreadOver(-Math.PI, Math.PI);
  const units = spreadOver(-1, 1);
  const lengths = spreadOver(1e-3, 1e5);
  const powers = spreadOver(-2, 2);
  const unary: readonly Pair[] = [
    ['sin', angles, sin, Math.sin],
    ['cos', angles, cos, Math.cos],
    ['tan', angles, tan, Math.tan],
    ['asin', units, asin, Math.asin],
    ['acos', units, acos, Math.acos],
    ['atan', lengths, atan, Math.atan],
    ['exp', angles, exp, Math.exp],
    ['log', lengths, log, Math.log],
  ];
  const binary: readonly PairOfTwo[] = [
    ['atan2', angles, units, atan2, Math.atan2],
    ['hypot', lengths, angles, hypot, Math.hypot],
    ['pow', lengths, powers, pow, Math.pow],
  ];
  const rows: (string | number)[][] = [];
  for (const [name, x, ours, engine] of unary) {
    rows.push(
      await row(
        name,
        () => keep(sumOf(x, ours)),
        () => keep(sumOf(x, engine)),
      ),
    );
  }
  for (const [name, x, y, ours, engine] of binary) {
    rows.push(
      await row(
        name,
        () => keep(sumOfTwo(x, y, ours)),
        () => keep(sumOfTwo(x, y, engine)),
      ),
    );
  }
  return {
    title: 'elementary functions',
    about: `${CALLS.toLocaleString('en')} calls a run, 9 runs; ns a call: median (10th..90th percentile)`,
    columns: ['function', 'sky', "the engine's", 'ratio'],
    rows,
  };
}

type Pair = readonly [name: string, x: Float64Array, ours: (x: number) => number, engine: (x: number) => number];
type PairOfTwo = readonly [
  name: string,
  x: Float64Array,
  y: Float64Array,
  ours: (x: number, y: number) => number,
  engine: (x: number, y: number) => number,
];

async function row(name: string, ours: () => void, engine: () => void): Promise<(string | number)[]> {
  const [a, b] = [await time(ours), await time(engine)];
  const ns = (ms: number): string => ((ms * 1e6) / CALLS).toFixed(1);
  const cell = (t: typeof a): string => `${ns(t.median_ms)} (${ns(t.p10_ms)}..${ns(t.p90_ms)})`;
  return [name, cell(a), cell(b), (a.median_ms / b.median_ms).toFixed(2)];
}

function sumOf(x: Float64Array, f: (x: number) => number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += f(x[i] as number);
  return sum;
}

function sumOfTwo(x: Float64Array, y: Float64Array, f: (x: number, y: number) => number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += f(x[i] as number, y[i] as number);
  return sum;
}

/** Evenly spread values in a mixed-up order, so that no branch is predicted from the call before. */
function spreadOver(low: number, high: number): Float64Array {
  return Float64Array.from({ length: CALLS }, (_, i) => low + (high - low) * (((i * 7_919) % CALLS) / CALLS));
}
