import { cpus, platform, release, totalmem } from 'node:os';

/** What a benchmark hands back: printed as it is, under the machine and the calibration. */
export type Table = {
  readonly title: string;
  /** Sizes and setting, so that the figures mean something by themselves. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What was promised and what came out. */
  readonly bars?: readonly Bar[];
};
export type Bar = { readonly what: string; readonly bar: string; readonly measured: string; readonly met: boolean };

/** A benchmark is a file of this folder that exports `run`; options are the command line's `--name value` pairs. */
export type Options = Readonly<Record<string, string>>;
export type Benchmark = { run(options: Options): Promise<Table> };

/** Times of repeated runs in ms. The spread is the range from the 10th to the 90th percentile. */
export type Timing = {
  readonly median_ms: number;
  readonly p10_ms: number;
  readonly p90_ms: number;
  readonly runs: number;
};

/** Runs a body repeatedly, after runs that only warm up the compiler, and times each. */
export async function time(body: () => unknown, runs = 9, warmUps = 2): Promise<Timing> {
  for (let i = 0; i < warmUps; i++) await body();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    await body();
    times.push(performance.now() - started);
  }
  return { median_ms: quantile(times, 0.5), p10_ms: quantile(times, 0.1), p90_ms: quantile(times, 0.9), runs };
}

/** The value below which a share of the values lies, interpolated between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new RangeError('no values to take a quantile of');
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

/** A timing as a person reads it: median and spread, with a factor for units other than ms. */
export function spread({ median_ms, p10_ms, p90_ms }: Timing, factor = 1, digits = 1): string {
  const [median, low, high] = [median_ms, p10_ms, p90_ms].map((value) => (value * factor).toFixed(digits));
  return `${median} (${low}..${high})`;
}

/** The machine in one line. */
export function machine(): string {
  const [first] = cpus();
  const memory_GiB = (totalmem() / 2 ** 30).toFixed(0);
  const model = first?.model.trim() ?? 'unknown';
  return `${cpus().length} x ${model}, ${memory_GiB} GiB, ${platform()} ${release()}, Node ${process.versions.node}`;
}

/** Keeps results alive, so that the compiler cannot drop the work that made them. */
let kept = 0;
export function keep(value: number): void {
  kept = (kept + value) % 1e9;
}

const STEPS = 20_000_000;
const CELLS = 1 << 23;

/**
 * Three fixed loops that depend on nothing of ours, so that two machines, or two moments of one, can be compared:
 * integer multiply and shift, floating multiply, divide and root in a chain, and steps through 32 MiB in an order that
 * no prefetcher guesses.
 */
export async function calibrate(): Promise<string> {
  const integer = await time(integerKernel, 5, 1);
  const float = await time(floatKernel, 5, 1);
  const cycle = memoryCycle();
  const memory = await time(() => memoryKernel(cycle), 5, 1);
  return `integer ${spread(integer)} ms, float ${spread(float)} ms, memory ${spread(memory)} ms`;
}

function integerKernel(): void {
  let x = 2463534242;
  for (let i = 0; i < STEPS; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    x = Math.imul(x, 0x2c1b3c6d);
  }
  keep(x);
}

function floatKernel(): void {
  let x = 0.5;
  for (let i = 0; i < STEPS; i++) x = Math.sqrt(x * 1.25 + 0.5) / (x + 0.75);
  keep(x);
}

/** One cycle through all cells (Sattolo's shuffle with a fixed generator). */
function memoryCycle(): Int32Array {
  const next = new Int32Array(CELLS);
  for (let i = 0; i < CELLS; i++) next[i] = i;
  let state = 88675123;
  for (let i = CELLS - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * i);
    const swapped = next[i] as number;
    next[i] = next[j] as number;
    next[j] = swapped;
  }
  return next;
}

function memoryKernel(next: Int32Array): void {
  let at = 0;
  for (let i = 0; i < 2_000_000; i++) at = next[at] as number;
  keep(at);
}

/** A table in plain text: first column to the left, the others to the right. */
export function layOut({ columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map(String));
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}
