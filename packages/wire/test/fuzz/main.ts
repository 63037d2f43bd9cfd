/**
 * `npm run fuzz`: gives damaged inputs to every reader, in worker threads, and says what it measured. Options:
 * `--inputs N` for each reader (10 million), `--reader NAME` (all whose name or format holds it), `--seed N`,
 * `--from N` (first input), `--workers N`.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { drawsOf } from './mutate.ts';
import type { Said, Share } from './protocol.ts';
import { TARGETS, type Target } from './targets.ts';

/** An input that takes a worker this long has hung it. */
const HUNG_MS = 60_000;
const WIDTH = 24;

type Settings = { inputs: number; seed: number; from: number; workers: number };
type Running = { said: Said | null; done: Promise<void>; failure: Said['failure'] };

const HELP = `npm run fuzz [-- OPTIONS]   damaged inputs for every reader; fails at the first that does harm

  --reader NAME   only readers whose name or format holds NAME
  --inputs N      for each reader (default 10000000)
  --seed N        what all inputs follow from (default 1)
  --from N        index of the first input (default 0)
  --workers N     threads (default: one a core)

Readers: ${TARGETS.map(({ name }) => name).join(', ')}
`;

async function main(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = {
    reader: text,
    inputs: text,
    seed: text,
    from: text,
    workers: text,
    help: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const settings: Settings = {
    inputs: whole('inputs', values.inputs, 10_000_000, 1),
    seed: whole('seed', values.seed, 1, 0),
    from: whole('from', values.from, 0, 0),
    workers: whole('workers', values.workers, availableParallelism(), 1),
  };
  const wanted = (values.reader ?? '').toLowerCase();
  const targets = TARGETS.filter(({ name, format }) => name.includes(wanted) || format.includes(wanted));
  if (targets.length === 0) throw new Wrong(`--reader ${values.reader}: no such reader`);
  process.stdout.write(`${settings.inputs} inputs a reader, seed ${settings.seed}, ${settings.workers} workers\n`);
  process.stdout.write(`${HEAD}\n`);
  for (const target of targets) if (!(await fuzz(target, settings))) return 1;
  process.stdout.write('no crash, hang, growth or number that is none\n');
  return 0;
}

class Wrong extends Error {}

function whole(name: string, text: string | undefined, otherwise: number, least: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Wrong(`--${name} ${text}: not a whole number of at least ${least}`);
}

async function fuzz(target: Target, settings: Settings): Promise<boolean> {
  const begun_ms = performance.now();
  const workers = Array.from({ length: Math.min(settings.workers, settings.inputs) }, (_, index) =>
    start(target, shareOf(target, settings, index)),
  );
  const timer = setInterval(() => bar(target, sum(workers), settings.inputs), 500);
  await Promise.all(workers.map(({ done }) => done));
  clearInterval(timer);
  bar(null, sum(workers), settings.inputs);
  process.stdout.write(`${row(target, sum(workers), (performance.now() - begun_ms) / 1000)}\n`);
  for (const { failure } of workers) if (failure !== null) tell(target, settings, failure);
  return workers.every(({ failure }) => failure === null);
}

function shareOf(target: Target, { inputs, from, seed, workers }: Settings, index: number): Share {
  const count = Math.min(workers, inputs);
  const cut = (part: number) => from + Math.floor((inputs * part) / count);
  return { target: target.name, seed, from: cut(index), to: cut(index + 1), at: new SharedArrayBuffer(8) };
}

function start(target: Target, share: Share): Running {
  const running: Running = { said: null, done: Promise.resolve(), failure: null };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
  const at = new Float64Array(share.at);
  let [seen, seen_ms] = [-1, performance.now()];
  const watch = setInterval(() => {
    const now_ms = performance.now();
    if (at[0] !== seen) [seen, seen_ms] = [at[0] as number, now_ms];
    else if (now_ms - seen_ms > HUNG_MS) {
      const reason = `input ${seen}: no end after ${HUNG_MS / 1000} s`;
      running.failure = { reason, index: seen, input: target.mutant(drawsOf(share.seed, seen)) };
      void worker.terminate();
    }
  }, 1000);
  running.done = new Promise((resolve) => {
    worker.on('message', (said: Said) => {
      running.said = said;
      running.failure ??= said.failure;
    });
    worker.on('error', (error) => {
      const index = at[0] as number;
      const reason = `input ${index}: ${error.stack ?? error.message}`;
      running.failure ??= { reason, index, input: target.mutant(drawsOf(share.seed, index)) };
    });
    worker.on('exit', () => {
      clearInterval(watch);
      resolve();
    });
  });
  return running;
}

type Sum = {
  inputs: number;
  observations: number;
  complaints: number;
  bytes: number;
  heap_bytes: number;
  grown_bytes: number;
};

function sum(workers: readonly Running[]): Sum {
  const all = { inputs: 0, observations: 0, complaints: 0, bytes: 0, heap_bytes: 0, grown_bytes: 0 };
  for (const { said } of workers) {
    if (said === null) continue;
    for (const key of ['inputs', 'observations', 'complaints', 'bytes', 'heap_bytes'] as const) all[key] += said[key];
    all.grown_bytes = Math.max(all.grown_bytes, said.grown_bytes ?? 0);
  }
  return all;
}

const COLUMNS = [24, 11, 9, 8, 12, 12, 9, 9] as const;
const HEAD = cells(['reader', 'inputs', 'inputs/s', 'MB/s', 'observations', 'complaints', 'heap MB', 'grown MB']);

function cells(texts: readonly string[]): string {
  return texts
    .map((text, index) => (index === 0 ? text.padEnd(COLUMNS[0]) : text.padStart(COLUMNS[index] ?? 0)))
    .join(' ');
}

function row(target: Target, all: Sum, took_s: number): string {
  const per_s = (value: number) => Math.round(value / took_s).toString();
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return cells([
    target.name,
    all.inputs.toString(),
    per_s(all.inputs),
    per_s(all.bytes / 1e6),
    all.observations.toString(),
    all.complaints.toString(),
    megabytes(all.heap_bytes),
    megabytes(all.grown_bytes),
  ]);
}

/** On a terminal only; `null` wipes it. */
function bar(target: Target | null, all: Sum, inputs: number): void {
  if (!process.stderr.isTTY) return;
  const fraction = all.inputs / inputs;
  const drawn = '='.repeat(Math.round(fraction * WIDTH)).padEnd(WIDTH);
  const text = target === null ? '' : `${target.name} [${drawn}] ${Math.floor(fraction * 100)} %`;
  process.stderr.write(`\r${text.padEnd(70)}${target === null ? '\r' : ''}`);
}

function tell(target: Target, { seed }: Settings, { reason, index, input }: NonNullable<Said['failure']>): void {
  const file = join(mkdtempSync(join(tmpdir(), 'skyaccord-fuzz-')), `${target.format}-${seed}-${index}`);
  writeFileSync(file, input);
  process.stdout.write(
    `FAILED ${target.name}, seed ${seed}, ${reason}\n` +
      `  the input is in ${file}\n` +
      `  again: npm run fuzz -- --reader '${target.name}' --seed ${seed} --from ${index} --inputs 1 --workers 1\n` +
      '  where that goes well, the inputs before it matter: the same with an earlier --from and more --inputs\n',
  );
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const ours = error instanceof Wrong || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  if (!ours) throw error;
  process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
  process.exitCode = 2;
}
